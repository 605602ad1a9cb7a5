import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Dialect } from '../../../src/core/expression/dialect.ts';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { type SignatureHelp, signatureAt } from '../../../src/language/signatureHelp.ts';
import { plainTextOf } from '../../support/plainText.ts';
import { cursor } from './cursor.ts';

/** Signature help in a mapping file whose one expression has the cursor. */
function help(marked: string, dialect: Dialect = 'app-provisioning'): SignatureHelp | null {
  const { text, offset } = cursor(documentOf(marked));
  return signatureAt(analyse('mapping', text, dialect), offset);
}

function documentOf(expression: string): string {
  const source = { type: 'Function', name: 'x', expression, parameters: [] };
  return JSON.stringify({ attributeMappings: [{ targetAttributeName: 'a', source }] }, null, 2);
}

/** `Function: parameter`, as the screen would emphasize it. */
function active(marked: string, dialect?: Dialect): string {
  const found = help(marked, dialect);
  assert.ok(found, `no signature for ${marked}`);
  const signature = found.signatures[found.activeSignature];
  assert.ok(signature);
  const parameter = signature.parameters[found.activeParameter];
  const name = signature.label.slice(0, signature.label.indexOf('('));
  const label = parameter && signature.label.slice(parameter.range.start, parameter.range.end);
  return `${name}: ${label?.replaceAll(/[[\]…]/g, '') ?? 'nothing'}`;
}

describe('signature help', () => {
  it('follows the arguments', () => {
    assert.equal(active('Mid(‸'), 'Mid: source');
    assert.equal(active('Mid([a]‸, 1, 2)'), 'Mid: source');
    assert.equal(active('Mid([a],‸'), 'Mid: start');
    assert.equal(active('Mid([a], 1, ‸)'), 'Mid: length');
    assert.equal(active('Mid([a], 1, 2, ‸)'), 'Mid: nothing');
  });

  it('takes the innermost open call', () => {
    assert.equal(active('Append(Mid([a], ‸), "x")'), 'Mid: start');
    assert.equal(active('Append(Mid([a], 1, 2)‸, "x")'), 'Append: source');
    assert.equal(active('Append(Mid([a], 1, 2), ‸'), 'Append: suffix');
  });

  it('is not misled by commas and parentheses in texts, nor by what is not finished', () => {
    assert.equal(active('Append("a, (b", ‸'), 'Append: suffix');
    assert.equal(active('Append("a, b‸'), 'Append: source');
    assert.equal(active('Append("a, b‸", "c")'), 'Append: source');
    assert.equal(active('Replace([a], "\\",\\"", ‸'), 'Replace: regexPattern');
    assert.equal(active('Append([a‸'), 'Append: source');
    assert.equal(active('Append([a, ‸'), 'Append: suffix');
    assert.equal(active('IIF([a]=‸'), 'IIF: condition');
  });

  it('repeats the parameters that repeat', () => {
    assert.match(active('Join(",", [a], [b], ‸'), /^Join: source/);
    const found = help('Switch([a], "d", "k1", "v1", "k2", ‸');
    assert.ok(found);
    const signature = found.signatures[0];
    const parameter = signature?.parameters[found.activeParameter];
    assert.ok(signature && parameter);
    assert.match(plainTextOf(parameter.documentation), /^value2: /);
    assert.match(active('Switch([a], "d", "k1", "v1", ‸'), /^Switch: key/);
    assert.match(active('Switch([a], ‸'), /^Switch: defaultValue/);
  });

  it('tells the two forms of FormatDateTime apart', () => {
    const forms = help('FormatDateTime(‸');
    assert.ok(forms);
    assert.deepEqual(
      forms.signatures.map(({ parameters }) => parameters.length),
      [4, 3],
    );
    assert.equal(forms.activeSignature, 0);
    assert.equal(help('FormatDateTime(‸', 'cloud-sync')?.activeSignature, 1);
    assert.equal(help('FormatDateTime(‸[a], , "yyyy", "MM")', 'cloud-sync')?.activeSignature, 0);
    assert.equal(active('FormatDateTime([a], , ‸', 'app-provisioning'), 'FormatDateTime: inputFormat');
    assert.equal(active('FormatDateTime([a], "x", ‸', 'cloud-sync'), 'FormatDateTime: outputFormat');
  });

  it('says nothing outside of calls and for unknown functions', () => {
    for (const marked of ['[a]‸', 'Mid([a], 1, 2)‸', 'Mid‸([a], 1, 2)', 'Nothing(‸', '(‸', '‸'])
      assert.equal(help(marked), null, marked);
    const { text, offset } = cursor(
      documentOf('Mid([a], 1, 2)').replace('"targetAttributeName": "a"', '"targetAttributeName": "Mid(‸"'),
    );
    assert.equal(signatureAt(analyse('mapping', text, null), offset), null);
  });

  it('helps where the string of JSON is not closed', () => {
    const { text, offset } = cursor(documentOf('Mid([a], ‸').replace('‸",', '‸'));
    const found = signatureAt(analyse('mapping', text, null), offset);
    assert.equal(found?.activeParameter, 1);
  });

  it('places every parameter of every function in its label', () => {
    for (const { name, parameters } of functionTable) {
      const found = help(`${name}(‸`);
      const signature = found?.signatures[0];
      assert.ok(signature, name);
      for (const [index, parameter] of parameters.entries()) {
        const { range } = signature.parameters[index] ?? { range: { start: 0, end: 0 } };
        assert.ok(signature.label.slice(range.start, range.end).includes(parameter.name), `${name}: ${parameter.name}`);
      }
    }
  });
});
