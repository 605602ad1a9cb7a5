import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readMappingFile, readSchema } from '../../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../../src/core/schema/resolveConfiguration.ts';
import { rangeOfPointer } from '../../../src/core/text/jsonPointer.ts';
import { schemaText } from '../../support/schemaText.ts';

const text = schemaText({
  mappings: [
    { target: 'userName', expression: '[upn]', matchingPriority: 1 },
    { target: 'title', expression: 'Append([a], "\\"x")' },
  ],
  attributes: [{ name: 'Title', type: 'string', required: true }],
  scope: {
    groups: [
      { name: 'G', clauses: [{ sourceOperandName: 'a', operatorName: 'EQUALS', targetOperand: { values: ['x', true, 7] } }] },
    ],
  },
});

describe('readSchema', () => {
  it('gives every node its range and its pointer', () => {
    const { schema, problems } = readSchema(text);
    assert.deepEqual(problems, []);
    const mapping = schema?.synchronizationRules[0]?.objectMappings[0]?.attributeMappings[1];
    assert.ok(mapping?.source?.expressionRange);
    assert.equal(JSON.parse(text.slice(mapping.range.start, mapping.range.end)).targetAttributeName, 'title');
    assert.deepEqual(rangeOfPointer(text, mapping.pointer), mapping.range);
    const { start, end } = mapping.source.expressionRange;
    assert.equal(JSON.parse(`"${text.slice(start, end)}"`), mapping.source.expression);
    const clause = schema?.synchronizationRules[0]?.objectMappings[0]?.scope?.groups[0]?.clauses[0];
    assert.deepEqual(clause?.values, ['x', 'True', '7']);
    assert.deepEqual(rangeOfPointer(text, clause?.pointer ?? ''), clause?.range);
  });

  it('tolerates a byte-order mark, comments and trailing commas, with exact ranges', () => {
    const odd = `\ufeff// exported\n${text.replace('"id": "test",', '/* id */ "id": "test",').replace(/\}\s*$/, ',}')}`;
    const { schema, problems } = readSchema(odd);
    assert.deepEqual(problems, []);
    const rule = schema?.synchronizationRules[0];
    assert.ok(rule && odd.slice(rule.range.start).startsWith('{') && odd.slice(0, rule.range.end).endsWith('}'));
  });

  it('reads enums in any casing, flags with and without blanks, and numbers', () => {
    const spelled = text
      .replace('"Always"', '"objectaddonly"')
      .replace('"Add, Update, Delete"', '"add,delete"')
      .replace('"FlowWhenChanged"', '1');
    const mapping = readSchema(spelled).schema?.synchronizationRules[0]?.objectMappings[0];
    assert.deepEqual(mapping?.flowTypes, ['Add', 'Delete']);
    assert.deepEqual(
      [mapping?.attributeMappings[0]?.flowType, mapping?.attributeMappings[0]?.flowBehavior],
      ['ObjectAddOnly', 'FlowAlways'],
    );
  });

  it('reports broken text and wrong types at their place and still reads the rest', () => {
    const broken = readSchema(text.slice(0, text.indexOf('"directories"')));
    assert.ok(broken.problems.some((problem) => problem.code === 'json-syntax'));
    assert.equal(broken.schema?.synchronizationRules.length, 1);
    const wrong = text.replace('"scope": {', '"scope": "none", "was": {');
    const problem = readSchema(wrong).problems.find(({ code }) => code === 'schema-wrong-type');
    assert.equal(problem && wrong.slice(problem.range.start, problem.range.end), '"none"');
    assert.deepEqual(
      readSchema('{}').problems.map(({ code }) => code),
      ['schema-no-rules'],
    );
    assert.deepEqual(
      readSchema('[]').problems.map(({ code }) => code),
      ['schema-not-an-object'],
    );
    assert.deepEqual(
      readSchema('').problems.map(({ code }) => code),
      ['json-syntax'],
    );
    assert.deepEqual(
      readSchema('['.repeat(200_000)).problems.map(({ code }) => code),
      ['json-syntax'],
    );
  });

  it('never throws, whatever the text', () => {
    const fragments = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"synchronizationRules"',
        '"objectMappings"',
        '"attributeMappings"',
        '"source"',
        '"scope"',
        '"groups"',
        '"clauses"',
        '"targetOperand"',
        '"values"',
        '"__proto__"',
        'null',
        '1',
        '"',
        '\\',
        '//',
        '\n',
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fragments.map((parts) => parts.join('')),
        (source) => {
          readSchema(source);
          readMappingFile(source);
        },
      ),
    );
    fc.assert(
      fc.property(fc.json(), (source) => {
        readSchema(source);
      }),
    );
    fc.assert(
      fc.property(fc.nat(text.length), (length) => {
        readSchema(text.slice(0, length));
      }),
    );
  });

  it('warns of two mappings that write one target attribute', () => {
    const twice = schemaText({
      mappings: [
        { target: 'a', expression: '[x]' },
        { target: 'A', expression: '[y]' },
      ],
    });
    assert.deepEqual(
      readSchema(twice).problems.map(({ code }) => code),
      ['mapping-duplicate-target'],
    );
  });
});

describe('resolveConfiguration', () => {
  const { schema } = readSchema(text);
  assert.ok(schema);
  const choose = (rule: string | null, objectMapping: string | null) =>
    resolveConfiguration(schema, { rule, objectMapping, dialect: null });

  it('finds rule and mapping by name, by id, by pointer, or takes the one that maps users', () => {
    for (const rule of [null, 'R', '11111111-2222-3333-4444-555555555555']) {
      for (const mapping of [null, 'Users', '/synchronizationRules/0/objectMappings/0']) {
        const result = choose(rule, mapping);
        assert.equal(result.ok && result.configuration.objectMapping.name, 'Users');
      }
    }
  });

  it('refuses an unknown name and lists those that exist', () => {
    const rule = choose('X', null);
    assert.ok(!rule.ok && rule.problem.code === 'rule-unknown' && rule.problem.fix?.includes('"R"'));
    const mapping = choose('R', 'X');
    assert.ok(!mapping.ok && mapping.problem.code === 'object-mapping-unknown' && mapping.problem.fix?.includes('"Users"'));
  });

  it('tells cloud sync from app provisioning by the directories', () => {
    const dialect = (source: string, target: string): string => {
      const reading = readSchema(schemaText({ mappings: [{ target: 'a', expression: '[x]' }], source, target }));
      assert.ok(reading.schema);
      const result = resolveConfiguration(reading.schema, { rule: null, objectMapping: null, dialect: null });
      return result.ok ? result.configuration.dialect : '';
    };
    assert.equal(dialect('Active Directory', 'Azure Active Directory'), 'cloud-sync');
    assert.equal(dialect('Microsoft Entra ID', 'Active Directory'), 'cloud-sync');
    assert.equal(dialect('Workday', 'Active Directory'), 'app-provisioning');
    assert.equal(dialect('Microsoft Entra ID', 'customappsso'), 'app-provisioning');
  });
});
