import type { GraphObject } from './evaluateFilter.ts';
import type { GraphAnswer, GraphCall } from './graphCall.ts';
import type { GraphKind } from './graphCatalog.ts';
import { breach } from './graphFailure.ts';
import type { GraphPages } from './graphPages.ts';
import type { Needed } from './graphPermissions.ts';
import { type ListRules, readListQuery, render } from './graphQuery.ts';
import type { GraphStore } from './graphStore.ts';

export interface Graph {
  readonly base: string;
  readonly store: GraphStore;
  readonly pages: GraphPages;
}

/** One documented call. */
export interface Route {
  readonly method: string;
  /** `{…}` is anything. */
  readonly path: string;
  readonly needed: Needed | ((call: GraphCall) => Needed);
  handle(graph: Graph, call: GraphCall, ...keys: string[]): GraphAnswer;
}

/** What most writes answer with. */
export const done: GraphAnswer = { status: 204, body: undefined };

/** The query options of a list without `$expand`. */
export const plainList: ListRules = { options: ['$filter', '$search', '$orderby'] };

export function noOptions({ query }: GraphCall): void {
  const [name] = query.keys();
  if (name !== undefined) throw breach(`A write has no query option '${name}'.`);
}

export function context(base: string, of: string, one: boolean): string {
  return `${base}/$metadata#${of}${one ? '/$entity' : ''}`;
}

export function single(base: string, of: string, body: object): GraphAnswer {
  return { status: 200, body: { '@odata.context': context(base, of, true), ...body } };
}

export function list(
  pages: GraphPages,
  call: GraphCall,
  kind: GraphKind,
  rules: ListRules,
  objects: readonly GraphObject[],
): GraphAnswer {
  const query = readListQuery(call, kind, rules);
  return pages.first(call, query, objects, (object) => render(kind, object, query.select));
}

export function assignments(
  { store, pages }: Graph,
  call: GraphCall,
  belongs: (assignment: GraphObject) => boolean,
): GraphAnswer {
  const rules: ListRules = { options: ['$filter'] };
  return list(pages, call, 'appRoleAssignment', rules, store.assignments.filter(belongs));
}

/** An object of a list that may hold several kinds says which one it is. */
export function typed(store: GraphStore, object: GraphObject, query: { readonly select: readonly string[] | null }): object {
  const type = store.typeOf(String(object.id));
  const kind = type.endsWith('group') ? 'group' : 'user';
  return { '@odata.type': type, ...render(kind, object, query.select) };
}
