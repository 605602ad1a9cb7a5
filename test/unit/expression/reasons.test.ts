import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EvaluationContext } from '../../../src/core/expression/evaluationContext.ts';
import { toValueTree } from '../../../src/core/expression/valueTree.ts';
import type { ValueTree } from '../../../src/core/trace/trace.ts';
import { evaluate, type Given } from './evaluate.ts';

const given: Given = { a: 'hello', n: null, e: '', list: ['p', '', 'q', 'p'], number: '9', secret: 'hunter2' };

/** The reasons of the tree, by the text of their term. */
function reasons(expression: string, more: Partial<EvaluationContext> = {}): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (tree: ValueTree): void => {
    if (tree.reason !== null) found[tree.text] = tree.reason;
    tree.children.forEach(walk);
  };
  walk(toValueTree(evaluate(expression, given, more).tree, expression));
  return found;
}

/** The reason of the whole expression; null where it has none. */
function reason(expression: string, more: Partial<EvaluationContext> = {}): string | null {
  return reasons(expression, more)[expression] ?? null;
}

describe('why a term gave its value', () => {
  const rows: readonly (readonly [expression: string, reason: string | null])[] = [
    ['Switch([a], "d", "x", "1", "hello", "2")', 'The source "hello" equals key2, "hello".'],
    ['Switch([n], "d", "", "2")', 'The source (null) equals key1, "".'],
    ['Switch([a], "d", "HELLO", "1")', 'No key equals the source "hello", so the default is taken.'],
    ['Switch([a], , "x", "1")', 'No key equals the source "hello", and there is no default.'],
    ['Coalesce([a], [n])', 'source1 is the first that is not null.'],
    ['Coalesce([n], [e], [a])', 'source2 is the first that is not null. Empty text is a value.'],
    ['Coalesce([n], [n])', 'Every argument is null.'],
    ['IIF([number] > 10, "y", "n")', 'The condition is false, so valueIfFalse is taken.'],
    ['IIF(IsPresent([a]), , "n")', 'The condition is true, so valueIfTrue is taken, which is left blank.'],
    ['Join("-", [n], [a], [e], [list])', 'Left out, being null or empty: source1, source3.'],
    ['Join("-", [a], [a])', null],
    ['IgnoreFlowIfNullOrEmpty([n])', 'The expression gives null, so the attribute is left out of the flow.'],
    ['IgnoreFlowIfNullOrEmpty([e])', 'The expression gives empty text, so the attribute is left out of the flow.'],
    ['IgnoreFlowIfNullOrEmpty([a])', null],
    ['Replace([a], , "l+", , "L", , )', 'The pattern is found.'],
    ['Replace([a], , "[0-9]", , "", , )', 'The pattern is not found, so the source stays as it is.'],
    ['Replace([list], , "p", , "", , )', 'The pattern is found in 2 of 4 values.'],
    ['Replace([a], "L", , , "", , )', 'oldValue is not found, so the source stays as it is.'],
    ['Replace([a], , "(?<g>l)", "g", , [number], )', 'The source has a value, so it is given as it is.'],
    ['Mid([a], 2, 2)', 'Kept: characters 2 to 3 of 5.'],
    ['Mid([a], 1, 5)', null],
    ['Mid([a], 9, 2)', 'The text has 5 characters, so nothing stands at position 9.'],
    ['Left([a], 1)', 'Kept: character 1 of 5.'],
    ['Left([n], 1)', 'The text is null, for which Left gives empty text.'],
    ['Word("a b", 3, " ")', 'The text has 2 words, so there is no word 3.'],
    ['Not([a])', '"hello" is not True, and Not gives True for everything else.'],
    ['RemoveDuplicates([list])', '1 repeated value is removed.'],
    ['ToUpper([a])', null],
    ['[a]', null],
  ];
  for (const [expression, expected] of rows) {
    it(expression, () => assert.equal(reason(expression), expected));
  }

  it('says what a condition compared, and how', () => {
    const condition = (text: string): string | undefined => reasons(`IIF(${text}, "y", "n")`)[text];
    assert.equal(condition('[number] > 10'), 'Tests "9" > "10" as numbers.');
    assert.equal(condition('[a] = "HELLO"'), 'Tests "hello" = "HELLO" as text, where case counts.');
    assert.equal(condition('[n] <> ""'), 'Tests null <> "" as text, where null counts as empty.');
    assert.equal(condition('[a] = "x"'), 'Tests "hello" = "x" as text.');
  });

  it('says which candidate of SelectUniqueValue is free, and who has the others', () => {
    const expression = 'SelectUniqueValue([a], [n], [number], "free")';
    const isTaken = (candidate: string): boolean | { readonly takenBy: string } =>
      candidate === 'hello' ? { takenBy: 'Hello Kitty' } : candidate !== 'free';
    assert.equal(reason(expression, { isTaken }), '"free" is free; "hello" is taken by "Hello Kitty", "9" is taken.');
    assert.equal(reason(expression, { isTaken: () => false }), '"hello" is free in the target.');
  });

  it('says what failed where it failed, and not again on the terms around it', () => {
    const found = reasons('Append(Join("", Item([list], 9)), "x")');
    assert.deepEqual(Object.keys(found), ['Item([list], 9)']);
    assert.match(found['Item([list], 9)'] ?? '', /^Item asks for value 9 and there are 4 values/);
    assert.deepEqual(Object.keys(reasons('Append([a], Unknown([a]))')), ['Unknown([a])']);
  });

  it('says nothing on a branch that was not taken', () => {
    const expression = 'IIF([a] = "hello", "y", Mid([a], 2, 2))';
    assert.equal(reasons(expression)['Mid([a], 2, 2)'], undefined);
  });

  it('gives no reason inside Redact or around it, in which the value could stand', () => {
    for (const expression of [
      'Redact(Mid([secret], 2, 3))',
      'Append(Switch(Redact([secret]), "d", "x", "1"), "y")',
      'IIF(Redact([secret]) = "x", "y", "n")',
      'Redact(Item([secret], 9))',
    ]) {
      assert.ok(!JSON.stringify(reasons(expression)).includes('hunter2'), expression);
      assert.equal(reason(expression), null, expression);
    }
  });

  it('quotes long values in short', () => {
    const long = 'x'.repeat(5000);
    const { tree } = evaluate('Switch([long], "d", "k", "v")', { long });
    assert.ok((tree.reason?.length ?? 0) < 200, tree.reason ?? 'none');
  });
});
