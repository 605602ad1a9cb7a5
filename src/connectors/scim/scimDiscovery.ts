import type { MatchQuery } from '../../core/trace/directory.ts';
import type { Session } from '../sessions.ts';
import { scimEndpoint } from './scimAddressing.ts';
import type { ScimClient } from './scimClient.ts';
import { enterpriseSchema, isObject, type JsonObject, type JsonValue, parseScimPath, propertyOf } from './scimPath.ts';

/** What a server says of itself (RFC 7644, section 4). The service goes by none of it, so it can only warn. */
export interface ScimDiscovery {
  /** Null where it has no `/ServiceProviderConfig`, for the reason in {@link missing}. */
  readonly provider: JsonObject | null;
  /** `404`, `no answer`; null where nothing is missing. */
  readonly missing: string | null;
  readonly resourceTypes: readonly JsonObject[];
  readonly schemas: readonly JsonObject[];
}

/** What was discovered of one server, kept between runs. */
export class KeptDiscovery implements Session {
  known: ScimDiscovery | null = null;

  close(): void {
    this.known = null;
  }
}

/** Descriptions are small; a server that needs longer or sends more is taken as one that has none. */
const maximumMs = 3000;
const maximumBytes = 2_000_000;

/** Asks the three endpoints of discovery. That a server has none, or garbage in their place, is no failure. */
export async function discoverScim(client: ScimClient, timeoutMs: number): Promise<ScimDiscovery> {
  const limits = { timeoutMs: Math.min(timeoutMs, maximumMs), maximumBytes };
  const ask = async (path: string): Promise<JsonValue | string> => {
    const answer = await client.get(path, limits);
    if (!answer.ok) return 'no answer';
    if (answer.value.status !== 200) return String(answer.value.status);
    const body = answer.value.json();
    return body.ok && typeof body.value === 'object' ? body.value : 'not readable';
  };
  const [provider, types, schemas] = await Promise.all([
    ask('/ServiceProviderConfig'),
    ask('/ResourceTypes'),
    ask('/Schemas'),
  ] as const);
  const described = isObject(provider) && ['patch', 'filter'].some((name) => isObject(propertyOf(provider, name)));
  return {
    provider: described ? provider : null,
    missing: described ? null : typeof provider === 'string' ? provider : 'not readable',
    resourceTypes: resourcesIn(types),
    schemas: resourcesIn(schemas),
  };
}

/** Of a ListResponse, or of a bare list. */
function resourcesIn(answer: JsonValue): readonly JsonObject[] {
  const list = isObject(answer) ? propertyOf(answer, 'Resources') : answer;
  return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isObject) : [];
}

/**
 * What the engineer should know before the service meets this server; empty where nothing is wrong.
 * @param probe the matching attribute and the kind of object; null where there is none
 */
export function discoveryWarnings(discovery: ScimDiscovery, host: string, probe: MatchQuery | null): readonly string[] {
  const warnings: string[] = [];
  const refuses = (feature: string): boolean => {
    const described = discovery.provider && propertyOf(discovery.provider, feature);
    return isObject(described ?? undefined) && propertyOf(described as JsonObject, 'supported') === false;
  };
  if (refuses('patch'))
    warnings.push(`${host} says that it does not support PATCH, which is how the service changes and disables objects.`);
  if (refuses('filter'))
    warnings.push(`${host} says that it does not support filters, without which the service matches nobody.`);
  const endpoint = scimEndpoint(probe?.objectName ?? 'User');
  const kind = endpoint === '/Groups' ? 'Group' : 'User';
  const declared = discovery.resourceTypes.find((type) => textIn(type, 'name') === kind.toLowerCase());
  const address = declared && propertyOf(declared, 'endpoint');
  if (typeof address === 'string' && !`/${address}`.toLowerCase().replace(/\/+$/, '').endsWith(endpoint.toLowerCase())) {
    warnings.push(`${host} has its ${kind.toLowerCase()}s at another address than ${endpoint}, where the service asks for them.`);
  }
  if (probe && isUndeclared(discovery.schemas, kind, probe.attribute)) {
    warnings.push(`The schemas of ${host} do not name the matching attribute ${probe.attribute}.`);
  }
  return warnings;
}

/** Attributes that every resource has and no schema names (RFC 7643, section 3.1). */
const common = new Set(['id', 'externalid', 'meta', 'schemas']);

/** Whether the schemas are there and do not have an attribute. */
function isUndeclared(schemas: readonly JsonObject[], kind: 'User' | 'Group', name: string): boolean {
  const path = parseScimPath(name);
  if (!path || common.has(path.attribute.toLowerCase())) return false;
  const core = `urn:ietf:params:scim:schemas:core:2.0:${kind}`;
  const ids = (path.schema === null ? [core, enterpriseSchema] : [path.schema]).map((id) => id.toLowerCase());
  const [named, ...others] = ids.map((id) => attributesOf(schemas.find((schema) => textIn(schema, 'id') === id)));
  if (!named || named.size === 0) return false;
  return ![named, ...others].some((attributes) => attributes.has(path.attribute.toLowerCase()));
}

function attributesOf(schema: JsonObject | undefined): ReadonlySet<string> {
  const attributes = schema && propertyOf(schema, 'attributes');
  const objects = Array.isArray(attributes) ? (attributes as readonly JsonValue[]).filter(isObject) : [];
  return new Set(objects.map((attribute) => textIn(attribute, 'name')));
}

/** In lower case; empty where it is no text. */
function textIn(holder: JsonObject, name: string): string {
  const text = propertyOf(holder, name);
  return typeof text === 'string' ? text.toLowerCase() : '';
}
