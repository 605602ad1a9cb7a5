// `npm run bench`: the figures of the budgets, measured on this machine. Reports, and never fails a test: figures of a busy machine prove nothing.
import { statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { parseTree } from 'jsonc-parser';
import { readSchema } from '../src/core/schema/readSchema.ts';
import { prepareRun } from '../src/run/prepareRun.ts';
import type { RunHost } from '../src/run/run.ts';
import { benchCompetitors } from './bench/competitors.ts';
import { benchDirectories } from './bench/directories.ts';
import { benchEditor } from './bench/editor.ts';
import { benchMappings } from './bench/mappings.ts';
import { described, milliseconds, report, time } from './bench/measure.ts';
import { benchParsing } from './bench/parsing.ts';
import { generateSchema } from './generateSchema.ts';
import { inRepository, mustRun, runCommand } from './repository.ts';

const kilobyte = 1000;

async function benchPreview(): Promise<void> {
  console.log('\nOne preview of Adele Vance on the embedded directories, files read anew each time');
  const connection = inRepository('samples', 'ad-to-entra', 'ad-to-entra.provision.json');
  const host: RunHost = {
    readText: async (path) => `${await readFile(path, 'utf8')}${path.endsWith('.syncschema.json') ? schemaSuffix : ''}`,
    secret: () => Promise.resolve(undefined),
    now: () => Date.now(),
    random: () => Math.random(),
  };
  let schemaSuffix = '';
  const preview = async (): Promise<void> => {
    const prepared = await prepareRun(connection, host, AbortSignal.timeout(10_000));
    if (!prepared.ok) throw new Error(`${prepared.message} ${prepared.advice}`);
    const run = prepared.start('adele.vance@corp.example');
    let next = await run.next();
    while (!next.done) next = await run.next();
    if (next.value.steps.length !== 5 || next.value.status === 'failure') throw new Error('The preview did not succeed.');
  };
  const start = performance.now();
  await preview();
  const first = performance.now() - start;
  const sameText = await time(preview);
  const afterEdit = await time(() => {
    schemaSuffix += ' ';
    return preview();
  });
  report('preview of the next user, same text', described(sameText), 'goal 50 ms', sameText.median < 50);
  report('preview after an edit of the schema', described(afterEdit), 'goal 50 ms', afterEdit.median < 50);
  report('preview, the first of the process', milliseconds(first), '', true);
}

async function benchReading(): Promise<void> {
  const text = generateSchema(500_000);
  console.log(`\nReading a schema of ${(text.length / kilobyte).toFixed(0)} kB`);
  const json = await time(() => JSON.parse(text));
  const tree = await time(() => parseTree(text));
  const model = await time(() => readSchema(text));
  report('JSON.parse', described(json), '', true);
  report('jsonc-parser, its tree', described(tree), `${(tree.median / json.median).toFixed(1)} × JSON.parse`, true);
  const ratios = `${(model.median / json.median).toFixed(1)} × JSON.parse, ${(model.median / tree.median).toFixed(1)} × jsonc-parser`;
  report('the model with a range for every node', described(model), `goal 30 ms; ${ratios}`, model.median < 30);
}

/** Activation in a process of its own each time, so that nothing is loaded yet. */
async function benchActivation(): Promise<void> {
  console.log('\nActivation, from the require of dist/extension.cjs to the end of activate');
  const times: { total: number; load: number; lazy: readonly string[] }[] = [];
  for (let round = 0; round < 7; round += 1) {
    const printed = await mustRun(process.execPath, [inRepository('scripts', 'activation.ts')]);
    times.push(JSON.parse(printed));
  }
  times.sort((a, b) => a.total - b.total);
  const median = times[Math.floor(times.length / 2)];
  if (!median) return;
  report('activation', `${milliseconds(median.total)} (load ${milliseconds(median.load)})`, 'goal 50 ms', median.total < 50);
  report('bundles loaded beside extension.cjs', String(median.lazy.length), 'goal 0', median.lazy.length === 0);
}

async function reportSizes(): Promise<void> {
  console.log('\nBundles');
  const files = (await readdir(inRepository('dist'))).sort();
  const size = (file: string): number => statSync(inRepository('dist', file)).size;
  const budgets = new Map([['extension.cjs', 250 * kilobyte]]);
  for (const file of files) {
    const budget = budgets.get(file);
    const goal = budget === undefined ? '' : `goal ${budget / kilobyte} kB`;
    report(file, `${(size(file) / kilobyte).toFixed(1)} kB`, goal, budget === undefined || size(file) < budget);
  }
  const extension = files.filter((file) => !file.startsWith('cli')).reduce((sum, file) => sum + size(file), 0);
  report('the extension in all', `${(extension / kilobyte).toFixed(1)} kB`, 'goal 1500 kB', extension < 1500 * kilobyte);
}

const build = await runCommand(process.execPath, [inRepository('esbuild.mjs'), '--production']);
if (build.code !== 0) {
  console.error(`The bundles could not be built, so nothing was measured.\n${build.output}`);
  process.exit(1);
}
await benchPreview();
await benchReading();
await benchParsing();
await benchMappings();
await benchCompetitors();
await benchEditor();
await benchDirectories();
await benchActivation();
await reportSizes();
