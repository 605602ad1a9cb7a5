import type { Child } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { count } from '../words.ts';

/** The part of a long list that is shown, and what shows more of it. */
export interface LongList<T> {
  readonly shown: readonly T[];
  /** The button for the next ones; null where all are shown. */
  readonly more: Child;
}

/** How many more items one press shows: a page takes them without a pause. */
const chunk = 1_000;

/**
 * The first items of a list, and more of them in chunks.
 * @param key tells the list from others across renders.
 * @param noun of one item: `member`.
 */
export function longList<T>(page: Page, key: string, items: readonly T[], first: number, noun: string): LongList<T> {
  const limit = page.ui.shown.get(key) ?? first;
  const left = items.length - limit;
  if (left <= 0) return { shown: items, more: null };
  const next = Math.min(left, chunk);
  const more = element(
    'p',
    { class: 'list-more', key: 'more' },
    element('span', { class: 'faint' }, `${limit.toLocaleString('en-US')} of ${count(items.length, noun)} shown. `),
    element(
      'button',
      {
        class: 'link',
        attributes: { type: 'button' },
        on: { click: () => page.change({ shown: new Map(page.ui.shown).set(key, limit + next) }) },
      },
      left <= chunk ? `Show all ${items.length.toLocaleString('en-US')}` : `Show ${next.toLocaleString('en-US')} more`,
    ),
  );
  return { shown: items.slice(0, limit), more };
}
