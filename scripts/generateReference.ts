/**
 * Writes the reference pages: `node scripts/generateReference.ts`. They are committed, and a test holds them equal to what the tables give, so
 * change the tables, not the files.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { type Dialect, dialects } from '../src/core/expression/dialect.ts';
import { quoteText } from '../src/core/expression/printExpression.ts';
import type {
  FunctionDefinition,
  FunctionExample,
  FunctionParameter,
  FunctionSource,
} from '../src/core/functions/functionDefinition.ts';
import { functionTable } from '../src/core/functions/functionTable.ts';
import { keywords } from '../src/core/functions/keywords.ts';
import { type ProblemCode, problemCodes, problemSource, type Severity } from '../src/core/problemCodes.ts';
import { scopeOperators, unevaluatedOperators } from '../src/core/scope/operators.ts';
import { type SemanticsName, type SemanticsTopic, semanticsNames, semanticsTable } from '../src/core/semantics.ts';
import type { AttributeValue } from '../src/core/value.ts';
import { type Decision, expressionDecisions, ruleDecisions } from './referenceDecisions.ts';

/** The reference pages by path from the project's root. */
export function referencePages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/functions.md', functionsPage()],
    ['docs/scoping.md', scopingPage()],
    ['docs/semantics.md', semanticsPage()],
    ['docs/problems.md', problemsPage()],
  ]);
}

const generated = '<!-- Written by `npm run docs` from the tables of the engine; a test holds it equal to them. -->';

const dialectTitles: Readonly<Record<Dialect, string>> = {
  'app-provisioning': 'app provisioning',
  'cloud-sync': 'cloud sync',
};

function functionsPage(): string {
  return page([
    '# Functions',
    generated,
    `The ${functionTable.length} functions of attribute-mapping expressions, as the references of app provisioning and cloud sync have them, and those that other pages or Graph name. What they do where the documents are silent or disagree stands in [semantics.md](semantics.md). A function of the other dialect is evaluated, with a warning.`,
    table(
      ['Function', ...dialects.map((dialect) => dialectTitles[dialect]), 'What it does'],
      functionTable.map((row) => [
        `[${row.name}](#${row.name.toLowerCase()})`,
        ...dialects.map((dialect) => (row.dialects.includes(dialect) ? 'yes' : '')),
        row.summary,
      ]),
    ),
    ...functionTable.flatMap(functionSection),
    '## Words',
    'Unquoted words that expressions may use.',
    table(
      ['Word', 'Where', 'What it means'],
      keywords.map((row) => [code(row.name), titlesOf(row.dialects), row.summary]),
    ),
  ]);
}

function functionSection(row: FunctionDefinition): readonly string[] {
  const signatures = row.otherParameters ? [row.parameters, row.otherParameters] : [row.parameters];
  return [
    `## ${row.name}`,
    fence(signatures.map((parameters) => `${row.name}(${parameters.map(written).join(', ')})`)),
    row.summary,
    ...(row.parameters.length === 0
      ? []
      : [table(['Parameter', 'Type', 'Given', 'What it is'], row.parameters.map(parameterCells))]),
    ...(row.examples.length === 0 ? [] : [table(['Example', 'Attributes', 'Gives'], row.examples.map(exampleCells))]),
    ...(row.notLocal === null ? [] : [`**Not evaluated locally.** ${row.notLocal}`]),
    ...semanticsNames
      .filter((name) => isAbout(semanticsTable[name].about, row.name))
      .map((name) => `The documents are not clear on it; see [${name}](semantics.md#${name.toLowerCase()}).`),
    ...(row.rootOnly ? ['Allowed as the whole expression only.'] : []),
    `Dialects: ${row.dialects.length === 0 ? 'none documents it' : titlesOf(row.dialects)}. Source: ${sourceText(row.source)}.`,
  ];
}

function isAbout(topic: SemanticsTopic, name: string): boolean {
  return typeof topic === 'object' && topic.function === name;
}

function written(parameter: FunctionParameter): string {
  const name = parameter.repeating ? `${parameter.name}…` : parameter.name;
  return parameter.presence === 'optional' ? `[${name}]` : name;
}

const presences = { required: 'always', blank: 'may be blank', optional: 'may be left out' } as const;

function parameterCells(parameter: FunctionParameter): readonly string[] {
  const { name, type, presence, repeating, values, summary } = parameter;
  const known = values.length === 0 ? '' : ` One of ${values.map(code).join(', ')}.`;
  return [code(name), type, `${presences[presence]}${repeating ? ', any number of times' : ''}`, summary + known];
}

function exampleCells({ expression, attributes, result, now }: FunctionExample): readonly string[] {
  const given = Object.entries(attributes).map(([name, value]) => code(`${name} = ${valueText(value)}`));
  if (now !== null) given.push(`clock ${now}`);
  return [code(expression), given.join(', '), code(valueText(result))];
}

function valueText(value: AttributeValue): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? quoteText(value) : `{ ${value.map(quoteText).join(', ')} }`;
}

const repositories: Readonly<Record<FunctionSource['mark'], string>> = {
  D: 'MicrosoftDocs/entra-docs',
  G: 'microsoftgraph/microsoft-graph-docs-contrib',
  S: 'MicrosoftDocs/entra-docs',
};

