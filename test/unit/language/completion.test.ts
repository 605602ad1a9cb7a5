import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { findFunction, functionTable } from '../../../src/core/functions/functionTable.ts';
import { argumentProblem } from '../../../src/core/functions/parameters.ts';
import type { AttributeMapping } from '../../../src/core/schema/model.ts';
import { scopeOperators, unevaluatedOperators } from '../../../src/core/scope/operators.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { completionsAt } from '../../../src/language/completion.ts';
import type { CompletionItem } from '../../../src/language/completionItem.ts';
import { schemaPathOf } from '../../../src/language/completionNames.ts';
import type { DocumentKind } from '../../../src/language/documentKind.ts';
import type { RunFacts } from '../../../src/language/runFacts.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { plainTextOf } from '../../support/plainText.ts';
import { runPreview } from '../../support/runPreview.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';
import { cursor } from './cursor.ts';

const testSchema: TestSchema = {
  source: 'Active Directory',
  target: 'Microsoft Entra ID',
  mappings: [
    { target: 'userPrincipalName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'department', expression: 'Trim([department])' },
    { target: 'city', expression: '"EXPR"' },
  ],
  sourceAttributes: [
    { name: 'userPrincipalName' },
    { name: 'department' },
    { name: 'enabled', type: 'Boolean' },
    { name: 'logonCount', type: 'Integer' },
    { name: 'manager', type: 'Reference' },
    { name: 'proxyAddresses', multivalued: true },
    { name: 'whenCreated', type: 'DateTime' },
  ],
  attributes: [
    { name: 'userPrincipalName', required: true },
    { name: 'department' },
    { name: 'city' },
    { name: 'mailNickname', required: true },
    { name: 'companyName' },
    { name: 'objectId', anchor: true },
    { name: 'emails[type eq "work"].value' },
    { name: 'manager', type: 'Reference' },
  ],
  scope: {
    groups: [
      { name: 'g', clauses: [{ sourceOperandName: 'logonCount', operatorName: 'EQUALS', targetOperand: { values: ['1'] } }] },
    ],
  },
};

const schema = schemaText(testSchema);

/** The test schema with a stretch of its text, given as JSON, replaced. */
function withText(search: string, replacement: string): string {
  assert.equal(schema.split(search).length, 2, `${search} must stand once`);
  return schema.replace(search, () => replacement);
}

const expressionLiteral = JSON.stringify('"EXPR"');
const expressionAt = (raw: string): string => withText(`"expression": ${expressionLiteral}`, `"expression": "${raw}"`);

function complete(marked: string, kind: DocumentKind = 'schema', facts: RunFacts | null = null): readonly CompletionItem[] {
  const { text, offset } = cursor(marked);
  const items = completionsAt(analyse(kind, text, null), offset, facts);
  for (const { range } of items) {
    assert.ok(range.start <= offset && offset <= range.end, 'the range is around the cursor');
    assert.ok(!text.slice(range.start, range.end).includes('\n'), 'the range is on one line');
  }
  return [...items].sort((left, right) => (left.sortText < right.sortText ? -1 : left.sortText > right.sortText ? 1 : 0));
}

function labels(items: readonly CompletionItem[]): readonly string[] {
  return items.map(({ label }) => label);
}

function named(items: readonly CompletionItem[], label: string): CompletionItem {
  const found = items.filter((item) => item.label === label);
  assert.equal(found.length, 1, `${label} in ${labels(items).join(', ')}`);
  return found[0] ?? assert.fail();
}

/** The document after an item is taken; a snippet leaves its proposals standing, as in an editor. */
function taken(marked: string, item: CompletionItem): string {
  const { text } = cursor(marked);
  const inserted = item.isSnippet
    ? item.insertText.replaceAll(/\$\{\d+:((?:[^}\\]|\\.)*)\}/gs, '$1').replaceAll(/\\([\\$}])/g, '$1')
    : item.insertText;
  return text.slice(0, item.range.start) + inserted + text.slice(item.range.end);
}

/** The value of the mapping of `city` after an item is taken. */
function expressionAfter(raw: string, label: string, facts: RunFacts | null = null): string {
  const marked = expressionAt(raw);
  const { configurations } = analyse('schema', taken(marked, named(complete(marked, 'schema', facts), label)), null);
  const mapping = configurations[0]?.objectMapping.attributeMappings.find((one) => one.targetAttributeName === 'city');
  return mapping?.source?.expression ?? assert.fail('the expression cannot be read');
}

