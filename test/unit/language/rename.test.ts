import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { analyse, type DocumentAnalysis } from '../../../src/language/analysis.ts';
import { attributeNamed, rangeOfProperty } from '../../../src/language/attributeIndex.ts';
import type { DocumentKind } from '../../../src/language/documentKind.ts';
import { prepareRename, type RenameEdit, renameAttribute } from '../../../src/language/rename.ts';
import { cursor } from './cursor.ts';

const sampleFile = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');
const absent = existsSync(sampleFile) ? false : 'the shared data with the real schema is absent';

function apply(text: string, edits: readonly RenameEdit[]): string {
  let result = '';
  let end = 0;
  for (const edit of edits) {
    assert.ok(edit.range.start >= end, 'the edits are in order and do not overlap');
    result += text.slice(end, edit.range.start) + edit.newText;
    end = edit.range.end;
  }
  return result + text.slice(end);
}

function renamed(analysis: DocumentAnalysis, offset: number, newName: string): string {
  const result = renameAttribute(analysis, offset, newName);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return apply(analysis.text, result.edits);
}

function refusedBecause(marked: string, newName: string | null, kind: DocumentKind = 'schema'): string {
  const { text, offset } = cursor(marked);
  const analysis = analyse(kind, text, null);
  const result = newName === null ? prepareRename(analysis, offset) : renameAttribute(analysis, offset, newName);
  assert.ok(!result.ok);
  return result.reason;
}

const rule = (source: string, target: string, mappings: string, scope = 'null'): string =>
  `{ "name": "${source}${target}", "sourceDirectoryName": "${source}", "targetDirectoryName": "${target}", "objectMappings": [
    { "sourceObjectName": "user", "targetObjectName": "user", "scope": ${scope}, "attributeMappings": [${mappings}] } ] }`;

const clauseOn = (name: string): string =>
  `{ "groups": [ { "clauses": [ { "sourceOperandName": "${name}", "operatorName": "IS NULL" } ] } ] }`;

/** One text with the attribute `mail` of A's user written as `mark`, and others of that name that are not it. */
const twoWays = (mark: string): string => `{
  "synchronizationRules": [
    ${rule(
      'A',
      'B',
      `{ "targetAttributeName": "mail", "source": { "type": "Attribute", "name": "${mark}", "expression": "[${mark}]" } },
       { "targetAttributeName": "x", "source": { "type": "Function", "name": "Join",
         "expression": "Join(\\"[mail]\\", \\u005b${mark}], [other], [${mark}])", "parameters": [
           { "key": "separator", "value": { "type": "Constant", "name": "[mail]", "expression": "\\"[mail]\\"" } },
           { "key": "one", "value": { "type": "Function", "name": "Trim", "expression": "Trim([${mark}])", "parameters": [
             { "key": "source", "value": { "type": "Attribute", "name": "${mark}", "expression": "[${mark}]" } } ] } } ] } }`,
      clauseOn(mark),
    )},
    ${rule('B', 'A', `{ "targetAttributeName": "${mark}", "source": { "type": "Attribute", "name": "mail", "expression": "[mail]" } }`)},
    ${rule('C', 'B', `{ "targetAttributeName": "mail", "source": { "type": "Attribute", "name": "mail" } }`, clauseOn('mail'))}
  ],
  "directories": [
    { "name": "A", "objects": [ { "name": "user", "attributes": [ { "name": "${mark}", "metadata": [ { "key": "BaseAttributeName", "value": "mail" } ] }, { "name": "other" } ] },
                                { "name": "group", "attributes": [ { "name": "mail" } ] } ] },
    { "name": "B", "objects": [ { "name": "user", "attributes": [ { "name": "mail" }, { "name": "x" } ] } ] }
  ]
}`;

