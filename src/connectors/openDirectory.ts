import type { DirectoryReference } from '../core/connection/connection.ts';
import type { SourceDirectory, TargetDirectory } from '../core/trace/directory.ts';
import { fileSource } from './file/fileSource.ts';
import { fileTarget } from './file/fileTarget.ts';
import type { OpenOptions } from './ports.ts';
import { scimTarget } from './scim/scimTarget.ts';
import { unsupportedSource, unsupportedTarget } from './unsupportedDirectory.ts';

/** The source that a connection names. Reads and asks nothing before it is used; a kind that cannot be a source says so in every call. */
export function openSource(reference: DirectoryReference, options: OpenOptions): SourceDirectory {
  return reference.kind === 'file' ? fileSource(reference, options) : unsupportedSource(reference);
}

/** The target that a connection names. Reads and asks nothing before it is used; a kind that cannot be a target says so in every call. */
export function openTarget(reference: DirectoryReference, options: OpenOptions): TargetDirectory {
  if (reference.kind === 'file') return fileTarget(reference, options);
  return reference.kind === 'scim' ? scimTarget(reference, options) : unsupportedTarget(reference);
}
