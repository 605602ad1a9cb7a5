import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { JSONSchema } from 'vscode-json-languageservice';
import jsonService from 'vscode-json-languageservice';
import { jsonSchemas } from '../../../scripts/generateJsonSchemas.ts';
import type { TextRange } from '../../../src/core/text/range.ts';
import { analyse } from '../../../src/language/analysis.ts';
import { completionsAt } from '../../../src/language/completion.ts';
import { diagnose } from '../../../src/language/diagnostics.ts';
import type { DocumentKind } from '../../../src/language/documentKind.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { schemaText } from '../../support/schemaText.ts';
import { cursor } from './cursor.ts';

type OwnKind = Exclude<DocumentKind, 'connection'>;

const files: Readonly<Record<OwnKind, string>> = {
  schema: 'media/syncschema.schema.json',
  mapping: 'media/mapping.schema.json',
  scope: 'media/scope.schema.json',
};

/** VS Code's JSON support with one of the schemas, as the extension contributes them. */
class JsonSupport {
  readonly #service;

  constructor(kind: OwnKind) {
    this.#service = jsonService.getLanguageService({});
    const schema: JSONSchema = JSON.parse(readFileSync(files[kind], 'utf8'));
    this.#service.configure({ validate: true, allowComments: false, schemas: [{ uri: 'schema:own', fileMatch: ['*'], schema }] });
  }

  #open(text: string) {
    const document = jsonService.TextDocument.create('file:///a.json', 'json', 1, text);
    return { document, parsed: this.#service.parseJSONDocument(document) };
  }

  async problems(text: string): Promise<readonly (TextRange & { readonly message: string })[]> {
    const { document, parsed } = this.#open(text);
    const found = await this.#service.doValidation(document, parsed);
    return found.map(({ range, message }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      message: String(message),
    }));
  }

  async completions(marked: string): Promise<ReadonlyMap<string, string>> {
    const { text, offset } = cursor(marked);
    const { document, parsed } = this.#open(text);
    const list = await this.#service.doComplete(document, document.positionAt(offset), parsed);
    return new Map(list?.items.map((item) => [item.label, item.textEdit?.newText ?? '']));
  }

  async hover(text: string, offset: number): Promise<string> {
    const { document, parsed } = this.#open(text);
    const hover = await this.#service.doHover(document, document.positionAt(offset), parsed);
    return JSON.stringify(hover?.contents ?? []) === '[""]' ? '' : hover ? JSON.stringify(hover.contents) : '';
  }
}

const support: Readonly<Record<OwnKind, JsonSupport>> = {
  schema: new JsonSupport('schema'),
  mapping: new JsonSupport('mapping'),
  scope: new JsonSupport('scope'),
};

const whole = schemaText({
  source: 'Active Directory',
  target: 'Microsoft Entra ID',
  mappings: [
    { target: 'userPrincipalName', expression: '[userPrincipalName]', matchingPriority: 1 },
    { target: 'department', expression: 'Trim([department])' },
  ],
  sourceAttributes: [{ name: 'userPrincipalName', type: 'String' }, { name: 'department' }],
  attributes: [{ name: 'userPrincipalName', mutability: 'ReadWrite' }, { name: 'department' }],
  containerFilter: ['OU=a'],
  scope: {
    groups: [
      { name: 'g', clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['a'] } }] },
    ],
  },
});

