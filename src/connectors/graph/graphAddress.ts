import type { ObjectKind } from '../../core/schema/objectKind.ts';

/** A user, group or other object by its id, as a part of an address; a user may also be named by the user principal name. */
export function segment(id: string): string {
  return encodeURIComponent(id).replaceAll('%40', '@');
}

/**
 * `/users/adele@corp.example`. A user principal name that begins with `$` must stand in brackets, since `$` means an operation there
 * (facts/graph-synchronization.md, section 10.1).
 */
export function objectPath(kind: ObjectKind, id: string): string {
  if (!id.startsWith('$')) return `/${kind}s/${segment(id)}`;
  return `/${kind}s('${segment(id.replaceAll("'", "''"))}')`;
}

/** A text in a filter; a quote within is doubled (facts, section 10.1). */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The options of a query in their order: `$select`, `$filter`, …. */
export type GraphQuery = readonly (readonly [name: `$${string}`, value: string])[];

/** The address with every value encoded as a whole. */
export function addressOf(base: string, path: string, query: GraphQuery): string {
  const options = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${base}${path}${options.length === 0 ? '' : `?${options.join('&')}`}`;
}

/** The same for the screen, readable. */
export function questionOf(path: string, query: GraphQuery): string {
  const options = query.map(([name, value]) => `${name}=${value}`);
  return `GET ${path}${options.length === 0 ? '' : `?${options.join('&')}`}`;
}
