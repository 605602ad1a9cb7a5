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
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

const ok = <T>(value: T): DirectoryResult<T> => ({ ok: true, value });

function entryOf({ id, displayName, attributes }: MemoryPerson): Entry {
  return { id, displayName: displayName ?? null, attributes: new Map(Object.entries(attributes)) };
}

/** A source that holds its people in memory and resolves them by id. */
export function memorySource(people: readonly MemoryPerson[], failure?: DirectoryError): SourceDirectory {
  return {
    label: 'people',
    testConnection: async () =>
      failure
        ? { ok: false, error: failure }
        : ok({ address: 'memory', asked: 'read', answered: `${people.length} people`, warning: null }),
    resolve: async (user) => ok(people.filter((person) => person.id === user || person.displayName === user).map(entryOf)),
    search: async () => ok([]),
    count: async (attribute, value) => ok(people.filter((person) => person.attributes[attribute] === value).length),
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
      const entries = people.filter((person) => folded(person.attributes[query.attribute]) === folded(query.value)).map(entryOf);
      return ok<MatchAnswer>({ asked: `${query.attribute} = ${query.value}`, entries, total: entries.length });
    },
    describe: (write) => {
      described.push(write);
      const attributes = Object.fromEntries(
        write.attributes.map((attribute) => [attribute.name, attribute.redacted ? '[Redact]' : attribute.new]),
      );
      return { method: write.action, address: write.id ?? 'new', headers: [], body: JSON.stringify(attributes) };
    },
  };
}
