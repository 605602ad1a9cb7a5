import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { revealRange } from '../../../src/language/revealRange.ts';

const expression = 'Append("é\\x", [mail])';
const schema = `{ "attributeMappings": [
  { "targetAttributeName": "title", "source": { "expression": ${JSON.stringify(expression).replace('é', '\\u00e9')}, "type": "Function" } },
  { "targetAttributeName": "mail", "source": null }
] }`;

function selected(text: string, pointer: string, part: readonly [number, number] | null): string | null {
  const range = revealRange(text, pointer, part);
  return range && text.slice(range.start, range.end);
}

describe('revealRange', () => {
  it('selects a whole node', () => {
    assert.equal(selected(schema, '/attributeMappings/1', null), '{ "targetAttributeName": "mail", "source": null }');
  });

  it('selects a part of an expression as it is escaped in the file', () => {
    const constant = expression.indexOf('"');
    assert.equal(selected(schema, '/attributeMappings/0', [constant, constant + 5]), String.raw`\"\u00e9\\x\"`);
    const attribute = expression.indexOf('[');
    assert.equal(selected(schema, '/attributeMappings/0', [attribute, attribute + 6]), '[mail]');
  });

  it('selects the whole expression where the part lies outside of it', () => {
    assert.equal(selected(schema, '/attributeMappings/0', [0, 999]), String.raw`Append(\"\u00e9\\x\", [mail])`);
  });

  it('selects the whole mapping where it has no expression', () => {
    assert.equal(selected(schema, '/attributeMappings/1', [0, 3]), '{ "targetAttributeName": "mail", "source": null }');
  });

  it('gives null where the pointer leads nowhere', () => {
    assert.equal(selected(schema, '/attributeMappings/2', [0, 1]), null);
    assert.equal(selected('', '/attributeMappings/0', null), null);
  });
});
