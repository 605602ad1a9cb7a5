import type { DirectoryReference } from '../core/connection/connection.ts';
import type { SourceDirectory } from '../core/trace/directory.ts';
import { type Failure, failure } from './failure.ts';

const titles: Readonly<Record<DirectoryReference['kind'], string>> = {
  file: 'a file',
  scim: 'a SCIM application',
  ldap: 'Active Directory over LDAP',
  graph: 'Entra over Microsoft Graph',
};

/** A source of a kind that people do not come from. Every call says so. */
export function unsupportedSource({ kind }: DirectoryReference): SourceDirectory {
  const refuse = async (): Promise<Failure> => {
    const message = `${titles[kind]} ("kind": "${kind}") cannot be a source: the service provisions into it.`;
    return failure('unsupported', 'Unsupported', message, 'Use "ldap", "graph" or a "file" of people as the source.');
  };
  return { label: titles[kind], testConnection: refuse, resolve: refuse, search: refuse, holders: refuse };
}
