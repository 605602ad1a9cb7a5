import type { ActionDetails, CycleOutcome, Trace } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { ChangeRow } from '../rows.ts';
import { changeRows } from '../rows.ts';
import type { Page } from '../state.ts';
import { toggled } from '../state.ts';
import type { RowState } from '../words.ts';
import { rowStates, rowStateWords } from '../words.ts';
import { callout } from './callout.ts';
import { changeRowView } from './changeRow.ts';
import { icon, rowIcon } from './icon.ts';
import { incrementalView } from './incremental.ts';
import { referencesView } from './references.ts';
import { requestsView } from './requestView.ts';
import { sentenceView } from './value.ts';
import { readBackView } from './writeView.ts';

const filterButton = (page: Page, state: RowState, amount: number): Description => {
  const { label, meaning } = rowStateWords[state];
  return element(
    'button',
    {
      key: state,
      class: 'chip',
      attributes: { type: 'button', 'aria-pressed': page.ui.rows.has(state), title: meaning, disabled: amount === 0 },
      on: { click: () => page.change({ rows: toggled(page.ui.rows, state) }) },
    },
    rowIcon(state),
    label,
    ' ',
    element('span', { class: 'amount' }, String(amount)),
  );
};

const filters = (page: Page, rows: readonly ChangeRow[]): Description => {
  const amountOf = (state: RowState): number => rows.filter((row) => row.state === state).length;
  return element(
    'div',
    { class: 'toolbar chips', key: 'filters', attributes: { role: 'group', 'aria-label': 'Show attributes that are' } },
    rowStates
      .filter((state) => state !== 'evaluated' || amountOf(state) > 0)
      .map((state) => filterButton(page, state, amountOf(state))),
  );
};

const column = (name: string, kind = ''): Description =>
  element('th', { class: kind, attributes: { scope: 'col', role: 'columnheader' } }, name);

const table = (page: Page, shown: readonly ChangeRow[]): Description =>
  element(
    'table',
    {
      class: 'grid changes',
      key: 'changes',
      attributes: { role: 'grid', 'aria-label': 'Attributes of the target', 'data-roving-group': '' },
    },
    element(
      'thead',
      {},
      element(
        'tr',
        { attributes: { role: 'row' } },
        column('State', 'col-state'),
        column('Target attribute', 'col-target'),
        column('Before', 'col-before'),
        element('th', { class: 'col-arrow', attributes: { 'aria-hidden': 'true' } }, icon('arrow')),
        column('After', 'col-after'),
      ),
    ),
    element(
      'tbody',
      {},
      shown.map((row) => changeRowView(page, row)),
    ),
  );

const nothingShown = (page: Page, rows: readonly ChangeRow[]): Description => {
  const hidden = rowStates.filter((state) => rows.some((row) => row.state === state));
  const words = hidden.map(
    (state) => `${rows.filter((row) => row.state === state).length} ${rowStateWords[state].label.toLowerCase()}`,
  );
  return element(
    'p',
    { class: 'nothing', key: 'nothing' },
    `No attribute is shown: ${words.join(', ')}. `,
    element(
      'button',
      { class: 'link', attributes: { type: 'button' }, on: { click: () => page.change({ rows: new Set(rowStates) }) } },
      'Show all',
    ),
  );
};

const cycleView = ({ sentence, code }: CycleOutcome): Description =>
  callout([code !== null && [element('code', { class: 'code' }, code), ' '], sentenceView(sentence)], null, 'warning');

/** What was read back after a write, what a cycle would do otherwise, the table of changes with its filters, what is referred to, the requests, and the other lens. */
export function actionDetails(page: Page, details: ActionDetails, trace: Trace | null): Child {
  if (trace === null) return element('p', { class: 'nothing' }, 'The changes are being put together.');
  const rows = changeRows(trace);
  const shown = rows.filter((row) => page.ui.rows.has(row.state));
  const { cycle, incremental } = details;
  const write = details.write ?? null;
  return [
    write !== null && readBackView(page, write),
    write !== null && element('h3', { key: 'planned' }, 'What was planned'),
    cycle !== undefined && cycle !== null && cycleView(cycle),
    rows.length > 0 && filters(page, rows),
    shown.length > 0 && table(page, shown),
    rows.length > 0 && shown.length === 0 && nothingShown(page, rows),
    rows.length === 0 && element('p', { class: 'nothing', key: 'nothing' }, 'No attribute was worked out.'),
    referencesView(page, details.references ?? []),
    requestsView(page, details.requests ?? [], trace.mode, write),
    incremental !== undefined && incremental !== null && incrementalView(page, incremental),
  ];
}
