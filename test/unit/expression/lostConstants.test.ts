import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExpressionNode } from '../../../src/core/expression/ast.ts';
import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import { restoreLostConstants } from '../../../src/core/expression/lostConstants.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import type { AttributeMappingSource, SourceType } from '../../../src/core/schema/model.ts';
import { brief, contextOf } from './evaluate.ts';

type Parameter = readonly [key: string, value: AttributeMappingSource];

function source(
  type: SourceType,
  name: string,
  expression: string | null,
  parameters: readonly Parameter[] = [],
): AttributeMappingSource {
  const located = { range: { start: 0, end: 0 }, pointer: '' };
  return {
    ...located,
    type,
    name,
    expression,
    expressionRange: null,
    parameters: parameters.map(([key, value]) => ({ key, value })),
  };
}

const attribute = (name: string): AttributeMappingSource => source('Attribute', name, `[${name}]`);
const constant = (name: string): AttributeMappingSource => source('Constant', name, `"${name}"`);
const lost = (name: string): AttributeMappingSource => source('Constant', `%${name}%`, null);
const call = (name: string, ...parameters: readonly Parameter[]): AttributeMappingSource =>
  source('Function', name, '', parameters);

function restore(text: string, from: AttributeMappingSource): ExpressionNode {
  return restoreLostConstants(parseExpression(text).root, from);
}

function tenantConstants(node: ExpressionNode): readonly string[] {
  if (node.kind === 'tenantConstant') return [`${node.name}@${node.range.start}`];
  return node.kind === 'call' ? node.arguments.flatMap(tenantConstants) : [];
}

const upn =
  'IIF(IsPresent([userPrincipalName]), [userPrincipalName], IIF(IsPresent([sAMAccountName]), Join("@", [sAMAccountName], ), Error("none")))';
const upnSource = call(
  'IIF',
  ['one', call('IsPresent', ['source', attribute('userPrincipalName')])],
  ['four', attribute('userPrincipalName')],
  [
    'five',
    call(
      'IIF',
      ['one', call('IsPresent', ['source', attribute('sAMAccountName')])],
      [
        'four',
        call('Join', ['separator', constant('@')], ['source', attribute('sAMAccountName')], ['source', lost('DomainFQDN')]),
      ],
      ['five', call('Error', ['message', constant('none')])],
    ),
  ],
);

describe('constants that an exported schema has in the parsed form only', () => {
  it('come back where the text has a blank', () => {
    const restored = restore(upn, upnSource);
    assert.deepEqual(tenantConstants(restored), [`DomainFQDN@${upn.indexOf(' ), Error')}`]);
    const context = contextOf({ sAMAccountName: 'adele' }, { tenantConstants: new Map([['DomainFQDN', 'corp.example']]) });
    assert.equal(brief(evaluateExpression(restored, context)), 'adele@corp.example');
  });

  it('are unsupported without a value, and say how to give one', () => {
    const { outcome } = evaluateExpression(restore(upn, upnSource), contextOf({ sAMAccountName: 'adele' }));
    assert.equal(outcome.kind, 'unsupported');
    assert.match(outcome.kind === 'unsupported' ? outcome.message : '', /"tenantConstants": \{ "DomainFQDN"/);
  });

  it('line up behind a comparison, which has three parameters', () => {
    const from = call(
      'IIF',
      ['one', attribute('a')],
      ['two', constant('=')],
      ['three', constant('x')],
      ['four', lost('Name')],
      ['five', constant('y')],
    );
    assert.deepEqual(tenantConstants(restore('IIF([a]="x", , "y")', from)), ['Name@12']);
  });

  it('use the key to tell two blanks apart', () => {
    const replaced = call('Replace', ['source', attribute('a')], ['Find', constant('-')], ['Replacement', lost('Name')]);
    assert.deepEqual(tenantConstants(restore('Replace([a], "-", , , , , )', replaced)), ['Name@21']);
    const branch = call('IIF', ['one', call('IsPresent', ['source', attribute('a')])], ['five', lost('Name')]);
    assert.deepEqual(tenantConstants(restore('IIF(IsPresent([a]), , )', branch)), ['Name@21']);
  });

  it('are a whole source, too', () => {
    assert.deepEqual(tenantConstants(restore('', lost('DomainFQDN'))), ['DomainFQDN@0']);
  });

  it('stay away where text and parsed form do not line up', () => {
    const join = call('Join', ['separator', constant('@')], ['source', attribute('a')], ['source', lost('Name')]);
    for (const edited of [
      'Join("@", [b], )',
      'Join("-", [a], )',
      'Join("@", [a])',
      'Append("@", )',
      '[a]',
      'Join("@", [a], , )',
    ]) {
      assert.deepEqual(tenantConstants(restore(edited, join)), [], edited);
    }
  });

  it('align deeply nested calls without delay', () => {
    const depth = 390;
    let from = attribute('a');
    for (let level = 0; level < depth; level++) from = call('Append', ['source', from], ['suffix', lost('X')]);
    assert.equal(tenantConstants(restore(`${'Append('.repeat(depth)}[a]${', )'.repeat(depth)}`, from)).length, depth);
  });
});
