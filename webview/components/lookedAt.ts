import type { LookedAt } from '../../src/core/trace/trace.ts';
import type { Child } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { longList } from './longList.ts';
import { sentenceView, valueView } from './value.ts';

/** Attributes and settings with what they hold, as `name = value`. */
export function lookedAtView(page: Page, items: readonly LookedAt[], key: string): Child {
  if (items.length === 0) return null;
  const { shown, more } = longList(page, key, items, 8, 'value');
  return [
    element(
      'ul',
      { class: 'looked-at' },
      shown.map(({ name, value }, index) =>
        element(
          'li',
          {},
          element('code', { class: 'wrap' }, sentenceView(name, 200)),
          ' = ',
          element('span', { class: 'looked-at-value' }, valueView(page, value, `${key}:${index}`)),
        ),
      ),
    ),
    more,
  ];
}
