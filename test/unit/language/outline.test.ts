import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { analyse } from '../../../src/language/analysis.ts';
import type { DocumentKind } from '../../../src/language/documentKind.ts';
import { type OutlineItem, outline } from '../../../src/language/outline.ts';
import { schemaText } from '../../support/schemaText.ts';

const sampleFile = resolve(import.meta.dirname, '../../../../shared/data/schemas/ad-to-entra.default.json');
const absent = existsSync(sampleFile) ? false : 'the shared data with the real schema is absent';

const clause = { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales', 'IT'] } };

function lines(items: readonly OutlineItem[], indent = ''): readonly string[] {
  return items.flatMap(({ kind, name, detail, children }) => [
    `${indent}${kind}: ${name}${detail === '' ? '' : ` | ${detail}`}`,
    ...lines(children, `${indent}  `),
  ]);
}

function outlineOf(kind: DocumentKind, text: string): readonly string[] {
  const items = outline(analyse(kind, text, null));
  const check = (children: readonly OutlineItem[], start: number, end: number): void => {
    for (const item of children) {
      assert.ok(item.name.trim() !== '', 'the editor takes no symbol without a name');
      assert.ok(item.range.start >= start && item.range.end <= end && item.range.start < item.range.end);
      check(item.children, item.range.start, item.range.end);
    }
  };
  check(items, 0, text.length);
  return lines(items);
}

describe('the outline', () => {
  it('of a schema: rules, mappings, scope and directories by their names', () => {
    const text = schemaText({
      mappings: [
        { target: 'userName', expression: '[upn]', matchingPriority: 1 },
        { target: 'name', expression: 'Trim([l])' },
        { target: 'x', expression: null, defaultValue: 'd' },
        { target: '', expression: '"c"' },
      ],
      scope: { inputFilterGroups: [{ clauses: [] }], groups: [{ name: 'sales', clauses: [clause] }] },
      attributes: [{ name: 'userName' }, { name: 'tags', multivalued: true }],
    });
    assert.deepEqual(outlineOf('schema', text), [
      'rule: R | Microsoft Entra ID → customappsso',
      '  objectMapping: Users | User → User',
      '    filter: scope',
      '      group: (without a name) | input filter group',
      '      group: sales | scoping group',
      '        clause: department EQUALS "Sales" or "IT"',
      '    attributeMapping: userName | ← [upn] (matching 1)',
      '    attributeMapping: name | ← Trim([l])',
      '    attributeMapping: x | ← "d"',
      '    attributeMapping: (without a name) | ← "c"',
      'directory: Microsoft Entra ID | directory',
      '  object: User | 0 attributes',
      'directory: customappsso | directory',
      '  object: User | 2 attributes',
      '    attribute: userName | String',
      '    attribute: tags | String, multi-valued',
    ]);
  });

  it('of a mapping file', () => {
    const text = JSON.stringify({
      name: 'People',
      enabled: false,
      attributeMappings: [{ targetAttributeName: 'a', source: { type: 'Attribute', name: 'b' } }, { targetAttributeName: 'c' }],
    });
    assert.deepEqual(outlineOf('mapping', text), [
      'objectMapping: People | disabled',
      '  attributeMapping: a | ← [b]',
      '  attributeMapping: c | ← nothing',
    ]);
  });

  it('of a scope file', () => {
    assert.deepEqual(outlineOf('scope', JSON.stringify({ groups: [{ name: 'g', clauses: [clause] }] })), [
      'group: g | scoping group',
      '  clause: department EQUALS "Sales" or "IT"',
    ]);
  });

  it('of a connection file, in the order of its text', () => {
    const connection = {
      name: 'x',
      target: { kind: 'scim', url: 'http://127.0.0.1/scim' },
      configuration: { schema: './a.syncschema.json' },
      source: { kind: 'file', path: './people.ldif' },
    };
    assert.deepEqual(outlineOf('connection', JSON.stringify(connection)), [
      'connection: target | http://127.0.0.1/scim',
      'connection: configuration | ./a.syncschema.json',
      'connection: source | ./people.ldif',
    ]);
  });

  it('shows what somebody wrote as it is, in a line', () => {
    const text = JSON.stringify({ attributeMappings: [{ targetAttributeName: `a\n\u202e${'x'.repeat(500)}` }] });
    const [, line = ''] = outlineOf('mapping', text);
    assert.match(line, /^ {2}attributeMapping: a⏎⟨U\+202E⟩x+… \|/);
    assert.ok(line.length < 180);
  });

  it('of broken text is what can be read, without failing', () => {
    const text = schemaText({
      mappings: [{ target: 'userName', expression: '[upn]' }],
      scope: { groups: [{ clauses: [clause] }] },
    });
    for (let end = 0; end < text.length; end += 29) outlineOf('schema', text.slice(0, end));
    assert.ok(outlineOf('schema', text.slice(0, text.indexOf('"directories"'))).some((line) => line.includes('userName')));
  });

  it('of the real schema has every mapping and every attribute', { skip: absent }, () => {
    const text = absent ? '' : readFileSync(sampleFile, 'utf8');
    const all = outlineOf('schema', text).map((line) => line.trim().split(':')[0]);
    const count = (kind: string): number => all.filter((one) => one === kind).length;
    assert.deepEqual([count('attributeMapping'), count('directory'), count('attribute')], [136, 2, 140 + 150 + 138 + 138]);
    const analysis = analyse('schema', text, null);
    const started = performance.now();
    outline(analysis);
    assert.ok(performance.now() - started < 50);
  });
});
