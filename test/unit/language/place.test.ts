import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { getLocation } from 'jsonc-parser';
import { analyse } from '../../../src/language/analysis.ts';
import { placeAt } from '../../../src/language/place.ts';
import { repository } from '../../support/runSample.ts';

describe('placeAt', () => {
  const text = readFileSync(resolve(repository, 'samples/entra-to-scim/entra-to-scim.syncschema.json'), 'utf8');
  const analysis = analyse('schema', text, null);

  it('says the same of every place as a scan of the whole document does', () => {
    for (let offset = 0; offset <= text.length; offset += 101) {
      const place = placeAt(analysis, offset);
      const whole = getLocation(text, offset);
      const path = whole.path.slice(whole.path.length - place.path.length);
      assert.deepEqual(place.path, path, `path at ${offset}`);
      assert.equal(place.isKey, whole.isAtPropertyKey, `key at ${offset}`);
      const node = whole.previousNode;
      const isText = node !== undefined && (node.type === 'string' || node.type === 'property');
      const inside = isText && offset > node.offset && offset <= node.offset + node.length;
      assert.deepEqual(
        place.literal,
        inside ? { start: node.offset, end: node.offset + node.length } : null,
        `literal at ${offset}`,
      );
    }
  });

  it('finds the expression and the offset in it behind escapes', () => {
    const found = /"expression": "[A-Z][^"]*\\"/.exec(text);
    assert.ok(found);
    const at = found.index + found[0].length;
    const place = placeAt(analysis, at);
    assert.deepEqual(place.path.slice(-1), ['expression']);
    assert.ok(place.mapping);
    assert.equal(place.value?.[(place.valueOffset ?? 0) - 1], '"');
  });

  it('reads a text that has no end yet', () => {
    const open = '{"attributeMappings":[{"targetAttributeName":"a","source":{"expression":"Join(';
    const place = placeAt(analyse('mapping', open, null), open.length);
    assert.deepEqual([place.path.slice(-2), place.value, place.valueOffset], [['source', 'expression'], 'Join(', 5]);
  });
});
