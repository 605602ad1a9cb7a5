import type { OutcomeKind } from '../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../src/core/value.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { toggled } from '../state.ts';
import { difference, visibleRuns } from '../visibleText.ts';
import { count } from '../words.ts';

/** Longer texts and lists are cut until the reader asks for more; beyond the last limit nothing readable is left. */
const textLimit = 280;
const openTextLimit = 200_000;
const listLimit = 12;
const openListLimit = 5_000;

/** A text with what the eye would miss in it marked. */
export const visibleText = (text: string): Child[] =>
  visibleRuns(text).map((run) =>
    run.mark === null ? run.text : element('span', { class: 'unseen', attributes: { title: run.mark } }, run.text),
  );

/** A cut that does not tear a pair of surrogates apart. */
const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
};

/** Our sentences quote names and values: cut to what reads as a sentence, with what cannot be seen marked. */
export const sentenceView = (text: string, limit = 1_000): Child[] =>
  visibleText(text.length > limit ? `${cut(text, limit)}…` : text);

const more = (page: Page, key: string, label: string): Description =>
  element(
    'button',
    {
      class: 'link more',
      key: 'more',
      attributes: { type: 'button', 'aria-expanded': page.ui.open.has(key) },
      on: {
        click: (event) => {
          event.stopPropagation();
          page.change({ open: toggled(page.ui.open, key) });
        },
      },
    },
    page.ui.open.has(key) ? 'Show less' : label,
  );

/** A word that stands where a value would stand, and cannot be mistaken for one. */
export const noValue = (word: string, meaning: string, kind: string): Description =>
  element('span', { class: `no-value no-value-${kind}`, attributes: { title: meaning } }, word);

const emptyText = (): Description =>
  noValue('"" empty text', 'The value is there and has no characters. It is not null.', 'empty');
const nullValue = (): Description => noValue('null', 'There is no value.', 'null');

const plainText = (page: Page, text: string, key: string): Child[] => {
  if (text === '') return [emptyText()];
  const shown = page.ui.open.has(key) ? cut(text, openTextLimit) : cut(text, textLimit);
  const body = element(
    'span',
    { class: 'text', attributes: { dir: 'auto' } },
    visibleText(shown),
    shown.length < text.length && '…',
  );
  const length = count(text.length, 'character');
  return text.length <= textLimit ? [body] : [body, ' ', more(page, key, `Show all ${length}`)];
};

const listItems = (
  page: Page,
  values: readonly string[],
  key: string,
  marks: ReadonlyMap<number, 'added' | 'removed'>,
): Child => {
  const shown = page.ui.open.has(key) ? values.slice(0, openListLimit) : values.slice(0, listLimit);
  return [
    element(
      'ul',
      { class: 'values' },
      shown.map((value, index) => {
        const mark = marks.get(index);
        return element(
          'li',
          { class: mark ?? '' },
          mark === undefined ? null : element('span', { class: 'visually-hidden' }, `${mark}: `),
          plainText(page, value, `${key}:${index}`),
        );
      }),
    ),
    values.length > listLimit && more(page, key, `Show all ${count(values.length, 'value')}`),
  ];
};

/** An attribute's value as it is: text, list, null and empty text all look different. */
export function valueView(page: Page, value: AttributeValue, key: string): Child {
  if (value === null) return nullValue();
  if (typeof value === 'string') return plainText(page, value, key);
  if (value.length === 0) return noValue('empty list', 'A list without values.', 'empty');
  return listItems(page, value, key, new Map());
}

const marked = (text: string, start: number, end: number, kind: 'added' | 'removed'): Description =>
  element(
    'span',
    { class: 'text', attributes: { dir: 'auto' } },
    visibleText(text.slice(0, start)),
    start < end && element('span', { class: `part ${kind}` }, visibleText(text.slice(start, end))),
    visibleText(text.slice(end)),
  );

const marksOf = (
  values: readonly string[],
  others: readonly string[],
  mark: 'added' | 'removed',
): Map<number, 'added' | 'removed'> => {
  const known = new Set(others);
  const marks = new Map<number, 'added' | 'removed'>();
  values.forEach((value, index) => {
    if (!known.has(value)) marks.set(index, mark);
  });
  return marks;
};

/** One side of a change, with the part marked that the other side does not have. */
export function changedValueView(
  page: Page,
  value: AttributeValue,
  other: AttributeValue,
  side: 'old' | 'new',
  key: string,
): Child {
  const mark = side === 'old' ? 'removed' : 'added';
  if (
    typeof value === 'string' &&
    typeof other === 'string' &&
    value !== '' &&
    other !== '' &&
    Math.max(value.length, other.length) <= textLimit
  ) {
    const [before, after] = side === 'old' ? [value, other] : [other, value];
    const { start, beforeEnd, afterEnd } = difference(before, after);
    const end = side === 'old' ? beforeEnd : afterEnd;
    // Two texts with little in common are easier to read unmarked.
    if ((value.length - (end - start)) * 3 >= value.length) return marked(value, start, end, mark);
  }
  if (Array.isArray(value) && value.length > 0) {
    const others: readonly string[] = typeof other === 'string' ? [other] : (other ?? []);
    return listItems(page, value, key, marksOf(value, others, mark));
  }
  return valueView(page, value, key);
}

const outcomes: Readonly<Record<Exclude<OutcomeKind, 'value'> | 'notEvaluated', readonly [word: string, meaning: string]>> = {
  null: ['null', 'The expression gave no value.'],
  ignored: ['ignored', 'The expression says that this attribute does not flow.'],
  error: ['error', 'The expression could not be evaluated.'],
  unsupported: ['cannot evaluate locally', 'Only the service can evaluate this. It is neither false nor empty.'],
  notEvaluated: ['not evaluated', 'This branch was not taken.'],
};

/** What an expression or a term gave. Its five outcomes and the branch not taken all look different. */
export function outcomeView(page: Page, outcome: OutcomeKind | 'notEvaluated', value: AttributeValue, key: string): Child {
  if (outcome === 'value') return valueView(page, value, key);
  const [word, meaning] = outcomes[outcome];
  return noValue(word, meaning, outcome);
}
