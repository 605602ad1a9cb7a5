import type { HostMessage, RevealTarget, ViewMessage, ViewState } from './messages.ts';
import { protocolVersion } from './messages.ts';
import type { Budget, Check } from './shape.ts';
import { exactly, flag, listOf, object, offsets, oneOf, orNull, pointer, text } from './shape.ts';
import { arrivedSteps, mode, trace } from './traceShapes.ts';

/** What arrives over `postMessage` is `unknown` until one of these accepts it. Neither throws. */

/** A message of the view is a few words and one pointer. */
const viewBudget: Readonly<Budget> = { values: 32, characters: 8_192, depth: 4 };

/**
 * A state holds whole traces, with values of up to megabytes each. Expressions nest far less than the depth: it is there so that no
 * message can use up the stack.
 */
const hostBudget: Readonly<Budget> = { values: 2_000_000, characters: 256 * 1024 * 1024, depth: 600 };

const version = exactly(protocolVersion);

const mappingTarget = object<Extract<RevealTarget, { kind: 'mapping' }>>({
  kind: exactly('mapping'),
  pointer,
  range: orNull(offsets),
});
const scopeTarget = object<Extract<RevealTarget, { kind: 'scope' }>>({ kind: exactly('scope'), pointer });
const revealTarget: Check<RevealTarget> = (value, budget): value is RevealTarget =>
  mappingTarget(value, budget) || scopeTarget(value, budget);

type Plain = Exclude<ViewMessage, { type: 'reveal' }>;
const plainMessage = object<{ readonly v: typeof protocolVersion; readonly type: Plain['type'] }>({
  v: version,
  type: oneOf<Plain['type']>({
    ready: true,
    runAgain: true,
    chooseUser: true,
    chooseLens: true,
    fullImport: true,
    provision: true,
    cancel: true,
  }),
});
const revealMessage = object<Extract<ViewMessage, { type: 'reveal' }>>({
  v: version,
  type: exactly('reveal'),
  target: revealTarget,
});

const viewState = object<ViewState>({
  connectionName: text,
  configurationLabel: text,
  sourceLabel: text,
  targetLabel: text,
  user: orNull(object<NonNullable<ViewState['user']>>({ id: text, displayName: text })),
  mode,
  running: flag,
  unsaved: flag,
  outdated: flag,
  incremental: orNull(listOf(text)),
  steps: arrivedSteps,
  trace: orNull(trace),
  provision: object<ViewState['provision']>({ allowed: flag, reason: orNull(text) }),
  problem: orNull(object<NonNullable<ViewState['problem']>>({ message: text, advice: text })),
});
const stateMessage = object<HostMessage>({ v: version, type: exactly('state'), state: viewState });

/** Is this one of the messages that the trace view may send? */
export function isViewMessage(value: unknown): value is ViewMessage {
  return plainMessage(value, { ...viewBudget }) || revealMessage(value, { ...viewBudget });
}

/** Is this a state that the extension pushes, whole and well-formed? */
export function isHostMessage(value: unknown): value is HostMessage {
  return stateMessage(value, { ...hostBudget });
}
