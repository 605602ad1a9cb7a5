import type { Configuration } from '../schema/configuration.ts';
import { isActiveDirectory, isEntra } from '../schema/directoryNames.ts';
import type { ClauseResult, CollectionResult, GateResult, LookedAt, Verdict } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import type { FilterResult } from './evaluateFilter.ts';
import { booleanOf, gate, lookAt, textOf } from './gate.ts';

/** What the service's own clauses for groups look at; Graph calls the second one onPremisesSyncEnabled. */
export const securityGroupAttributes: readonly string[] = [
  'securityEnabled',
  'dirSyncEnabled',
  'onPremisesSyncEnabled',
  'mailEnabled',
];

/** Clauses that the reason and `lookedAt` name; the collections have them all. */
const namedClauses = 3;
const lookedAtMost = 20;

/** Gate 4 of facts/graph-synchronization.md, section 3: the filter, behind the clauses that the service always puts in front of it. */
export function filterGate(configuration: Configuration, filter: FilterResult, attributes: Attributes): GateResult {
  const fixed = isEntraGroupToActiveDirectory(configuration) ? securityGroup(attributes) : null;
  if (fixed?.verdict === 'failed') return gate('filter', 'failed', fixed.reason, fixed.lookedAt);
  const own = ownFilter(configuration, filter);
  if (!fixed) return own;
  return { ...own, reason: `${fixed.reason} ${own.reason}`, lookedAt: [...fixed.lookedAt, ...own.lookedAt] };
}

function ownFilter({ scope }: Configuration, filter: FilterResult): GateResult {
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
    const clauses = clausesOf(result, 'failed');
    const why = clauses
      .slice(0, namedClauses)
      .map((clause) => [clause.attribute, clause.operator, ...clause.expected.map((text) => `"${text}"`)].join(' '));
    const more = clauses.length > namedClauses ? '; …' : '';
    return gate('filter', 'failed', `No group of ${name} is satisfied. Not true: ${why.join('; ')}${more}.`, lookedAt(clauses));
  }
  const undecided = collections.find(({ result }) => result.verdict === 'unknown');
  if (undecided) {
    const reason = `Whether ${undecided.name} are satisfied cannot be evaluated locally.`;
    return gate('filter', 'unknown', reason, lookedAt(clausesOf(undecided.result, 'unknown')));
  }
  const satisfied = collections.flatMap(({ result }) => result.groups.find((group) => group.verdict === 'passed')?.clauses ?? []);
  return gate('filter', 'passed', 'The scoping filters are satisfied.', lookedAt(satisfied));
}

function clausesOf(collection: CollectionResult, verdict: Verdict): readonly ClauseResult[] {
  return collection.groups.flatMap((group) => group.clauses.filter((clause) => clause.verdict === verdict));
}

function lookedAt(clauses: readonly ClauseResult[]): readonly LookedAt[] {
  const values = new Map(clauses.map((clause) => [clause.attribute, clause.actual]));
  return [...values].slice(0, lookedAtMost).map(([name, value]) => ({ name, value }));
}

function isEntraGroupToActiveDirectory({ rule, objectMapping }: Configuration): boolean {
  return (
    rule !== null &&
    isEntra(rule.sourceDirectoryName) &&
    isActiveDirectory(rule.targetDirectoryName) &&
    objectMapping.sourceObjectName.toLowerCase() === 'group'
  );
}

/**
 * securityEnabled IS TRUE, dirSyncEnabled IS FALSE and mailEnabled IS FALSE stand in front of every filter. Groups made in the cloud have
 * no dirSyncEnabled, so it counts as false where it is empty; the others are looked at where the source gives them
 * (facts/expression-language.md, section 8.6).
 */
function securityGroup(attributes: Attributes): Pick<GateResult, 'verdict' | 'reason' | 'lookedAt'> {
  const looked = lookAt(attributes, securityGroupAttributes);
  const synced = textOf(attributes, 'dirSyncEnabled') === null ? 'onPremisesSyncEnabled' : 'dirSyncEnabled';
  const wrong = (
    [
      ['securityEnabled', true],
      [synced, false],
      ['mailEnabled', false],
    ] as const
  ).find(([name, wanted]) => {
    const text = textOf(attributes, name);
    return text !== null && booleanOf(text) !== wanted;
  });
  if (wrong) {
    const [name, wanted] = wrong;
    const reason = `From Entra to Active Directory only security groups that are made in the cloud and have no mail are provisioned: ${name} must be ${wanted}.`;
    return { verdict: 'failed', reason, lookedAt: looked };
  }
  const silent = ['securityEnabled', 'mailEnabled'].filter((name) => textOf(attributes, name) === null);
  const reason =
    silent.length === 0
      ? 'A security group that is made in the cloud and has no mail, as always required from Entra to Active Directory.'
      : `The source does not give ${silent.join(' and ')}, so that this is a security group without mail is taken as true.`;
  return { verdict: 'passed', reason, lookedAt: looked };
}
