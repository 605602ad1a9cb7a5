import type { IncrementalLens, LensDifference } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { actionWords, nameList, rowStateWords } from '../words.ts';
import { rowIcon } from './icon.ts';
import { longList } from './longList.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView, valueView } from './value.ts';

const sideView = (page: Page, { state, value }: LensDifference['full'], key: string): Child => [
  element(
    'span',
    { class: 'state', attributes: { title: rowStateWords[state].meaning } },
    rowIcon(state),
    rowStateWords[state].label,
  ),
  // "Null" says the value already, and a mapping that fails or does not flow without one has none.
  value !== null && element('div', { class: 'cell-value' }, valueView(page, value, key)),
];

const differenceRow = (page: Page, difference: LensDifference, index: number): Description => {
  const { target, mapping, full, incremental, reason } = difference;
  const side = (name: string, kind: string, given: LensDifference['full']): Description =>
    element(
      'td',
      { class: kind },
      element('span', { class: 'narrow-label' }, name),
      element('div', {}, sideView(page, given, `lens:${kind}:${index}:${mapping}`)),
    );
  return element(
    'tr',
    { key: `${index}:${mapping}`, attributes: { 'data-roving-row': '' } },
    element(
      'th',
      { class: 'name', attributes: { scope: 'row' } },
      revealButton(page, { kind: 'mapping', pointer: mapping, range: null }, target, `the mapping of ${target}`),
    ),
    side('Full', 'col-full', full),
    side('Change', 'col-incremental', incremental),
    element('td', { class: 'col-reason' }, element('p', { class: 'note' }, sentenceView(reason))),
  );
};

const column = (name: string, kind: string): Description => element('th', { class: kind, attributes: { scope: 'col' } }, name);

const table = (page: Page, differences: readonly LensDifference[]): Child => {
  if (differences.length === 0) return null;
  const { shown, more } = longList(page, 'lens', differences, 100, 'difference');
  return [
    element(
      'table',
      { class: 'grid lens', attributes: { 'aria-label': 'Full import and incremental change', 'data-roving-group': '' } },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          column('Target attribute', 'col-target'),
          column('Full import', 'col-full'),
          column('Incremental change', 'col-incremental'),
          column('Why', 'col-reason'),
        ),
      ),
      element(
        'tbody',
        {},
        shown.map((difference, index) => differenceRow(page, difference, index)),
      ),
    ),
    more,
  ];
};

/** The same person as an incremental change: what differs from the full import, and the way to look through that lens. */
export function incrementalView(page: Page, lens: IncrementalLens): Description {
  const full = page.state.trace?.action ?? null;
  return element(
    'section',
    { class: 'incremental', key: 'incremental' },
    element('h3', {}, 'As an incremental change'),
    element('p', {}, sentenceView(lens.sentence)),
    lens.changed.length > 0 &&
      element('p', { class: 'faint' }, 'Taken as changed: ', sentenceView(nameList(lens.changed, 20), 2_000)),
    full !== null &&
      full !== lens.action &&
      element(
        'p',
        { class: 'lens-action' },
        `The full import would ${actionWords[full]}; this change would ${actionWords[lens.action]}.`,
      ),
    table(page, lens.differences),
    element(
      'div',
      { class: 'toolbar' },
      element(
        'vscode-button',
        { key: 'lens', attributes: { appearance: 'secondary' }, on: { click: page.chooseLens } },
        'Preview as incremental change…',
      ),
    ),
  );
}
