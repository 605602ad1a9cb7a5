import { type Problem, problemOf } from '../core/problem.ts';
import type { ProblemCode, Severity } from '../core/problemCodes.ts';
import { type Configuration, targetDefinition } from '../core/schema/configuration.ts';
import type { AttributeMapping, Filter, FilterClause, Located } from '../core/schema/model.ts';
import { rangeInLiteral, rangeInNode } from '../core/schema/nodeInText.ts';
import type { TextRange } from '../core/text/range.ts';
import type { ClauseResult, MappingEvaluation, MatchAttempt, Trace } from '../core/trace/trace.ts';
import { analyse, type DocumentAnalysis } from './analysis.ts';
import type { RunFacts } from './runFacts.ts';
import { textShift } from './textShift.ts';

/** What the last run found wrong with a rule, at the rule. */
export interface RunProblem {
  readonly problem: Problem;
  /** The run was made with another text, in which this place was the same as it is now. */
  readonly stale: boolean;
}

/**
 * The rules that failed for the person of the last run, or for which they were skipped, each where it stands: the clauses that were false, the
 * matching attribute that fits several objects or has no value, the expressions that failed (at the term that did), the required attributes
 * without a value. Where the text has changed since, only what stands in a part that is still the same is given.
 */
export function runProblems(analysis: DocumentAnalysis, facts: RunFacts): readonly RunProblem[] {
  if (!facts.stale) return found(analysis, facts).map(({ problem }) => ({ problem, stale: false }));
  if (facts.text === undefined) return [];
  const shift = textShift(facts.text, analysis.text);
  return found(analyse(analysis.kind, facts.text, null), facts).flatMap(({ problem, rule }) => {
    const range = shift(problem.range);
    return range && shift(rule) ? [{ problem: { ...problem, range }, stale: true }] : [];
  });
}

interface Found {
  readonly problem: Problem;
  /** The mapping or clause that it is about, as a whole. */
  readonly rule: TextRange;
}

function found(analysis: DocumentAnalysis, { trace, holds }: RunFacts): readonly Found[] {
  const configuration = analysis.configurations.find((one) => isRunBy(trace, one, analysis)) ?? null;
  const filter = analysis.filter ?? configuration?.objectMapping.scope ?? null;
  return [
    ...(filter && holds !== 'mappings' ? ofScope(analysis.text, filter, trace) : []),
    ...(configuration && holds !== 'scope' ? ofMappings(analysis.text, configuration, trace) : []),
  ].sort((left, right) => left.problem.range.start - right.problem.range.start);
}

/** Pointers of a trace name the object mapping that was run; its name is not unique in a schema. */
function isRunBy(trace: Trace, { objectMapping }: Configuration, { kind }: DocumentAnalysis): boolean {
  if (kind === 'mapping') return true;
  const own = `${objectMapping.pointer}/`;
  const [, , { details: scope }, { details: match }] = trace.steps;
  const some =
    trace.changes[0]?.mapping ??
    match.attempts?.[0]?.mapping ??
    Object.values(scope.collections ?? {}).find(({ groups }) => groups.length > 0)?.groups[0]?.pointer;
  return some?.startsWith(own) ?? false;
}

function ofScope(text: string, filter: Filter, trace: Trace): readonly Found[] {
  const { collections, whyNot } = trace.steps[2].details;
  if (!collections) return [];
  const clauses = new Map<string, FilterClause>(
    [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups].flatMap((group) =>
      group.clauses.map((clause) => [clause.pointer, clause] as const),
    ),
  );
  const decided = Object.values(collections).filter(({ verdict }) => verdict === 'failed');
  return decided
    .flatMap(({ groups }) => groups.flatMap((group) => group.clauses))
    .filter(({ verdict }) => verdict === 'failed')
    .flatMap((result) => {
      const clause = clauses.get(result.pointer);
      if (!clause) return [];
      // Of the changes that let the person in, one of the attribute that this clause tests says more here than one of the filter.
      const fixes = whyNot?.fixes ?? [];
      const fix =
        fixes.find(({ attributes }) => attributes.some(({ name }) => name === result.attribute)) ??
        fixes.find(({ pointer }) => pointer === result.pointer) ??
        fixes[0] ??
        null;
      const message = `${nameOf(trace)} is kept out of scope by this clause: ${clauseReason(result)}`;
      return [at(text, clause, '/sourceOperandName', 'run-clause-false', message, fix && `Nearest fix: ${fix.sentence}`)];
    });
}

