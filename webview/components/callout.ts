import type { StepError } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import { icon } from './icon.ts';

/** Something that went wrong, or that must be known: what, and what to do. */
export function callout(
  title: Child,
  advice: string | null,
  kind: 'failure' | 'warning' | 'note',
  ...more: readonly Child[]
): Description {
  return element(
    'div',
    { class: `callout callout-${kind}` },
    kind === 'note' ? icon('info', 'informative') : icon(kind),
    element(
      'div',
      { class: 'callout-body' },
      element('p', { class: 'callout-title' }, title),
      advice !== null &&
        advice !== '' &&
        element('p', { class: 'callout-advice' }, element('strong', {}, 'What to do: '), advice),
      ...more,
    ),
  );
}

/** The error of a step, with its code. */
export function errorCallout(error: StepError, kind: 'failure' | 'warning' = 'failure'): Description {
  return callout([element('code', { class: 'code' }, error.code), ' ', error.message], error.advice, kind);
}
