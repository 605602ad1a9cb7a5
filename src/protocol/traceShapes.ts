import type { ConnectionReport, WireValue, WriteRequest } from '../core/trace/directory.ts';
import type { SentRequest, SentState } from '../core/trace/targetWriter.ts';
import type {
  Action,
  ActionDetails,
  ActionStep,
  Change,
  ChangeState,
  ClauseResult,
  ClauseRule,
  CollectionResult,
  CycleOutcome,
  EndpointTest,
  FixedAttribute,
  FollowedAttribute,
  FollowedReference,
  GateKind,
  GateResult,
  GroupResult,
  ImportDetails,
  ImportedAttribute,
  ImportStep,
  IncrementalLens,
  LensDifference,
  LookedAt,
  MappingEvaluation,
  MatchAttempt,
  MatchDetails,
  MatchedObject,
  MatchStep,
  Mode,
  OutcomeKind,
  ScopeDetails,
  ScopeFix,
  ScopeStep,
  SourceHolder,
  Step,
  StepError,
  StepStatus,
  TestConnectionDetails,
  TestConnectionStep,
  Trace,
  ValueTree,
  Verdict,
  WhyNot,
} from '../core/trace/trace.ts';
import type { ReadBack, ReadBackAttribute, ReadBackState, WriteReport, WriteState } from '../core/trace/writeReport.ts';
import type { AttributeValue } from '../core/value.ts';
import type { Check, Members } from './shape.ts';
import { amount, either, exactly, flag, listOf, object, offsets, oneOf, optional, orNull, pointer, text } from './shape.ts';

/** The shape of a trace and its steps, member by member. */

const attributeValue: Check<AttributeValue> = orNull(either(text, listOf(text)));
const action = oneOf<Action>({ create: true, update: true, disable: true, delete: true, skip: true, none: true });
const changeState = oneOf<ChangeState>({ changed: true, unchanged: true, ignored: true, null: true, failed: true });

const stepStatus = oneOf<StepStatus>({ success: true, warning: true, skipped: true, failure: true, notRun: true });
const stepError = object<StepError>({ code: text, message: text, advice: text });

const report = object<ConnectionReport>({ address: text, asked: text, answered: text, warning: orNull(text) });
const endpoint = object<EndpointTest>({ label: text, ok: flag, report: orNull(report), error: orNull(stepError) });
const testConnectionDetails = object<TestConnectionDetails>({ source: optional(endpoint), target: optional(endpoint) });

const importedAttribute = object<ImportedAttribute>({ name: text, value: attributeValue, usedBy: listOf(pointer) });
const importDetails = object<ImportDetails>({
  incremental: optional(object<NonNullable<ImportDetails['incremental']>>({ changed: listOf(text) })),
  attributes: optional(listOf(importedAttribute)),
  absent: optional(listOf(text)),
  candidates: optional(
    listOf(object<{ readonly id: string; readonly displayName: string | null }>({ id: text, displayName: orNull(text) })),
  ),
});

const verdict = oneOf<Verdict>({ passed: true, failed: true, unknown: true, notEvaluated: true });
const lookedAt = object<LookedAt>({ name: text, value: attributeValue });
const gateKind = oneOf<GateKind>({ active: true, assignment: true, role: true, filter: true, container: true, group: true });
const gate = object<GateResult>({ gate: gateKind, verdict, reason: text, lookedAt: listOf(lookedAt) });
const clause = object<ClauseResult>({
  attribute: text,
  operator: text,
  expected: listOf(text),
  actual: attributeValue,
  verdict,
  rule: oneOf<ClauseRule>({ comparison: true, null: true, type: true, notLocal: true }),
  reason: text,
  pointer,
});
const group = object<GroupResult>({ name: text, verdict, pointer, clauses: listOf(clause) });
const collection = object<CollectionResult>({ verdict, groups: listOf(group) });
const whyNot = object<WhyNot>({
  sentence: text,
  fixes: listOf(
    object<ScopeFix>({
      changes: oneOf<ScopeFix['changes']>({ user: true, filter: true, job: true }),
      sentence: text,
      pointer: orNull(pointer),
      attributes: listOf(object<FixedAttribute>({ name: text, value: attributeValue, exact: flag })),
    }),
  ),
});
const scopeDetails = object<ScopeDetails>({
  inScope: optional(orNull(flag)),
  whyNot: optional(orNull(whyNot)),
  onDemand: optional(orNull(text)),
  gates: optional(listOf(gate)),
  collections: optional(
    object<NonNullable<ScopeDetails['collections']>>({
      groups: collection,
      inputFilterGroups: collection,
      categoryFilterGroups: collection,
    }),
  ),
});

const matchedObject = object<MatchedObject>({
  id: text,
  displayName: orNull(text),
  attributes: listOf(object<MatchedObject['attributes'][number]>({ name: text, value: attributeValue })),
});
const attempt = object<MatchAttempt>({
  target: text,
  matchingPriority: amount,
  mapping: pointer,
  value: attributeValue,
  asked: orNull(text),
  found: amount,
  candidates: listOf(matchedObject),
  sourceCount: orNull(amount),
  sourceHolders: listOf(object<SourceHolder>({ id: text, displayName: orNull(text) })),
  verdict: oneOf<MatchAttempt['verdict']>({
    matched: true,
    notFound: true,
    ambiguous: true,
    noValue: true,
    error: true,
    notAsked: true,
  }),
  reason: text,
  notes: listOf(text),
});
const matchDetails = object<MatchDetails>({ attempts: optional(listOf(attempt)), matched: optional(orNull(matchedObject)) });

