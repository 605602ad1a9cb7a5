import type { AttributeValue } from '../value.ts';
import type { ConnectionReport, WriteRequest } from './directory.ts';
import type { WriteReport } from './writeReport.ts';

/** The five steps, in the order in which every trace lists them. */
export const stepKinds = ['testConnection', 'import', 'scope', 'match', 'action'] as const;

export type StepKind = (typeof stepKinds)[number];
export type StepStatus = 'success' | 'warning' | 'skipped' | 'failure' | 'notRun';

/** What went wrong in a step: the service's code where one exists, the cause in plain words, what to do. */
export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

interface StepOf<Kind extends StepKind, Details> {
  readonly kind: Kind;
  readonly status: StepStatus;
  /** One sentence. */
  readonly summary: string;
  readonly durationMs: number;
  readonly details: Details;
  readonly error: StepError | null;
}

export interface TestConnectionDetails {
  readonly source?: EndpointTest;
  readonly target?: EndpointTest;
}

/** One side of the connection test; `report` is null where it failed. */
export interface EndpointTest {
  readonly label: string;
  readonly ok: boolean;
  readonly report: ConnectionReport | null;
  readonly error: StepError | null;
}

export interface ImportDetails {
  /** The lens that the whole run looks through; left out, a full import. */
  readonly incremental?: { readonly changed: readonly string[] };
  /** Attributes as read, sorted by name. */
  readonly attributes?: readonly ImportedAttribute[];
  /** Names that the configuration reads and the entry does not have. */
  readonly absent?: readonly string[];
  /** Where the user's text fits several people. */
  readonly candidates?: readonly { readonly id: string; readonly displayName: string | null }[];
}

export interface ImportedAttribute {
  readonly name: string;
  readonly value: AttributeValue;
  /** JSON pointers of the mappings and clauses that read it. */
  readonly usedBy: readonly string[];
}

/** `unknown` is "cannot evaluate locally", which is neither passed nor failed. */
export type Verdict = 'passed' | 'failed' | 'unknown' | 'notEvaluated';

export interface ScopeDetails {
  /** The verdict of a cycle; null where it cannot be evaluated locally. */
  readonly inScope?: boolean | null;
  /** Null where the person is in scope, or where it cannot be told. */
  readonly whyNot?: WhyNot | null;
  /** One sentence where provisioning on demand treats this person differently from a cycle; null where it does not. */
  readonly onDemand?: string | null;
  readonly gates?: readonly GateResult[];
  readonly collections?: {
    readonly groups: CollectionResult;
    readonly inputFilterGroups: CollectionResult;
    readonly categoryFilterGroups: CollectionResult;
  };
}

export type GateKind = 'active' | 'assignment' | 'role' | 'filter' | 'container' | 'group';

/** One gate of facts/graph-synchronization.md, section 3. */
export interface GateResult {
  readonly gate: GateKind;
  readonly verdict: Verdict;
  /** In one sentence: what was looked at, and what it says. */
  readonly reason: string;
  /** The source attributes and settings that decided, with what they held. */
  readonly lookedAt: readonly LookedAt[];
}

export interface LookedAt {
  /** An attribute, or a setting of the connection such as `assignment`. */
  readonly name: string;
  readonly value: AttributeValue;
}

/** Why a person is out of scope, and what would let them in. Nothing of it is ever applied by itself. */
export interface WhyNot {
  readonly sentence: string;
  /** The smallest change first. Each was tried: with it, the person passes. */
  readonly fixes: readonly ScopeFix[];
}

export interface FixedAttribute extends LookedAt {
  /** False where the value is only one of many that would do: the sentence says which. */
  readonly exact: boolean;
}

export interface ScopeFix {
  /** What would change: the person in the source, the filter, or a setting of the job. */
  readonly changes: 'user' | 'filter' | 'job';
  /** `Set department to "Sales".` */
  readonly sentence: string;
  /** JSON pointer of the clause, group or filter that it is about; null where it is about none. */
  readonly pointer: string | null;
  /** For `user`: the attributes after the change. */
  readonly attributes: readonly FixedAttribute[];
}

/** What a cycle would do with a person whom provisioning on demand treats differently. */
export interface CycleOutcome {
  readonly action: Action;
  readonly code: string | null;
  readonly sentence: string;
}

/** OR over groups; no groups passes. */
export interface CollectionResult {
  readonly verdict: Verdict;
  readonly groups: readonly GroupResult[];
}

/** AND over clauses. */
export interface GroupResult {
  readonly name: string;
  readonly verdict: Verdict;
  /** JSON pointer of the filter group. */
  readonly pointer: string;
  readonly clauses: readonly ClauseResult[];
}

export type ClauseRule = 'comparison' | 'null' | 'type' | 'notLocal';

export interface ClauseResult {
  readonly attribute: string;
  readonly operator: string;
  readonly expected: readonly string[];
  readonly actual: AttributeValue;
  readonly verdict: Verdict;
  /** What decided: the comparison itself, the rule for empty attributes, the type of a value, or that it is not evaluated here. */
  readonly rule: ClauseRule;
  /** Why, in one sentence: the rule that was applied (case, null, type). */
  readonly reason: string;
  /** JSON pointer of the clause. */
  readonly pointer: string;
}

export interface MatchDetails {
  readonly attempts?: readonly MatchAttempt[];
  readonly matched?: MatchedObject | null;
}

