import type { FileReference } from '../../core/connection/connection.ts';
import type { MatchQuery, PlannedWrite, TargetDirectory, WriteRequest } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { loadDirectoryFile } from './directoryFile.ts';
import { asEntry, type FileEntry, holds } from './fileEntry.ts';
import { labelOf } from './fileLabel.ts';

/** More hits than this say nothing new: two are ambiguous. */
const maximumHits = 10;

/** What stands in the log of the service for a value that must not be shown (facts/expression-language.md, section Redact). */
const redactedValue = '[Redact]';

/** A directory kept in a file. Nothing is written: {@link TargetDirectory.describe} says what would be. */
export function fileTarget(reference: FileReference, options: OpenOptions): TargetDirectory {
  return {
    label: labelOf(reference),
    async testConnection(probe) {
      const loaded = await loadDirectoryFile(reference, options);
      if (!loaded.ok) return loaded;
      const { entries, remark } = loaded.value;
      const objects = entries.length === 1 ? '1 object' : `${entries.length} objects`;
      const asked = probe ? `read file, ${questionOf(probe)}` : 'read file';
      const hits = probe ? `, ${entriesWith(entries, probe).length} with this value` : '';
      return success({ address: reference.path, asked, answered: `${objects}${hits}`, warning: remark });
    },
    async match(query, attributes) {
      const loaded = await loadDirectoryFile(reference, options);
      if (!loaded.ok) return loaded;
      const found = entriesWith(loaded.value.entries, query);
      const entries = found.slice(0, maximumHits).map((entry) => asEntry(entry, attributes));
      return success({ asked: questionOf(query), entries, total: found.length });
    },
    describe: (write) => describeWrite(reference, write),
  };
}

function entriesWith(entries: readonly FileEntry[], { attribute, value, caseExact }: MatchQuery): readonly FileEntry[] {
  return entries.filter((entry) => holds(entry, attribute, value, caseExact));
}

function questionOf({ attribute, value, caseExact }: MatchQuery): string {
  return `${attribute} = ${JSON.stringify(value)}${caseExact ? ' (case counts)' : ''}`;
}

function describeWrite(reference: FileReference, write: PlannedWrite): WriteRequest {
  const attributes = write.attributes.map((attribute): readonly [string, AttributeValue] => {
    return [attribute.name, attribute.redacted && attribute.new !== null ? redactedValue : attribute.new];
  });
  const identity = write.id === null ? {} : { id: write.id };
  const content = write.action === 'delete' ? {} : { attributes: Object.fromEntries(attributes) };
  const body = JSON.stringify({ action: write.action, objectName: write.objectName, ...identity, ...content }, null, 2);
  return { method: 'write', address: reference.path, headers: [], body };
}
