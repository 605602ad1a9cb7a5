import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type JsonDraft, type JsonScalar, type PlacedValue, writePlacedJson } from '../../../src/connectors/wire/placedJson.ts';

const hostile = fc.constantFrom(
  '',
  '"',
  '\\',
  '\\"',
  '\n',
  '\u2028',
  '\ud800',
  '😀',
  '__proto__',
  'constructor',
  '</script>',
  '\0',
);
const text = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 8 }));
const scalar: fc.Arbitrary<JsonScalar> = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer());

const { draft } = fc.letrec<{ draft: JsonDraft }>((tie) => ({
  draft: fc.oneof(
    { depthSize: 'medium', maxDepth: 5 },
    scalar,
    fc.record({ value: scalar, target: text, mapping: text }),
    fc.array(tie('draft'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('draft')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

/** The draft as `JSON.stringify` wants it, which keeps the order of names that are not whole numbers. */
function plain(item: JsonDraft): unknown {
  if (Array.isArray(item)) return item.map(plain);
  if (item instanceof Map) return Object.fromEntries([...item].map(([name, value]) => [name, plain(value)]));
  return typeof item === 'object' && item !== null ? item.value : item;
}

function placedIn(item: JsonDraft): readonly PlacedValue[] {
  if (Array.isArray(item)) return item.flatMap(placedIn);
  if (item instanceof Map) return [...item.values()].flatMap(placedIn);
  return typeof item === 'object' && item !== null ? [item] : [];
}

test('any draft is the JSON that JSON.stringify prints, and every recorded place holds its value', () => {
  fc.assert(
    fc.property(draft, (item) => {
      const written = writePlacedJson(item);
      assert.deepEqual(JSON.parse(written.text), JSON.parse(JSON.stringify(plain(item))));
      const placed = placedIn(item);
      assert.equal(written.values.length, placed.length);
      let last = 0;
      for (const [index, { value, target, mapping }] of placed.entries()) {
        const found = written.values[index];
        assert.ok(found);
        const [start, end] = found.range;
        assert.ok(start >= last && end > start);
        last = end;
        assert.deepEqual(JSON.parse(written.text.slice(start, end)), JSON.parse(JSON.stringify(value)));
        assert.deepEqual([found.target, found.mapping], [target, mapping]);
      }
    }),
    { numRuns: 500, seed: 4 },
  );
});

test('it is printed as JSON.stringify prints, empty lists and objects too', () => {
  const item = new Map<string, JsonDraft>([
    ['none', []],
    ['nothing', new Map()],
    ['list', [1, [true, null], new Map([['a', 'b']])]],
    ['__proto__', { value: 'x', target: '__proto__', mapping: '/1' }],
  ]);
  assert.equal(writePlacedJson(item).text, JSON.stringify(plain(item), null, 2));
  assert.ok(writePlacedJson(item).text.includes('"__proto__": "x"'));
});
