import type { Filter, Located } from '../core/schema/model.ts';
import { readJson } from '../core/text/readJson.ts';
import {
  bareWord,
  type CompletionItem,
  type CompletionSituation,
  isClosed,
  jsonEscaped,
  snippetEscaped,
} from './completionItem.ts';
import { paragraph } from './markdownBlocks.ts';

/** A property with its value as a piece of a snippet, which may be an object of the same. */
type Body = readonly (readonly [name: string, value: string | Body])[];

interface Template {
  readonly label: string;
  readonly summary: string;
  readonly body: Body;
}

/** A place to fill in, inside of quotes: a name that is proposed and how it stands in JSON and in a snippet. */
function place(index: number, proposed: string): string {
  return `\${${index}:${snippetEscaped(jsonEscaped(proposed))}}`;
}

function quotedPlace(index: number, proposed: string): string {
  return `"${place(index, proposed)}"`;
}

/** Whole mappings in an `attributeMappings` list, with the properties in the order in which the file has them. */
export function mappingSnippets(situation: CompletionSituation): readonly CompletionItem[] {
  const { configuration } = situation;
  const mappings = configuration?.objectMapping.attributeMappings ?? [];
  const model =
    mappings.findLast(({ source, range }) => source !== null && range.end < situation.place.offset) ?? mappings[0] ?? null;
  const order = orderOf(situation.analysis.text, model);
  const sourceOrder = orderOf(situation.analysis.text, model?.source ?? null);
  return mappingTemplates(situation).flatMap((template, index) =>
    snippetItem(situation, template, index, (body, depth) => ordered(body, depth === 0 ? order : sourceOrder)),
  );
}

/** Whole groups in a filter, or whole clauses in a group. */
export function filterSnippets(situation: CompletionSituation, what: 'group' | 'clause'): readonly CompletionItem[] {
  const filter = situation.analysis.filter ?? situation.configuration?.objectMapping.scope ?? null;
  const groups = filter ? groupsOf(filter) : [];
  const { text } = situation.analysis;
  const groupOrder = orderOf(text, groups[0] ?? null);
  const clauseOrder = orderOf(text, groups.flatMap(({ clauses }) => clauses)[0] ?? null);
  const templates = what === 'group' ? groupTemplates : clauseTemplates;
  return templates.flatMap((template, index) =>
    snippetItem(situation, template, index, (body) =>
      ordered(body, 'clauses' in Object.fromEntries(body) ? groupOrder : clauseOrder),
    ),
  );
}

function groupsOf(filter: Filter): Filter['groups'] {
  return [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups];
}

function mappingTemplates({ configuration }: CompletionSituation): readonly Template[] {
  const used = configuration?.objectMapping.attributeMappings.map(({ matchingPriority }) => matchingPriority) ?? [];
  const nextPriority = Math.max(0, ...used) + 1;
  const manager = managerName(configuration?.targetObject?.attributes ?? []);
  const target = quotedPlace(1, 'targetAttribute');
  const direct = (name: string, index: number): Body => [
    ['expression', `"[${place(index, name)}]"`],
    ['name', quotedPlace(index, name)],
    ['parameters', '[]'],
    ['type', '"Attribute"'],
  ];
  return [
    {
      label: 'Direct mapping',
      summary: 'Writes the value of a source attribute.',
      body: mappingBody(target, direct('sourceAttribute', 2)),
    },
    {
      label: 'Constant mapping',
      summary: 'Writes the same text for everybody.',
      body: mappingBody(target, [
        ['expression', `"\\\\"${place(2, 'value')}\\\\""`],
        ['name', quotedPlace(2, 'value')],
        ['parameters', '[]'],
        ['type', '"Constant"'],
      ]),
    },
    {
      label: 'Expression mapping',
      summary: 'Writes what an expression gives.',
      body: mappingBody(target, [
        ['expression', `"${place(2, 'ToLower')}([${place(3, 'sourceAttribute')}])"`],
        ['name', quotedPlace(2, 'ToLower')],
        ['parameters', '[]'],
        ['type', '"Function"'],
      ]),
    },
    {
      label: 'Default value only',
      summary: 'The mapping type "None" of the portal: no source, and a default value.',
      body: mappingBody(target, 'null', { defaultValue: quotedPlace(2, 'value') }),
    },
    {
      label: 'Matching attribute',
      summary: 'Finds the person in the target by this attribute, after those with a lower number.',
      body: mappingBody(target, direct('sourceAttribute', 2), { matchingPriority: `\${3:${nextPriority}}` }),
    },
    {
      label: 'Manager reference',
      summary: 'Writes the reference to the manager, in a second pass.',
      body: mappingBody(quotedPlace(1, manager), direct('manager', 2)),
    },
  ];
}

