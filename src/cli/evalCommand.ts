import { type Dialect, dialects } from '../core/expression/dialect.ts';
import { evaluateExpression } from '../core/expression/evaluateExpression.ts';
import type { EvaluationContext } from '../core/expression/evaluationContext.ts';
import { parseExpression } from '../core/expression/parseExpression.ts';
import { toValueTree } from '../core/expression/valueTree.ts';
import type { ValueTree } from '../core/trace/trace.ts';
import type { AttributeValue } from '../core/value.ts';
import type { FlagValues } from './commandLine.ts';
import { runCases } from './conformanceCases.ts';
import { exitCodes, type Output, painted } from './output.ts';
import { readAttributes, readJsonFile, UnusableInput } from './readAttributes.ts';
import { readSemantics } from './readSemantics.ts';
import { visible } from './valueText.ts';

/** `eval`: exit 0 for a value, null or an ignored flow, 1 for an error, an unsupported term or a missed case, 2 for unusable input. */
export async function evalCommand(values: FlagValues, output: Output): Promise<number> {
  try {
    return values.cases === undefined ? await evaluateOne(values, output) : await evaluateCases(values.cases, values, output);
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    output.err(error.message);
    return exitCodes.unusable;
  }
}

async function evaluateOne(values: FlagValues, output: Output): Promise<number> {
  const { expression, attributes, json } = values;
  if (expression === undefined) throw new UnusableInput('eval needs --expression TEXT or --cases FILE. See eval --help.');
  const context: EvaluationContext = {
    dialect: dialectOf(values.dialect),
    attributes: attributes === undefined ? new Map() : await readAttributes(attributes),
    clock: { now: clockOf(values.now) },
    random: () => Math.random(),
    tenantConstants: new Map(),
    defaultDomain: null,
    semantics: readSemantics(values.semantics),
    ...(values.taken === undefined ? {} : { isTaken: await takenIn(values.taken) }),
  };
  const { root, problems } = parseExpression(expression);
  const { outcome, tree } = evaluateExpression(root, context);
  const valueTree = toValueTree(tree, expression);
  const failed = outcome.kind === 'error' || outcome.kind === 'unsupported' ? outcome : null;
  if (json !== undefined) {
    const error = failed && {
      code: failed.kind === 'error' ? failed.code : 'CannotEvaluateLocally',
      message: failed.message,
      range: [failed.range.start, failed.range.end],
    };
    output.out(
      JSON.stringify(
        { outcome: outcome.kind, value: outcome.kind === 'value' ? outcome.value : null, error, tree: valueTree },
        null,
        2,
      ),
    );
  } else {
    for (const problem of problems) output.err(`${problem.severity}: ${problem.message} (character ${problem.range.start + 1})`);
    printTree(output, valueTree, 0, failed?.message ?? null);
    if (failed)
      output.err(
        `${painted(output, 'red', failed.kind)}: ${failed.message} (characters ${failed.range.start + 1} to ${failed.range.end})`,
      );
    else output.out(painted(output, 'bold', outcome.kind === 'value' ? JSON.stringify(outcome.value) : outcome.kind));
  }
  return failed ? exitCodes.failed : exitCodes.ok;
}

async function evaluateCases(path: string, values: FlagValues, output: Output): Promise<number> {
  const report = runCases(await readJsonFile(path), path);
  if (values.json !== undefined) {
    output.out(JSON.stringify(report, null, 2));
  } else {
    for (const { id, expression, expected, actual } of report.missed) {
      output.out(
        `${painted(output, 'red', id)}  ${expression}\n    expected ${JSON.stringify(expected)}\n    actual   ${JSON.stringify(actual)}`,
      );
    }
    for (const [status, { total, passed }] of Object.entries(report.byStatus)) output.out(`${status}: ${passed} of ${total}`);
    output.out(`${report.passed} of ${report.total} cases as expected, ${report.missed.length} missed`);
  }
  return report.missed.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function dialectOf(text: string | undefined): Dialect {
  const dialect = text === undefined ? dialects[0] : dialects.find((candidate) => candidate === text);
  if (dialect === undefined) throw new UnusableInput(`There is no dialect "${text}"; use ${dialects.join(' or ')}.`);
  return dialect;
}

function clockOf(text: string | undefined): () => number {
  if (text === undefined) return () => Date.now();
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UnusableInput(`--now "${text}" is not an ISO 8601 time such as 2026-01-31T12:00:00Z.`);
  return () => time;
}

async function takenIn(path: string): Promise<(candidate: string) => boolean> {
  const parsed = await readJsonFile(path);
  if (!Array.isArray(parsed)) throw new UnusableInput(`${path} must hold a JSON list of the values that are taken.`);
  // Directories compare these without case (facts/expression-language.md, SelectUniqueValue).
  const taken = new Set(parsed.map((value: unknown) => String(value).toLowerCase()));
  return (candidate) => taken.has(candidate.toLowerCase());
}

/** `said`: what the line below the tree says anyway. */
function printTree(output: Output, node: ValueTree, depth: number, said: string | null): void {
  if (node.kind === 'blank') return;
  const reason = node.reason === null || node.reason === said ? '' : `  ${visible(node.reason)}`;
  output.out(`${'  '.repeat(depth)}${node.text}  ${painted(output, 'grey', `${shown(node.outcome, node.value)}${reason}`)}`);
  for (const child of node.children) if (child.kind !== 'constant') printTree(output, child, depth + 1, said);
}

function shown(outcome: ValueTree['outcome'], value: AttributeValue): string {
  return outcome === 'value' ? `→ ${JSON.stringify(value)}` : outcome;
}