const standing: Readonly<Record<FunctionSource['mark'], string>> = {
  D: '',
  G: ", Graph's list only",
  S: ', in an example only; what it does is taken from Entra Connect Sync',
};

function sourceText({ document, section, mark }: FunctionSource): string {
  return `${code(`${repositories[mark]}/${document}`)}, ${section}${standing[mark]}`;
}

function titlesOf(names: readonly Dialect[]): string {
  return names.map((name) => dialectTitles[name]).join(', ');
}

function scopingPage(): string {
  return page([
    '# Scoping operators',
    generated,
    'A filter is an OR of groups, a group an AND of clauses. Every clause is compared with case. What an empty attribute, several values and several operands give can be chosen: see [semantics.md](semantics.md#in-scope).',
    table(
      ['Operator', 'Also written', 'Attribute types', 'True where', 'Empty attribute'],
      scopeOperators.map(({ name, aliases, types, rule, whenNull, negative }) => [
        code(name),
        aliases.map(code).join(', '),
        types.join(', '),
        rule,
        whenNull === 'passed' ? 'passes' : negative ? 'fails in groups, passes in inputFilterGroups' : 'fails',
      ]),
    ),
    'Case, blanks and underscores of a name do not matter.',
    '## Not evaluated here',
    'A clause with one of these, or with any other name, leaves the verdict open where it would decide.',
    table(
      ['Operator', 'Also written', 'What is known of it'],
      unevaluatedOperators.map(({ name, aliases, known }) => [code(name), aliases.map(code).join(', '), known]),
    ),
  ]);
}

const severityTitles: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', information: 'Information' };

function problemsPage(): string {
  const codes = Object.keys(problemCodes) as ProblemCode[];
  const ofRuns = codes.filter((name) => name.startsWith('run-'));
  return page([
    '# Problems',
    generated,
    'What the editor underlines and `provision-on-demand check` reports, by code. Where a problem has another severity than the usual one, its place decides. In the editor, `provisionOnDemand.problems.severity` changes the severity of a code or turns it off.',
    `Codes that begin with \`run-\` (${ofRuns.length}) are shown in the editor only: they say what the last run found for its person.`,
    ...codes.flatMap((name) => {
      const source = problemSource(name);
      return [
        `## ${name}`,
        `${problemCodes[name].title}.`,
        `${severityTitles[problemCodes[name].severity]}${source === null ? '.' : `. Documented in ${source}.`}`,
      ];
    }),
  ]);
}

function semanticsPage(): string {
  return page([
    '# Semantics',
    generated,
    'The documents of Microsoft contradict each other in places and are silent in others. This page lists how expressions, scoping and attribute flow are read here, and what speaks for it; "not documented" marks a choice of ours. Where any reading would be a guess, the answer is "cannot evaluate locally".',
    '## Points that you can choose',
    'In a connection file the readings of a run stand in `"semantics"`:',
    fence([`"semantics": { ${quoteText(semanticsNames[0] ?? '')}: ${quoteText('skip')} }`], 'jsonc'),
    'On the command line `eval` and `scope` take `--semantics name=value[,name=value]`. Names and values are exact. What is left out is read by its default.',
    ...topics.flatMap(({ title, holds }) => {
      const names = semanticsNames.filter((name) => holds(semanticsTable[name].about));
      return [`### ${title}`, ...names.flatMap(readingSection)];
    }),
    '## Points that are decided',
    'For these there is no other reading to choose.',
    '### Of expressions',
    decisionTable(expressionDecisions),
    '### Of scope, match, flow and action',
    decisionTable(ruleDecisions),
  ]);
}

const topics: readonly { readonly title: string; readonly holds: (topic: SemanticsTopic) => boolean }[] = [
  { title: 'In expressions', holds: (topic) => typeof topic === 'object' },
  { title: 'In scope', holds: (topic) => topic === 'scope' },
  { title: 'In match', holds: (topic) => topic === 'match' },
  { title: 'In attribute flow', holds: (topic) => topic === 'flow' },
  { title: 'In the action', holds: (topic) => topic === 'action' },
];

function readingSection(name: SemanticsName): readonly string[] {
  const row = semanticsTable[name];
  const readings = Object.entries(row.values).map(([value, meaning]) => [
    `${code(value)}${value === row.default ? ' (default)' : ''}`,
    meaning,
  ]);
  return [`#### ${name}`, `${row.title}.`, table(['Reading', 'Meaning'], readings), row.evidence];
}

function decisionTable(decisions: readonly Decision[]): string {
  return table(
    ['Point', 'Read as', 'Evidence'],
    decisions.map(({ point, reading, evidence }) => [point, reading, evidence]),
  );
}

function page(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

function fence(lines: readonly string[], language = ''): string {
  return [`\`\`\`${language}`, ...lines, '```'].join('\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Code in Markdown; a text with backticks is enclosed in more of them. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return longest === 0 ? ticks + text + ticks : `${ticks} ${text} ${ticks}`;
}

if (import.meta.main) {
  await mkdir(new URL('../docs/', import.meta.url), { recursive: true });
  for (const [path, content] of referencePages()) {
    await writeFile(new URL(`../${path}`, import.meta.url), content);
    console.log(`${path}: ${Buffer.byteLength(content)} bytes`);
  }
}
