import type { MatchQuery } from '../../core/trace/directory.ts';
import { type Failure, failure } from '../failure.ts';

/**
 * The default schema of cloud sync matches by `onPremisesObjectIdentifier`, the objectGUID in base64 (facts/expression-language.md, section
 * 11b), and Microsoft Graph does not filter by it. `onPremisesImmutableId` holds the same value where the account was made from objectGUID, so a
 * hit there is the account. That there is none says nothing: with ms-DS-ConsistencyGuid the two differ.
 */
export function askedInstead(query: MatchQuery): MatchQuery | null {
  return /^onPremisesObjectIdentifier$/i.test(query.attribute) ? { ...query, attribute: 'onPremisesImmutableId' } : null;
}

export const askedInsteadNote =
  'Microsoft Graph does not filter by onPremisesObjectIdentifier; onPremisesImmutableId was asked, which holds the same value where the account was made from objectGUID.';

/** Nobody has the value as `onPremisesImmutableId`, which is no proof that nobody has it as `onPremisesObjectIdentifier`. */
export function notKnownThere(): Failure {
  const message =
    'Nobody has this value as onPremisesImmutableId. Whether somebody has it as onPremisesObjectIdentifier is not known, since Microsoft Graph does not filter by that.';
  const advice =
    'To go on here, match by userPrincipalName, SourceAnchor or mail in a copy of the schema. The service itself does find accounts by onPremisesObjectIdentifier.';
  return failure('unsupported', 'Request_UnsupportedQuery', message, advice);
}
