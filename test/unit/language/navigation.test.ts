import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { analyse, type DocumentAnalysis } from '../../../src/language/analysis.ts';
import { attributeNamed, rangeOfUse } from '../../../src/language/attributeIndex.ts';
import { attributeAt, definitionAt } from '../../../src/language/definition.ts';
import { referencesAt } from '../../../src/language/references.ts';
import { cursor } from './cursor.ts';

const sampleFile = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');
const absent = existsSync(sampleFile) ? false : 'the shared data with the real schema is absent';

/** Two directories that both have an object `user` with an attribute `mail`, and rules in both directions. */
const twoWays = `{
  "synchronizationRules": [
    { "name": "out", "sourceDirectoryName": "A", "targetDirectoryName": "B", "objectMappings": [
      { "name": "users", "sourceObjectName": "user", "targetObjectName": "user",
        "scope": { "groups": [ { "name": "g", "clauses": [
          { "sourceOperandName": "mail", "operatorName": "IS NOT NULL", "targetOperand": { "values": [] } } ] } ] },
        "attributeMappings": [
          { "targetAttributeName": "mail", "source": { "type": "Attribute", "name": "mail", "expression": "[mail]" } },
          { "targetAttributeName": "alias", "source": { "type": "Function", "name": "Join",
            "expression": "Join(\\"[mail]\\", [mail], [Mail])", "parameters": [
              { "key": "source", "value": { "type": "Attribute", "name": "mail", "expression": "[mail]" } } ] } },
          { "targetAttributeName": "bare", "source": { "type": "Attribute", "name": "mail" } },
          { "targetAttributeName": "text", "source": { "type": "Constant", "name": "[mail]", "expression": "\\"[mail]\\"" } }
        ] } ] },
    { "name": "back", "sourceDirectoryName": "B", "targetDirectoryName": "A", "objectMappings": [
      { "name": "users", "sourceObjectName": "user", "targetObjectName": "user",
        "attributeMappings": [ { "targetAttributeName": "mail", "source": { "type": "Attribute", "name": "mail", "expression": "[mail]" } } ] } ] }
  ],
  "directories": [
    { "name": "A", "objects": [ { "name": "user", "attributes": [ { "name": "mail" }, { "name": "only" } ] } ] },
    { "name": "B", "objects": [ { "name": "user", "attributes": [ { "name": "mail" }, { "name": "alias" } ] } ] }
  ]
}`;

/** The text with a cursor before the given part of the nth occurrence of a stretch. */
function at(text: string, stretch: string, part: string, occurrence = 0): string {
  let start = -1;
  for (let count = 0; count <= occurrence; count += 1) start = text.indexOf(stretch, start + 1);
  assert.ok(start >= 0, stretch);
  const offset = start + stretch.indexOf(part);
  return `${text.slice(0, offset)}‸${text.slice(offset)}`;
}

function read(marked: string): { readonly analysis: DocumentAnalysis; readonly offset: number } {
  const { text, offset } = cursor(marked);
  return { analysis: analyse('schema', text, null), offset };
}

/** The directory and the name that a definition stands in. */
function definitionFrom(marked: string): string | null {
  const { analysis, offset } = read(marked);
  const link = definitionAt(analysis, offset);
  if (!link) return null;
  const directory = analysis.schema?.directories.find(
    ({ range }) => range.start <= link.target.start && link.target.end <= range.end,
  );
  const name = analysis.text.slice(link.targetName.start, link.targetName.end);
  assert.ok(link.target.start <= link.targetName.start && link.targetName.end <= link.target.end);
  return `${directory?.name}: ${name} < ${analysis.text.slice(link.origin.start, link.origin.end)}`;
}

describe('go to definition', () => {
  const rows: readonly (readonly [name: string, stretch: string, part: string, occurrence: number, expected: string | null])[] = [
    ['an attribute in an expression', ', [mail]', 'ail', 0, 'A: mail < mail'],
    ['its opening bracket', ', [mail]', '[', 0, 'A: mail < mail'],
    ['another spelling', '[Mail]', 'il]', 0, 'A: mail < Mail'],
    ['a text in an expression', '\\"[mail]\\", [mail]', 'ail', 0, null],
    ['the name of a source', '"name": "mail"', 'ail', 0, 'A: mail < mail'],
    ['a parameter of the parsed form', '"value": { "type": "Attribute", "name": "mail"', 'ail', 0, 'A: mail < mail'],
    ['its expression', '"value": { "type": "Attribute", "name": "mail", "expression": "[mail]"', 'ail]', 0, 'A: mail < mail'],
    ['a constant that looks like one', '"name": "[mail]"', 'ail', 0, null],
    ['the operand of a clause', '"sourceOperandName": "mail"', 'ail', 0, 'A: mail < mail'],
    ['a target attribute', '"targetAttributeName": "mail"', 'ail"', 0, 'B: mail < mail'],
    ['a target attribute of the other rule', '"targetAttributeName": "mail"', 'ail"', 1, 'A: mail < mail'],
    ['a target attribute without a definition', '"targetAttributeName": "bare"', 'are', 0, null],
    ['the source object', '"sourceObjectName": "user"', 'ser"', 0, 'A: user < user'],
    ['the target object', '"targetObjectName": "user"', 'ser"', 0, 'B: user < user'],
    ['the source directory', '"sourceDirectoryName": "A"', 'A"', 0, 'A: A < A'],
    ['the target directory', '"targetDirectoryName": "A"', 'A"', 0, 'A: A < A'],
    ['a property name', '"targetAttributeName": "mail"', 'AttributeName', 0, null],
    ['the definition itself', '"attributes": [ { "name": "mail"', 'ail', 1, 'B: mail < mail'],
  ];
  for (const [name, stretch, part, occurrence, expected] of rows)
    it(`of ${name}`, () => assert.equal(definitionFrom(at(twoWays, stretch, part, occurrence)), expected));

  it('gives nothing in other kinds of documents and in broken text', () => {
    const mapping = cursor('{ "attributeMappings": [ { "targetAttributeName": "m‸ail" } ] }');
    assert.equal(definitionAt(analyse('mapping', mapping.text, null), mapping.offset), null);
    for (let end = 0; end < twoWays.length; end += 37) {
      const analysis = analyse('schema', twoWays.slice(0, end), null);
      for (const offset of [0, end >> 1, end]) definitionAt(analysis, offset);
    }
  });
});

