import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { functionTable } from '../../../src/core/functions/functionTable.ts';
import { keywords } from '../../../src/core/functions/keywords.ts';

const injected = 'provision-on-demand.expression.injection';
const file = resolve(import.meta.dirname, '../../../media/expression.tmLanguage.json');

/** The part of VS Code's grammar for JSON that an injection meets: the same scopes, nested in the same way. */
const host = {
  scopeName: 'source.json',
  patterns: [{ include: '#value' }],
  repository: {
    value: {
      patterns: [
        { match: '\\b(?:true|false|null)\\b', name: 'constant.language.json' },
        { match: '-?\\d+', name: 'constant.numeric.json' },
        { begin: '"', end: '"', name: 'string.quoted.double.json', patterns: [{ match: '\\\\.' }] },
        { begin: '\\[', end: '\\]', name: 'meta.structure.array.json', patterns: [{ include: '#value' }] },
        { include: '#object' },
        { include: '#comments' },
      ],
    },
    comments: { patterns: [{ begin: '/\\*', end: '\\*/', name: 'comment.block.json' }] },
    object: {
      begin: '\\{',
      end: '\\}',
      name: 'meta.structure.dictionary.json',
      patterns: [
        { begin: '"', end: '"', name: 'string.json support.type.property-name.json' },
        { include: '#comments' },
        {
          begin: ':',
          end: '(,)|(?=\\})',
          name: 'meta.structure.dictionary.value.json',
          patterns: [{ include: '#value' }],
        },
      ],
    },
  },
};

async function jsonGrammar(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM({ data: wasm });
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      if (scope === injected) return textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
      return scope === 'source.json' ? textmate.parseRawGrammar(JSON.stringify(host), 'host.json') : null;
    },
    getInjections: (scope) => (scope === 'source.json' ? [injected] : undefined),
  });
  const grammar = await registry.loadGrammar('source.json');
  assert.ok(grammar);
  return grammar;
}

const grammar = await jsonGrammar();

interface Coloured {
  readonly text: string;
  /** The innermost scope that is ours; null where none is. */
  readonly scope: string | null;
}

/** The pieces of a JSON text that have a colour of ours. */
function coloured(json: string): readonly Coloured[] {
  let state = textmate.INITIAL;
  const pieces: Coloured[] = [];
  for (const line of json.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const scope = scopes.findLast((one) => one.endsWith('.provision-on-demand') && !one.startsWith('meta.')) ?? null;
      pieces.push({ text: line.slice(startIndex, endIndex), scope });
    }
  }
  return pieces.filter(({ scope }) => scope !== null);
}

function expression(text: string): readonly Coloured[] {
  return coloured(JSON.stringify({ type: 'Function', expression: text, name: 'IIF([a])' }));
}

function texts(pieces: readonly Coloured[], kind: string): readonly string[] {
  return pieces.filter(({ scope }) => scope?.startsWith(kind)).map(({ text }) => text);
}

describe('the grammar of expressions in JSON', () => {
  it('colours functions, attributes, texts, numbers, operators and keywords', () => {
    const pieces = expression('IIF([a]<>"x, (y", Left([b], -3.5) & "z", BitAnd(&HF, True))');
    assert.deepEqual(texts(pieces, 'entity.name.function'), ['IIF', 'Left', 'BitAnd']);
    assert.equal(texts(pieces, 'variable.other.attribute').join(''), '[a][b]');
    assert.deepEqual(texts(pieces, 'string.quoted.other'), ['x, (y', 'z']);
    assert.deepEqual(texts(pieces, 'constant.numeric'), ['-3.5', '&HF']);
    assert.deepEqual(texts(pieces, 'keyword.operator'), ['<>', '&']);
    assert.deepEqual(texts(pieces, 'constant.language'), ['True']);
  });

  it('ends a text where the expression ends it', () => {
    const pieces = expression('Append("a\\"b\\\\", Trim([c]))');
    assert.deepEqual(texts(pieces, 'constant.character.escape'), ['\\\\\\"', '\\\\\\\\']);
    assert.deepEqual(texts(pieces, 'entity.name.function'), ['Append', 'Trim']);
    assert.deepEqual(texts(expression('Append("C:\\n", "x")'), 'string.quoted.other').join('|'), 'C:|\\\\|n|x');
  });

  it('takes a path with a filter as one attribute', () => {
    assert.equal(
      texts(expression('Trim([emails[type eq "work"].value])'), 'variable').join(''),
      '[emails[type eq \\"work\\"].value]',
    );
  });

  it('knows every function and every keyword', () => {
    for (const { name } of functionTable) assert.deepEqual(texts(expression(`${name}([a])`), 'entity.name.function'), [name]);
    for (const { name } of keywords) assert.deepEqual(texts(expression(`F(${name})`), 'constant.language'), [name], name);
  });

  it('colours nothing but the value of "expression"', () => {
    assert.deepEqual(
      coloured('{ "name": "IIF([a])", "note": "\\"expression\\": \\"F([a])\\"", "x": ["expression", "F(1)"] }'),
      [],
    );
    assert.deepEqual(coloured('{ "expression": null, "name": "Left([a], 1)" }'), []);
    assert.deepEqual(coloured('/* "expression": "F([a])" */ { "expression": { "name": "F([a])" } }'), []);
  });

  it('leaves texts alone that are no expressions of ours', () => {
    for (const text of ['a > b && c', 'some words', '*/5 * * * *', "this.x === 'y'"])
      assert.deepEqual(expression(text), [], text);
  });

  it('does not run past the end of a string, a line or a value', () => {
    const unfinished = coloured(
      '{ "expression": "Left(\\"never closed", "name": "Trim([a])",\n"flowType": "F([x])",\n"expression": "Trim([b])" }',
    );
    assert.deepEqual(texts(unfinished, 'entity.name.function'), ['Left', 'Trim']);
    assert.equal(texts(unfinished, 'variable').join(''), '[b]');
    const open = coloured('{ "expression": "Left([a,\n "name": "Trim([a])" }');
    assert.deepEqual(texts(open, 'entity.name.function'), ['Left']);
  });
});
