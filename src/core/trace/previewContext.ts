import type { Clock, Random } from '../clock.ts';
import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { CompiledConfiguration } from '../flow/compileConfiguration.ts';
import type { Configuration } from '../schema/configuration.ts';
import type { Assignment } from '../scope/gates.ts';
import type { Semantics } from '../semantics.ts';
import type { Entry, SourceDirectory, TargetDirectory } from './directory.ts';

/** Everything a preview depends on. The same input gives the same trace. */
export interface PreviewInput {
  readonly connectionName: string;
  readonly configuration: Configuration;
  /** A hash of the configuration's text, computed by the caller, so that a trace says what it was made from. */
  readonly configurationHash: string;
  readonly source: SourceDirectory;
  readonly target: TargetDirectory;
  /** Whom to provision, by any identifier that the source resolves. */
  readonly user: string;
  readonly assignment: Assignment;
  /** The job's secret `SkipOutOfScopeDeletions`: accounts that leave scope stay as they are (facts/expression-language.md, section 9). */
  readonly skipOutOfScopeDeletions: boolean;
  /**
   * The lens of an incremental cycle: the source attributes that changed since the last one. Null is a full import, in which everything
   * counts as new.
   */
  readonly changed: readonly string[] | null;
  /** The other object mappings of the rule, by which what the subject refers to is matched: a group's members as users. */
  readonly related: readonly Configuration[];
  readonly tenantConstants: ReadonlyMap<string, string>;
  /** Readings of the doubtful points of the documents; the default for each that is left out. */
  readonly semantics?: Partial<Semantics>;
  readonly clock: Clock;
  readonly random: Random;
  /** Asked between steps; once true, the rest is not run. */
  readonly cancelled: () => boolean;
}

/** What the steps share. */
export interface PreviewContext {
  readonly input: PreviewInput;
  readonly compiled: CompiledConfiguration;
}

/**
 * The context in which an object's expressions are evaluated. `IsSoftDeleted` is made by the service: true once the object is out of scope,
 * by the verdict that the later steps go by (`ScopeResult.onDemand`).
 */
export function evaluationContext({ input }: PreviewContext, entry: Entry, softDeleted: boolean): EvaluationContext {
  return {
    dialect: input.configuration.dialect,
    attributes: new Map([...entry.attributes, ['IsSoftDeleted', softDeleted ? 'True' : 'False']]),
    clock: input.clock,
    random: input.random,
    tenantConstants: input.tenantConstants,
    defaultDomain: input.tenantConstants.get('DefaultDomain') ?? null,
    ...(input.semantics && { semantics: input.semantics }),
  };
}
