import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CheckMemo } from '../../src/core/flow/check/checkMemo.ts';
import { analyse } from '../../src/language/analysis.ts';
import { diagnose } from '../../src/language/diagnostics.ts';
import { documentKind } from '../../src/language/documentKind.ts';
import { generateSchema } from '../generateSchema.ts';
import { inRepository } from '../repository.ts';
import { described, report, type Timing } from './measure.ts';

// Its ES modules leave the endings of their imports out, which Node does not read.
const require = createRequire(import.meta.url);
const { getLanguageService, TextDocument }: typeof import('vscode-json-languageservice') = require('vscode-json-languageservice');

/** One keystroke in a configuration: all its problems, and beside them what VS Code's own JSON service does for the same text. */
export async function benchEditor(): Promise<void> {
  console.log(
    '\nA keystroke in a schema, from the text to all its problems, beside vscode-json-languageservice (validation and symbols)',
  );
  const sample = await readFile(inRepository('samples', 'ad-to-entra', 'ad-to-entra.syncschema.json'), 'utf8');
  await benchKeystrokes('the sample', sample, 50);
  await benchKeystrokes('generated', generateSchema(500_000), 50);
  await benchKeystrokes('generated', generateSchema(2_500_000), null);
  benchMemory(sample);
}

async function benchKeystrokes(name: string, text: string, goal: number | null): Promise<void> {
  const memo = new CheckMemo();
  const [ours, theirs]: [number[], number[]] = [[], []];
  const rounds = 25;
  for (let round = -5; round < rounds; round += 1) {
    const edited = typed(text, round + 5);
    let start = performance.now();
    if (documentKind('x.json', edited) !== 'schema') throw new Error('The text is no schema.');
    const problems = diagnose(analyse('schema', edited, null), memo);
    if (round >= 0) ours.push(performance.now() - start);
    if (!problems.some(({ code }) => code === 'function-unknown')) throw new Error('The typing error was not found.');
    start = performance.now();
    await validate(edited, round);
    if (round >= 0) theirs.push(performance.now() - start);
  }
  const [own, other] = [timing(ours), timing(theirs)];
  const size = `${name}, ${(text.length / 1_000_000).toFixed(2)} MB`;
  const met = own.median <= other.median && (goal === null || own.median < goal);
  report(`all problems, ${size}`, described(own), goal === null ? 'no slower than the service' : `goal ${goal} ms`, met);
  report(`vscode-json-languageservice, ${size}`, described(other), `${(other.median / own.median).toFixed(1)} × ours`, true);
}

/** The n-th keystroke of a new function name in a mapping in the middle of the text. */
function typed(text: string, count: number): string {
  const middle = text.indexOf('"expression": "Trim(', Math.floor(text.length / 3));
  const at = (middle < 0 ? text.indexOf('"expression": "Trim(') : middle) + '"expression": "Trim'.length;
  return text.slice(0, at) + 'x'.repeat(count + 1) + text.slice(at);
}

const service = getLanguageService({});

async function validate(text: string, version: number): Promise<void> {
  const document = TextDocument.create('file:///bench.json', 'json', version, text);
  const json = service.parseJSONDocument(document);
  await service.doValidation(document, json);
  service.findDocumentSymbols2(document, json);
}

function timing(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, slowest: sorted.at(-1) ?? Number.NaN };
}

const edits = 1000;

function benchMemory(text: string): void {
  const memo = new CheckMemo();
  const edit = (index: number): void => {
    diagnose(analyse('schema', typed(text, index % 50), null), memo);
  };
  for (let index = 0; index < 50; index += 1) edit(index);
  const before = heapUsed();
  for (let index = 0; index < edits; index += 1) edit(index);
  const grown = (heapUsed() - before) / 1_000_000;
  report(`memory after ${edits} edits`, `${grown >= 0 ? '+' : ''}${grown.toFixed(2)} MB`, 'goal: flat (1 MB)', grown < 1);
}

/** Bytes that are in use once everything that can be freed is. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') for (let round = 0; round < 3; round += 1) collect();
  return process.memoryUsage().heapUsed;
}
