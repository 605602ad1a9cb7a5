import type { FileReference } from '../../core/connection/connection.ts';
import { isOfKind } from '../../core/schema/objectKind.ts';
import type { DirectoryResult, MatchQuery, TargetDirectory } from '../../core/trace/directory.ts';
import { success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { type DirectoryFile, loadDirectoryFile } from './directoryFile.ts';
import { asEntry, type FileEntry } from './fileEntry.ts';
import { labelOf } from './fileLabel.ts';
import { fileRequests } from './fileRequests.ts';

/** More hits than this say nothing new: two are ambiguous. */
const maximumHits = 10;

/** A directory kept in a file. Nothing is written: {@link TargetDirectory.describe} says what would be. */
export function fileTarget(reference: FileReference, options: OpenOptions): TargetDirectory {
  const load = (): Promise<DirectoryResult<DirectoryFile>> => loadDirectoryFile(reference, options);
  return {
    ...targetOf(reference, load),
    async snapshot() {
      const loaded = await load();
      return loaded.ok ? success(targetOf(reference, () => Promise.resolve(loaded))) : loaded;
    },
  };
}

function targetOf(reference: FileReference, load: () => Promise<DirectoryResult<DirectoryFile>>): TargetDirectory {
  return {
    label: labelOf(reference),
    async testConnection(probe) {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      const { entries, remark } = loaded.value;
      const objects = entries.length === 1 ? '1 object' : `${entries.length} objects`;
      const asked = probe ? `read file, ${questionOf(probe)}` : 'read file';
      const hits = probe ? `, ${entriesWith(loaded.value, probe).length} with this value` : '';
      return success({ address: reference.path, asked, answered: `${objects}${hits}`, warning: remark });
    },
    async match(query, attributes) {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      const found = entriesWith(loaded.value, query);
      const entries = found.slice(0, maximumHits).map((entry) => asEntry(entry, attributes));
      return success({ asked: questionOf(query), entries, total: found.length });
    },
    describe: (write) => fileRequests(reference, write),
  };
}

function entriesWith({ index }: DirectoryFile, { attribute, value, caseExact, objectName }: MatchQuery): readonly FileEntry[] {
  return index.withValue(attribute, value, caseExact).filter((entry) => isOfKind(entry.kind, objectName));
}

function questionOf({ attribute, value, caseExact }: MatchQuery): string {
  return `${attribute} = ${JSON.stringify(value)}${caseExact ? ' (case counts)' : ''}`;
}
