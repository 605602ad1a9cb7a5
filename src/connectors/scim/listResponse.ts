import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { isObject, type JsonObject, type JsonValue, propertyOf } from './scimPath.ts';

/** The service's code for an answer that is not SCIM (facts/graph-synchronization.md, section 9.1). */
export const incompatibleCode = 'SystemForCrossDomainIdentityManagementServiceIncompatible';
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:listresponse';

export interface ListResponse {
  readonly total: number;
  readonly resources: readonly JsonObject[];
}

/** Checks the answer to a query (RFC 7644, section 3.4.2). `Resources` may be missing or null where nothing was found. */
export function readListResponse(host: string, body: unknown): DirectoryResult<ListResponse> {
  const wrong = (what: string): DirectoryResult<never> => {
    const advice =
      'The server must answer a query with a SCIM ListResponse (RFC 7644, section 3.4.2); check the base address too.';
    return failure('malformed', incompatibleCode, `${host} did not answer with a SCIM list: ${what}.`, advice);
  };
  const list = body as JsonValue;
  if (!isObject(list)) return wrong('the answer is not a JSON object');
  const schemas = propertyOf(list, 'schemas');
  if (
    schemas !== undefined &&
    !(Array.isArray(schemas) && schemas.some((schema) => typeof schema === 'string' && schema.toLowerCase() === listSchema))
  ) {
    return wrong('its "schemas" do not name the ListResponse');
  }
  const total = propertyOf(list, 'totalResults');
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) return wrong('"totalResults" is not a number');
  const resources = propertyOf(list, 'Resources') ?? [];
  if (!Array.isArray(resources)) return wrong('"Resources" is not a list');
  const objects = (resources as readonly JsonValue[]).filter(isObject);
  if (objects.length !== resources.length) return wrong('"Resources" holds something that is not an object');
  if (total > 0 && objects.length === 0) return wrong(`"totalResults" is ${total}, but "Resources" is empty`);
  if (total < objects.length) return wrong(`"totalResults" is ${total}, but "Resources" holds ${objects.length}`);
  // One resource of several is a page only where the answer says so (section 3.4.2.4); who counts everybody in "totalResults" lies.
  if (total > 1 && objects.length === 1 && propertyOf(list, 'itemsPerPage') !== 1) {
    return wrong(`"totalResults" is ${total}, but "Resources" holds 1, and "itemsPerPage" does not say that this is a page`);
  }
  if (objects.some((resource) => !identifierOf(resource))) return wrong('a resource has no "id"');
  return success({ total, resources: objects });
}

/** The `id` of a resource; the empty text where it has none. Some servers send a number. */
export function identifierOf(resource: JsonObject): string {
  const id = propertyOf(resource, 'id');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