describe('the JSON schemas', () => {
  for (const [path, content] of jsonSchemas()) {
    it(`${path} is what the tables give; node scripts/generateJsonSchemas.ts writes it`, () => {
      assert.equal(readFileSync(path, 'utf8'), content);
    });
  }

  it('find nothing wrong with the samples', async () => {
    const samples = globSync('samples/**/*.syncschema.json');
    assert.ok(samples.length >= 2);
    for (const path of samples) assert.deepEqual(await support.schema.problems(readFileSync(path, 'utf8')), [], path);
    assert.deepEqual(await support.schema.problems(whole), []);
  });

  const shared = resolve(import.meta.dirname, '../../../../shared/data/schemas');
  it('find nothing wrong with exported schemas', { skip: !existsSync(shared) && 'the shared data is absent' }, async () => {
    const exported = globSync(`${shared}/*.json`);
    assert.ok(exported.length > 0);
    for (const path of exported) {
      const text = readFileSync(path, 'utf8');
      assert.deepEqual(await support.schema.problems(text), [], path);
      const [rule] = JSON.parse(text).synchronizationRules;
      for (const objectMapping of rule.objectMappings) {
        assert.deepEqual(await support.mapping.problems(JSON.stringify(objectMapping)), []);
        if (objectMapping.scope) assert.deepEqual(await support.scope.problems(JSON.stringify(objectMapping.scope)), []);
      }
    }
  });
});

/** Values of every type that JSON has. */
const values = ['"text"', '7', '1.5', 'true', 'null', '{}', '{ "a": 1 }', '[]', '[1]', '[{}]', '["a", {}, null]'];

/** Each property of a document in turn with another value: the text, and where the value stands in it. */
function* variants(text: string): Generator<string> {
  const document = jsonService.TextDocument.create('file:///a.json', 'json', 1, text);
  const service = jsonService.getLanguageService({});
  const pending = [service.parseJSONDocument(document)].flatMap((parsed) => {
    const { root } = parsed as unknown as { readonly root?: Node };
    return root ? [root] : [];
  });
  for (let node = pending.pop(); node; node = pending.pop()) {
    pending.push(...(node.children ?? []));
    if (node.type === 'property') {
      const { valueNode } = node;
      yield text.slice(0, node.offset) + text.slice(node.offset + node.length).replace(/^\s*,/, '');
      if (valueNode)
        for (const value of values)
          yield text.slice(0, valueNode.offset) + value + text.slice(valueNode.offset + valueNode.length);
    }
    if (node.type === 'object') yield `${text.slice(0, node.offset)}7${text.slice(node.offset + node.length)}`;
  }
}

interface Node {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly children?: readonly Node[];
  readonly valueNode?: Node;
}

function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the JSON schemas beside our own checks', () => {
  const scope =
    '{ "groups": [ { "name": "g", "clauses": [ { "sourceOperandName": "a", "operatorName": "EQUALS", "targetOperand": { "values": [ "b" ] }, "multivaluedComparisonType": "All" } ] } ] }';
  const mapping =
    '{ "name": "m", "enabled": true, "flowTypes": "Add", "sourceObjectName": "User", "targetObjectName": "User", "scope": null, "metadata": [], "attributeMappings": [ { "targetAttributeName": "a", "matchingPriority": 1, "flowType": "Always", "flowBehavior": "FlowAlways", "defaultValue": null, "exportMissingReferences": false, "source": { "type": "Function", "name": "Append", "expression": "Append([a], [b])", "parameters": [ { "key": "source", "value": { "type": "Attribute", "name": "a", "expression": "[a]", "parameters": [] } } ] } } ] }';
  const documents: readonly (readonly [kind: OwnKind, text: string])[] = [
    ['schema', whole],
    ['mapping', mapping],
    ['scope', scope],
  ];

  for (const [kind, document] of documents) {
    it(`report nothing twice in a ${kind} with a value of another type anywhere, or a property missing`, async () => {
      let own = 0;
      let theirs = 0;
      for (const text of variants(document)) {
        if (!isValid(text)) continue;
        const problems = diagnose(analyse(kind, text, null));
        own += problems.length > 0 ? 1 : 0;
        for (const found of await support[kind].problems(text)) {
          theirs += 1;
          const twice = problems.find(({ range }) => range.start >= found.start && range.end <= found.end);
          assert.equal(twice, undefined, `${found.message} and ${twice?.message}: ${text.slice(found.start - 40, found.end)}`);
        }
      }
      assert.ok(own > 20, `our checks reported something in ${own} documents`);
      assert.ok(kind === 'scope' || theirs > 0, 'the schema reported nothing at all');
    });
  }

  it('report nothing about words that the service does not document', async () => {
    const broken = whole
      .replace('"flowType": "Always"', '"flowType": "Sometimes"')
      .replace('"operatorName": "EQUALS"', '"operatorName": "RESEMBLES"')
      .replace('"flowTypes": "Add, Update, Delete"', '"flowTypes": "Add, Remove"');
    assert.ok(diagnose(analyse('schema', broken, null)).length >= 3);
    assert.deepEqual(await support.schema.problems(broken), []);
  });

  it('report what our readers do not look at', async () => {
    const broken = whole.replace('"editable": true', '"editable": "yes"');
    assert.equal((await support.schema.problems(broken)).length, 1);
    assert.deepEqual(diagnose(analyse('schema', broken, null)), diagnose(analyse('schema', whole, null)));
  });
});