function clauseReason({ reason, actual, attribute }: ClauseResult): string {
  const value = actual === null ? 'empty' : typeof actual === 'string' ? quoted(actual) : actual.map(quoted).join(', ');
  return `${attribute} is ${value}. ${reason}`;
}

function ofMappings(text: string, configuration: Configuration, trace: Trace): readonly Found[] {
  const mappings = new Map(configuration.objectMapping.attributeMappings.map((mapping) => [mapping.pointer, mapping]));
  const states = new Map(trace.changes.map(({ mapping, state }) => [mapping, state]));
  const [, , , match, action] = trace.steps;
  return [
    ...(match.details.attempts ?? []).flatMap((attempt) => {
      const mapping = mappings.get(attempt.mapping);
      return mapping ? ofAttempt(text, mapping, attempt, trace) : [];
    }),
    ...(action.details.evaluations ?? []).flatMap((evaluation) => {
      const mapping = mappings.get(evaluation.mapping);
      if (!mapping) return [];
      const isFailed = states.get(evaluation.mapping) === 'failed';
      if (evaluation.outcome === 'error') return ofError(text, mapping, evaluation, trace, isFailed ? 'error' : 'warning');
      return isFailed ? ofFailure(text, configuration, mapping, evaluation, trace) : [];
    }),
  ];
}

function ofAttempt(text: string, mapping: AttributeMapping, attempt: MatchAttempt, trace: Trace): readonly Found[] {
  const { error } = trace.steps[3];
  const mark = (code: ProblemCode, message: string): readonly Found[] => [
    at(text, mapping, '/targetAttributeName', code, message, error?.advice ?? null),
  ];
  const why = `${nameOf(trace)}: ${attempt.reason}`;
  if (attempt.verdict === 'ambiguous') return mark('run-match-several', why);
  if (error?.code === 'DuplicateSourceEntries' && (attempt.sourceCount ?? 0) > 1)
    return mark('run-match-several', `${nameOf(trace)}: ${error.message}`);
  // Where another matching attribute has a value, this one keeps nobody from anything.
  return attempt.verdict === 'noValue' && error?.code === 'ImportSkipped' ? mark('run-match-no-value', why) : [];
}

function ofError(
  text: string,
  mapping: AttributeMapping,
  evaluation: MappingEvaluation,
  trace: Trace,
  severity: Severity,
): readonly Found[] {
  const { error } = evaluation;
  if (!error) return [];
  const message = `For ${nameOf(trace)} this fails: ${error.message}`;
  return [
    {
      problem: problemOf('run-mapping-failed', termRange(text, mapping, evaluation), message, null, severity),
      rule: mapping.range,
    },
  ];
}

/** The failed term in the document; the whole expression where the evaluated one is not the one that is written. */
function termRange(text: string, mapping: AttributeMapping, { error, expression }: MappingEvaluation): TextRange {
  const written = mapping.source?.expressionRange;
  if (!mapping.source || !written || !error) return rangeInNode(text, mapping, '/targetAttributeName');
  if (mapping.source.expression !== expression || error.range[0] >= error.range[1]) return written;
  return rangeInLiteral(text, { start: written.start - 1, end: written.end + 1 }, error.range[0], error.range[1]);
}

/** A mapping without an error of its own that fails the object: a required attribute without a value, a reference that leads nowhere. */
function ofFailure(
  text: string,
  configuration: Configuration,
  mapping: AttributeMapping,
  { note, outcome }: MappingEvaluation,
  trace: Trace,
): readonly Found[] {
  if (note === null || outcome === 'unsupported' || note.startsWith('Cannot be evaluated locally')) return [];
  const isRequired = targetDefinition(configuration, mapping.targetAttributeName)?.required ?? false;
  const code = isRequired && outcome !== 'value' ? 'run-required-empty' : 'run-mapping-failed';
  const fix =
    code === 'run-required-empty' ? 'Give the person a value in the source, or give the mapping a default value.' : null;
  return [at(text, mapping, '/targetAttributeName', code, `For ${nameOf(trace)}: ${note}`, fix)];
}

function at(text: string, node: Located, pointer: string, code: ProblemCode, message: string, fix: string | null): Found {
  return { problem: problemOf(code, rangeInNode(text, node, pointer), message, fix), rule: node.range };
}

function nameOf({ subject }: Trace): string {
  return subject.displayName === '' ? subject.id : subject.displayName;
}

function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
}
