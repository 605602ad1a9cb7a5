import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runCli } from './runCli.ts';

describe('eval', () => {
  let folder: string;
  let attributes: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision-'));
    attributes = join(folder, 'attributes.json');
    await writeFile(
      attributes,
      '\ufeff{"givenName":"Zoë","sn":"Krüger","mail":null,"proxyAddresses":["a","b"],"enabled":true,"n":7}',
    );
  });
  after(() => rm(folder, { recursive: true }));

  const evaluate = async (
    expression: string,
    ...more: readonly string[]
  ): Promise<readonly [code: number | null, result: Record<string, unknown>]> => {
    const result = await runCli(['eval', '--expression', expression, '--attributes', attributes, '--json', ...more]);
    return [result.code, JSON.parse(result.out) as Record<string, unknown>];
  };

  it('prints each of the five outcomes as what it is', async () => {
    const rows: readonly (readonly [expression: string, outcome: string, value: unknown, exit: number])[] = [
      ['Join(" ", [givenName], [sn])', 'value', 'Zoë Krüger', 0],
      ['[proxyAddresses]', 'value', ['a', 'b'], 0],
      ['[mail]', 'null', null, 0],
      ['""', 'value', '', 0],
      ['IgnoreFlowIfNullOrEmpty([mail])', 'ignored', null, 0],
      ['Item([proxyAddresses], 3)', 'error', null, 1],
      ['DefaultDomain()', 'unsupported', null, 1],
      ['Append([enabled], [n])', 'value', 'True7', 0],
    ];
    for (const [expression, outcome, value, exit] of rows) {
      const [code, result] = await evaluate(expression);
      assert.deepEqual([result.outcome, result.value, code], [outcome, value, exit], expression);
      assert.equal(result.error === null, outcome !== 'error' && outcome !== 'unsupported', expression);
    }
  });

  it('takes the readings of doubtful points, and refuses those that do not exist', async () => {
    const [, usual] = await evaluate('Mid([n], 2, 3)');
    const [, other] = await evaluate('Mid([n], 2, 3)', '--semantics', 'splitPieces=keep, midOutOfRange=input');
    assert.deepEqual([usual.value, other.value], ['', '7']);
    const wrong = await runCli(['eval', '--expression', '""', '--semantics', 'midOutOfRange=output']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /midOutOfRange/);
  });

  it('gives every sub-term its value, its text and its range', async () => {
    const expression = 'IIF(IsPresent([mail]), [mail], Append([sn], "x"))';
    const [, result] = await evaluate(expression);
    interface Tree {
      readonly text: string;
      readonly range: readonly [number, number];
      readonly outcome: string;
      readonly value: unknown;
      readonly children: readonly Tree[];
    }
    const tree = result.tree as Tree;
    const seen = new Map<string, readonly [string, unknown]>();
    const walk = (node: Tree): void => {
      assert.equal(expression.slice(...node.range), node.text);
      seen.set(node.text, [node.outcome, node.value]);
      node.children.forEach(walk);
    };
    walk(tree);
    assert.deepEqual(seen.get('IsPresent([mail])'), ['value', 'False']);
    assert.deepEqual(seen.get('Append([sn], "x")'), ['value', 'Krügerx']);
    assert.equal(tree.children[1]?.outcome, 'notEvaluated');
  });

  it('says why in the tree, in the document and on the terminal', async () => {
    const expression = 'Switch([sn], "none", "Krüger", Replace([givenName], "x", , , "y", , ))';
    const [, { tree }] = await evaluate(expression);
    assert.equal((tree as { readonly reason: unknown }).reason, 'The source "Krüger" equals key1, "Krüger".');
    const { out } = await runCli(['eval', '--expression', expression, '--attributes', attributes]);
    const lines = out.split('\n').map((line) => line.trim());
    assert.ok(
      lines.some((line) => line.startsWith('Switch(') && line.endsWith('→ "Zoë"  The source "Krüger" equals key1, "Krüger".')),
    );
    assert.ok(
      lines.some((line) => line.startsWith('Replace(') && line.endsWith('oldValue is not found, so the source stays as it is.')),
    );
    assert.equal(lines.filter((line) => line === 'notEvaluated').length, 0, 'an argument that is left out is no line');
    const redacted = await runCli(['eval', '--expression', `Append(Redact(Mid([sn], 1, 2)), "x")`, '--attributes', attributes]);
    assert.doesNotMatch(redacted.out, /Kept/);
  });

  it('points at the character of a syntax error', async () => {
    const [code, result] = await evaluate('Append([sn], ');
    assert.equal(code, 1);
    const error = result.error as { code: string; message: string; range: readonly [number, number] };
    assert.equal(error.code, 'SyntaxError');
    assert.ok(error.range[0] >= 'Append('.length - 1 && error.range[1] <= 'Append([sn], '.length + 1, JSON.stringify(error));
  });

  it('takes the clock, the dialect and the taken values from its flags', async () => {
    const [, now] = await evaluate('Now()', '--now', '2021-07-02T15:33:38Z');
    assert.equal(now.value, '7/2/2021 3:33:38 PM');
    const taken = join(folder, 'taken.json');
    await writeFile(taken, '["zoë"]');
    const [, unique] = await evaluate('SelectUniqueValue([givenName], [sn])', '--taken', taken);
    assert.equal(unique.value, 'Krüger');
    for (const args of [
      ['--dialect', 'klingon'],
      ['--now', 'yesterday'],
      ['--taken', join(folder, 'none.json')],
    ]) {
      const result = await runCli(['eval', '--expression', 'Now()', ...args]);
      assert.deepEqual([result.code, result.out], [2, ''], args.join(' '));
      assert.notEqual(result.err, '');
    }
  });

  it('runs a file of cases, prints each miss and the count', async () => {
    const cases = join(folder, 'cases.json');
    const rows = [
      { id: 'right', expression: 'Append("a", "b")', inputs: {}, expected: 'ab' },
      { id: 'wrong', expression: 'Append("a", "b")', inputs: {}, expected: 'ba' },
      { id: 'ignored', expression: 'IgnoreFlowIfNullOrEmpty([x])', inputs: {}, expected: { $ignored: true } },
    ];
    await writeFile(cases, JSON.stringify(rows));
    const result = await runCli(['eval', '--cases', cases]);
    assert.equal(result.code, 1);
    assert.match(result.out, /wrong/);
    assert.match(result.out, /2 of 3 cases/);
    await writeFile(cases, '{"not": "a list"}');
    assert.equal((await runCli(['eval', '--cases', cases])).code, 2);
  });
});
