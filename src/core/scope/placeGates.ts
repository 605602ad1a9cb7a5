import type { SynchronizationRule } from '../schema/model.ts';
import { distinguishedNameKey, isBelow } from '../text/distinguishedName.ts';
import type { GateResult } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { gate, lookAt, textOf } from './gate.ts';

/** What the gates of organizational units and groups look at. */
export const placeAttributes: readonly string[] = ['distinguishedName', 'memberOf'];

/** Gate 5: the organizational units of a cloud-sync rule. The object must stand below one of them. */
export function containerGate({ containerFilter }: SynchronizationRule, attributes: Attributes): GateResult {
  if (containerFilter.length === 0) return gate('container', 'passed', 'The rule is not limited to organizational units.');
  const looked = lookAt(attributes, ['distinguishedName']);
  const dn = textOf(attributes, 'distinguishedName');
  if (dn === null) {
    const reason = 'The rule is limited to organizational units, and the source gives no distinguishedName.';
    return gate('container', 'unknown', reason, looked);
  }
  const container = containerFilter.find((candidate) => isBelow(dn, candidate));
  if (container !== undefined) return gate('container', 'passed', `${dn} is below ${container}.`, looked);
  const unreadable = [dn, ...containerFilter].find((name) => distinguishedNameKey(name) === null);
  if (unreadable !== undefined) {
    return gate('container', 'unknown', `"${unreadable}" is not a distinguished name, so it cannot be compared.`, looked);
  }
  const count = containerFilter.length;
  const reason = `${dn} is ${count === 1 ? `not below ${containerFilter[0]}, the only` : `below none of the ${count}`} organizational ${count === 1 ? 'unit' : 'units'} of the rule.`;
  return gate('container', 'failed', reason, looked);
}

/**
 * Gate 5: the groups of a cloud-sync rule. Direct members only (facts/expression-language.md, section 8.6).
 * @param isGroup a group is in scope where it is one of the rule's groups itself, too.
 */
export function groupGate({ groupFilter }: SynchronizationRule, attributes: Attributes, isGroup: boolean): GateResult {
  if (groupFilter.length === 0) return gate('group', 'passed', 'The rule is not limited to groups.');
  const listed = new Set(groupFilter.map(key));
  const dn = textOf(attributes, 'distinguishedName');
  if (isGroup && dn !== null && listed.has(key(dn))) {
    return gate('group', 'passed', `${dn} is one of the groups of the rule.`, lookAt(attributes, ['distinguishedName']));
  }
  const looked = lookAt(attributes, ['memberOf']);
  const memberOf = attributes.get('memberOf');
  if (memberOf === undefined) {
    return gate('group', 'unknown', 'The rule is limited to members of groups, and the source gives no memberOf.', looked);
  }
  const memberships = memberOf === null ? [] : typeof memberOf === 'string' ? [memberOf] : memberOf;
  const group = memberships.find((member) => listed.has(key(member)));
  if (group !== undefined) return gate('group', 'passed', `Direct member of ${group}.`, looked);
  const count = groupFilter.length;
  const which = count === 1 ? `${groupFilter[0]}, the only group of the rule` : `any of the ${count} groups of the rule`;
  return gate('group', 'failed', `Not a direct member of ${which}; memberOf does not list a person's primary group.`, looked);
}

/** Distinguished names as one entry has them; other identifiers without case. */
function key(name: string): string {
  return distinguishedNameKey(name) ?? name.trim().toLowerCase();
}
