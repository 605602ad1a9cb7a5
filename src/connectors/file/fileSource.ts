import type { FileReference } from '../../core/connection/connection.ts';
import { isOfKind } from '../../core/schema/objectKind.ts';
import { distinguishedNameKey } from '../../core/text/distinguishedName.ts';
import type { DirectoryResult, SourceDirectory } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { type DirectoryFile, loadDirectoryFile } from './directoryFile.ts';
import { asEntry, attributeOf, displayNameOf, isSubject } from './fileEntry.ts';
import { labelOf } from './fileLabel.ts';
import { resolvePeople, searchPeople } from './findPeople.ts';

/** Enough to tell who shares a value. */
const shownHolders = 5;

/** People from an LDIF or JSON file. The file is read anew for every question and parsed anew when its text has changed. */
export function fileSource(reference: FileReference, options: OpenOptions): SourceDirectory {
  const load = (): Promise<DirectoryResult<DirectoryFile>> => loadDirectoryFile(reference, options);
  return {
    ...sourceOf(reference, load),
    async snapshot() {
      const loaded = await load();
      return loaded.ok ? success(sourceOf(reference, () => Promise.resolve(loaded))) : loaded;
    },
  };
}

function sourceOf(reference: FileReference, load: () => Promise<DirectoryResult<DirectoryFile>>): SourceDirectory {
  const withFile = async <T>(answer: (file: DirectoryFile) => DirectoryResult<T>): Promise<DirectoryResult<T>> => {
    const loaded = await load();
    return loaded.ok ? answer(loaded.value) : loaded;
  };
  return {
    label: labelOf(reference),
    testConnection: () =>
      withFile((file) => {
        const subjects = file.entries.filter(isSubject);
        const groups = subjects.filter(({ kind }) => kind === 'group').length;
        const people = counted(subjects.length - groups, 'person', 'people');
        const answered = groups === 0 ? people : `${people}, ${counted(groups, 'group', 'groups')}`;
        return success({ address: reference.path, asked: 'read file', answered, warning: file.remark });
      }),
    resolve: (user, attributes, objectName) =>
      withFile((file) => {
        const found = resolvePeople(file.index, user, objectName);
        const unreadable = found.length === 0 ? skippedEntry(file, user) : undefined;
        if (unreadable !== undefined) {
          const message = `${user} stands in ${reference.path} but cannot be read, ${unreadable}`;
          return failure('malformed', 'EntryMalformed', message, 'Correct that line of the file.');
        }
        return success(found.map((entry) => asEntry(entry, attributes)));
      }),
    search: (text, limit, objectName = null) => withFile((file) => success(searchPeople(file.entries, text, limit, objectName))),
    holders: (attribute, value, objectName = null) =>
      withFile((file) => {
        const found = file.index
          .withValue(attribute, value, false)
          .filter((entry) => isSubject(entry) && isOfKind(entry.kind, objectName));
        const entries = found.slice(0, shownHolders).map((entry) => ({ id: entry.id, displayName: displayNameOf(entry) }));
        return success({ total: found.length, entries });
      }),
    list: (attributes, objectName, limit) =>
      withFile((file) => {
        const found = file.entries.filter((entry) => isSubject(entry) && isOfKind(entry.kind, objectName));
        if (found.length > limit) return success(null);
        return success(
          found.map((entry) => {
            const held = new Map<string, AttributeValue>(attributes.map((name) => [name, attributeOf(entry, name)]));
            return {
              id: entry.id,
              // Of a long list few names are looked at.
              get displayName() {
                return displayNameOf(entry);
              },
              attributes: held,
              kind: entry.kind,
            };
          }),
        );
      }),
  };
}

function counted(count: number, one: string, several: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${several}`;
}

/** Why the entry of this name was left out of the file; undefined where no such entry was. */
function skippedEntry(file: DirectoryFile, user: string): string | undefined {
  const key = user.includes('=') ? distinguishedNameKey(user) : null;
  if (key === null) return undefined;
  return file.skipped.find(({ dn }) => dn !== null && distinguishedNameKey(dn) === key)?.message;
}
