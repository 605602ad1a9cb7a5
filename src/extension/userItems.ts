import type { DirectoryResult, PersonSummary } from '../core/trace/directory.ts';
import type { ChosenUser } from './run/chosenUser.ts';

/** A line of the user picker, as plain data. */
export interface UserItem {
  readonly kind: 'separator' | 'user' | 'note';
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Null for lines that choose nobody. */
  readonly user: ChosenUser | null;
}

/** What the picker knows at one moment. */
export interface UserSearch {
  readonly query: string;
  readonly last: ChosenUser | null;
  /** The people that the connection names. */
  readonly people: readonly PersonSummary[];
  /** The directory's answer to `query`; null while it is awaited. */
  readonly found: DirectoryResult<readonly PersonSummary[]> | null;
  /** The most that the directory was asked for. */
  readonly limit: number;
}

/** The lines of the picker: the last user and the connection's people first, then what the directory found, then the text as typed. */
export function userItems(search: UserSearch): readonly UserItem[] {
  const query = search.query.trim();
  const listed = new Set<string>();
  const isNew = (person: PersonSummary): boolean => !listed.has(person.id) && Boolean(listed.add(person.id));
  const last = query === '' && search.last ? [lastItem(search.last, search.people)] : [];
  if (query === '' && search.last) listed.add(search.last.id);
  const people = search.people.filter((person) => mentions(person, query)).filter(isNew);
  const answer = search.found?.ok ? search.found.value : [];
  const found = answer.filter(isNew);
  return [
    ...group('last user', last),
    ...group('people of this connection', people.map(personItem)),
    ...group('found in the source', found.map(personItem)),
    ...noteItems(search, query, people.length + found.length, answer.length),
    ...typedItems(query, [...people, ...found]),
  ];
}

function group(label: string, items: readonly UserItem[]): readonly UserItem[] {
  return items.length === 0 ? [] : [{ kind: 'separator', label, description: '', detail: '', user: null }, ...items];
}

function personItem(person: PersonSummary): UserItem {
  return {
    kind: 'user',
    label: person.displayName === '' ? person.id : person.displayName,
    description: person.principalName ?? '',
    detail: person.detail ?? (person.displayName === '' ? '' : person.id),
    user: { id: person.id, displayName: person.displayName === '' ? person.id : person.displayName },
  };
}

function lastItem(last: ChosenUser, people: readonly PersonSummary[]): UserItem {
  const person = people.find(({ id }) => id === last.id);
  if (person) return personItem(person);
  return {
    kind: 'user',
    label: last.displayName,
    description: '',
    detail: last.id === last.displayName ? '' : last.id,
    user: last,
  };
}

function noteItems(search: UserSearch, query: string, shown: number, answered: number): readonly UserItem[] {
  const note = (label: string, detail: string): UserItem => ({ kind: 'note', label, description: '', detail, user: null });
  if (!search.found) return [];
  if (!search.found.ok) return [note(`$(error) ${search.found.error.message}`, search.found.error.advice)];
  if (answered >= search.limit) return [note(`The first ${search.limit} are shown`, 'Type more of the name to narrow the list.')];
  if (shown > 0) return [];
  return query === ''
    ? [note('The source lists nobody', 'Type an identifier of the user: a distinguished name, user principal name, mail or id.')]
    : [note(`Nobody in the source fits “${query}”`, 'Try a part of the name, user principal name, mail or distinguished name.')];
}

/** An identifier that the search does not know may still be one that the source resolves. */
function typedItems(query: string, people: readonly PersonSummary[]): readonly UserItem[] {
  const isListed = people.some((person) => sameText(person.id, query) || sameText(person.principalName ?? '', query));
  if (query === '' || isListed) return [];
  return [
    {
      kind: 'user',
      label: `Use “${query}” as typed`,
      description: '',
      detail: 'As an identifier: distinguished name, object id, account name, user principal name or mail',
      user: { id: query, displayName: query },
    },
  ];
}

function mentions(person: PersonSummary, query: string): boolean {
  const needle = fold(query);
  return [person.id, person.displayName, person.principalName, person.detail].some(
    (text) => text !== null && fold(text).includes(needle),
  );
}

function sameText(left: string, right: string): boolean {
  return fold(left) === fold(right);
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