/** One matching attribute, in order of priority. */
export interface MatchAttempt {
  readonly target: string;
  readonly matchingPriority: number;
  readonly mapping: string;
  readonly value: AttributeValue;
  /** The query as the target got it; null where none was sent. */
  readonly asked: string | null;
  readonly found: number;
  readonly candidates: readonly MatchedObject[];
  /** How many source objects hold the same value; null where it was not or cannot be looked up. */
  readonly sourceCount: number | null;
  /** Who else in the source holds the value, the first few; empty where nobody does or it was not looked up. */
  readonly sourceHolders: readonly SourceHolder[];
  readonly verdict: 'matched' | 'notFound' | 'ambiguous' | 'noValue' | 'error' | 'notAsked';
  readonly reason: string;
  /** What else is worth knowing: the case rule, special characters, uniqueness that could not be looked up. */
  readonly notes: readonly string[];
}

export interface SourceHolder {
  readonly id: string;
  readonly displayName: string | null;
}

export interface MatchedObject {
  readonly id: string;
  readonly displayName: string | null;
  /** The mapped attributes as the target holds them, sorted by name. */
  readonly attributes: readonly { readonly name: string; readonly value: AttributeValue }[];
}

export interface ActionDetails {
  /** The exact requests that would be sent, in their order; none where nothing would be written. */
  readonly requests?: readonly WriteRequest[];
  /** What each mapping gave, in the order of the file, whether or not it flows. */
  readonly evaluations?: readonly MappingEvaluation[];
  /** What the reference attributes lead to, followed in the second pass. */
  readonly references?: readonly FollowedAttribute[];
  /** Null where a cycle would do the same. */
  readonly cycle?: CycleOutcome | null;
  /** The same person as an incremental change, where that gives another result; null where it does not. */
  readonly incremental?: IncrementalLens | null;
  /** What became of the write; left out in a preview, null where there was nothing to write. */
  readonly write?: WriteReport | null;
}

/** A reference attribute (manager, members) with each thing that it refers to. */
export interface FollowedAttribute {
  readonly target: string;
  readonly mapping: string;
  readonly references: readonly FollowedReference[];
}

/** `written`: the target's object is known. Everything else is left out of the write, for the reason. */
export interface FollowedReference {
  /** As the source holds it: a DN, an object id. */
  readonly reference: string;
  readonly displayName: string | null;
  /** The target's id; null where it is left out. */
  readonly targetId: string | null;
  readonly outcome: 'written' | 'notFound' | 'ambiguous' | 'outOfScope' | 'notInTarget' | 'notSupported' | 'unknown';
  readonly reason: string;
}

/** What an incremental cycle would do with the same person if only these attributes had changed. */
export interface IncrementalLens {
  /** The source attributes that are taken as changed. */
  readonly changed: readonly string[];
  /** One sentence: what differs from the full import. */
  readonly sentence: string;
  readonly action: Action;
  readonly differences: readonly LensDifference[];
}

export interface LensDifference {
  readonly target: string;
  readonly mapping: string;
  readonly full: { readonly state: ChangeState; readonly value: AttributeValue };
  readonly incremental: { readonly state: ChangeState; readonly value: AttributeValue };
  readonly reason: string;
}

/** The five outcomes of an expression (design, section 4): they are never folded into one another. */
export type OutcomeKind = 'value' | 'null' | 'ignored' | 'error' | 'unsupported';

export interface MappingEvaluation {
  readonly mapping: string;
  readonly target: string;
  /** The expression as written; a constant is quoted, an attribute stands in brackets. */
  readonly expression: string;
  readonly outcome: OutcomeKind;
  readonly value: AttributeValue;
  readonly error: { readonly code: string; readonly message: string; readonly range: readonly [number, number] } | null;
  /** Why the value does or does not flow: default used, create only, null not exported, … */
  readonly note: string | null;
  readonly tree: ValueTree | null;
}

/** The value of a sub-term. `notEvaluated` is a branch that was not taken. */
export interface ValueTree {
  readonly kind: 'call' | 'attribute' | 'constant' | 'keyword' | 'comparison' | 'concatenation' | 'blank';
  /** The term as written. */
  readonly text: string;
  /** Offsets into the expression. */
  readonly range: readonly [number, number];
  readonly outcome: OutcomeKind | 'notEvaluated';
  readonly value: AttributeValue;
  /** Why it gave this, in one sentence; null where the value says it all and where the value is redacted. */
  readonly reason: string | null;
  readonly children: readonly ValueTree[];
}

export type TestConnectionStep = StepOf<'testConnection', TestConnectionDetails>;
export type ImportStep = StepOf<'import', ImportDetails>;
export type ScopeStep = StepOf<'scope', ScopeDetails>;
export type MatchStep = StepOf<'match', MatchDetails>;
export type ActionStep = StepOf<'action', ActionDetails>;
export type Step = TestConnectionStep | ImportStep | ScopeStep | MatchStep | ActionStep;

export type Action = 'create' | 'update' | 'disable' | 'delete' | 'skip' | 'none';
export type Mode = 'preview' | 'provision' | 'service';
export type ChangeState = 'changed' | 'unchanged' | 'ignored' | 'null' | 'failed';

/** One target attribute before and after. */
export interface Change {
  readonly target: string;
  readonly old: AttributeValue;
  readonly new: AttributeValue;
  readonly state: ChangeState;
  /** JSON pointer of the attribute mapping in the configuration. */
  readonly mapping: string;
}

/** The trace document `provtrace/1` (design, section 4). Its outer form is fixed: files, the view and other tools read it. */
export interface Trace {
  readonly format: 'provtrace/1';
  readonly mode: Mode;
  readonly connection: string;
  readonly configuration: { readonly hash: string; readonly rule: string; readonly objectMapping: string };
  readonly subject: { readonly id: string; readonly displayName: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly steps: readonly [TestConnectionStep, ImportStep, ScopeStep, MatchStep, ActionStep];
  readonly action: Action;
  readonly status: Exclude<StepStatus, 'notRun'>;
  readonly code: string | null;
  readonly changes: readonly Change[];
}
