import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PlannedWrite } from '../../../src/core/trace/directory.ts';
import { type Hide, hiddenTexts } from '../../../src/core/trace/hiddenTexts.ts';

function hiding(...values: readonly string[]): Hide {
  const write: PlannedWrite = {
    action: 'update',
    id: 'a1',
    objectName: 'User',
    directoryName: null,
    attributes: values.map((value, index) => {
      return { name: `n${index}`, multivalued: false, type: 'String', old: null, new: value, redacted: true, mapping: '' };
    }),
  };
  return hiddenTexts(write, {
    compiled: { configuration: {} as never, mappings: [], reads: new Map(), matching: [], duplicates: [] },
    matched: null,
    queries: [],
  });
}

describe('what a server says', () => {
  it('is shown without the values, however it quotes them', () => {
    const hide = hiding('a+(b*)"c, d\\e');
    for (const quoted of [
      'a+(b*)"c, d\\e',
      'a+(b*)\\"c, d\\\\e',
      'a+\\28b\\2a\\29"c, d\\5ce',
      'a\\+(b*)\\"c\\, d\\\\e',
      'a%2B(b*)%22c%2C%20d%5Ce',
      'A+(B*)"C, D\\E',
    ])
      assert.equal(hide(`It is ${quoted}.`), 'It is [Redact].');
  });

  it('keeps other words that have a short value in them', () => {
    assert.equal(hiding('40')('401: badge 40 is taken'), '401: badge [Redact] is taken');
    assert.equal(hiding('', ' ')('nothing to hide'), 'nothing to hide');
  });

  it('is shown without the longer of two values first', () => {
    assert.equal(hiding('Fire', 'Firefly')('Firefly and Fire'), '[Redact] and [Redact]');
  });
});
