import type { WriteRequest } from '../../src/core/trace/directory.ts';
import type { Mode } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { icon } from './icon.ts';
import { longList } from './longList.ts';
import { requestBody } from './requestBody.ts';
import { sentenceView } from './value.ts';

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

const requestView = (page: Page, request: WriteRequest, index: number, many: boolean): Description => {
  const { purpose, notes } = request;
  return element(
    'section',
    { class: 'request', key: String(index) },
    element(
      'h4',
      { class: 'request-purpose' },
      many && element('span', { class: 'label' }, `${index + 1}. `),
      sentenceView(purpose, 200),
    ),
    requestText(page, request),
    notes.length > 0 &&
      element(
        'ul',
        { class: 'notes' },
        notes.slice(0, 50).map((note) => element('li', {}, icon('info', 'informative'), element('span', {}, sentenceView(note)))),
      ),
  );
};

/** The exact requests that carry the change, in the order in which they are sent. */
export function requestsView(page: Page, requests: readonly WriteRequest[], mode: Mode): Child {
  if (requests.length === 0) return null;
  const { shown, more } = longList(page, 'requests', requests, 20, 'request');
  const many = requests.length > 1;
  const verb =
    mode === 'preview'
      ? many
        ? 'that would be sent, in this order'
        : 'that would be sent'
      : many
        ? 'that were sent'
        : 'that was sent';
  const isLinked = requests.some(({ values }) => values.length > 0);
  return element(
    'section',
    { class: 'requests', key: 'requests' },
    element('h3', {}, `${many ? 'Requests' : 'Request'} ${verb}`),
    isLinked && element('p', { class: 'faint' }, 'Underlined values lead to their mappings.'),
    shown.map((request, index) => requestView(page, request, index, many)),
    more,
  );
}
