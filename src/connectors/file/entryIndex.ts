import { distinguishedNameKey } from '../../core/text/distinguishedName.ts';
import { isBinaryAttribute } from './binaryAttributes.ts';
import { attributeOf, comparable, type FileEntry, textsOf } from './fileEntry.ts';
import { guidKey } from './guidKey.ts';

type Found = ReadonlyMap<string, readonly FileEntry[]>;

const nobody: readonly FileEntry[] = [];

/**
 * The entries of a file by what they hold, so that the thousand members of a group cost no thousand passes over the file. Each part is made
 * when it is first asked for. Entries come in the order of the file.
 */
export class EntryIndex {
  readonly #entries: readonly FileEntry[];
  readonly #parts = new Map<string, Found>();

  constructor(entries: readonly FileEntry[]) {
    this.#entries = entries;
  }

  /** The entry of a distinguished name, however it is written. */
  byName(text: string): readonly FileEntry[] {
    const key = text.includes('=') ? distinguishedNameKey(text) : null;
    if (key === null) return nobody;
    return this.#part('name', ({ dn }) => keysOf(dn === null ? [] : [dn], distinguishedNameKey)).get(key) ?? nobody;
  }

  byId(text: string): readonly FileEntry[] {
    const part = this.#part('id', ({ id }) => [comparable(id, false)]);
    return part.get(comparable(text, false)) ?? nobody;
  }

  /** By objectGUID, given as text or as the base64 of its bytes. */
  byGuid(text: string): readonly FileEntry[] {
    const key = guidKey(text);
    if (key === null) return nobody;
    return this.#part('guid', (entry) => keysOf(textsOf(attributeOf(entry, 'objectGUID')), guidKey)).get(key) ?? nobody;
  }

  /** Who holds a value: as a distinguished name where both are one, else as text; bytes always exactly. */
  withValue(attribute: string, value: string, caseExact: boolean): readonly FileEntry[] {
    const exact = caseExact || isBinaryAttribute(attribute);
    const values = this.#part(`value ${exact} ${attribute.toLowerCase()}`, (entry) =>
      textsOf(attributeOf(entry, attribute)).map((text) => comparable(text, exact)),
    );
    const same = values.get(comparable(value, exact)) ?? nobody;
    const name = /dn$|distinguishedname$/i.test(attribute) && value.includes('=') ? distinguishedNameKey(value) : null;
    if (name === null) return same;
    const names = this.#part(`name ${attribute.toLowerCase()}`, (entry) =>
      keysOf(textsOf(attributeOf(entry, attribute)), distinguishedNameKey),
    );
    return [...new Set([...same, ...(names.get(name) ?? nobody)])];
  }

  #part(name: string, keys: (entry: FileEntry) => readonly string[]): Found {
    const known = this.#parts.get(name);
    if (known) return known;
    const part = new Map<string, FileEntry[]>();
    for (const entry of this.#entries) {
      for (const key of new Set(keys(entry))) {
        const found = part.get(key);
        if (found) found.push(entry);
        else part.set(key, [entry]);
      }
    }
    this.#parts.set(name, part);
    return part;
  }
}

function keysOf(texts: readonly string[], key: (text: string) => string | null): readonly string[] {
  return texts.flatMap((text) => key(text) ?? []);
}
