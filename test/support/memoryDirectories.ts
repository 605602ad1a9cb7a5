import { isOfKind } from '../../src/core/schema/objectKind.ts';
import type {
  DirectoryError,
  DirectoryResult,
  Entry,
  MatchAnswer,
  MatchQuery,
  PlannedWrite,
  SourceDirectory,
  TargetDirectory,
} from '../../src/core/trace/directory.ts';
import type { AttributeValue } from '../../src/core/value.ts';

/** People for an engine test: `id`, and whatever attributes the test is about. */
export interface MemoryPerson {
  readonly id: string;
  readonly displayName?: string;
  readonly kind?: 'user' | 'group';
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

const ok = <T>(value: T): DirectoryResult<T> => ({ ok: true, value });

function entryOf({ id, displayName, attributes, kind }: MemoryPerson): Entry {
  return { id, displayName: displayName ?? null, attributes: new Map(Object.entries(attributes)), kind: kind ?? null };
}

/** A source that holds its people in memory and resolves them by id. */
export function memorySource(people: readonly MemoryPerson[], failure?: DirectoryError): SourceDirectory {
  return {
    label: 'people',
    testConnection: async () =>
      failure
        ? { ok: false, error: failure }
        : ok({ address: 'memory', asked: 'read', answered: `${people.length} people`, warning: null }),
    resolve: async (user, _attributes, objectName) => {
      const possible = people.filter(({ kind }) => isOfKind(kind ?? null, objectName));
      const named = possible.filter((person) => person.id === user);
      return ok((named.length > 0 ? named : possible.filter((person) => person.displayName === user)).map(entryOf));
    },
    search: async () => ok([]),
    holders: async (attribute, value, objectName = null) => {
      const possible = people.filter(({ kind }) => isOfKind(kind ?? null, objectName));
      const found = possible.filter((person) => person.attributes[attribute] === value).map(entryOf);
      return ok({ total: found.length, entries: found.map(({ id, displayName }) => ({ id, displayName })) });
    },
  };
}

/** A target in memory that records what it is asked. */
export interface MemoryTarget extends TargetDirectory {
  readonly queries: MatchQuery[];
  readonly described: PlannedWrite[];
}

export function memoryTarget(people: readonly MemoryPerson[], failure?: DirectoryError): MemoryTarget {
  const queries: MatchQuery[] = [];
  const described: PlannedWrite[] = [];
  return {
    label: 'accounts',
    queries,
    described,
    testConnection: async () =>
      failure ? { ok: false, error: failure } : ok({ address: 'memory', asked: 'nobody', answered: '0 found', warning: null }),
    match: async (query) => {
      queries.push(query);
      const folded = (text: unknown): string => (query.caseExact ? String(text) : String(text).toLowerCase());
      const possible = people.filter(({ kind }) => isOfKind(kind ?? null, query.objectName));
      const entries = possible
        .filter((person) => folded(person.attributes[query.attribute]) === folded(query.value))
        .map(entryOf);
      return ok<MatchAnswer>({ asked: `${query.attribute} = ${query.value}`, entries, total: entries.length });
    },
    describe: (write) => {
      described.push(write);
      const attributes = Object.fromEntries(
        write.attributes.map((attribute) => [attribute.name, attribute.redacted ? '[Redact]' : attribute.new]),
      );
      const body = JSON.stringify(attributes);
      return [
        { purpose: write.action, method: write.action, address: write.id ?? 'new', headers: [], body, values: [], notes: [] },
      ];
    },
  };
}
