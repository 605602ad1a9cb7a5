import type { Step, StepError, StepKind } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { isStepOpen } from '../state.ts';
import { headline } from '../verdict.ts';
import type { ShownStatus } from '../words.ts';
import { duration, statusWords, stepNames } from '../words.ts';
import { actionDetails } from './actionDetails.ts';
import { errorCallout } from './callout.ts';
import { connectionDetails } from './connectionDetails.ts';
import { icon, statusIcon } from './icon.ts';
import { importDetails } from './importDetails.ts';
import { matchDetails } from './matchDetails.ts';
import { scopeDetails } from './scopeDetails.ts';

const kinds = Object.keys(stepNames) as StepKind[];

const details = (page: Page, step: Step): Child => {
  switch (step.kind) {
    case 'testConnection':
      return connectionDetails(step.details);
    case 'import':
      return importDetails(page, step.details);
    case 'scope':
      return scopeDetails(page, step.details);
    case 'match':
      return matchDetails(page, step.details);
    case 'action':
      return actionDetails(page, step.details, page.state.trace);
  }
};

/** Is this error said elsewhere: beside the side of the connection that failed, or under the verdict? */
const isSaidElsewhere = (step: Step, error: StepError, page: Page): boolean => {
  const others = [headline(page.state)?.error ?? null];
  if (step.kind === 'testConnection') others.push(step.details.source?.error ?? null, step.details.target?.error ?? null);
  return others.some((other) => other?.code === error.code && other.message === error.message);
};

const ownError = (step: Step, page: Page): Child =>
  step.error !== null &&
  !isSaidElsewhere(step, step.error, page) &&
  errorCallout(step.error, step.status === 'failure' ? 'failure' : 'warning');

/** A step that did not run has nothing to open. */
const hasDetails = (step: Step): boolean => step.error !== null || Object.keys(step.details).length > 0;

const heading = (kind: StepKind, status: ShownStatus, step: Step | null, open: boolean, page: Page): Description => {
  const label: Child = [
    element('span', { class: 'step-name' }, stepNames[kind]),
    ' ',
    element('span', { class: `step-status status-${status}` }, statusWords[status]),
    ' ',
    step !== null && step.status !== 'notRun' && element('span', { class: 'step-duration' }, duration(step.durationMs)),
  ];
  if (step === null || !hasDetails(step))
    return element('div', { class: 'step-head' }, element('h2', { class: 'step-label' }, label));
  return element(
    'h2',
    { class: 'step-head' },
    element(
      'button',
      {
        class: 'step-label',
        attributes: { type: 'button', id: `step-${kind}`, 'aria-expanded': open, 'aria-controls': `details-${kind}` },
        on: {
          click: () => {
            const steps = new Map(page.ui.steps);
            page.change({ steps: steps.set(kind, !open) });
          },
        },
      },
      label,
      icon('chevron'),
    ),
  );
};

const stepView = (page: Page, kind: StepKind, index: number): Description => {
  const step = page.state.steps[index] ?? null;
  const isNext = page.state.running && index === page.state.steps.length;
  const status: ShownStatus = step !== null ? step.status : isNext ? 'running' : page.state.running ? 'pending' : 'notRun';
  const open = step !== null && isStepOpen(step, page.state, page.ui);
  return element(
    'li',
    { key: kind, class: `step is-${status}${open ? ' is-open' : ''}`, attributes: { 'data-step': kind } },
    element(
      'span',
      { class: 'step-icon', attributes: { 'aria-hidden': 'true' } },
      isNext ? element('vscode-progress-ring', { key: 'ring' }) : step !== null ? statusIcon(step.status) : icon('waiting'),
    ),
    element(
      'div',
      { class: 'step-body' },
      heading(kind, status, step, open, page),
      step !== null && element('p', { class: 'step-summary' }, step.summary),
      step !== null &&
        hasDetails(step) &&
        element(
          'div',
          {
            class: 'step-details',
            attributes: { id: `details-${kind}`, role: 'region', 'aria-labelledby': `step-${kind}`, hidden: !open },
          },
          open && [ownError(step, page), details(page, step)],
        ),
    ),
  );
};

/** The five steps, those still to come among them. */
export function timeline(page: Page): Description {
  return element(
    'ol',
    { key: 'timeline', class: 'timeline', attributes: { 'aria-label': 'Steps', 'aria-busy': page.state.running } },
    kinds.map((kind, index) => stepView(page, kind, index)),
  );
}
