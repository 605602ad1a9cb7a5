import type { Filter } from '../core/schema/model.ts';
import { evaluateFilter, type FilterResult } from '../core/scope/evaluateFilter.ts';
import type { ClauseResult, GroupResult, Verdict } from '../core/trace/trace.ts';
import type { Attributes } from '../core/value.ts';
import type { FlagValues } from './commandLine.ts';
import { type Colour, exitCodes, type Output, painted } from './output.ts';
import { readAttributes, UnusableInput } from './readAttributes.ts';
import { readFilterFile } from './readFilterFile.ts';
import { readSemantics } from './readSemantics.ts';
import { visible } from './valueText.ts';

/** `scope`: exit 0 in scope, 1 out of scope and where it cannot be told, 2 for unusable input. */
export async function scopeCommand(values: FlagValues, output: Output): Promise<number> {
  try {
    return await evaluate(values, output);
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    output.err(error.message);
    return exitCodes.unusable;
  }
}

async function evaluate(values: FlagValues, output: Output): Promise<number> {
  if (values.filter === undefined) throw new UnusableInput('scope needs --filter FILE. See scope --help.');
  if (values.attributes === undefined) throw new UnusableInput('scope needs --attributes FILE. See scope --help.');
  const semantics = readSemantics(values.semantics);
  const { filter, warnings } = await readFilterFile(values.filter, values['object-mapping']);
  const attributes = await readAttributes(values.attributes);
  for (const warning of warnings) output.err(visible(warning));
  for (const warning of misspelt(filter, attributes)) output.err(`${values.attributes}: warning: ${visible(warning)}`);
  const collections = evaluateFilter(filter, attributes, semantics);
  const inScope = verdictOf(collections);
  if (values.json === undefined) print(output, collections, inScope);
  else output.out(JSON.stringify({ inScope, collections }, null, 2));
  return inScope === true ? exitCodes.ok : exitCodes.failed;
}

/** Null where it cannot be evaluated locally. A collection that fails decides, whatever cannot be told of another. */
function verdictOf({ groups, inputFilterGroups, categoryFilterGroups }: FilterResult): boolean | null {
  const verdicts = [groups, inputFilterGroups, categoryFilterGroups].map(({ verdict }) => verdict);
  if (verdicts.includes('failed')) return false;
  return verdicts.includes('unknown') ? null : true;
}

/** A clause finds an attribute empty that the file has in another casing, which is hardly meant. */
function misspelt(filter: Filter | null, attributes: Attributes): readonly string[] {
  const names = new Map([...attributes.keys()].map((name) => [name.toLowerCase(), name]));
  const read = [filter?.groups, filter?.inputFilterGroups, filter?.categoryFilterGroups].flatMap(
    (groups) => groups?.flatMap(({ clauses }) => clauses.map((clause) => clause.sourceOperandName)) ?? [],
  );
  return [...new Set(read)].flatMap((name) => {
    const near = names.get(name.toLowerCase());
    return near === undefined || attributes.has(name)
      ? []
      : [`The filter reads "${name}" and the file has "${near}": names are compared with case, so the clause finds it empty.`];
  });
}

const marks: Readonly<Record<Verdict, readonly [mark: string, colour: Colour]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  unknown: ['?', 'yellow'],
  notEvaluated: ['·', 'grey'],
};

const titles: Readonly<Record<keyof FilterResult, readonly [title: string, consequence: string]>> = {
  inputFilterGroups: ['inputFilterGroups', 'who fails is not processed, and not deprovisioned'],
  categoryFilterGroups: ['categoryFilterGroups', 'who fails does not belong to this object mapping'],
  groups: ['groups', 'who fails is deprovisioned'],
};

function print(output: Output, collections: FilterResult, inScope: boolean | null): void {
  const names = ['inputFilterGroups', 'categoryFilterGroups', 'groups'] as const;
  for (const name of names) {
    const { groups, verdict } = collections[name];
    if (groups.length === 0) continue;
    const [title, consequence] = titles[name];
    output.out(`${marked(output, verdict)} ${painted(output, 'bold', title)}  ${painted(output, 'grey', consequence)}`);
    for (const group of groups) for (const line of groupLines(output, group)) output.out(`  ${line}`);
  }
  if (names.every((name) => collections[name].groups.length === 0)) output.out('There is no filter, so everybody passes.');
  const said = inScope === null ? 'It cannot be told here whether this is in scope.' : inScope ? 'In scope.' : 'Not in scope.';
  output.out(painted(output, 'bold', said));
}

function groupLines(output: Output, group: GroupResult): readonly string[] {
  const clauses = group.clauses.map((clause) => ({ clause, text: clauseText(clause), actual: valueText(clause.actual) }));
  const widest = (texts: readonly string[]): number => Math.min(Math.max(0, ...texts.map((text) => text.length)), columnWidth);
  const width = widest(clauses.map(({ text }) => text));
  const actualWidth = widest(clauses.map(({ actual }) => actual));
  return [
    `${marked(output, group.verdict)} ${visible(group.name === '' ? '(without a name)' : group.name)}`,
    ...clauses.map(({ clause, text, actual }) => {
      const reason = painted(output, 'grey', visible(clause.reason));
      return `  ${marked(output, clause.verdict)} ${text.padEnd(width)}  ${actual.padEnd(actualWidth)}  ${reason}`;
    }),
  ];
}

/** Wider texts push the columns behind them; they are never cut, since this is what a person came for. */
const columnWidth = 60;

function clauseText({ attribute, operator, expected }: ClauseResult): string {
  return visible(
    [attribute, operator, ...(expected.length > 0 ? [expected.map((text) => JSON.stringify(text)).join(' | ')] : [])].join(' '),
  );
}

function valueText(value: ClauseResult['actual']): string {
  return value === null ? 'empty' : visible(JSON.stringify(value));
}

function marked(output: Output, verdict: Verdict): string {
  const [mark, colour] = marks[verdict];
  return painted(output, colour, mark);
}
