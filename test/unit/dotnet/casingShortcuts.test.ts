import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLowerInvariant, toUpperInvariant } from '../../../src/core/dotnet/casing.ts';

test('every character is changed alike in a text of its own and in one that goes character by character', () => {
  for (let code = 0; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const one = String.fromCodePoint(code);
    assert.equal(`${toLowerInvariant(one)}σ`, toLowerInvariant(`${one}Σ`), code.toString(16));
    assert.equal(`${toUpperInvariant(one)}É`, toUpperInvariant(`${one}é`), code.toString(16));
  }
});
