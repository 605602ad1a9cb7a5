import type { WriteRequest } from '../../src/core/trace/directory.ts';
import type { Mode } from '../../src/core/trace/trace.ts';
import type { Description } from '../dom.ts';
import { element } from '../dom.ts';
import { visibleRuns } from '../visibleText.ts';

/** Beyond this a body helps no reader and slows the page. */
const bodyLimit = 400_000;

const bodyText = (body: string): (Description | string)[] =>
  visibleRuns(body, 'block').map((run) =>
    run.mark === null ? run.text : element('span', { class: 'unseen', attributes: { title: run.mark } }, run.text),
  );

/** The exact request that carries the change. */
export function requestView(request: WriteRequest, mode: Mode): Description {
  const { method, address, headers, body } = request;
  const title = mode === 'preview' ? 'Request that would be sent' : 'Request that was sent';
  return element(
    'section',
    { class: 'request', key: 'request' },
    element('h3', {}, title),
    element(
      'pre',
      { class: 'request-text', attributes: { tabindex: 0, 'aria-label': title, dir: 'ltr' } },
      element('span', { class: 'method' }, method),
      ` ${address}\n`,
      headers.map(([name, value]) => [element('span', { class: 'header-name' }, name), `: ${value}\n`]),
      body !== null && ['\n', bodyText(body.slice(0, bodyLimit))],
      body !== null && body.length > bodyLimit && `\n… ${body.length.toLocaleString('en-US')} characters in all`,
    ),
  );
}
