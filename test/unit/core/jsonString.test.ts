import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodedOffset, mapStringOffset } from '../../../src/core/text/jsonString.ts';

describe('mapStringOffset', () => {
  it('counts each kind of escape as one character', () => {
    const literal = String.raw`"a\"b\\c\u00e9d\n"`;
    assert.equal(JSON.parse(literal), 'a"b\\céd\n');
    const starts = [...'012345678'].map((_, offset) => literal.slice(mapStringOffset(literal, offset)));
    const rest = [
      String.raw`a\"b\\c\u00e9d\n"`,
      String.raw`\"b\\c\u00e9d\n"`,
      String.raw`b\\c\u00e9d\n"`,
      String.raw`\\c\u00e9d\n"`,
      String.raw`c\u00e9d\n"`,
      String.raw`\u00e9d\n"`,
      String.raw`d\n"`,
      String.raw`\n"`,
      '"',
    ];
    assert.deepEqual(starts, rest);
  });

  it('stays inside the literal', () => {
    assert.equal(mapStringOffset('"ab"', -3), 1);
    assert.equal(mapStringOffset('"ab"', 99), 3);
    assert.equal(mapStringOffset('""', 0), 1);
    assert.equal(mapStringOffset('"ab', 2), 3);
    assert.equal(mapStringOffset('"ab\\', 3), 4);
  });

  it('cuts every literal where the value is cut, however the value is escaped', () => {
    const writer = fc.constantFrom<(unit: string) => string>(
      (unit) => JSON.stringify(unit).slice(1, -1),
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const units = fc.array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom('"', '\\', '/', '\n', 'u', '\u{d83d}'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).map((text) => text.charAt(0)),
        ),
        writer,
      ),
    );
    fc.assert(
      fc.property(units, fc.nat(), (parts, seed) => {
        const literal = `"${parts.map(([unit, write]) => write(unit)).join('')}"`;
        const value = JSON.parse(literal) as string;
        const offset = seed % (value.length + 1);
        const at = mapStringOffset(literal, offset);
        assert.equal(JSON.parse(`${literal.slice(0, at)}"`), value.slice(0, offset));
        assert.equal(JSON.parse(`"${literal.slice(at)}`), value.slice(offset));
      }),
    );
  });
});

describe('decodedOffset', () => {
  const pieces = fc.array(fc.constantFrom('a', '\\"', '\\\\', '\\u00e9', '\\n', '\\u12', '\\', 'é'), { maxLength: 12 });

  it('is the inverse of mapStringOffset, also for broken and unclosed literals', () => {
    fc.assert(
      fc.property(pieces, fc.boolean(), (parts, closed) => {
        const literal = `"${parts.join('')}${closed ? '"' : ''}`;
        for (let offset = 0; offset <= decodedOffset(literal, literal.length); offset += 1)
          assert.equal(decodedOffset(literal, mapStringOffset(literal, offset)), offset);
      }),
    );
  });

  it('gives a place inside an escape to its character', () => {
    const literal = String.raw`"a\u00e9b"`.replace('\\\\', '\\');
    assert.deepEqual(
      [1, 2, 3, 7, 8, 9, 99].map((index) => decodedOffset(literal, index)),
      [0, 1, 1, 1, 2, 3, 3],
    );
  });
});
