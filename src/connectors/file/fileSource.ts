import type { FileReference } from '../../core/connection/connection.ts';
import { distinguishedNameKey } from '../../core/text/distinguishedName.ts';
import type { DirectoryResult, SourceDirectory } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { type DirectoryFile, loadDirectoryFile } from './directoryFile.ts';
import { asEntry, holds, isSubject } from './fileEntry.ts';
import { labelOf } from './fileLabel.ts';
import { resolvePeople, searchPeople } from './findPeople.ts';

/** People from an LDIF or JSON file. The file is read anew for every question and parsed anew when its text has changed. */
export function fileSource(reference: FileReference, options: OpenOptions): SourceDirectory {
  const withFile = async <T>(answer: (file: DirectoryFile) => DirectoryResult<T>): Promise<DirectoryResult<T>> => {
    const loaded = await loadDirectoryFile(reference, options);
    return loaded.ok ? answer(loaded.value) : loaded;
  };
  return {
    label: labelOf(reference),
    testConnection: () =>
      withFile((file) => {
        const people = file.entries.filter(isSubject).length;
        const counted = people === 1 ? '1 person' : `${people} people`;
        return success({ address: reference.path, asked: 'read file', answered: counted, warning: file.remark });
      }),
    resolve: (user, attributes) =>
      withFile((file) => {
        const found = resolvePeople(file.entries, user);
        const unreadable = found.length === 0 ? skippedEntry(file, user) : undefined;
        if (unreadable !== undefined) {
          const message = `${user} stands in ${reference.path} but cannot be read, ${unreadable}`;
          return failure('malformed', 'EntryMalformed', message, 'Correct that line of the file.');
        }
        return success(found.map((entry) => asEntry(entry, attributes)));
      }),
    search: (text, limit) => withFile((file) => success(searchPeople(file.entries, text, limit))),
    count: (attribute, value) =>
      withFile((file) =>
        success(file.entries.filter((entry) => isSubject(entry) && holds(entry, attribute, value, false)).length),
      ),
  };
}

/** Why the entry of this name was left out of the file; undefined where no such entry was. */
function skippedEntry(file: DirectoryFile, user: string): string | undefined {
  const key = user.includes('=') ? distinguishedNameKey(user) : null;
  if (key === null) return undefined;
  return file.skipped.find(({ dn }) => dn !== null && distinguishedNameKey(dn) === key)?.message;
}