describe('rename of an attribute', () => {
  const before = twoWays('mail');
  const places = [...before.matchAll(/mail/g)].map(({ index }) => index);
  const changed = [...twoWays('MARK').matchAll(/MARK/g)].map(({ index }) => index);

  it('from each place that means it, changes exactly all of them', () => {
    assert.equal(changed.length, 10);
    const analysis = analyse('schema', before, null);
    // Both names have four letters, so that the places are at the same offsets.
    for (const offset of changed) {
      assert.equal(before.slice(offset, offset + 4), 'mail');
      assert.equal(renamed(analysis, offset + 2, 'post'), twoWays('post'));
      assert.deepEqual(prepareRename(analysis, offset + 2), {
        ok: true,
        range: { start: offset, end: offset + 4 },
        name: 'mail',
      });
    }
  });

  it('from any other place of the same name, changes none of them', () => {
    const analysis = analyse('schema', before, null);
    let others = 0;
    for (const offset of places.filter((place) => !changed.includes(place))) {
      const result = renameAttribute(analysis, offset + 2, 'post');
      if (!result.ok) continue;
      others += 1;
      for (const { range } of result.edits) assert.ok(!changed.includes(range.start), String(range.start));
    }
    // B's mail (as target twice, as source twice, its definition), C's (a name and a clause), the group's definition.
    assert.equal(others, 8);
  });

  it('writes names as JSON and as expressions need them', () => {
    const analysis = analyse('schema', before, null);
    const offset = changed[0] ?? 0;
    for (const name of ['emails[type eq "work"].value', 'a\\b', 'ü\u0001', 'urn:x:2.0:User:mail']) {
      const text = renamed(analysis, offset, name);
      const again = analyse('schema', text, null);
      assert.deepEqual(again.structure, analysis.structure);
      assert.equal(JSON.parse(text).directories[0].objects[0].attributes[0].name, name);
      const attribute = attributeNamed(again, again.configurations[0] ?? null, 'source', name);
      assert.deepEqual(
        attribute?.uses.map((use) => use.name),
        Array.from({ length: 5 }, () => name),
      );
    }
  });

  it('takes another casing of the same name', () => {
    const analysis = analyse('schema', before, null);
    assert.equal(renamed(analysis, changed[3] ?? 0, 'Mail'), twoWays('Mail'));
  });

  it('refuses names that cannot stand there, each with a reason', () => {
    const at = `${before.slice(0, changed[0])}‸${before.slice(changed[0])}`;
    assert.match(refusedBecause(at, ''), /needs a name/);
    assert.match(refusedBecause(at, '  '), /needs a name/);
    assert.match(refusedBecause(at, ' a'), /begin or end with a blank/);
    for (const name of ['a]', 'a[', 'a"b', 'a,b', 'a(b)', 'a\nb', ']', 'a] & [b'])
      assert.match(refusedBecause(at, name), /cannot stand in brackets/, JSON.stringify(name));
    assert.match(refusedBecause(at, 'other'), /has an attribute "other" already/);
    assert.match(refusedBecause(at, 'OTHER'), /has an attribute "other" already/);
  });

  it('refuses other places, broken text and doubtful names, each with a reason', () => {
    const only = /Only attributes can be renamed/;
    assert.match(refusedBecause(before.replace('"name": "AB"', '"name": "A‸B"'), null), only);
    assert.match(refusedBecause(before.replace('"type": "Function"', '"ty‸pe": "Function"'), null), only);
    assert.match(refusedBecause(before.replace('"Join(', '"Jo‸in('), null), only);
    assert.match(refusedBecause(before.replace('[other]', '[oth‸er]').slice(0, -1), null), /not valid JSON/);
    const twice = before.replace('{ "name": "other" }', '{ "name": "other" }, { "name": "ot‸her" }');
    assert.match(refusedBecause(twice, null), only);
    const read = before.replace('{ "name": "other" }', '{ "name": "other" }, { "name": "other" }').replace('[other]', '[oth‸er]');
    assert.match(refusedBecause(read, 'new'), /two attributes "other"/);
    const spelled = before.replace('{ "name": "other" }', '{ "name": "other" }, { "name": "Ot‸her" }');
    assert.match(refusedBecause(spelled, 'new'), /two attributes "Other"/);
  });

  it('works in mapping and scope files, where the two sides are apart', () => {
    const mapping = cursor(
      '{"attributeMappings":[{"targetAttributeName":"mail","source":{"type":"Function","expression":"Trim([ma‸il])"}}]}',
    );
    const text = renamed(analyse('mapping', mapping.text, null), mapping.offset, 'post');
    assert.equal(text, mapping.text.replace('[mail]', '[post]'));
    const scope = cursor(
      '{"groups":[{"clauses":[{"sourceOperandName":"‸a","operatorName":"EQUALS","targetOperand":{"values":["a"]}}]}]}',
    );
    // The cursor stands behind the opening quote.
    assert.equal(renamed(analyse('scope', scope.text, null), scope.offset, 'b'), scope.text.replace('"a"', '"b"'));
  });
});

describe('rename in the real schema', { skip: absent }, () => {
  const text = absent ? '' : readFileSync(sampleFile, 'utf8');
  const analysis = analyse('schema', text, null);

  it('of any attribute, there and back, gives the identical text; between, the same schema with another name', () => {
    const configuration = analysis.configurations[0];
    assert.ok(configuration?.sourceObject && configuration.targetObject);
    let read = 0;
    const definitions = [configuration.sourceObject, configuration.targetObject].flatMap(({ attributes }) => attributes);
    for (const [index, definition] of definitions.entries()) {
      // Each ninth, and the one that is read most: the whole would take a minute.
      if (index % 9 !== 0 && definition.name !== 'sAMAccountName') continue;
      const { start } = rangeOfProperty(text, definition, '/name');
      const there = renamed(analysis, start, 'neverUsed');
      const between = analyse('schema', there, null);
      assert.deepEqual(
        between.structure.map(({ code, message }) => [code, message]),
        analysis.structure.map(({ code, message }) => [code, message]),
      );
      const moved = between.schema?.directories
        .flatMap(({ objects }) => objects.flatMap(({ attributes }) => attributes))
        .find(({ name }) => name === 'neverUsed');
      assert.ok(moved);
      const back = renamed(between, rangeOfProperty(there, moved, '/name').start, definition.name);
      assert.ok(back === text, definition.name);
      read += 1;
      const values = (source: string): readonly unknown[] => {
        const all: unknown[] = [];
        JSON.parse(source, (key, value) => {
          all.push([key, typeof value === 'object' ? null : value]);
          return value;
        });
        return all;
      };
      const old = values(text);
      for (const [at, now] of values(there).entries()) {
        const was = old[at];
        if (JSON.stringify(now) === JSON.stringify(was)) continue;
        const [key, value] = now as [string, string];
        assert.ok(['name', 'expression', 'sourceOperandName', 'targetAttributeName'].includes(key), key);
        const expected = key === 'expression' ? value.replaceAll('[neverUsed]', `[${definition.name}]`) : definition.name;
        assert.deepEqual(was, [key, expected]);
      }
    }
    assert.ok(read > 30);
  });

  it('leaves no reading of the old name behind', () => {
    const configuration = analysis.configurations[0] ?? null;
    const attribute = attributeNamed(analysis, configuration, 'source', 'sAMAccountName');
    assert.ok(attribute?.definition);
    const { start } = rangeOfProperty(text, attribute.definition, '/name');
    const started = performance.now();
    const there = renamed(analysis, start, 'neverUsed');
    assert.ok(performance.now() - started < 500);
    const mappings = there.slice(0, there.indexOf('"directories"'));
    assert.ok(!mappings.includes('[sAMAccountName]'));
  });
});
