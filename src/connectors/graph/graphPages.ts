import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/scimPath.ts';
import { askAddress, type GraphAccess, type GraphQuestion } from './askGraph.ts';
import { addressOf } from './graphAddress.ts';

/** A list that was read up to a limit. */
export interface GraphList {
  readonly items: readonly JsonObject[];
  /** `@odata.count`, where it was asked for; never less than what was read. */
  readonly count: number | null;
  /** False where there is more. */
  readonly complete: boolean;
}

/** More pages than a list of any sense has; an answer that always names another one must end. */
const maximumPages = 200;

/**
 * Reads a list page by page (facts/graph-synchronization.md, section 10.3): the next link is followed as it is, with the same header; a page may
 * be empty and still have a next one; the count stands on the first.
 * @param limit as many items are read at most
 */
export async function readList(access: GraphAccess, question: GraphQuestion, limit: number): Promise<DirectoryResult<GraphList>> {
  const items: JsonObject[] = [];
  const visited = new Set<string>();
  let count: number | null = null;
  let address = addressOf(access.reference.graphBaseUrl, question.path, question.query);
  for (;;) {
    visited.add(address);
    const page = await askAddress(access, address, question);
    if (!page.ok) return page;
    const { value, '@odata.count': total, '@odata.nextLink': next } = page.value;
    const listed: readonly JsonValue[] | null = Array.isArray(value) ? (value as readonly JsonValue[]) : null;
    if (listed === null || !listed.every((item) => isObject(item))) {
      const message = `${access.host} answered with JSON that is no list, where a list was asked for.`;
      return failure('malformed', 'NotGraph', message, 'Check "graphBaseUrl": Microsoft Graph answers with "value": […].');
    }
    items.push(...listed.filter(isObject));
    if (visited.size === 1 && typeof total === 'number' && Number.isFinite(total)) count = total;
    const more = typeof next === 'string' && next !== '';
    if (!more || items.length >= limit) {
      const kept = items.slice(0, limit);
      return success({
        items: kept,
        count: count === null ? null : Math.max(count, items.length),
        complete: !more && kept.length === items.length,
      });
    }
    if (visited.has(next) || visited.size >= maximumPages) {
      const message = `${access.host} names ${visited.has(next) ? 'a page again that it has given' : `more than ${maximumPages} pages`}.`;
      return failure(
        'malformed',
        'NotGraph',
        message,
        'Ask for something more particular; if it stays, it is a fault of the server.',
      );
    }
    address = next;
  }
}