describe('all references', () => {
  const found = (marked: string, includeDeclaration: boolean): readonly string[] => {
    const { analysis, offset } = read(marked);
    return referencesAt(analysis, offset, includeDeclaration).map(({ start, end }) => {
      const line = analysis.text.slice(analysis.text.lastIndexOf('\n', start) + 1, start).trim();
      return `${line.slice(-22)}|${analysis.text.slice(start, end)}`;
    });
  };
  it('are every reading of a source attribute and every writing of it as a target, each once', () => {
    const expected = [
      '"sourceOperandName": "|mail',
      '", "expression": "[|mail',
      '"Join(\\"[mail]\\", [|mail',
      '[mail]\\", [mail], [|Mail',
      '"Attribute", "name": "|mail',
      'targetAttributeName": "|mail',
    ];
    const ends = (lines: readonly string[]): readonly string[] => lines.map((line) => line.slice(-14));
    assert.deepEqual(ends(found(at(twoWays, ', [mail]', 'ail'), false)), ends(expected));
    const declared = found(at(twoWays, ', [mail]', 'ail'), true);
    assert.equal(declared.length, expected.length + 1);
    assert.match(declared.at(-1) ?? '', /\{ "name": "\|mail$/);
  });
  it('are the same from the definition as from a use', () => {
    assert.deepEqual(
      found(at(twoWays, '"attributes": [ { "name": "mail"', 'ail'), true),
      found(at(twoWays, '"sourceOperandName": "mail"', 'ail'), true),
    );
  });
  it('of the same name in the other directory are others', () => {
    const other = found(at(twoWays, '"attributes": [ { "name": "mail"', 'ail', 1), false);
    assert.equal(other.length, 2);
  });
  it('are none where no attribute stands', () => assert.deepEqual(found(at(twoWays, '"name": "out"', 'ut'), true), []));
  it('are found in mapping and scope files', () => {
    const mapping = '{ "attributeMappings": [ { "targetAttributeName": "a", "source": { "expression": "Trim([x]) & [x‸]" } } ] }';
    const one = cursor(mapping);
    assert.equal(referencesAt(analyse('mapping', one.text, null), one.offset, true).length, 2);
    const clause = '{ "sourceOperandName": "x", "operatorName": "IS NULL" }';
    const scope = cursor(`{ "groups": [ { "clauses": [ ${clause.replace('"x"', '"x‸"')}, ${clause} ] } ] }`);
    assert.equal(referencesAt(analyse('scope', scope.text, null), scope.offset, true).length, 2);
  });
});

describe('the attributes of the real schema', { skip: absent }, () => {
  const text = absent ? '' : readFileSync(sampleFile, 'utf8');

  it('are each found from every place that names them', () => {
    const analysis = analyse('schema', text, null);
    const configuration = analysis.configurations[0];
    assert.ok(configuration);
    let places = 0;
    for (const mapping of configuration.objectMapping.attributeMappings) {
      const target = attributeNamed(analysis, configuration, 'target', mapping.targetAttributeName);
      assert.ok(target);
      assert.ok(target.uses.some((use) => use.mapping === mapping && use.access === 'write'));
      for (const use of target.uses) {
        const range = rangeOfUse(text, use);
        assert.equal(text.slice(range.start, range.end), use.name);
        assert.equal(attributeAt(analysis, range.start)?.attribute, target);
        places += 1;
      }
    }
    assert.equal(places, 136);
    const reads = attributeNamed(analysis, configuration, 'source', 'sAMAccountName');
    assert.ok(reads?.definition && reads.uses.length > 1);
    for (const use of reads.uses) {
      const range = rangeOfUse(text, use);
      assert.equal(text.slice(range.start, range.end), 'sAMAccountName');
    }
  });

  it('are indexed once for a reading, in well under a keystroke', () => {
    const times = Array.from({ length: 5 }, () => {
      const analysis = analyse('schema', text, null);
      const started = performance.now();
      attributeNamed(analysis, analysis.configurations[0] ?? null, 'source', 'mail');
      return performance.now() - started;
    });
    assert.ok(Math.min(...times) < 20, `${times.map((time) => time.toFixed(1)).join(', ')} ms`);
  });
});
