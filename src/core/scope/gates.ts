import { valuesOf } from '../flow/compareValues.ts';
import type { Configuration } from '../schema/configuration.ts';
import type { SynchronizationRule } from '../schema/model.ts';
import { isBelow, sameDistinguishedName } from '../text/distinguishedName.ts';
import type { GateResult, Verdict } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { evaluateFilter, type FilterResult } from './evaluateFilter.ts';

/** Source attributes that the gates look at, beside those that mappings and clauses read. */
export const gateAttributes: readonly string[] = [
  'IsSoftDeleted',
  'accountEnabled',
  'accountDisabled',
  'userAccountControl',
  'appRoleAssignments',
  'distinguishedName',
  'memberOf',
];

/** Whether one object is in scope, and everything that was looked at to say so. */
export interface ScopeResult {
  /**
   * `inScope`; `outOfScope` (what was provisioned before is deprovisioned); `notProcessed` (an input or category filter: the object is
   * left alone); `unknown` (some clause cannot be evaluated locally and decides).
   */
  readonly verdict: 'inScope' | 'outOfScope' | 'notProcessed' | 'unknown';
  readonly gates: readonly GateResult[];
  readonly filter: FilterResult;
}

/** How the job's "sync only assigned" setting stands; null where the connection does not say. */
export type Assignment = 'assigned' | 'all' | null;

/** Evaluates the gates of facts/graph-synchronization.md, section 3. */
export function evaluateScope(configuration: Configuration, attributes: Attributes, assignment: Assignment): ScopeResult {
  const filter = evaluateFilter(configuration.scope, attributes);
  const gates: GateResult[] = [activeGate(attributes), assignmentGate(attributes, assignment), filterGate(configuration, filter)];
  if (configuration.rule) gates.push(containerGate(configuration.rule, attributes), groupGate(configuration.rule, attributes));
  const verdicts = gates.map((gate) => gate.verdict);
  const notProcessed = [filter.inputFilterGroups, filter.categoryFilterGroups];
  if (notProcessed.some((collection) => collection.verdict === 'failed')) return { verdict: 'notProcessed', gates, filter };
  if (verdicts.includes('failed')) return { verdict: 'outOfScope', gates, filter };
  return { verdict: verdicts.includes('unknown') ? 'unknown' : 'inScope', gates, filter };
}

