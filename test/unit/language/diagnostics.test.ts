import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rootKeys } from '../../../src/core/text/rootKeys.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { diagnose } from '../../../src/language/diagnostics.ts';
import { documentKind } from '../../../src/language/documentKind.ts';
import { schemaText } from '../../support/schemaText.ts';

describe('the kind of a document', () => {
  const rows: readonly (readonly [name: string, text: string, kind: string | null])[] = [
    ['anything.json', '{ "synchronizationRules": [] }', 'schema'],
    ['x.mapping.json', '\ufeff// exported\n{ "id": 1, "synchronizationRules": [] }', 'schema'],
    ['anything.json', '{ "name": "x", "attributeMappings": [] }', 'mapping'],
    ['anything.json', '{ "$schema": "x", "groups": [] }', 'scope'],
    ['anything.json', '{ "inputFilterGroups": [], "groups": [] }', 'scope'],
    ['person.json', '{ "userName": "x", "groups": [] }', null],
    ['anything.json', '{ "name": "x", "configuration": {}, "target": {} }', 'connection'],
    ['A.PROVISION.JSON', '{ "name": ', 'connection'],
    ['a.syncschema.json', '', 'schema'],
    ['a.scope.json', '[', 'scope'],
    ['a.mapping.json', '{ "metadata": { "synchronizationRules": [] } }', 'mapping'],
    ['a.json', '{ "metadata": { "synchronizationRules": [] } }', null],
    ['a.json', '["synchronizationRules"]', null],
    ['a.json', '{ "x": "synchronizationRules" }', null],
    ['a.json', '"\\', null],
  ];
  for (const [name, text, kind] of rows) it(`${name} ${text}`, () => assert.equal(documentKind(name, text), kind));

  it('is found without reading further than needed', () => {
    const text = `{ "synchronizationRules": [], "directories": [${'{ "a": [1, 2, { "b": null }] },'.repeat(20_000)}] }`;
    const [first] = rootKeys(text);
    assert.equal(first, 'synchronizationRules');
    assert.deepEqual([...rootKeys(text)], ['synchronizationRules', 'directories']);
  });
});

describe('what is wrong with a document', () => {
  const codes = (...given: Parameters<typeof analyse>): readonly string[] => diagnose(analyse(...given)).map(({ code }) => code);

  it('of a schema: reading it and every object mapping, in the order of the text', () => {
    const text = schemaText({
      mappings: [
        { target: 'a', expression: 'Frobnicate([x])' },
        { target: 'a', expression: '[x]' },
      ],
    });
    const problems = diagnose(analyse('schema', text, null));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['mapping-no-matching', 'function-unknown', 'mapping-duplicate-target'],
    );
    for (const { range } of problems) assert.ok(range.start < range.end && range.end <= text.length);
  });
  it('of a mapping file, by the dialect that is given', () => {
    const source = { type: 'Function', name: 'Trim', expression: 'Trim([a])', parameters: [] };
    const text = JSON.stringify({ name: 'm', attributeMappings: [{ targetAttributeName: 'a', matchingPriority: 1, source }] });
    assert.deepEqual(codes('mapping', text, null), ['function-wrong-dialect']);
    assert.deepEqual(codes('mapping', text, 'cloud-sync'), []);
  });
  it('of a scope file', () => {
    const clauses = [{ sourceOperandName: 'a', operatorName: 'REGEX MATCH', targetOperand: { values: ['('] } }];
    assert.deepEqual(codes('scope', JSON.stringify({ groups: [{ name: 'g', clauses }] }), null), ['regex-invalid']);
  });
  it('of a connection file', () => {
    assert.ok(codes('connection', '{ "name": "x" }', null).includes('connection-missing'));
  });
  it('of text that is no JSON', () => {
    for (const kind of ['schema', 'mapping', 'scope', 'connection'] as const) {
      for (const text of ['{ "a": ', '', '[', '[]', 'null']) assert.ok(codes(kind, text, null).length > 0, `${kind} ${text}`);
    }
    const twisted = '{"synchronizationRules":[null,1,{"objectMappings":[{"scope":7,"attributeMappings":[3,{}]}]}]}';
    assert.ok(codes('schema', twisted, null).includes('schema-wrong-type'));
  });
});