function managerName(attributes: readonly { readonly name: string; readonly type: string }[]): string {
  const references = attributes.filter(({ type }) => type === 'Reference').map(({ name }) => name);
  return references.find((name) => /(^|[:.])manager$/i.test(name)) ?? 'manager';
}

/** In the order of Graph's documents (facts/graph-synchronization.md, section 2.7), for files that hold no mapping yet. */
function mappingBody(
  target: string,
  source: string | Body,
  given: { readonly defaultValue?: string; readonly matchingPriority?: string } = {},
): Body {
  return [
    ['targetAttributeName', target],
    ['matchingPriority', given.matchingPriority ?? '0'],
    ['flowBehavior', '"FlowWhenChanged"'],
    ['flowType', '"Always"'],
    ['defaultValue', given.defaultValue ?? 'null'],
    ['exportMissingReferences', 'false'],
    ['source', source],
  ];
}

const valueClause = (first: number): Body => [
  ['sourceOperandName', quotedPlace(first, 'attribute')],
  ['operatorName', quotedPlace(first + 1, 'EQUALS')],
  ['targetOperand', `{ "values": [${quotedPlace(first + 2, 'value')}] }`],
];

const presenceClause = (first: number): Body => [
  ['sourceOperandName', quotedPlace(first, 'attribute')],
  ['operatorName', quotedPlace(first + 1, 'IS NOT NULL')],
  ['targetOperand', 'null'],
];

const clauseTemplates: readonly Template[] = [
  { label: 'Clause with a value', summary: 'Compares an attribute with a value.', body: valueClause(1) },
  { label: 'Clause without a value', summary: 'Asks whether an attribute is empty, true or false.', body: presenceClause(1) },
];

const groupTemplates: readonly Template[] = [
  {
    label: 'Filter group',
    summary: 'Everybody who passes all clauses of the group is in scope.',
    body: [
      ['name', quotedPlace(1, 'Name of the filter')],
      ['clauses', valueClause(2)],
    ],
  },
];

/** The names of an object's properties as the file has them; empty where there is no such object. */
function orderOf(text: string, node: Located | null): readonly string[] {
  if (!node) return [];
  const { root } = readJson(text.slice(node.range.start, node.range.end));
  return (root?.children ?? []).map((property) => String(property.children?.[0]?.value));
}

/** Properties that the file does not write are left out where leaving them out means the same. */
function ordered(body: Body, order: readonly string[]): Body {
  if (order.length === 0) return body;
  const kept = body.filter(([name, value]) => order.includes(name) || !isUsual(name, value));
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return kept.toSorted(([left], [right]) => rank(left) - rank(right));
}

const usual: Readonly<Record<string, string>> = {
  matchingPriority: '0',
  flowBehavior: '"FlowWhenChanged"',
  flowType: '"Always"',
  defaultValue: 'null',
  exportMissingReferences: 'false',
  parameters: '[]',
};

function isUsual(name: string, value: string | Body): boolean {
  return usual[name] === value;
}

function snippetItem(
  situation: CompletionSituation,
  { label, summary, body }: Template,
  index: number,
  arrange: (body: Body, depth: number) => Body,
): readonly CompletionItem[] {
  const { text } = situation.analysis;
  const { literal, offset } = situation.place;
  // A quote that somebody typed to call for proposals is replaced, too.
  const range = literal ? { start: literal.start, end: isClosed(text, literal) ? literal.end : offset } : bareWord(text, offset);
  if (offset > range.end) return [];
  if (!/[[,]\s*$/.test(text.slice(Math.max(0, range.start - 200), range.start))) return [];
  const separator = /^\s*["{]/.test(text.slice(range.end, range.end + 200)) ? ',' : '';
  return [
    {
      label,
      kind: 'snippet',
      detail: null,
      documentation: [paragraph(summary)],
      insertText: `${written(body, 0, '', arrange)}${separator}`,
      isSnippet: true,
      range,
      filterText: literal ? `"${label}` : label,
      sortText: `0${index}`,
      commitCharacters: [],
    },
  ];
}

/** Indented with tabs, which an editor turns into its own indentation. */
function written(body: Body, depth: number, indent: string, arrange: (body: Body, depth: number) => Body): string {
  const inner = `${indent}\t`;
  const lines = arrange(body, depth).map(([name, value]) => {
    if (typeof value === 'string') return `${inner}"${name}": ${value}`;
    if (name !== 'clauses') return `${inner}"${name}": ${written(value, depth + 1, inner, arrange)}`;
    const deeper = `${inner}\t`;
    return `${inner}"${name}": [\n${deeper}${written(value, depth + 1, deeper, arrange)}\n${inner}]`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
