import type { PlannedWrite, WriteRequest } from './directory.ts';
import { hiddenTexts } from './hiddenTexts.ts';
import type { PreviewInput } from './previewContext.ts';
import { bugOf, changedSince, type ReadBackResult, readBackOf, type WriteScene } from './readTarget.ts';
import { overallStatus, type RanSteps, runSteps } from './runSteps.ts';
import type { SentRequest, TargetWriter, WriteOutcome } from './targetWriter.ts';
import type { Action, ActionStep, Step, StepError, StepStatus, Trace } from './trace.ts';
import type { WriteReport, WriteState } from './writeReport.ts';
import {
  asSentence,
  carriedAttributes,
  counted,
  isOff,
  sentRequests,
  stateOf,
  type WriteSubject,
  writeSentence,
} from './writeWords.ts';

/** What somebody is asked before anything is written. */
export interface WriteQuestion {
  /** The preview, with the exact requests in its action step. */
  readonly trace: Trace;
  /** The target's label. */
  readonly target: string;
  readonly action: Exclude<Action, 'skip' | 'none'>;
  readonly person: string;
  /** How many attributes would be written. */
  readonly attributes: number;
}

/** A line of the audit log: who is added by the log itself. No values of attributes. */
export interface AuditRecord {
  /** `asked`: the write begins; `done`: what became of it. */
  readonly event: 'asked' | 'done';
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly connection: string;
  readonly target: string;
  readonly action: WriteQuestion['action'];
  /** The source's id. */
  readonly subject: string;
  /** The target's id; null on create and where it is not known. */
  readonly object: string | null;
  /** Names only. */
  readonly attributes: readonly string[];
  readonly outcome: string | null;
  readonly code: string | null;
  readonly requestIds: readonly string[];
}

export interface ProvisionPorts {
  /** Asked once, when the preview is complete and would write something. Nothing is written unless it gives true. */
  confirm(question: WriteQuestion): Promise<boolean>;
  /** Keeps a line. Where the first one cannot be kept (a rejection), nothing is written. */
  audit(record: AuditRecord): Promise<void>;
}

/**
 * Runs the preview, asks, checks that the target still holds what was shown, writes, and reads back. Yields the five steps of the preview, then
 * the action step again whenever more is known of the write. Nothing is yielded between the first line of the audit log and the last, so that
 * whoever stops listening cannot leave a write half told.
 *
 * Where nothing would be written nobody is asked (`write: null`); where it is not agreed to, the trace is that of the preview.
 */
export async function* provision(input: PreviewInput, writer: TargetWriter, ports: ProvisionPorts): AsyncGenerator<Step, Trace> {
  const ran = yield* runSteps(input);
  const { trace, write } = ran;
  const [, , , , planned] = trace.steps;
  const requests = planned.details.requests ?? [];
  if (!write || requests.every(({ method }) => method === 'none')) {
    return {
      ...trace,
      mode: 'provision',
      steps: withAction(trace, { ...planned, details: { ...planned.details, write: null } }),
    };
  }
  const subject: WriteSubject = { action: write.action, person: trace.subject.displayName, target: input.target.label };
  const attributes = carriedAttributes(write, requests).length;
  if (input.cancelled() || !(await agreed(ports, { trace, ...subject, attributes }))) return trace;

  const started = input.clock.now();
  const scene: WriteScene = { write, ran, target: input.target, writer };
  const finish = (ended: EndedWrite): Trace => finished(input, scene, subject, started, ended);
  const stopped = (error: StepError): Trace =>
    finish({ outcome: nothingSent(write, error), state: 'notSent', readBack: null, remark: '' });

  const obstacle = (await changedSince(scene)) ?? (input.cancelled() ? cancelledBefore : null);
  if (obstacle) return yield* ending(stopped(obstacle));
  yield writingStep(planned, subject, requests);
  if (input.cancelled()) return yield* ending(stopped(cancelledBefore));

  const record = recorder(input, ports, ran, write);
  const refused = await record({ event: 'asked', object: write.id, outcome: null, code: null, requestIds: [] });
  if (refused !== null) return yield* ending(stopped(auditFailed(refused)));
  const outcome = await sendWrite(scene, requests, input.cancelled);
  const state = stateOf(outcome);
  const left = outcome.sent.some((request) => request.state !== 'notSent') || state === 'unknown';
  // What a target refused to create is not there to be read.
  const read = left && !(write.action === 'create' && state === 'refused') ? await readBackSafely(scene, outcome, state) : null;
  const requestIds = outcome.sent.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
  const code = outcome.error?.code ?? (read?.readBack?.attributes.some(isOff) ? 'ReadBackDiffers' : null);
  const unrecorded = await record({ event: 'done', object: outcome.id ?? write.id, outcome: state, code, requestIds });
  const remark = unrecorded === null ? '' : asSentence(`The audit log could not be completed: ${unrecorded}`);
  return yield* ending(finish({ outcome, state, readBack: read, remark }));
}

/** The end of a write, and the trace of it: the action step is shown once more. */
async function* ending(trace: Trace): AsyncGenerator<Step, Trace> {
  yield trace.steps[4];
  return trace;
}

async function agreed(ports: ProvisionPorts, question: WriteQuestion): Promise<boolean> {
  try {
    // Anything but true is no consent.
    return (await ports.confirm(question)) === true;
  } catch {
    return false;
  }
}

const cancelledBefore: StepError = {
  code: 'Cancelled',
  message: 'The run was cancelled before anything was sent.',
  advice: 'Run it again when you want it written.',
};

function auditFailed(message: string): StepError {
  const advice = 'Make the file of the audit log writable, then run again: nothing is written that is not on record.';
  return { code: 'AuditFailed', message: asSentence(`The audit log cannot be written: ${message}`), advice };
}

