import { advancedNeeds, type GraphObject, passes } from './evaluateFilter.ts';
import { type GraphCall, isAdvanced, isEventual } from './graphCall.ts';
import { catalogProperty, defaultProperties, type GraphKind, isDirectoryExtension } from './graphCatalog.ts';
import { breach, unsupported } from './graphFailure.ts';
import { parseFilter } from './odataFilter.ts';
import { parseSearch, type SearchClause } from './odataSearch.ts';

/** The options of a query that Graph reads for one object or for a list of them. */
export interface GraphQuery {
  /** Null where there is no `$select`. */
  readonly select: readonly string[] | null;
  readonly expand: Expansion | null;
  readonly top: number | null;
  /** Whether page 1 has `@odata.count`. */
  readonly count: boolean;
  /** Which objects are listed, in order. */
  choose(objects: readonly GraphObject[]): readonly GraphObject[];
}

export interface Expansion {
  readonly navigation: string;
  readonly select: readonly string[] | null;
}

const maximumTop = 999;

/** Reads the query of a single GET: only `$select` and `$expand`. */
export function readSingleQuery(call: GraphCall, kind: GraphKind, navigations: readonly string[] = []): GraphQuery {
  allow(call, ['$select', ...(navigations.length > 0 ? ['$expand'] : [])]);
  return { select: readSelect(call, kind, true), expand: readExpand(call, navigations), ...everything };
}

const everything = { top: null, count: false, choose: (objects: readonly GraphObject[]): readonly GraphObject[] => objects };

export interface ListRules {
  /** Query options beside `$select`, `$top` and `$count`. */
  readonly options: readonly string[];
  readonly expand?: readonly string[];
}

/** Reads the query of a list, and refuses what Graph refuses (facts/graph-synchronization.md, section 10.1). */
export function readListQuery(call: GraphCall, kind: GraphKind, rules: ListRules): GraphQuery {
  if (call.query.has('$skip'))
    throw breach('$skip is not supported for directory objects; pages are followed by @odata.nextLink.');
  allow(call, ['$select', '$top', '$count', ...rules.options, ...(rules.expand ? ['$expand'] : [])]);
  const advanced = isAdvanced(call);
  const countText = call.query.get('$count');
  if (countText !== undefined && countText !== 'true' && countText !== 'false') throw breach(`$count=${countText} is no truth.`);
  if (countText === 'true' && !isEventual(call)) throw unsupported('$count=true needs the header ConsistencyLevel: eventual.');
  const filterText = call.query.get('$filter');
  const filter = filterText === undefined ? null : parseFilter(filterText);
  const needs = filter ? advancedNeeds(kind, filter) : [];
  if (needs.length > 0 && !advanced)
    throw unsupported(
      `The filter needs an advanced query (ConsistencyLevel: eventual and $count=true) for: ${needs.join(', ')}.`,
    );
  const orderText = call.query.get('$orderby');
  if (orderText !== undefined && (filterText !== undefined || call.query.has('$search')) && !advanced)
    throw unsupported('$orderby with $filter or $search needs an advanced query (ConsistencyLevel: eventual and $count=true).');
  const searchText = call.query.get('$search');
  if (searchText !== undefined && !isEventual(call)) throw unsupported('$search needs the header ConsistencyLevel: eventual.');
  const search = searchText === undefined ? null : parseSearch(kind, searchText);
  const expand = readExpand(call, rules.expand ?? []);
  if (expand && (advanced || isEventual(call))) throw unsupported('$expand is not available with advanced queries.');
  const order = orderText === undefined ? null : readOrder(kind, orderText);
  return {
    select: readSelect(call, kind, false),
    expand,
    top: readTop(call),
    count: countText === 'true',
    choose(objects) {
      const chosen = objects.filter(
        (object) => (filter === null || passes(object, filter)) && (search === null || found(object, search)),
      );
      return order === null ? chosen : chosen.sort(order);
    },
  };
}

/** `any` of the alternatives, each of which wants all of its parts. */
function found(object: GraphObject, alternatives: readonly (readonly SearchClause[])[]): boolean {
  return alternatives.some((clauses) => clauses.every((clause) => clause(object)));
}

function allow({ query }: GraphCall, names: readonly string[]): void {
  for (const name of query.keys()) if (!names.includes(name)) throw breach(`The query option '${name}' is not documented here.`);
}

function readTop({ query }: GraphCall): number | null {
  const text = query.get('$top');
  if (text === undefined) return null;
  const top = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > maximumTop)
    throw breach(`Invalid page size specified: '${text}'. Must be between 1 and ${maximumTop} inclusive.`);
  return top;
}

function readSelect({ query }: GraphCall, kind: GraphKind, single: boolean): readonly string[] | null {
  const text = query.get('$select');
  return text === undefined ? null : namesOf(text, kind, single);
}

function namesOf(text: string, kind: GraphKind, single: boolean): readonly string[] {
  const names = text.split(',');
  const seen = new Set<string>();
  for (const name of names) {
    const property = catalogProperty(kind, name);
    if (!property) throw breach(`Could not find a property named '${name}' on type 'microsoft.graph.${kind}'.`);
    if (seen.has(name)) throw breach(`$select names ${name} twice.`);
    seen.add(name);
    if (property.single && !single) throw breach(`${name} cannot be selected in a list.`, 501, 'NotImplemented');
  }
  return names;
}

function readExpand({ query }: GraphCall, navigations: readonly string[]): Expansion | null {
  const text = query.get('$expand');
  if (text === undefined) return null;
  const [, navigation = '', select] = /^(\w+)(?:\(\$select=([\w,]+)\))?$/.exec(text) ?? [];
  if (!navigations.includes(navigation)) throw breach(`$expand=${text} is not documented here.`);
  return { navigation, select: select === undefined ? null : namesOf(select, 'user', false) };
}

function readOrder(kind: GraphKind, text: string): (left: GraphObject, right: GraphObject) => number {
  const [, name = '', direction] = /^(\w+)(?: (asc|desc))?$/.exec(text) ?? [];
  const property = catalogProperty(kind, name);
  if (!property || property.filter === 'none') throw breach(`$orderby=${text} is not supported.`);
  const sign = direction === 'desc' ? -1 : 1;
  const key = (object: GraphObject): string => String(object[name] ?? '').toLowerCase();
  return (left, right) => sign * key(left).localeCompare(key(right), 'en');
}

/** An object as Graph gives it: the selected properties, or those that it gives by default. */
export function render(kind: GraphKind, object: GraphObject, select: readonly string[] | null): Record<string, unknown> {
  const shown = new Set(select ?? defaultProperties(kind));
  const result: Record<string, unknown> = {};
  for (const name of shown) {
    const property = catalogProperty(kind, name);
    // A list of several kinds: what this kind does not have is left out.
    if (!property) continue;
    const value = object[name];
    if (value !== undefined && value !== null)
      result[name] = name === 'onPremisesExtensionAttributes' ? allFifteen(value) : value;
    else if (name === 'onPremisesExtensionAttributes') result[name] = allFifteen({});
    // A directory extension without a value is left out.
    else if (!isDirectoryExtension(name)) result[name] = property.type === 'list' || property.type === 'objects' ? [] : null;
  }
  // Passwords are never shown.
  if (shown.has('passwordProfile')) result.passwordProfile = null;
  return result;
}

function allFifteen(value: unknown): object {
  const names = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);
  const held = value as GraphObject;
  return Object.fromEntries(names.map((name) => [name, held[name] ?? null]));
}
