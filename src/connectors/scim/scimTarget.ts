import type { ScimReference } from '../../core/connection/connection.ts';
import type { DirectoryResult, MatchQuery, TargetDirectory } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { shorten } from '../http/statusFailure.ts';
import type { OpenOptions } from '../ports.ts';
import { identifierOf, incompatibleCode, type ListResponse, readListResponse } from './listResponse.ts';
import { encodedForAddress, scimEndpoint } from './scimAddressing.ts';
import { readFailure, type ScimAnswer, type ScimClient, scimClient } from './scimClient.ts';
import { discoverScim, discoveryWarnings, KeptDiscovery } from './scimDiscovery.ts';
import { scimEntry } from './scimEntry.ts';
import { equalityFilter } from './scimFilter.ts';
import { strayResource } from './scimMatchCheck.ts';
import { scimRequests } from './scimRequests.ts';

/** More hits than this say nothing new: two are ambiguous. */
const maximumHits = 10;
/** What the service asks for when it tests a connection. */
const impossibleQuery: MatchQuery = {
  attribute: 'userName',
  value: 'non-existent user',
  caseExact: false,
  objectName: 'User',
};

/** A SCIM 2.0 application (RFC 7644). Only reads; {@link TargetDirectory.describe} says what would be written. */
export function scimTarget(reference: ScimReference, options: OpenOptions): TargetDirectory {
  const client = scimClient(reference, options);
  const { address } = client;
  const own = new KeptDiscovery();
  return {
    label: address.base,
    async testConnection(probe) {
      const asked = await askFor(client, probe ?? impossibleQuery);
      if (!asked.ok) return asked;
      const { question, status, list } = asked.value;
      if (list.total > 0) {
        const what = scimEndpoint(probe?.objectName ?? '') === '/Groups' ? 'group' : 'user';
        const message = `${address.host} answered with ${resourcesOf(list.total)} for a ${what} that cannot exist: it does not apply the filter.`;
        return failure('malformed', incompatibleCode, message, adviceOnFilter(question));
      }
      const kept = await keptDiscovery(client, options, own);
      kept.known ??= await discoverScim(client, reference.timeoutMs);
      const discovery = kept.known;
      // What a cancelled run did not get to hear is no property of the server.
      if (options.signal.aborted) kept.known = null;
      const warnings = discoveryWarnings(discovery, address.host, probe);
      const remark = discovery.missing === null ? '' : `; no ServiceProviderConfig (${discovery.missing})`;
      return success({
        address: address.base,
        asked: question,
        answered: `${status}, ${resourcesOf(list.total)}${remark}`,
        warning: warnings.length > 0 ? warnings.join(' ') : null,
      });
    },
    async match(query: MatchQuery, attributes) {
      const asked = await askFor(client, query);
      if (!asked.ok) return asked;
      const { question, list } = asked.value;
      const stray = strayResource(list.resources, query);
      if (stray) {
        const message = `${address.host} answered ${question} with a resource (id ${shorten(identifierOf(stray)).slice(0, 80)}) whose ${query.attribute} is another one: it does not apply the filter.`;
        return failure('malformed', incompatibleCode, message, adviceOnFilter(question));
      }
      const entries = list.resources.slice(0, maximumHits).map((resource) => scimEntry(resource, attributes));
      return success({ asked: question, entries, total: list.total });
    },
    describe: (write) => scimRequests(write, { ...address, authorization: client.authorization() }),
  };
}

/** Where what was discovered is kept: with what else outlives a run, else in this target. */
async function keptDiscovery(client: ScimClient, { sessions }: OpenOptions, own: KeptDiscovery): Promise<KeptDiscovery> {
  if (!sessions) return own;
  // A server may tell one account more than another.
  const credential = await client.authorize();
  const account = credential.ok ? credential.value.digest : 'nobody';
  return sessions.use(`scim discovery ${client.address.base} ${account}`, () => new KeptDiscovery());
}

interface Asked {
  /** `GET /Users?filter=userName eq "…"`, readable. */
  readonly question: string;
  readonly status: number;
  readonly list: ListResponse;
}

async function askFor(client: ScimClient, { attribute, value, objectName }: MatchQuery): Promise<DirectoryResult<Asked>> {
  const filter = equalityFilter(attribute, value);
  if (filter === null) {
    const advice = 'Match on an attribute such as userName, externalId or emails[type eq "work"].value.';
    const message = `"${attribute}" is not the name of a SCIM attribute, so it cannot be asked for.`;
    return failure('refused', 'InvalidFilter', message, advice);
  }
  const { host } = client.address;
  // The service asks for groups with `excludedAttributes=members`; here the members are what a change is compared with.
  const endpoint = scimEndpoint(objectName);
  const question = `GET ${endpoint}?filter=${filter}`;
  const answer = await client.get(`${endpoint}?filter=${encodedForAddress(filter)}`);
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (refusesFilter(answer.value)) return filterRefused(host, answer.value, { attribute, value, question });
  const failed = readFailure(host, answer.value);
  if (failed) return failed;
  const body = answer.value.json();
  const list = body.ok ? readListResponse(host, body.value) : body;
  return list.ok ? success({ question, status, list: list.value }) : list;
}

/** The server does not filter by this attribute, or not at all (RFC 7644, section 3.12: `invalidFilter`, 501). */
function refusesFilter(answer: ScimAnswer): boolean {
  return answer.status === 501 || (answer.status === 400 && answer.said?.scimType?.toLowerCase() === 'invalidfilter');
}

function filterRefused(
  host: string,
  answer: ScimAnswer,
  { attribute, value, question }: { readonly attribute: string; readonly value: string; readonly question: string },
): DirectoryResult<never> {
  const detail = answer.said?.detail ?? null;
  const said = detail === null ? '' : ` It says: ${shorten(detail)}`;
  const message = `${host} refused the filter on ${attribute} (${answer.status}).${said}`;
  const escaped = /["\\]/.test(value)
    ? ' The value holds a quote or a backslash, which stands in the filter as in JSON (RFC 7644, section 3.4.2.2); a server that cannot read that cannot be asked for this value.'
    : '';
  const advice = `A matching attribute needs a target that supports filtering on it: ${question}. Match by an attribute that this server can filter on.${escaped}`;
  return failure('refused', answer.status === 501 ? 'NotImplemented' : 'InvalidFilter', message, advice);
}

function adviceOnFilter(question: string): string {
  return `Every match would be wrong. The server must support ${question}.`;
}

function resourcesOf(total: number): string {
  return total === 1 ? '1 resource' : `${total} resources`;
}