function nothingSent(write: PlannedWrite, { code, message, advice }: StepError): WriteOutcome {
  return { id: write.id, sent: [], error: { kind: 'refused', code, message, advice } };
}

type Recorder = (what: Pick<AuditRecord, 'event' | 'object' | 'outcome' | 'code' | 'requestIds'>) => Promise<string | null>;

/** Keeps a line of the audit log; gives the reason where it could not. */
function recorder(input: PreviewInput, ports: ProvisionPorts, { trace }: RanSteps, write: PlannedWrite): Recorder {
  return async (what) => {
    try {
      await ports.audit({
        ...what,
        at: new Date(input.clock.now()).toISOString(),
        connection: input.connectionName,
        target: input.target.label,
        action: write.action,
        subject: trace.subject.id,
        attributes: [...new Set(write.attributes.map(({ name }) => name))],
      });
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
}

/** A connector that fails by a fault of its own may have sent anything. */
async function sendWrite(
  { write, writer }: WriteScene,
  requests: readonly WriteRequest[],
  cancelled: () => boolean,
): Promise<WriteOutcome> {
  try {
    return await writer.write(write, cancelled);
  } catch (error) {
    const sent = requests
      .filter(({ method }) => method !== 'none')
      .map(({ method, address }): SentRequest => {
        return { method, address, state: 'unknown', answered: 'the connector failed', requestId: null };
      });
    return { id: null, sent, error: bugOf(error) };
  }
}

/** Whatever breaks in reading back, the audit log is completed and the write is told. */
async function readBackSafely(scene: WriteScene, outcome: WriteOutcome, state: WriteState): Promise<ReadBackResult> {
  try {
    return await readBackOf(scene, outcome, state);
  } catch (error) {
    return { readBack: null, error: bugOf(error) };
  }
}

function writingStep(planned: ActionStep, subject: WriteSubject, requests: readonly WriteRequest[]): ActionStep {
  const sentence = writeSentence(subject, 'writing', [], null, '');
  const write: WriteReport = { state: 'writing', sentence, id: null, sent: sentRequests(requests, []), readBack: null };
  return { ...planned, details: { ...planned.details, write } };
}

interface EndedWrite {
  readonly outcome: WriteOutcome;
  readonly state: Exclude<WriteState, 'writing'>;
  readonly readBack: ReadBackResult | null;
  /** What else must be said; empty where nothing must. */
  readonly remark: string;
}

const lookFirst =
  'Do not provision again before you have looked at what was read back, and in the target: it may have been written.';

/** The trace with what became of the write in its action step. */
function finished(input: PreviewInput, scene: WriteScene, subject: WriteSubject, started: number, ended: EndedWrite): Trace {
  const { write, ran } = scene;
  const { outcome, state, readBack: read } = ended;
  const [, , , , planned] = ran.trace.steps;
  const requests = planned.details.requests ?? [];
  const hide = hiddenTexts(write, ran);
  const shownAddresses = new Set(requests.map(({ address }) => address));
  const sent = sentRequests(requests, outcome.sent).map((request) => ({
    ...request,
    // What the requests show is masked where it must be, and the matched id is shown already.
    address: shownAddresses.has(request.address) ? request.address : hide(request.address),
    answered: hide(request.answered),
  }));
  const readBack = read?.readBack ?? null;
  const unread = read && read.readBack === null ? read.error.message : '';
  const why = [outcome.error?.message ?? '', unread]
    .filter((text) => text !== '')
    .map((text) => hide(asSentence(text)))
    .join(' ');
  const sentence = [
    writeSentence(subject, state, sent, readBack, why),
    ...(ended.remark === '' ? [] : [hide(ended.remark)]),
  ].join(' ');
  const error = outcome.error && {
    code: outcome.error.code,
    message: hide(outcome.error.message),
    // Whoever reads "try again" here may write twice.
    advice: state === 'unknown' ? lookFirst : hide(outcome.error.advice),
  };
  const unknown = (planned.details.evaluations ?? []).filter((one) => one.outcome === 'unsupported').length;
  const report: WriteReport = {
    state,
    sentence,
    id: outcome.id === null || outcome.id === write.id ? outcome.id : hide(outcome.id),
    sent,
    readBack,
  };
  const step: ActionStep = {
    ...planned,
    status: statusOf(planned, write, ended),
    summary:
      unknown === 0
        ? sentence
        : `${sentence} ${counted(unknown)} could not be evaluated locally and ${unknown === 1 ? 'was' : 'were'} not written.`,
    durationMs: planned.durationMs + input.clock.now() - started,
    details: { ...planned.details, write: report },
    error,
  };
  const steps = withAction(ran.trace, step);
  return {
    ...ran.trace,
    mode: 'provision',
    steps,
    endedAt: new Date(input.clock.now()).toISOString(),
    status: overallStatus(steps),
    code: ran.trace.code ?? error?.code ?? null,
  };
}

function statusOf(planned: ActionStep, write: PlannedWrite, { outcome, state, readBack: read, remark }: EndedWrite): StepStatus {
  if (state !== 'written' && state !== 'partly') return 'failure';
  const readBack = read?.readBack ?? null;
  const asWanted = readBack !== null && readBack.found === (write.action !== 'delete') && !readBack.attributes.some(isOff);
  const complete = readBack?.attributes.every((attribute) => attribute.state !== 'notSent') ?? true;
  const well = state === 'written' && outcome.error === null && asWanted && complete && remark === '';
  return well ? planned.status : 'warning';
}

function withAction({ steps: [test, imported, scope, match] }: Trace, action: ActionStep): Trace['steps'] {
  return [test, imported, scope, match, action];
}
