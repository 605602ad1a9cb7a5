import type { ImportDetails, ImportedAttribute, Trace } from '../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../src/core/value.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { toggled } from '../state.ts';
import { count } from '../words.ts';
import { revealButton, targetOf } from './revealButton.ts';
import { valueView } from './value.ts';

const contains = (text: string, wanted: string): boolean => text.toLowerCase().includes(wanted);

const holds = (value: AttributeValue, wanted: string): boolean =>
  typeof value === 'string' ? contains(value, wanted) : (value ?? []).some((one) => contains(one, wanted));

/** The target attribute that a mapping writes, where the trace knows it. */
const targetNames = (trace: Trace | null): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const evaluation of trace?.steps[4].details.evaluations ?? []) names.set(evaluation.mapping, evaluation.target);
  for (const change of trace?.changes ?? []) names.set(change.mapping, change.target);
  return names;
};

const uses = (page: Page, attribute: ImportedAttribute, names: ReadonlyMap<string, string>): Child => {
  const [first] = attribute.usedBy;
  if (first === undefined) return element('span', { class: 'faint' }, 'not used');
  const link = (pointer: string): Description => {
    const isMapping = targetOf(pointer).kind === 'mapping';
    const label = isMapping ? (names.get(pointer) ?? 'mapping') : 'scoping filter';
    return revealButton(
      page,
      targetOf(pointer),
      label,
      isMapping ? `the mapping of ${label}` : `the scoping filter that reads ${attribute.name}`,
    );
  };
  if (attribute.usedBy.length === 1) return link(first);
  const key = `uses:${attribute.name}`;
  const open = page.ui.open.has(key);
  return [
    element(
      'button',
      {
        class: 'link',
        attributes: { type: 'button', 'aria-expanded': open, 'data-roving': '' },
        on: { click: () => page.change({ open: toggled(page.ui.open, key) }) },
      },
      `${attribute.usedBy.length} places`,
    ),
    open &&
      element(
        'ul',
        { class: 'uses' },
        attribute.usedBy.map((pointer) => element('li', { key: pointer }, link(pointer))),
      ),
  ];
};

const header = (name: string): Description => element('th', { attributes: { scope: 'col', role: 'columnheader' } }, name);

const table = (page: Page, attributes: readonly ImportedAttribute[]): Description => {
  const names = targetNames(page.state.trace);
  return element(
    'table',
    {
      class: 'grid attributes',
      key: 'table',
      attributes: { role: 'grid', 'aria-label': 'Imported attributes', 'data-roving-group': '' },
    },
    element('thead', {}, element('tr', { attributes: { role: 'row' } }, header('Attribute'), header('Value'), header('Used by'))),
    element(
      'tbody',
      {},
      attributes.map((attribute) =>
        element(
          'tr',
          { key: attribute.name, attributes: { role: 'row', 'data-roving-row': '' } },
          element('th', { class: 'name', attributes: { scope: 'row', role: 'rowheader' } }, attribute.name),
          element('td', { attributes: { role: 'gridcell' } }, valueView(page, attribute.value, `import:${attribute.name}`)),
          element('td', { class: 'used-by', attributes: { role: 'gridcell' } }, uses(page, attribute, names)),
        ),
      ),
    ),
  );
};

const candidatesList = (details: ImportDetails): Child =>
  details.candidates !== undefined &&
  details.candidates.length > 0 && [
    element('h3', {}, `${count(details.candidates.length, 'person', 'people')} fit`),
    element(
      'ul',
      { class: 'people' },
      details.candidates.map((candidate) =>
        element(
          'li',
          { key: candidate.id },
          element('strong', {}, candidate.displayName ?? 'no display name'),
          ' ',
          element('code', { class: 'wrap' }, candidate.id),
        ),
      ),
    ),
  ];

const absentList = (absent: readonly string[]): Child =>
  absent.length > 0 &&
  element(
    'details',
    { class: 'absent', key: 'absent' },
    element('summary', {}, `${count(absent.length, 'attribute')} that the configuration reads, and the user does not have`),
    element(
      'p',
      { class: 'names' },
      absent.map((name) => [element('code', { key: name }, name), ' ']),
    ),
  );

/** What the source holds of the user: a table that can be searched by name and by value. */
export function importDetails(page: Page, details: ImportDetails): Child {
  const attributes = details.attributes ?? [];
  const wanted = page.ui.filter.trim().toLowerCase();
  const shown =
    wanted === '' ? attributes : attributes.filter(({ name, value }) => contains(name, wanted) || holds(value, wanted));
  return [
    candidatesList(details),
    attributes.length > 0 &&
      element(
        'div',
        { class: 'toolbar', key: 'search' },
        // The toolkit names the field by its text and would write over an `aria-label`.
        element(
          'vscode-text-field',
          {
            class: 'search',
            value: page.ui.filter,
            attributes: { placeholder: 'Search names and values' },
            on: {
              input: (event) => {
                const field = event.currentTarget;
                if (field !== null && 'value' in field && typeof field.value === 'string') page.change({ filter: field.value });
              },
            },
          },
          'Search imported attributes',
        ),
        element(
          'span',
          { class: 'faint', attributes: { role: 'status' } },
          wanted === '' ? count(attributes.length, 'attribute') : `${shown.length} of ${count(attributes.length, 'attribute')}`,
        ),
      ),
    shown.length > 0 && table(page, shown),
    attributes.length > 0 &&
      shown.length === 0 &&
      element('p', { class: 'nothing' }, 'No attribute has this text in its name or its value.'),
    absentList(details.absent ?? []),
  ];
}
