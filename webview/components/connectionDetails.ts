import type { EndpointTest, TestConnectionDetails } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import { errorCallout } from './callout.ts';
import { icon } from './icon.ts';

const fact = (name: string, value: Child): Child => [
  element('dt', {}, name),
  element('dd', {}, element('code', { class: 'wrap' }, value)),
];

const side = (name: string, test: EndpointTest): Description =>
  element(
    'section',
    { class: 'card', key: name },
    element(
      'h3',
      { class: 'card-title' },
      icon(test.ok ? (test.report?.warning ? 'warning' : 'success') : 'failure'),
      `${name}: ${test.label}`,
      element('span', { class: 'aside' }, test.ok ? 'Answers' : 'Failed'),
    ),
    test.report !== null &&
      element(
        'dl',
        { class: 'facts' },
        fact('Address', test.report.address),
        fact('Asked', test.report.asked),
        fact('Answered', test.report.answered),
        test.report.warning !== null && fact('Warning', test.report.warning),
      ),
    test.error !== null && errorCallout(test.error),
  );

/** Both sides of the connection test: where, what was asked, what came back. */
export function connectionDetails(details: TestConnectionDetails): Child {
  return element(
    'div',
    { class: 'cards' },
    details.source !== undefined && side('Source', details.source),
    details.target !== undefined && side('Target', details.target),
  );
}