describe('the JSON schemas beside our own completion and hovers', () => {
  it('propose the names of properties with the shape of their values', async () => {
    const proposals = await support.schema.completions(
      '{ "synchronizationRules": [ { "objectMappings": [ { "attributeMappings": [ { "targetAttributeName": "a", ‸ } ] } ] } ] }',
    );
    assert.equal(proposals.get('flowType'), '"flowType": "$1"');
    assert.equal(proposals.get('source'), '"source": {$1}');
    assert.equal(proposals.get('exportMissingReferences'), '"exportMissingReferences": $1');
    assert.ok(!proposals.has('targetAttributeName'), 'what stands there is not proposed again');
    assert.equal((await support.mapping.completions('{ ‸ }')).get('attributeMappings'), '"attributeMappings": [$1]');
    assert.equal(
      (await support.scope.completions('{ "groups": [ { "clauses": [ { ‸ } ] } ] }')).get('operatorName'),
      '"operatorName": "$1"',
    );
  });

  it('propose a whole document where none stands yet, which we can read', async () => {
    for (const kind of ['schema', 'mapping', 'scope'] as const) {
      const snippets = [...(await support[kind].completions('‸')).values()].filter((text) => text.length > 20);
      assert.equal(snippets.length, 1, kind);
      const text = (snippets[0] ?? '').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1').replaceAll(/\$\d+/g, 'x');
      assert.doesNotThrow(() => JSON.parse(text), text);
      assert.deepEqual(analyse(kind, text, null).structure, []);
    }
  });

  it('propose no value that we propose', async () => {
    let places = 0;
    for (const { index } of whole.matchAll(/(?<=: )(?=")|(?<=: ")/g)) {
      const own = completionsAt(analyse('schema', whole, null), index, null);
      if (own.length === 0) continue;
      places += 1;
      const theirs = await support.schema.completions(`${whole.slice(0, index)}‸${whole.slice(index)}`);
      const twice = own.filter(({ label }) => theirs.has(label) || theirs.has(`"${label}"`));
      assert.deepEqual(twice, [], whole.slice(index - 30, index + 20));
    }
    assert.ok(places > 15, `${places} places`);
  });

  it('say nothing of what our hovers explain', async () => {
    let ours = 0;
    let theirs = 0;
    const analysis = analyse('schema', whole, null);
    for (const { index } of whole.matchAll(/(?<=")[A-Za-z[]/g)) {
      const own = hoverAt(analysis, index, null);
      const other = await support.schema.hover(whole, index);
      ours += own ? 1 : 0;
      theirs += other === '' ? 0 : 1;
      assert.ok(!own || other === '', `${whole.slice(index - 10, index + 40)}: ${other}`);
    }
    assert.ok(ours > 30 && theirs > 5, `${ours} hovers of ours, ${theirs} of theirs`);
  });
});