async function factsOf(attributes: Readonly<Record<string, AttributeValue>>): Promise<RunFacts> {
  const source = memorySource([{ id: '1', displayName: 'Adele Vance', attributes }]);
  const trace = await runPreview({ text: schema, source, target: memoryTarget([]), user: '1' });
  return { trace, stale: false, holds: 'both' };
}

describe('completion in an expression', () => {
  it('offers functions of the dialect first, the others later and marked', () => {
    const items = complete(expressionAt('‸'));
    const functions = items.filter(({ kind }) => kind === 'function');
    const known = functionTable.filter(({ dialects }) => dialects.includes('cloud-sync')).map(({ name }) => name);
    assert.deepEqual(
      labels(functions.slice(0, known.length)),
      known.toSorted((left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : 1)),
    );
    assert.equal(functions.length, functionTable.length);
    assert.match(named(items, 'Coalesce').detail ?? '', /documented for app provisioning only/);
    assert.doesNotMatch(named(items, 'Trim').detail ?? '', /documented for/);
    assert.match(plainTextOf(named(items, 'Trim').documentation), /Removes white space at both ends/);
  });

  it('inserts a function with a place for each argument', () => {
    assert.equal(named(complete(expressionAt('Jo‸')), 'Join').insertText, `Join(\${1:separator}, \${2:source})`);
    assert.equal(named(complete(expressionAt('‸')), 'Now').insertText, 'Now()');
    // What may be left out has no place; what goes together, as the reference shows it, has one each.
    assert.equal(named(complete(expressionAt('‸')), 'ToLower').insertText, `ToLower(\${1:source})`);
    const replace = `Replace(\${1:source}, \${2:oldValue}, , , \${3:replacementValue}, , )`;
    assert.equal(named(complete(expressionAt('‸')), 'Replace').insertText, replace);
    assert.equal(named(complete(expressionAt('‸')), 'Switch').insertText, `Switch(\${1:source}, , \${2:key}, \${3:value})`);
  });

  it('inserts every function with as many arguments as it takes', () => {
    for (const item of complete(expressionAt('‸')).filter(({ kind }) => kind === 'function')) {
      const { root, problems } = parseExpression(expressionAfter('‸', item.label));
      assert.deepEqual(
        problems.filter(({ code }) => code === 'expression-syntax'),
        [],
        item.label,
      );
      const definition = findFunction(item.label);
      assert.ok(definition && root.kind === 'call', item.label);
      assert.equal(argumentProblem(item.label, definition.parameters, root.arguments), null);
    }
  });

  it('replaces the word at the cursor and nothing else', () => {
    assert.equal(expressionAfter('Trim(Jo‸in2, [department])', 'Left'), 'Trim(Left(string, numChars), [department])');
    assert.equal(expressionAfter('Jo‸', 'Join'), 'Join(separator, source)');
    assert.equal(expressionAfter('Append([department], ‸)', 'Now'), 'Append([department], Now())');
  });

  it('replaces the name only where the brackets of the call stand already', () => {
    assert.equal(expressionAfter('Jo‸(\\",\\", [department])', 'Append'), 'Append(",", [department])');
  });

  it('keeps the quotes of the expression escaped around what it replaces', () => {
    assert.equal(expressionAfter('Append(\\"\\\\ä\\", Le‸)', 'Left'), 'Append("\\ä", Left(string, numChars))');
  });

  it('offers nothing in a text, behind a closed value and in a number', () => {
    assert.deepEqual(complete(expressionAt('Append(\\"de‸p\\", [x])')), []);
    assert.deepEqual(complete(expressionAt('Append([x], \\"open‸')), []);
    assert.deepEqual(complete(expressionAt('[department] ‸')), []);
    assert.deepEqual(complete(expressionAt('[department]‸')), []);
    assert.deepEqual(complete(expressionAt('Left([x], 1‸2)')), []);
  });

  it('offers attributes in brackets, closes them once, and replaces the whole name', () => {
    for (const [raw, expected] of [
      ['[dep‸', '[department]'],
      ['[dep‸]', '[department]'],
      ['[‸]', '[department]'],
      ['[', '[department]'],
      ['Append([‸, \\"x\\")', 'Append([department], "x")'],
      ['Append([de‸partmen, \\"x\\")', 'Append([department], "x")'],
      ['Append([mail‸Nickname], \\"x\\")', 'Append([department], "x")'],
      ['Append([‸)', 'Append([department])'],
    ] as const) {
      const marked = raw.includes('‸') ? raw : `${raw}‸`;
      assert.equal(expressionAfter(marked, 'department'), expected, raw);
      assert.ok(
        complete(expressionAt(marked)).every(({ kind }) => kind === 'attribute'),
        raw,
      );
    }
  });

  it('offers attributes with their brackets where none stand, found by their name', () => {
    const item = named(complete(expressionAt('Trim(dep‸)')), '[department]');
    assert.equal(item.filterText, 'department');
    assert.equal(expressionAfter('Trim(dep‸)', '[department]'), 'Trim([department])');
  });

  it('shows the type of an attribute and its value for the person of the last run', async () => {
    const facts = await factsOf({ userPrincipalName: 'a@b', department: 'R "and" D', pager: '**7**' });
    const items = complete(expressionAt('[‸'), 'schema', facts);
    assert.equal(named(items, 'department').detail, 'String · "R "and" D"');
    assert.match(plainTextOf(named(items, 'department').documentation), /^Of Adele Vance in the last run:\n\n"R "and" D"$/);
    assert.equal(named(items, 'pager').detail, 'not in the definition · "**7**"');
    assert.equal(named(items, 'proxyAddresses').detail, 'String, several values');
    assert.ok(labels(items).indexOf('pager') > labels(items).indexOf('whenCreated'), 'defined attributes stand first');
  });

  it('shows no value of a person of another kind', async () => {
    const facts = await factsOf({ userPrincipalName: 'a@b', department: 'Sales' });
    const renamed = {
      ...facts,
      trace: { ...facts.trace, configuration: { ...facts.trace.configuration, objectMapping: 'Groups' } },
    };
    assert.equal(named(complete(expressionAt('[‸'), 'schema', renamed), 'department').detail, 'String');
  });

  it('offers the constants of a parameter first, with quotes where it takes texts and without in them', () => {
    const bare = complete(expressionAt('DateAdd(‸, 1, [x])'));
    assert.deepEqual(labels(bare.slice(0, 2)), ['"yyyy"', '"m"']);
    assert.equal(expressionAfter('DateAdd(‸, 1, [x])', '"yyyy"'), 'DateAdd("yyyy", 1, [x])');
    assert.equal(expressionAfter('DateAdd(\\"‸\\", 1, [x])', 'yyyy'), 'DateAdd("yyyy", 1, [x])');
    assert.equal(expressionAfter('DateAdd(\\"y‸', 'yyyy'), 'DateAdd("yyyy"');
    const words = complete(expressionAt('InStr([a], [b], 1, vb‸)'));
    assert.deepEqual(labels(words.slice(0, 2)), ['vbBinaryCompare', 'vbTextCompare']);
    assert.equal(expressionAfter('InStr([a], [b], 1, vb‸)', 'vbTextCompare'), 'InStr([a], [b], 1, vbTextCompare)');
    assert.ok(!labels(complete(expressionAt('Append(‸)'))).includes('vbTextCompare'));
  });

  it('offers the words of the language, those of the other dialect marked', () => {
    const items = complete(expressionAt('IIF([a], ‸'));
    assert.equal(named(items, 'True').detail, null);
    assert.match(named(items, 'IgnoreAttributeFlow').detail ?? '', /app provisioning only/);
  });

  it('writes the whole string where none stands yet', () => {
    const marked = withText(`"expression": ${expressionLiteral}`, '"expression": ‸');
    const text = taken(marked, named(complete(marked), '[department]'));
    assert.ok(text.includes('"expression": "[department]"'));
  });
});