/** Gate 3: disabled or soft-deleted in the source. Directories tell it in different attributes. */
function activeGate(attributes: Attributes): GateResult {
  const text = (name: string): string | null => {
    const value = attributes.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const softDeleted = text('IsSoftDeleted');
  if (softDeleted?.toLowerCase() === 'true') return gate('active', 'failed', 'IsSoftDeleted is True.');
  const enabled = text('accountEnabled');
  if (enabled !== null)
    return gate('active', enabled.toLowerCase() === 'false' ? 'failed' : 'passed', `accountEnabled is ${enabled}.`);
  const control = text('userAccountControl');
  if (control !== null && /^-?\d{1,10}$/.test(control)) {
    // Bit 2 of userAccountControl is ACCOUNTDISABLE (facts/expression-language.md, section 10.3).
    const disabled = (Number(control) & 2) !== 0;
    return gate(
      'active',
      disabled ? 'failed' : 'passed',
      `userAccountControl is ${control}: the bit for "account disabled" is ${disabled ? '' : 'not '}set.`,
    );
  }
  const disabled = text('accountDisabled');
  if (disabled !== null)
    return gate('active', disabled.toLowerCase() === 'true' ? 'failed' : 'passed', `accountDisabled is ${disabled}.`);
  return gate(
    'active',
    'notEvaluated',
    'The source has no attribute that says whether the account is active, so it is taken as active.',
  );
}

/** Gates 1 and 2: assignment to the application. Inbound jobs (AD, HR) have none. */
function assignmentGate(attributes: Attributes, assignment: Assignment): GateResult {
  if (assignment === 'all') return gate('assignment', 'notEvaluated', 'The job synchronizes all users and groups.');
  if (assignment === null)
    return gate(
      'assignment',
      'notEvaluated',
      'The connection does not say whether the job synchronizes assigned users only ("assignment").',
    );
  const roles = attributes.get('appRoleAssignments');
  if (roles === undefined || roles === null) {
    return gate(
      'assignment',
      'notEvaluated',
      'The source does not say who is assigned to the application (no appRoleAssignments), so this person is taken as assigned.',
    );
  }
  const names = valuesOf(roles);
  return names.length > 0
    ? gate('assignment', 'passed', `Assigned to the application: ${names.join(', ')}.`)
    : gate('assignment', 'failed', 'Not assigned to the application, and the job synchronizes assigned users and groups only.');
}

function filterGate({ scope }: Configuration, filter: FilterResult): GateResult {
  if (!scope || scope.groups.length + scope.inputFilterGroups.length + scope.categoryFilterGroups.length === 0) {
    return gate('filter', 'passed', 'The mapping has no scoping filter, so everybody passes.');
  }
  const collections = [
    { name: 'the input filters', result: filter.inputFilterGroups },
    { name: 'the category filters', result: filter.categoryFilterGroups },
    { name: 'the scoping filters', result: filter.groups },
  ];
  for (const { name, result } of collections) {
    if (result.verdict !== 'failed') continue;
    const clauses = result.groups.flatMap((group) => group.clauses.filter((clause) => clause.verdict === 'failed'));
    const why = clauses
      .slice(0, 3)
      .map((clause) => [clause.attribute, clause.operator, ...clause.expected.map((text) => `"${text}"`)].join(' '));
    return gate(
      'filter',
      'failed',
      `No group of ${name} is satisfied. Not true: ${why.join('; ')}${clauses.length > 3 ? '; …' : ''}.`,
    );
  }
  const undecided = collections.find(({ result }) => result.verdict === 'unknown');
  if (undecided) return gate('filter', 'unknown', `Whether ${undecided.name} are satisfied cannot be evaluated locally.`);
  return gate('filter', 'passed', 'The scoping filters are satisfied.');
}

/** Gate 5: the organizational units of a cloud-sync rule. The object must stand below one of them. */
function containerGate(rule: SynchronizationRule, attributes: Attributes): GateResult {
  if (rule.containerFilter.length === 0) return gate('container', 'passed', 'The rule is not limited to organizational units.');
  const dn = attributes.get('distinguishedName');
  if (typeof dn !== 'string')
    return gate(
      'container',
      'unknown',
      'The rule is limited to organizational units, and the source gives no distinguishedName.',
    );
  const container = rule.containerFilter.find((candidate) => isBelow(dn, candidate));
  return container === undefined
    ? gate('container', 'failed', `${dn} is below none of the ${rule.containerFilter.length} organizational units of the rule.`)
    : gate('container', 'passed', `${dn} is below ${container}.`);
}

/** Gate 5: the groups of a cloud-sync rule. Direct members only (facts/expression-language.md, section 8.6). */
function groupGate(rule: SynchronizationRule, attributes: Attributes): GateResult {
  if (rule.groupFilter.length === 0) return gate('group', 'passed', 'The rule is not limited to groups.');
  const memberOf = attributes.get('memberOf');
  if (memberOf === undefined)
    return gate('group', 'unknown', 'The rule is limited to members of groups, and the source gives no memberOf.');
  const group = rule.groupFilter.find((candidate) =>
    valuesOf(memberOf).some((member) => sameDistinguishedName(member, candidate)),
  );
  return group === undefined
    ? gate('group', 'failed', `Not a direct member of any of the ${rule.groupFilter.length} groups of the rule.`)
    : gate('group', 'passed', `Direct member of ${group}.`);
}

function gate(kind: GateResult['gate'], verdict: Verdict, reason: string): GateResult {
  return { gate: kind, verdict, reason };
}
