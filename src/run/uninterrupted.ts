import type { DirectoryResult, TargetDirectory } from '../core/trace/directory.ts';
import type { TargetWriter } from '../core/trace/targetWriter.ts';

/** A target and its writer. */
export interface WrittenTarget {
  readonly target: TargetDirectory;
  readonly writer: TargetWriter;
}

/**
 * The same target, but that what is asked after a write is answered though the run was cancelled: whoever cancels while a request is on its way
 * wants all the more to know what it did. Before the write a cancelled question stays cancelled.
 * @param open the same target without the signal of the run; opened only where it is needed
 */
export function uninterrupted({ target, writer }: WrittenTarget, open: () => DirectoryResult<WrittenTarget>): WrittenTarget {
  let written = false;
  const persistently = async <T>(
    ask: () => Promise<DirectoryResult<T>>,
    again: (other: WrittenTarget) => Promise<DirectoryResult<T>>,
  ): Promise<DirectoryResult<T>> => {
    const answer = await ask();
    if (!written || answer.ok || answer.error.kind !== 'cancelled') return answer;
    const other = open();
    return other.ok ? await again(other.value) : answer;
  };
  return {
    target: {
      label: target.label,
      testConnection: (probe) => target.testConnection(probe),
      describe: (write) => target.describe(write),
      match: (query, attributes) =>
        persistently(
          () => target.match(query, attributes),
          (other) => other.target.match(query, attributes),
        ),
    },
    writer: {
      label: writer.label,
      write: (write, cancelled) => {
        written = true;
        return writer.write(write, cancelled);
      },
      read: (id, objectName, attributes) =>
        persistently(
          () => writer.read(id, objectName, attributes),
          (other) => other.writer.read(id, objectName, attributes),
        ),
    },
  };
}
