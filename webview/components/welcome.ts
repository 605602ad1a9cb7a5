import type { StepKind } from '../../src/core/trace/trace.ts';
import type { Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { stepNames, stepPurposes } from '../words.ts';

/** Before a user was chosen: what this view is for, and the one thing to do. */
export function welcome(page: Page): Description {
  const { connectionName, configurationLabel } = page.state;
  return element(
    'section',
    { key: 'welcome', class: 'welcome' },
    element('h1', { class: 'verdict' }, 'Choose a user'),
    element(
      'p',
      { class: 'verdict-reason' },
      'See what provisioning would do for one person, step by step, before anything is written.',
    ),
    element(
      'p',
      { class: 'connection' },
      element('span', { class: 'connection-name' }, connectionName),
      element('span', { class: 'connection-file' }, configurationLabel),
    ),
    element(
      'div',
      { class: 'actions' },
      element(
        'vscode-button',
        { key: 'choose', attributes: { appearance: 'primary' }, on: { click: page.chooseUser } },
        'Choose user…',
      ),
    ),
    element('vscode-divider', {}),
    element(
      'ol',
      { class: 'purposes' },
      (Object.keys(stepNames) as StepKind[]).map((kind) =>
        element(
          'li',
          { key: kind },
          element('strong', {}, stepNames[kind]),
          element('span', { class: 'faint' }, stepPurposes[kind]),
        ),
      ),
    ),
  );
}
