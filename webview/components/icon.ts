import type { ChangeState, StepStatus, Verdict } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { svgElement } from '../dom.ts';

/** Shapes of 16 by 16: `fill` is painted, `ink` is drawn upon it, `line` is drawn by itself, `dashed` in dashes. */
const shapes = {
  success: [
    ['fill', 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z'],
    ['ink', 'M4.8 8.3l2.2 2.2 4.2-4.7'],
  ],
  failure: [
    ['fill', 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z'],
    ['ink', 'M5.5 5.5l5 5m0-5l-5 5'],
  ],
  warning: [
    ['fill', 'M8 1.2l7.3 13.3H.7z'],
    ['ink', 'M8 6v4.2M8 12.2v.3'],
  ],
  skipped: [['line', 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM3.7 12.3l8.6-8.6']],
  waiting: [['dashed', 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z']],
  unknown: [['line', 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6 6.3a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3M8 11.4v.3']],
  info: [['line', 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.4v3.8M8 4.7v.3']],
  chevron: [['line', 'M6 3.5L10.5 8 6 12.5']],
  reveal: [['line', 'M6.5 3.5h-3v9h9v-3M9 3.2h3.8V7M12.6 3.4L7.2 8.8']],
  plus: [['line', 'M8 3v10M3 8h10']],
  pencil: [['line', 'M3 13l.7-3L11 2.7 13.3 5 6 12.3zM9.6 4.1l2.3 2.3']],
  bin: [['line', 'M3 4.5h10M6.3 4.5V3h3.4v1.5M4.3 4.5L5 13h6l.7-8.5M7 7v3.7M9 7v3.7']],
  equal: [['line', 'M3.5 6h9M3.5 10h9']],
  empty: [['line', 'M8 2.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 8 2.8z']],
  arrow: [['line', 'M2.5 8h10.6M9.3 4L13.3 8l-4 4']],
  dot: [['fill', 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z']],
} as const satisfies Record<string, readonly (readonly ['fill' | 'ink' | 'line' | 'dashed', string])[]>;

export type IconName = keyof typeof shapes;

/** A drawing beside a word that says the same; screen readers skip it. */
export function icon(name: IconName, tone: string = name): Description {
  return svgElement(
    'svg',
    { class: `icon tone-${tone}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': true, focusable: 'false' },
    shapes[name].map(([kind, path]): Child => svgElement('path', { class: `shape-${kind}`, d: path })),
  );
}

const ofStatus: Readonly<Record<StepStatus, IconName>> = {
  success: 'success',
  warning: 'warning',
  skipped: 'skipped',
  failure: 'failure',
  notRun: 'waiting',
};

const ofVerdict: Readonly<Record<Verdict, IconName>> = {
  passed: 'success',
  failed: 'failure',
  unknown: 'unknown',
  notEvaluated: 'waiting',
};

const ofRow: Readonly<Record<ChangeState | 'evaluated', IconName>> = {
  changed: 'pencil',
  failed: 'failure',
  evaluated: 'dot',
  unchanged: 'equal',
  ignored: 'skipped',
  null: 'empty',
};

export const statusIcon = (status: StepStatus): Description => icon(ofStatus[status]);
export const verdictIcon = (verdict: Verdict): Description => icon(ofVerdict[verdict]);
export const rowIcon = (state: ChangeState | 'evaluated'): Description => icon(ofRow[state]);
