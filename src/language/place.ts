import type { Configuration } from '../core/schema/configuration.ts';
import type {
  AttributeDefinition,
  AttributeMapping,
  DirectoryDefinition,
  Filter,
  FilterClause,
  FilterGroup,
  Located,
  ObjectDefinition,
  SynchronizationRule,
} from '../core/schema/model.ts';
import { locationAt } from '../core/text/jsonLocation.ts';
import { decodedOffset } from '../core/text/jsonString.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';

/** What stands around an offset: the innermost things of the model that contain it. */
export interface Surroundings {
  /** The object mapping's configuration; null outside of one, and in scope files. */
  readonly configuration: Configuration | null;
  readonly mapping: AttributeMapping | null;
  readonly filter: Filter | null;
  readonly group: FilterGroup | null;
  readonly clause: FilterClause | null;
  /** In `directories`. */
  readonly object: ObjectDefinition | null;
  readonly attribute: AttributeDefinition | null;
}

/** The JSON property or string at an offset. */
export interface Place extends Surroundings {
  readonly offset: number;
  /** Path from the innermost thing of the model to the value: `['source', 'expression']`, `['targetOperand', 'values', 0]`. */
  readonly path: readonly (string | number)[];
  /** True where the offset stands in a property's name, or where a name is expected. */
  readonly isKey: boolean;
  /** The string literal at the offset, with its quotes (an unclosed one up to where it ends); null where there is none. */
  readonly literal: TextRange | null;
  /** Its value; null where there is no literal or it cannot be decoded. */
  readonly value: string | null;
  /** The offset in {@link value}; null where there is none. */
  readonly valueOffset: number | null;
}

/** Longer than any expression that the service takes. */
const maximumLiteral = 100_000;

/** Where in a decoded string an offset of the document stands: the inverse of `mapStringOffset`. */
function valueOffsetAt(text: string, literal: TextRange, offset: number): number {
  return decodedOffset(text.slice(literal.start, literal.end), offset - literal.start);
}

/**
 * The place at an offset. Only the innermost thing of the model is scanned anew, so that a large schema costs no more than a small one; an
 * offset outside all of them has the path from the root of the document.
 */
export function placeAt(analysis: DocumentAnalysis, offset: number): Place {
  const around = surroundingsAt(analysis, offset);
  const inner: Located | null =
    around.attribute ?? around.object ?? around.clause ?? around.group ?? around.mapping ?? around.filter;
  const outer = inner ?? around.configuration?.objectMapping ?? null;
  const base = outer?.range ?? { start: 0, end: analysis.text.length };
  const scanned = withoutFinished(analysis.text, base, finishedIn(analysis, around, outer, offset), offset);
  const location = locationAt(scanned.text, scanned.offset);
  const shift = offset - scanned.offset;
  const literal = location.literal && { start: location.literal.start + shift, end: location.literal.end + shift };
  const inside = literal !== null && offset > literal.start && offset <= literal.end && analysis.text[literal.start] === '"';
  const value = inside && literal ? decoded(analysis.text.slice(literal.start, literal.end)) : null;
  return {
    ...around,
    offset,
    path: location.path,
    isKey: location.isKey,
    literal: inside ? literal : null,
    value,
    valueOffset: value === null || !literal ? null : Math.min(valueOffsetAt(analysis.text, literal, offset), value.length),
  };
}

/** What lies inside `outer`, complete and before the offset, in the order of the text: it need not be scanned again. */
function finishedIn(
  analysis: DocumentAnalysis,
  { configuration, object }: Surroundings,
  outer: Located | null,
  offset: number,
): readonly Located[] {
  const { schema } = analysis;
  const parts =
    outer === null
      ? [...(schema ? [...schema.synchronizationRules, ...schema.directories] : []).flatMap(insidesOf)]
      : outer === configuration?.objectMapping
        ? configuration.objectMapping.attributeMappings
        : outer === object
          ? object.attributes
          : [];
  return parts.filter(({ range }) => range.end < offset).sort((left, right) => left.range.start - right.range.start);
}

function insidesOf(one: SynchronizationRule | DirectoryDefinition): readonly Located[] {
  return 'objectMappings' in one ? one.objectMappings : one.objects;
}

/** The text from the start of `base` to a little behind the offset, with a small object in place of each finished part. */
function withoutFinished(
  text: string,
  base: TextRange,
  finished: readonly Located[],
  offset: number,
): { readonly text: string; readonly offset: number } {
  const pieces: string[] = [];
  let from = base.start;
  for (const { range } of finished) {
    if (range.start < from) continue;
    // The scanner still knows after an object whether its last property had its colon.
    pieces.push(text.slice(from, range.start), '{"":0}');
    from = range.end;
  }
  const before = pieces.join('');
  return { text: before + text.slice(from, Math.min(base.end, offset + maximumLiteral)), offset: before.length + offset - from };
}

function surroundingsAt(analysis: DocumentAnalysis, offset: number): Surroundings {
  const configuration = containing(analysis.configurations, offset, ({ objectMapping }) => objectMapping);
  const filter = analysis.filter ?? configuration?.objectMapping.scope ?? null;
  const inFilter = filter && holds(filter, offset) ? filter : null;
  const groups = inFilter ? [...inFilter.groups, ...inFilter.inputFilterGroups, ...inFilter.categoryFilterGroups] : [];
  const group = containing(groups, offset, (one) => one);
  const directories = configuration ? [] : (analysis.schema?.directories ?? []);
  const directory = containing(directories, offset, (one) => one);
  const object = containing(directory?.objects ?? [], offset, (one) => one);
  return {
    configuration,
    mapping: inFilter ? null : containing(configuration?.objectMapping.attributeMappings ?? [], offset, (one) => one),
    filter: inFilter,
    group,
    clause: containing(group?.clauses ?? [], offset, (one) => one),
    object,
    attribute: containing(object?.attributes ?? [], offset, (one) => one),
  };
}

function containing<Item>(items: readonly Item[], offset: number, locate: (item: Item) => Located): Item | null {
  return items.find((item) => holds(locate(item), offset)) ?? null;
}

function holds({ range }: Located, offset: number): boolean {
  return offset > range.start && offset < range.end;
}

function decoded(raw: string): string | null {
  // A literal that is being typed has no closing quote, and may end in half an escape.
  for (const candidate of [raw, `${raw}"`, `${raw.slice(0, -1)}"`]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === 'string') return value;
    } catch {
      // The next one may do.
    }
  }
  return null;
}
