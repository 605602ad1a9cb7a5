import type { DirectoryReference } from '../core/connection/connection.ts';
import type { SourceDirectory, TargetDirectory } from '../core/trace/directory.ts';
import { type Failure, failure } from './failure.ts';

const titles: Readonly<Record<DirectoryReference['kind'], string>> = {
  file: 'a file',
  scim: 'a SCIM application',
  ldap: 'Active Directory over LDAP',
  graph: 'Entra over Microsoft Graph',
};

/** A directory of a kind that this version cannot ask. Every call says so. */
export function unsupportedSource(reference: DirectoryReference): SourceDirectory {
  const refuse = async (): Promise<Failure> => refusal(reference, 'source');
  return { label: titles[reference.kind], testConnection: refuse, resolve: refuse, search: refuse, holders: refuse };
}

/** @see unsupportedSource */
export function unsupportedTarget(reference: DirectoryReference): TargetDirectory {
  const refuse = async (): Promise<Failure> => refusal(reference, 'target');
  return {
    label: titles[reference.kind],
    testConnection: refuse,
    match: refuse,
    describe: () => [],
  };
}

function refusal(reference: DirectoryReference, side: 'source' | 'target'): Failure {
  const message = `This version cannot use ${titles[reference.kind]} ("kind": "${reference.kind}") as a ${side}.`;
  const instead =
    side === 'source' ? 'a file of people ("kind": "file")' : 'a file ("kind": "file") or a SCIM server ("kind": "scim")';
  return failure('unsupported', 'Unsupported', message, `Use ${instead} as the ${side}.`);
}
