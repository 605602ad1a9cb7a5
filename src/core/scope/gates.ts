import type { Configuration } from '../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../schema/directoryNames.ts';
import { readingOf, type WithSemantics } from '../semantics.ts';
import type { GateResult } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { activeAttributes, activeGate, type Deletion, deletionOf } from './activeGate.ts';
import { assignmentAttributes, assignmentGates } from './assignmentGates.ts';
import { evaluateFilter, type FilterResult } from './evaluateFilter.ts';
import { filterGate, securityGroupAttributes } from './filterGate.ts';
import { containerGate, groupGate, placeAttributes } from './placeGates.ts';

/** Source attributes that the gates look at, beside those that mappings and clauses read. */
export const gateAttributes: readonly string[] = [
  ...activeAttributes,
  ...assignmentAttributes,
  ...securityGroupAttributes,
  ...placeAttributes,
];

/**
 * `inScope`; `outOfScope` (what was provisioned before is deprovisioned); `notProcessed` (an input or category filter: the object is
 * left alone); `unknown` (what cannot be evaluated locally decides).
 */
export type ScopeVerdict = 'inScope' | 'outOfScope' | 'notProcessed' | 'unknown';

/** Whether one object is in scope, and everything that was looked at to say so. */
export interface ScopeResult {
  /** What a cycle says. */
  readonly verdict: ScopeVerdict;
  /** What provisioning on demand says of the chosen object; the later steps go by it. */
  readonly onDemand: ScopeVerdict;
  /** An object that is gone for good is deleted in the target; a restorable one is deprovisioned. */
  readonly deletion: Deletion;
  readonly gates: readonly GateResult[];
  readonly filter: FilterResult;
}

/** How the job's "sync only assigned" setting stands; null where the connection does not say. */
export type Assignment = 'assigned' | 'all' | null;

/** What a scope is evaluated with, beside the configuration and the object. */
export interface ScopeOptions extends WithSemantics {
  readonly assignment: Assignment;
}

/** Evaluates the gates of facts/graph-synchronization.md, section 3, in its order. */
export function evaluateScope(configuration: Configuration, attributes: Attributes, options: ScopeOptions): ScopeResult {
  const { rule, objectMapping, scope } = configuration;
  const isGroup = objectMapping.sourceObjectName.toLowerCase() === 'group';
  const filter = evaluateFilter(scope, attributes, options.semantics);
  const deletion = deletionOf(attributes);
  const everywhere = [
    ...assignmentGates(configuration, attributes, options.assignment),
    activeGate(attributes, isGroup),
    filterGate(configuration, filter, attributes),
  ];
  const places = rule ? [containerGate(rule, attributes), groupGate(rule, attributes, isGroup)] : [];
  const gates = [...everywhere, ...places];
  const verdict = verdictOf(gates, filter, deletion);
  const onDemand = appliesPlacesOnDemand(configuration, options) ? verdict : verdictOf(everywhere, filter, deletion);
  return { verdict, onDemand, deletion, gates, filter };
}

/**
 * Whether organizational units and groups decide over the chosen object. From Active Directory to Entra they do not, by the reading
 * `onDemandScope` (facts/graph-synchronization.md, section 7.6; facts/anchors.md, section 0).
 */
export function appliesPlacesOnDemand({ rule }: Configuration, semantics: WithSemantics): boolean {
  const isInbound = rule !== null && isActiveDirectory(rule.sourceDirectoryName) && isEntra(rule.targetDirectoryName);
  return !isInbound || readingOf(semantics, 'onDemandScope') === 'applied';
}

function verdictOf(gates: readonly GateResult[], filter: FilterResult, deletion: Deletion): ScopeVerdict {
  // Little is left of the attributes of a deleted object: that a filter no longer knows it does not keep its account alive.
  if (deletion === 'hard') return 'outOfScope';
  const notProcessed = [filter.inputFilterGroups, filter.categoryFilterGroups];
  if (notProcessed.some((collection) => collection.verdict === 'failed')) return 'notProcessed';
  const verdicts = gates.map((gate) => gate.verdict);
  if (verdicts.includes('failed')) return 'outOfScope';
  return verdicts.includes('unknown') ? 'unknown' : 'inScope';
}