const header: Check<readonly [string, string]> = (value, budget): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && text(value[0], budget) && text(value[1], budget);
const request = object<WriteRequest>({
  purpose: text,
  method: text,
  address: text,
  headers: listOf(header),
  body: orNull(text),
  values: listOf(object<WireValue>({ range: offsets, target: text, mapping: pointer })),
  notes: listOf(text),
});

const outcomeKinds = { value: true, null: true, ignored: true, error: true, unsupported: true } as const;
const valueTree = object<ValueTree>({
  kind: oneOf<ValueTree['kind']>({
    call: true,
    attribute: true,
    constant: true,
    keyword: true,
    comparison: true,
    concatenation: true,
    blank: true,
  }),
  text,
  range: offsets,
  outcome: oneOf<ValueTree['outcome']>({ ...outcomeKinds, notEvaluated: true }),
  value: attributeValue,
  reason: orNull(text),
  children: listOf<ValueTree>((value, budget): value is ValueTree => valueTree(value, budget)),
});
const evaluation = object<MappingEvaluation>({
  mapping: pointer,
  target: text,
  expression: text,
  outcome: oneOf<OutcomeKind>(outcomeKinds),
  value: attributeValue,
  error: orNull(object<NonNullable<MappingEvaluation['error']>>({ code: text, message: text, range: offsets })),
  note: orNull(text),
  tree: orNull(valueTree),
});
const followed = object<FollowedAttribute>({
  target: text,
  mapping: pointer,
  references: listOf(
    object<FollowedReference>({
      reference: text,
      displayName: orNull(text),
      targetId: orNull(text),
      outcome: oneOf<FollowedReference['outcome']>({
        written: true,
        notFound: true,
        ambiguous: true,
        outOfScope: true,
        notInTarget: true,
        notSupported: true,
        unknown: true,
      }),
      reason: text,
    }),
  ),
});
const lensSide = object<LensDifference['full']>({ state: changeState, value: attributeValue });
const incremental = object<IncrementalLens>({
  changed: listOf(text),
  sentence: text,
  action,
  differences: listOf(
    object<LensDifference>({ target: text, mapping: pointer, full: lensSide, incremental: lensSide, reason: text }),
  ),
});
const sentRequest = object<SentRequest>({
  method: text,
  address: text,
  state: oneOf<SentState>({ accepted: true, refused: true, unknown: true, notSent: true }),
  answered: text,
  requestId: orNull(text),
});
const readBackState = oneOf<ReadBackState>({
  equal: true,
  normalised: true,
  refused: true,
  missing: true,
  different: true,
  notRead: true,
  notSent: true,
});
const readBack = object<ReadBack>({
  found: flag,
  sentence: text,
  attributes: listOf(
    object<ReadBackAttribute>({
      target: text,
      mapping: pointer,
      sent: attributeValue,
      read: attributeValue,
      state: readBackState,
      reason: orNull(text),
    }),
  ),
});
const writeReport = object<WriteReport>({
  state: oneOf<WriteState>({ writing: true, written: true, partly: true, refused: true, unknown: true, notSent: true }),
  sentence: text,
  id: orNull(text),
  sent: listOf(sentRequest),
  readBack: orNull(readBack),
});
const actionDetails = object<ActionDetails>({
  requests: optional(listOf(request)),
  evaluations: optional(listOf(evaluation)),
  references: optional(listOf(followed)),
  cycle: optional(orNull(object<CycleOutcome>({ action, code: orNull(text), sentence: text }))),
  incremental: optional(orNull(incremental)),
  write: optional(orNull(writeReport)),
});

/** The members that every step has beside its kind and its details. */
const common = { status: stepStatus, summary: text, durationMs: amount, error: orNull(stepError) } satisfies Partial<
  Members<Step>
>;

const testConnectionStep = object<TestConnectionStep>({
  ...common,
  kind: exactly('testConnection'),
  details: testConnectionDetails,
});
const importStep = object<ImportStep>({ ...common, kind: exactly('import'), details: importDetails });
const scopeStep = object<ScopeStep>({ ...common, kind: exactly('scope'), details: scopeDetails });
const matchStep = object<MatchStep>({ ...common, kind: exactly('match'), details: matchDetails });
const actionStep = object<ActionStep>({ ...common, kind: exactly('action'), details: actionDetails });

/** The five steps in their order. */
const inOrder = [testConnectionStep, importStep, scopeStep, matchStep, actionStep] as const;

/** The steps that have arrived: the first so many of the five, in their order. */
export const arrivedSteps: Check<readonly Step[]> = (value, budget): value is readonly Step[] =>
  Array.isArray(value) &&
  value.length <= inOrder.length &&
  value.every((step: unknown, index) => inOrder[index]?.(step, budget) === true);

const allSteps: Check<Trace['steps']> = (value, budget): value is Trace['steps'] =>
  arrivedSteps(value, budget) && value.length === inOrder.length;

export const mode = oneOf<Mode>({ preview: true, provision: true, service: true });

const change = object<Change>({
  target: text,
  old: attributeValue,
  new: attributeValue,
  state: changeState,
  mapping: pointer,
});

export const trace = object<Trace>({
  format: exactly('provtrace/1'),
  mode,
  connection: text,
  configuration: object<Trace['configuration']>({ hash: text, rule: text, objectMapping: text }),
  subject: object<Trace['subject']>({ id: text, displayName: text }),
  startedAt: text,
  endedAt: text,
  steps: allSteps,
  action,
  status: oneOf<Trace['status']>({ success: true, warning: true, skipped: true, failure: true }),
  code: orNull(text),
  changes: listOf(change),
});
