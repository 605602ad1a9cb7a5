import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { ChangeRow } from '../rows.ts';
import { isSelecting } from '../selection.ts';
import type { Page } from '../state.ts';
import { toggled } from '../state.ts';
import { rowStateWords, unsupportedWords } from '../words.ts';
import { evaluationTree } from './evaluationTree.ts';
import { icon, rowIcon } from './icon.ts';
import { revealButton } from './revealButton.ts';
import { changedValueView, noValue, outcomeView } from './value.ts';

/** What stands under "After". A mapping that gave nothing to write says so in its own words. */
const after = (page: Page, row: ChangeRow): Child => {
  const { evaluation } = row;
  const key = `new:${row.key}`;
  if (row.state === 'failed')
    return outcomeView(page, evaluation?.outcome === 'unsupported' ? 'unsupported' : 'error', null, key);
  if (row.state === 'ignored' && row.new === null) return noValue('ignored', 'The mapping does not flow in this run.', 'ignored');
  if (row.state === 'evaluated' && evaluation !== null) return outcomeView(page, evaluation.outcome, row.new, key);
  return changedValueView(page, row.new, row.old, 'new', key);
};

const before = (page: Page, row: ChangeRow): Child =>
  row.state === 'evaluated'
    ? noValue('not compared', 'The run ended before the target was compared.', 'notEvaluated')
    : changedValueView(page, row.old, row.new, 'old', `old:${row.key}`);

const expandButton = (page: Page, row: ChangeRow, open: boolean): Description =>
  element(
    'button',
    {
      class: 'expander',
      attributes: { type: 'button', 'aria-expanded': open, 'aria-label': `How ${row.target} came about`, 'data-roving': '' },
      on: {
        click: (event) => {
          event.stopPropagation();
          page.change({ open: toggled(page.ui.open, row.key) });
        },
      },
    },
    icon('chevron'),
  );

const explanation = (page: Page, row: ChangeRow): Child => {
  const { evaluation } = row;
  if (evaluation === null) return element('p', { class: 'nothing' }, 'The trace does not say how this value came about.');
  if (evaluation.tree !== null) return evaluationTree(page, evaluation, row.key);
  return [
    element(
      'p',
      { class: 'expression' },
      element('span', { class: 'label' }, 'Expression'),
      element('code', { class: 'wrap' }, evaluation.expression),
    ),
    element(
      'p',
      { class: 'expression' },
      element('span', { class: 'label' }, 'Gives'),
      outcomeView(page, evaluation.outcome, evaluation.value, `gives:${row.key}`),
    ),
  ];
};

/** A change and, when it is open, the row beneath it that explains the value. */
export function changeRowView(page: Page, row: ChangeRow): Child {
  const open = page.ui.open.has(row.key);
  const target = { kind: 'mapping', pointer: row.mapping, range: null } as const;
  const isUnsupported = row.state === 'failed' && row.evaluation?.outcome === 'unsupported';
  const words = isUnsupported ? unsupportedWords : rowStateWords[row.state];
  const error = row.evaluation?.error ?? null;
  const note = row.evaluation?.note ?? null;
  const cell = (kind: string, ...children: readonly Child[]): Description =>
    element('td', { class: kind, attributes: { role: 'gridcell' } }, ...children);
  return [
    element(
      'tr',
      {
        key: row.key,
        class: `change state-${row.state}${open ? ' is-open' : ''}`,
        attributes: { role: 'row', 'data-roving-row': '' },
        on: {
          click: () => {
            if (!isSelecting()) page.reveal(target);
          },
        },
      },
      cell(
        'col-state',
        element(
          'span',
          { class: 'state', attributes: { title: words.meaning } },
          expandButton(page, row, open),
          isUnsupported ? icon('unknown') : rowIcon(row.state),
          words.label,
        ),
      ),
      element(
        'th',
        { class: 'name col-target', attributes: { scope: 'row', role: 'rowheader' } },
        revealButton(page, target, row.target, `the mapping of ${row.target}`),
        error !== null &&
          element('p', { class: 'row-error' }, element('code', { class: 'code' }, error.code), ' ', error.message),
        error === null && note !== null && element('p', { class: 'note' }, note),
      ),
      cell(
        'col-before',
        element('span', { class: 'narrow-label' }, 'Before'),
        element('div', { class: 'cell-value' }, before(page, row)),
      ),
      element('td', { class: 'col-arrow', attributes: { 'aria-hidden': 'true' } }, icon('arrow')),
      cell(
        'col-after',
        element('span', { class: 'narrow-label' }, 'After'),
        element('div', { class: 'cell-value' }, after(page, row)),
      ),
    ),
    open &&
      element(
        'tr',
        { key: `${row.key}:why`, class: 'why', attributes: { role: 'row' } },
        element('td', { attributes: { role: 'gridcell', colspan: 5 } }, explanation(page, row)),
      ),
  ];
}
