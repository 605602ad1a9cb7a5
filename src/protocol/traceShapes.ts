import type { ConnectionReport, WriteRequest } from '../core/trace/directory.ts';
import type {
  Action,
  ActionDetails,
  ActionStep,
  Change,
  ChangeState,
  ClauseResult,
  CollectionResult,
  EndpointTest,
  GateKind,
  GateResult,
  GroupResult,
  ImportDetails,
  ImportedAttribute,
  ImportStep,
  MappingEvaluation,
  MatchAttempt,
  MatchDetails,
  MatchedObject,
  MatchStep,
  Mode,
  OutcomeKind,
  ScopeDetails,
  ScopeStep,
  Step,
  StepError,
  StepStatus,
  TestConnectionDetails,
  TestConnectionStep,
  Trace,
  ValueTree,
  Verdict,
} from '../core/trace/trace.ts';
import type { AttributeValue } from '../core/value.ts';
import type { Check, Members } from './shape.ts';
import { amount, either, exactly, flag, listOf, object, offsets, oneOf, optional, orNull, pointer, text } from './shape.ts';

/** The shape of a trace and its steps, member by member. */

const attributeValue: Check<AttributeValue> = orNull(either(text, listOf(text)));

const stepStatus = oneOf<StepStatus>({ success: true, warning: true, skipped: true, failure: true, notRun: true });
const stepError = object<StepError>({ code: text, message: text, advice: text });

const report = object<ConnectionReport>({ address: text, asked: text, answered: text, warning: orNull(text) });
const endpoint = object<EndpointTest>({ label: text, ok: flag, report: orNull(report), error: orNull(stepError) });
const testConnectionDetails = object<TestConnectionDetails>({ source: optional(endpoint), target: optional(endpoint) });

const importedAttribute = object<ImportedAttribute>({ name: text, value: attributeValue, usedBy: listOf(pointer) });
const importDetails = object<ImportDetails>({
  attributes: optional(listOf(importedAttribute)),
  absent: optional(listOf(text)),
  candidates: optional(
    listOf(object<{ readonly id: string; readonly displayName: string | null }>({ id: text, displayName: orNull(text) })),
  ),
});

const verdict = oneOf<Verdict>({ passed: true, failed: true, unknown: true, notEvaluated: true });
const gateKind = oneOf<GateKind>({ active: true, assignment: true, filter: true, container: true, group: true });
const gate = object<GateResult>({ gate: gateKind, verdict, reason: text });
const clause = object<ClauseResult>({
  attribute: text,
  operator: text,
  expected: listOf(text),
  actual: attributeValue,
  verdict,
  reason: text,
  pointer,
});
const group = object<GroupResult>({ name: text, verdict, pointer, clauses: listOf(clause) });
const collection = object<CollectionResult>({ verdict, groups: listOf(group) });
const scopeDetails = object<ScopeDetails>({
  inScope: optional(orNull(flag)),
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
  verdict: oneOf<MatchAttempt['verdict']>({
    matched: true,
    notFound: true,
    ambiguous: true,
    noValue: true,
    error: true,
    notAsked: true,
  }),
  reason: text,
});
const matchDetails = object<MatchDetails>({ attempts: optional(listOf(attempt)), matched: optional(orNull(matchedObject)) });

const header: Check<readonly [string, string]> = (value, budget): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && text(value[0], budget) && text(value[1], budget);
const request = object<WriteRequest>({ method: text, address: text, headers: listOf(header), body: orNull(text) });

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
const actionDetails = object<ActionDetails>({ request: optional(orNull(request)), evaluations: optional(listOf(evaluation)) });

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
  state: oneOf<ChangeState>({ changed: true, unchanged: true, ignored: true, null: true, failed: true }),
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
  action: oneOf<Action>({ create: true, update: true, disable: true, delete: true, skip: true, none: true }),
  status: oneOf<Trace['status']>({ success: true, warning: true, skipped: true, failure: true }),
  code: orNull(text),
  changes: listOf(change),
});
