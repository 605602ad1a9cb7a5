import type { Connection, DirectoryReference } from '../core/connection/connection.ts';
import type { DirectoryResult, SourceDirectory, TargetDirectory } from '../core/trace/directory.ts';
import type { TargetWriter } from '../core/trace/targetWriter.ts';
import { failure, success } from './failure.ts';
import { fileSource } from './file/fileSource.ts';
import { fileTarget } from './file/fileTarget.ts';
import { graphSource } from './graph/graphSource.ts';
import { graphTarget } from './graph/graphTarget.ts';
import { graphWriter } from './graph/graphWriter.ts';
import { ldapSource } from './ldap/ldapSource.ts';
import { ldapTarget } from './ldap/ldapTarget.ts';
import { ldapWriter } from './ldap/ldapWriter.ts';
import type { OpenOptions } from './ports.ts';
import { scimTarget } from './scim/scimTarget.ts';
import { scimWriter } from './scim/scimWriter.ts';
import { unsupportedSource } from './unsupportedDirectory.ts';

/** The source that a connection names. Reads and asks nothing before it is used; a kind that cannot be a source says so in every call. */
export function openSource(reference: DirectoryReference, options: OpenOptions): SourceDirectory {
  switch (reference.kind) {
    case 'file':
      return fileSource(reference, options);
    case 'ldap':
      return ldapSource(reference, options);
    case 'graph':
      return graphSource(reference, options);
    case 'scim':
      return unsupportedSource(reference);
  }
}

/** The target that a connection names. Reads and asks nothing before it is used. It cannot write: {@link openWriter} can. */
export function openTarget(reference: DirectoryReference, options: OpenOptions): TargetDirectory {
  switch (reference.kind) {
    case 'file':
      return fileTarget(reference, options);
    case 'ldap':
      return ldapTarget(reference, options);
    case 'graph':
      return graphTarget(reference, options);
    case 'scim':
      return scimTarget(reference, options);
  }
}

/** The only way to a directory that writes. Refused unless the connection file says `"access": "readWrite"`. */
export function openWriter({ access, target }: Connection, options: OpenOptions): DirectoryResult<TargetWriter> {
  // Of a file no other access would make a target that is written, so that is said first.
  if (target.kind === 'file') {
    const message = `${target.path} is a file, which stands for a target and is not written.`;
    return failure('unsupported', 'Unsupported', message, 'Provision into a SCIM application, Active Directory or Entra.');
  }
  if (access !== 'readWrite') {
    const advice = 'Write "access": "readWrite" into the connection file if this target may be changed.';
    return failure('refused', 'ReadOnly', 'The connection is read-only, so nothing is written.', advice);
  }
  switch (target.kind) {
    case 'ldap':
      return success(ldapWriter(target, options));
    case 'graph':
      return success(graphWriter(target, options));
    case 'scim':
      return success(scimWriter(target, options));
  }
}
