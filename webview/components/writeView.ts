import type { SentRequest, SentState } from '../../src/core/trace/targetWriter.ts';
import type { ReadBackAttribute, ReadBackState, WriteReport } from '../../src/core/trace/writeReport.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { readBackWords, sentWords } from '../words.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';
import { longList } from './longList.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView, valueView } from './value.ts';

const sentIcons: Readonly<Record<SentState, IconName>> = {
  accepted: 'success',
  refused: 'failure',
  unknown: 'unknown',
  notSent: 'waiting',
};

const readBackIcons: Readonly<Record<ReadBackState, readonly [name: IconName, tone: IconName]>> = {
  equal: ['success', 'success'],
  normalised: ['equal', 'success'],
  refused: ['failure', 'failure'],
  missing: ['empty', 'failure'],
  different: ['warning', 'warning'],
  notRead: ['unknown', 'unknown'],
  notSent: ['unknown', 'unknown'],
};

/** What became of one request: the state in a word, the answer, and the target's id of the request. */
export function sentView(sent: SentRequest, plannedAddress: string, isUnderWay: boolean): Description {
  const { label, meaning } = isUnderWay && sent.state === 'notSent' ? sentWords.underWay : sentWords[sent.state];
  return element(
    'dl',
    { class: 'facts sent' },
    element('dt', {}, 'Outcome'),
    element(
      'dd',
      {},
      element(
        'span',
        { class: 'state', attributes: { title: meaning } },
        icon(sentIcons[sent.state]),
        element('strong', {}, label),
      ),
    ),
    sent.answered !== '' &&
      sent.state !== 'notSent' && [
        element('dt', {}, 'Answer'),
        element('dd', {}, element('span', { class: 'wrap' }, sentenceView(sent.answered))),
      ],
    sent.address !== plannedAddress && [
      element('dt', {}, 'Sent to'),
      element('dd', {}, element('code', { class: 'wrap' }, sentenceView(sent.address, 4_000))),
    ],
    sent.requestId !== null && [
      element('dt', {}, 'Request id'),
      element('dd', {}, element('code', { class: 'wrap' }, sentenceView(sent.requestId, 400))),
    ],
  );
}

const attributeRow = (page: Page, attribute: ReadBackAttribute, index: number): Description => {
  const { target, mapping, sent, read, state, reason } = attribute;
  const { label, meaning } = readBackWords[state];
  const [name, tone] = readBackIcons[state];
  const side = (words: string, kind: string, value: Child): Description =>
    element(
      'td',
      { class: kind },
      element('span', { class: 'narrow-label' }, words),
      element('div', { class: 'cell-value' }, value),
    );
  return element(
    'tr',
    { key: `${index}:${mapping}`, attributes: { 'data-roving-row': '' } },
    element(
      'td',
      { class: 'col-state' },
      element('span', { class: 'state', attributes: { title: meaning } }, icon(name, tone), label),
    ),
    element(
      'th',
      { class: 'name col-target', attributes: { scope: 'row' } },
      revealButton(page, { kind: 'mapping', pointer: mapping, range: null }, target, `the mapping of ${target}`),
      reason !== null && element('p', { class: 'note' }, sentenceView(reason)),
    ),
    side('Sent', 'col-sent', valueView(page, sent, `sent:${index}:${mapping}`)),
    side(
      'Read',
      'col-read',
      state === 'notRead'
        ? element('span', { class: 'no-value no-value-ignored', attributes: { title: meaning } }, 'not shown')
        : valueView(page, read, `read:${index}:${mapping}`),
    ),
  );
};

const column = (name: string, kind: string): Description => element('th', { class: kind, attributes: { scope: 'col' } }, name);

const table = (page: Page, attributes: readonly ReadBackAttribute[]): Child => {
  if (attributes.length === 0) return null;
  const { shown, more } = longList(page, 'readBack', attributes, 100, 'attribute');
  return [
    element(
      'table',
      { class: 'grid read-back', attributes: { 'aria-label': 'Sent, and read back from the target', 'data-roving-group': '' } },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          column('State', 'col-state'),
          column('Target attribute', 'col-target'),
          column('Sent', 'col-sent'),
          column('Read back', 'col-read'),
        ),
      ),
      element(
        'tbody',
        {},
        shown.map((attribute, index) => attributeRow(page, attribute, index)),
      ),
    ),
    more,
  ];
};

/** What the target holds after the write, attribute by attribute; why it is not known where it was not read. */
export function readBackView(page: Page, write: WriteReport): Child {
  const { state, readBack, id } = write;
  if (state === 'writing' || state === 'notSent') return null;
  return element(
    'section',
    { class: 'read-back-section', key: 'readBack' },
    element('h3', {}, 'Read back from the target'),
    element('p', {}, sentenceView(readBack?.sentence ?? 'The target was not read back.')),
    id !== null && element('p', { class: 'faint' }, 'Object ', element('code', { class: 'wrap' }, sentenceView(id, 400))),
    readBack !== null && table(page, readBack.attributes),
  );
}
