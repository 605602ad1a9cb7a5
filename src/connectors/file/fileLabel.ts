import type { FileReference } from '../../core/connection/connection.ts';

/** The name of the file without its folders, however they are written. */
export function labelOf(reference: FileReference): string {
  return reference.path.split(/[\\/]/).at(-1) || reference.path;
}
