import { refusal } from './graphFailure.ts';

/** What a token allows: delegated permissions (`scp`) or those of an application (`roles`). */
export interface GraphPermissions {
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
}

/** What a permission includes besides itself. */
const included: Readonly<Record<string, readonly string[]>> = {
  'User.Read.All': ['User.ReadBasic.All'],
  'User.ReadWrite.All': ['User.Read.All'],
  'Group.Read.All': ['GroupMember.Read.All'],
  'Group.ReadWrite.All': ['Group.Read.All', 'GroupMember.ReadWrite.All'],
  'GroupMember.ReadWrite.All': ['GroupMember.Read.All'],
  'Application.ReadWrite.All': ['Application.Read.All'],
  'Directory.Read.All': ['User.Read.All', 'Group.Read.All', 'Application.Read.All'],
  'Directory.ReadWrite.All': ['Directory.Read.All', 'User.ReadWrite.All', 'Group.ReadWrite.All'],
};

function withIncluded(names: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    included[name]?.forEach(add);
  };
  for (const name of names) add(name);
  return all;
}

/** Alternatives, least first; of one alternative all are needed (facts/graph-synchronization.md, sections 6 and 10.2). */
export type Needed = readonly (readonly string[])[];

export const readUsers: Needed = [['User.Read.All']];
export const writeUsers: Needed = [['User.ReadWrite.All']];
export const disableUsers: Needed = [['User.EnableDisableAccount.All', 'User.Read.All'], ['User.ReadWrite.All']];
export const setPasswords: Needed = [['User-PasswordProfile.ReadWrite.All', 'User.ReadWrite.All']];
export const readGroups: Needed = [['GroupMember.Read.All']];
export const writeGroups: Needed = [['Group.ReadWrite.All']];
export const writeMembers: Needed = [['GroupMember.ReadWrite.All']];
export const readApplications: Needed = [['Application.Read.All']];
export const readAny: Needed = [['User.Read.All'], ['GroupMember.Read.All'], ['Directory.Read.All']];
export const readDirectory: Needed = [['Directory.Read.All']];

/** Throws the 403 of Graph where the token does not suffice. */
export function checkPermissions(permissions: GraphPermissions | null, needed: Needed): void {
  if (permissions === null) return;
  const held = withIncluded([...(permissions.scopes ?? []), ...(permissions.roles ?? [])]);
  if (needed.some((alternative) => alternative.every((name) => held.has(name)))) return;
  throw refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}