describe('completion of names', () => {
  const target = (raw: string): string => withText('"targetAttributeName": "city"', `"targetAttributeName": ${raw}`);

  it('offers target attributes that nothing writes yet first, required ones before the others', () => {
    const items = complete(target('"ci‸ty"'));
    assert.deepEqual(labels(items), [
      'mailNickname',
      'city',
      'companyName',
      'emails[type eq "work"].value',
      'manager',
      'objectId',
      'department',
      'userPrincipalName',
    ]);
    assert.equal(named(items, 'mailNickname').detail, 'String · required');
    assert.equal(named(items, 'objectId').detail, 'String · key of the object');
    assert.equal(named(items, 'department').detail, 'String · already mapped');
  });

  it('replaces the whole name, escaped', () => {
    const marked = target('"ci‸ty"');
    const after = taken(marked, named(complete(marked), 'emails[type eq "work"].value'));
    assert.ok(after.includes('"targetAttributeName": "emails[type eq \\"work\\"].value",'));
    assert.doesNotThrow(() => JSON.parse(after));
  });

  it('offers source attributes for the name of a direct mapping', () => {
    const marked = schema.replace('"name": "userPrincipalName"', '"name": "‸userPrincipalName"');
    assert.ok(labels(complete(marked)).includes('department'));
  });

  it('offers the words of a property with their meaning', () => {
    const flow = complete(schema.replace('"flowType": "Always"', '"flowType": "‸"'));
    assert.deepEqual(labels(flow), ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly']);
    assert.match(plainTextOf(named(flow, 'ObjectAddOnly').documentation), /only when the object is created/);
    assert.deepEqual(labels(complete(schema.replace('"flowBehavior": "FlowWhenChanged"', '"flowBehavior": ‸'))), [
      'FlowWhenChanged',
      'FlowAlways',
    ]);
    assert.deepEqual(labels(complete(schema.replace('"type": "Boolean"', '"type": "B‸"'))).slice(0, 2), ['String', 'Integer']);
    assert.deepEqual(labels(complete(schema.replace('"type": "Function"', '"type": "‸"'))), [
      'Attribute',
      'Constant',
      'Function',
    ]);
    assert.deepEqual(labels(complete(schema.replace('"name": "companyName"', '"mutability": "‸"'))), [
      'ReadWrite',
      'ReadOnly',
      'Immutable',
      'WriteOnly',
    ]);
    assert.deepEqual(labels(complete(schema.replace('"operatorName": "EQUALS"', '"MultiValuedComparisonType": "‸"'))), [
      'All',
      'Any',
    ]);
  });

  it('offers the flags that do not stand there yet, one at a time', () => {
    const marked = withText('"flowTypes": "Add, Update, Delete"', '"flowTypes": "Add, Up‸, Delete"');
    const items = complete(marked);
    assert.deepEqual(labels(items), ['None', 'Update']);
    assert.ok(taken(marked, named(items, 'Update')).includes('"flowTypes": "Add, Update, Delete"'));
  });

  it('offers the directories and their objects', () => {
    const directory = withText('"sourceDirectoryName": "Active Directory"', '"sourceDirectoryName": "‸"');
    assert.deepEqual(labels(complete(directory)), ['Active Directory', 'Microsoft Entra ID']);
    assert.deepEqual(labels(complete(withText('"targetObjectName": "User"', '"targetObjectName": "Us‸er"'))), ['User']);
  });

  it('offers rules and object mappings of the schema that a connection names', () => {
    const at = (configuration: string): readonly string[] => {
      const { text, offset } = cursor(`{ "configuration": { "schema": "a.syncschema.json", ${configuration} } }`);
      const analysis = analyse('connection', text, null);
      assert.equal(schemaPathOf(analysis), 'a.syncschema.json');
      return labels(completionsAt(analysis, offset, null, analyse('schema', schema, null).schema));
    };
    assert.deepEqual(at('"rule": "‸"'), ['R']);
    assert.deepEqual(at('"rule": "R", "objectMapping": ‸'), ['Users']);
    assert.deepEqual(at('"rule": "R", "objectMapping": "‸'), ['Users']);
    assert.deepEqual(at('"dialect": "‸"'), []);
  });
});

describe('completion in filters', () => {
  const operandName = (raw: string): string => withText('"sourceOperandName": "logonCount"', `"sourceOperandName": "${raw}"`);

  it('offers source attributes; those that scoping does not support stand last and say so', () => {
    const items = complete(operandName('‸'));
    assert.deepEqual(labels(items), [
      'department',
      'enabled',
      'logonCount',
      'userPrincipalName',
      'manager',
      'proxyAddresses',
      'whenCreated',
    ]);
    for (const name of ['manager', 'proxyAddresses', 'whenCreated'])
      assert.match(named(items, name).detail ?? '', /^not supported in scoping filters/);
  });

  it('offers operators for the type of the attribute first, those that are not evaluated last', () => {
    const items = complete(withText('"operatorName": "EQUALS"', '"operatorName": "‸EQUALS"'));
    const fitting = scopeOperators.filter(({ types }) => types.includes('Integer')).map(({ name }) => name);
    assert.deepEqual(labels(items.slice(0, fitting.length)), fitting);
    assert.match(named(items, 'IS TRUE').detail ?? '', /^not documented for Integer/);
    assert.deepEqual(
      labels(items.slice(-unevaluatedOperators.length)),
      unevaluatedOperators.map(({ name }) => name),
    );
    assert.equal(named(items, 'PRESENT').detail, 'not evaluated locally');
  });

  it('offers what the person of the last run holds as a value, for a pattern as a pattern', async () => {
    const facts = await factsOf({ userPrincipalName: 'a@b', department: 'R&D (1.5)' });
    const clause = (operator: string): string =>
      schema
        .replace('"sourceOperandName": "logonCount"', '"sourceOperandName": "department"')
        .replace('"operatorName": "EQUALS"', `"operatorName": "${operator}"`)
        .replace(/"values": \[\s*"1"\s*\]/, '"values": [ "‸" ]');
    assert.deepEqual(labels(complete(clause('EQUALS'), 'schema', facts)), ['R&D (1.5)']);
    const [pattern] = complete(clause('REGEX MATCH'), 'schema', facts);
    assert.equal(pattern?.label, '^R&D \\(1\\.5\\)$');
    assert.equal(pattern?.insertText, '^R&D \\\\(1\\\\.5\\\\)$');
    assert.deepEqual(complete(clause('IS NULL'), 'schema', facts), []);
    assert.deepEqual(complete(clause('EQUALS')), []);
  });

  it('works in a scope file, with the attributes that it names', () => {
    const scope = (clause: string): string =>
      `{ "groups": [ { "name": "g", "clauses": [ { "sourceOperandName": "country", "operatorName": "IS NULL" }, ${clause}`;
    assert.deepEqual(labels(complete(scope('{ "sourceOperandName": "‸" } ] } ] }'), 'scope')), ['country']);
    assert.ok(labels(complete(scope('{ "operatorName": "‸'), 'scope')).includes('EQUALS'));
  });
});

describe('whole mappings and filters', () => {
  /** Behind the last mapping. */
  const inList = (text: string): string => {
    const { configurations } = analyse('schema', text, null);
    const end = configurations[0]?.objectMapping.attributeMappings.at(-1)?.range.end ?? assert.fail();
    return `${text.slice(0, end)}, ‸${text.slice(end)}`;
  };

  it('offers the common mappings, each of which can be read', () => {
    const items = complete(inList(schema));
    assert.deepEqual(labels(items), [
      'Direct mapping',
      'Constant mapping',
      'Expression mapping',
      'Default value only',
      'Matching attribute',
      'Manager reference',
    ]);
    const read = (label: string): AttributeMapping => {
      const text = taken(inList(schema), named(items, label));
      assert.doesNotThrow(() => JSON.parse(text), label);
      const { configurations, structure } = analyse('schema', text, null);
      assert.deepEqual(structure, [], label);
      return configurations[0]?.objectMapping.attributeMappings.at(-1) ?? assert.fail();
    };
    assert.equal(read('Direct mapping').source?.expression, '[sourceAttribute]');
    assert.equal(read('Constant mapping').source?.expression, '"value"');
    assert.equal(read('Expression mapping').source?.expression, 'ToLower([sourceAttribute])');
    assert.deepEqual([read('Default value only').source, read('Default value only').defaultValue], [null, 'value']);
    assert.equal(read('Matching attribute').matchingPriority, 2);
    assert.equal(read('Manager reference').source?.name, 'manager');
  });

  it('keep the order of the properties that the file has', () => {
    const file =
      '{ "attributeMappings": [ { "source": { "type": "Attribute", "name": "a", "expression": "[a]" }, "targetAttributeName": "b" }, ‸ ] }';
    const text = taken(file, named(complete(file, 'mapping'), 'Matching attribute'));
    const made = JSON.parse(text).attributeMappings[1];
    assert.deepEqual(Object.keys(made), ['source', 'targetAttributeName', 'matchingPriority']);
    assert.deepEqual(Object.keys(made.source), ['type', 'name', 'expression']);
  });

  it('replace the quote or word that was typed, and separate themselves from what follows', () => {
    for (const typed of ['‸', '"‸"', 'dir‸', '"dir‸"']) {
      const file = `{ "attributeMappings": [ ${typed} { "targetAttributeName": "b", "source": null } ] }`;
      const items = complete(file, 'mapping');
      assert.equal(JSON.parse(taken(file, named(items, 'Direct mapping'))).attributeMappings.length, 2, typed);
    }
  });

  it('are not offered where a comma is missing', () => {
    assert.deepEqual(complete('{ "attributeMappings": [ { "targetAttributeName": "b", "source": null } ‸ ] }', 'mapping'), []);
  });

  it('offer groups and clauses in filters', () => {
    const group = '{ "groups": [ ‸ ] }';
    const text = taken(group, named(complete(group, 'scope'), 'Filter group'));
    assert.deepEqual(JSON.parse(text).groups[0].clauses[0].targetOperand, { values: ['value'] });
    const clause =
      '{ "groups": [ { "clauses": [ { "operatorName": "IS NULL", "sourceOperandName": "a", "targetOperand": null }, ‸ ], "name": "g" } ] }';
    const items = complete(clause, 'scope');
    assert.deepEqual(labels(items), ['Clause with a value', 'Clause without a value']);
    const [, made] = JSON.parse(taken(clause, named(items, 'Clause without a value'))).groups[0].clauses;
    assert.deepEqual(Object.keys(made), ['operatorName', 'sourceOperandName', 'targetOperand']);
  });
});

describe('completion in an unfinished document', () => {
  it('goes on where the string, the braces or both are not closed', () => {
    for (const rest of ['', '"', '"}', '\n', '\n } ] }']) {
      const start =
        '{ "attributeMappings": [ { "targetAttributeName": "a", "source": { "expression": "Trim([country])" } }, { "flowType": "Always", "source": { "expression": "Jo‸';
      const marked = start + rest;
      const item = named(complete(marked, 'mapping'), 'Join');
      assert.equal(taken(marked, item), start.replace('Jo‸', 'Join(separator, source)') + rest);
      assert.ok(labels(complete(marked.replace('Jo‸', '[‸'), 'mapping')).includes('country'));
      assert.equal(complete(marked.replace('"expression": "Jo‸', '"type": "‸'), 'mapping').length, 3);
    }
  });

  it('goes on in a schema with a brace missing in the middle', () => {
    const marked = schema
      .replace('"targetAttributeName": "city"', '"targetAttributeName": "‸')
      .replace('"department",', '"department"');
    assert.ok(labels(complete(marked)).includes('companyName'));
  });

  it('never throws, wherever the cursor stands and the text is cut', () => {
    const random = seeded(5);
    const scope =
      '{ "groups": [ { "name": "g", "clauses": [ { "sourceOperandName": "a\\u00e4", "operatorName": "IS NULL" } ] } ] }';
    for (let round = 0; round < 600; round += 1) {
      const whole = round % 3 === 0 ? scope : schema;
      const from = Math.floor(random() * whole.length);
      const cut = random() < 0.5 ? whole.slice(0, from) : whole.slice(0, from) + whole.slice(from + Math.floor(random() * 40));
      const offset = Math.floor(random() * (cut.length + 1));
      for (const kind of ['schema', 'mapping', 'scope', 'connection'] as const) {
        for (const { range } of completionsAt(analyse(kind, cut, null), offset, null))
          assert.ok(range.start <= offset && offset <= range.end && !cut.slice(range.start, range.end).includes('\n'));
      }
    }
  });
});

describe('completion in the sample schema', () => {
  it('answers in an expression, with the attributes of the definition', (context) => {
    const text = readFileSync('samples/ad-to-entra/ad-to-entra.syncschema.json', 'utf8');
    const analysis = analyse('schema', text, null);
    const mappings = analysis.configurations.find(({ objectMapping }) => objectMapping.attributeMappings.length > 50)
      ?.objectMapping.attributeMappings;
    const expression = mappings?.at(-1)?.source?.expressionRange ?? assert.fail('the sample has no such mapping');
    const items = completionsAt(analysis, expression.start, null);
    assert.ok(labels(items).includes('[displayName]'));
    const times = Array.from({ length: 20 }, () => {
      const started = performance.now();
      completionsAt(analysis, expression.start, null);
      return performance.now() - started;
    }).toSorted((left, right) => left - right);
    const list = mappings?.at(-1)?.range.start ?? 0;
    const started = performance.now();
    completionsAt(analysis, list, null);
    context.diagnostic(
      `${text.length} characters, ${items.length} items: median ${times[10]?.toFixed(2)} ms, worst ${times.at(-1)?.toFixed(2)} ms; in the list ${(performance.now() - started).toFixed(2)} ms`,
    );
  });
});

/** Numbers from 0 to 1, always the same (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
