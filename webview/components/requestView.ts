import type { WriteRequest } from '../../src/core/trace/directory.ts';
import type { SentRequest } from '../../src/core/trace/targetWriter.ts';
import type { Mode } from '../../src/core/trace/trace.ts';
import type { WriteReport } from '../../src/core/trace/writeReport.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { icon } from './icon.ts';
import { longList } from './longList.ts';
import { requestBody } from './requestBody.ts';
import { sentenceView } from './value.ts';
import { sentView } from './writeView.ts';

/** A body may have hundreds of thousands of characters: the same description again costs the renderer nothing. */
const drawn = new WeakMap<WriteRequest, Description>();

const requestText = (page: Page, request: WriteRequest): Description => {
  const { method, address, headers, body, values } = request;
  const known = drawn.get(request);
  if (known !== undefined) return known;
  const description = element(
    'pre',
    {
      class: 'request-text',
      attributes: {
        tabindex: 0,
        role: 'group',
        dir: 'ltr',
        'data-roving-group': '',
        'aria-label': `Request: ${request.purpose.slice(0, 200)}`,
      },
    },
    element('span', { class: 'method' }, sentenceView(method, 40)),
    ' ',
    sentenceView(address, 4_000),
    '\n',
    headers
      .slice(0, 100)
      .map(([name, value]) => [
        element('span', { class: 'header-name' }, sentenceView(name, 200)),
        ': ',
        sentenceView(value),
        '\n',
      ]),
    body !== null && ['\n', requestBody(page.reveal, body, values)],
  );
  drawn.set(request, description);
  return description;
};

/** What became of a request, as far as it is known. */
interface Told {
  readonly sent: SentRequest | null;
  readonly isUnderWay: boolean;
}

const requestView = (page: Page, request: WriteRequest, index: number, many: boolean, told: Told): Description => {
  const { purpose, notes, address } = request;
  return element(
    'section',
    { class: 'request', key: String(index) },
    element(
      'h4',
      { class: 'request-purpose' },
      many && element('span', { class: 'label' }, `${index + 1}. `),
      sentenceView(purpose, 200),
    ),
    told.sent !== null && sentView(told.sent, address, told.isUnderWay),
    requestText(page, request),
    notes.length > 0 &&
      element(
        'ul',
        { class: 'notes' },
        notes.slice(0, 50).map((note) => element('li', {}, icon('info', 'informative'), element('span', {}, sentenceView(note)))),
      ),
  );
};

/** The words behind "Request" that say whether it was sent. */
const sentPhrase = (mode: Mode, write: WriteReport | null, many: boolean): string => {
  const were = many ? 'were' : 'was';
  if (mode === 'service') return `that ${were} sent`;
  if (write === null) return 'that would be sent';
  if (write.state === 'writing') return many ? 'that are sent' : 'that is sent';
  if (write.sent.every(({ state }) => state === 'notSent')) return `that ${were} not sent`;
  return `that ${were} sent`;
};

/** The exact requests that carry the change, in the order in which they are sent. @param write what became of them; null in a preview. */
export function requestsView(page: Page, requests: readonly WriteRequest[], mode: Mode, write: WriteReport | null): Child {
  if (requests.length === 0) return null;
  const { shown, more } = longList(page, 'requests', requests, 20, 'request');
  const many = requests.length > 1;
  const isLinked = requests.some(({ values }) => values.length > 0);
  const isUnderWay = write?.state === 'writing';
  return element(
    'section',
    { class: 'requests', key: 'requests' },
    element('h3', {}, `${many ? 'Requests' : 'Request'} ${sentPhrase(mode, write, many)}${many ? ', in this order' : ''}`),
    isLinked && element('p', { class: 'faint' }, 'Underlined values lead to their mappings.'),
    shown.map((request, index) => requestView(page, request, index, many, { sent: write?.sent[index] ?? null, isUnderWay })),
    more,
  );
}
