import type { LdapReference } from '../../core/connection/connection.ts';
import { isOfKind } from '../../core/schema/objectKind.ts';
import { isBelow, parseDistinguishedName, sameDistinguishedName } from '../../core/text/distinguishedName.ts';
import type { ConnectionReport, DirectoryResult, Entry, SourceDirectory } from '../../core/trace/directory.ts';
import type { AttributeValue } from '../../core/value.ts';
import { failure, success } from '../failure.ts';
import { EntryIndex } from '../file/entryIndex.ts';
import { asEntry, attributeOf, displayNameOf, type FileEntry, firstText, isSubject } from '../file/fileEntry.ts';
import { resolvePeople, searchPeople } from '../file/findPeople.ts';
import type { OpenOptions } from '../ports.ts';
import { ldapLabel, plaintextWarning } from './ldapAddress.ts';
import { ldapConnection } from './ldapConnection.ts';
import { hostOf } from './ldapFailure.ts';
import type { LdapConnection, LdapFound, LdapRoot } from './ldapPort.ts';
import { listed, namesToAsk, sourceEntry } from './sourceEntry.ts';
import { isReadable } from './targetEntry.ts';

type Filters = typeof import('./subjectFilters.ts');

/** So many may be meant by a text before it is asked again by identifiers alone. */
const maximumCandidates = 50;
/** So many are looked at for a list of the best hits. */
const maximumPicked = 200;
/** So many holders of a value are counted. */
const maximumHolders = 1000;
/** Enough to tell who shares a value. */
const shownHolders = 5;

/**
 * People and groups of Active Directory, or of another LDAP server. Asks for the attributes that are wanted and no others; an ordinary person is
 * found with one search. People are compared as those of an LDIF file are, so that the same person is found in either.
 */
export function ldapSource(
  reference: LdapReference,
  options: OpenOptions,
  connection: LdapConnection = ldapConnection(reference, options),
): SourceDirectory {
  const { baseDN: base } = reference;

  const ready = async (): Promise<DirectoryResult<{ readonly root: LdapRoot; readonly filters: Filters }>> => {
    const root = await connection.root();
    return root.ok ? success({ root: root.value, filters: await import('./subjectFilters.ts') }) : root;
  };

  return {
    label: ldapLabel(reference),
    testConnection: () => testConnection(reference, connection),

    async resolve(user, attributes, objectName) {
      const text = user.trim();
      if (text === '') return success([]);
      const prepared = await ready();
      if (!prepared.ok) return prepared;
      const found = await findSubjects({ ...prepared.value, connection, base, text, attributes, objectName });
      return found.ok ? success(found.value.map((entry): Entry => asEntry(entry, attributes))) : found;
    },

    async search(text, limit, objectName = null) {
      const prepared = await ready();
      if (!prepared.ok) return prepared;
      const { root, filters } = prepared.value;
      const words = text.trim();
      const names = namesToAsk(listed);
      const wanted = Math.min(Math.max(limit * 4, limit), maximumPicked);
      const ask = (filter: Parameters<LdapConnection['search']>[0]['filter']): Promise<DirectoryResult<LdapFound>> =>
        connection.search({ base, scope: 'sub', filter, attributes: names, limit: wanted });
      if (isName(words)) {
        const filter = filters.anything();
        const named = await connection.search({ base: words, scope: 'base', filter, attributes: names, limit: 1 });
        // However the name is written: whether its letters occur does not matter.
        const summaries = named.ok ? searchPeople(named.value.entries.map(sourceEntry), '', limit, objectName) : [];
        if (summaries.length > 0) return success(summaries);
      }
      const entries = new Map<string, FileEntry>();
      const keep = (found: LdapFound): void => {
        for (const entry of found.entries) entries.set(entry.dn, sourceEntry(entry));
      };
      const { isActiveDirectory } = root;
      const first =
        words === ''
          ? filters.everybodyFilter(objectName, isActiveDirectory)
          : filters.beginningFilter(words, objectName, isActiveDirectory);
      const began = await ask(first);
      if (!began.ok) return began;
      keep(began.value);
      // To look inside of texts costs a large directory a pass over all of them, so only where beginnings are not enough.
      if (words !== '' && searchPeople([...entries.values()], words, limit, objectName).length < limit) {
        const inside = await ask(filters.containingFilter(words, objectName, isActiveDirectory));
        if (!inside.ok) return inside;
        keep(inside.value);
      }
      return success(searchPeople([...entries.values()], words, limit, objectName));
    },

    async holders(attribute, value, objectName = null) {
      if (!isReadable(attribute)) return success(null);
      const prepared = await ready();
      if (!prepared.ok) return prepared;
      const { root, filters } = prepared.value;
      const filter = filters.valueFilter(attribute, value, objectName, root.isActiveDirectory);
      const attributes = ['objectClass', 'displayName', 'cn'];
      const found = await connection.search({ base, scope: 'sub', filter, attributes, limit: maximumHolders });
      if (!found.ok) return found;
      const holders = subjectsOf(found.value, objectName);
      // Somebody has the value. A server that finds nobody cannot compare this attribute, or may not show it.
      if (holders.length === 0) return success(null);
      const entries = holders.slice(0, shownHolders).map((entry) => ({ id: entry.id, displayName: displayNameOf(entry) }));
      return success({ total: holders.length, entries });
    },

    async list(attributes, objectName, limit) {
      const prepared = await ready();
      if (!prepared.ok) return prepared;
      const { root, filters } = prepared.value;
      const filter = filters.everybodyFilter(objectName, root.isActiveDirectory);
      const names = [...new Set([...attributes.filter(isReadable), 'objectClass', 'displayName', 'cn', 'userAccountControl'])];
      const found = await connection.search({ base, scope: 'sub', filter, attributes: names, limit });
      if (!found.ok) return found;
      if (!found.value.complete) return success(null);
      return success(
        subjectsOf(found.value, objectName).map((entry): Entry => {
          const held = new Map<string, AttributeValue>(attributes.map((name) => [name, attributeOf(entry, name)]));
          return { id: entry.id, displayName: displayNameOf(entry), attributes: held, kind: entry.kind };
        }),
      );
    },
  };
}

interface SubjectSearch {
  readonly connection: LdapConnection;
  readonly root: LdapRoot;
  readonly filters: Filters;
  readonly base: string;
  readonly text: string;
  readonly attributes: readonly string[];
  readonly objectName: string | null;
}

async function findSubjects(search: SubjectSearch): Promise<DirectoryResult<readonly FileEntry[]>> {
  const { connection, root, filters, base, text, attributes, objectName } = search;
  const { isActiveDirectory } = root;
  const names = namesToAsk(attributes);
  const ask = (filter: ReturnType<Filters['anything']>, where = base): Promise<DirectoryResult<LdapFound>> =>
    connection.search({ base: where, scope: 'sub', filter, attributes: names, limit: maximumCandidates, deleted: true });

  if (isName(text)) {
    const filter = filters.anything();
    const found = await connection.search({ base: text, scope: 'base', filter, attributes: names, limit: 1, deleted: true });
    // A reference to an object that another server holds leads nowhere here.
    if (!found.ok && !(found.error.kind === 'notFound' || (found.error.code === 'referral' && objectName === null))) return found;
    return success(found.ok ? subjectsOf(found.value, objectName) : []);
  }
  // What refers to somebody names him in full; who is typed may be meant by the beginning of a name.
  const beginnings = objectName !== null;
  let found = await ask(filters.subjectFilter(text, isActiveDirectory, true, beginnings));
  if (!found.ok) return found;
  const several = found.value;
  if (!found.value.complete) {
    // Too many have such a name. Whoever has it as an identifier must not be lost among them.
    found = await ask(filters.subjectFilter(text, isActiveDirectory, false, false));
    if (!found.ok) return found;
    if (!found.value.complete) return tooMany(search);
  }
  const exact = chosen(found.value, text, objectName);
  if (exact.length > 0) return success(exact);
  if (!several.complete) return tooMany(search);
  if (beginnings && isActiveDirectory) {
    const begun = subjectsOf(several, objectName).filter((entry) => !isDeleted(entry));
    if (begun.length > 0) return success(begun);
  }
  return await findDeleted(search, ask);
}

/** Deleted objects stand below the root of the domain, not where they stood. */
async function findDeleted(
  { root, filters, base, text, objectName }: SubjectSearch,
  ask: (filter: ReturnType<Filters['anything']>, where: string) => Promise<DirectoryResult<LdapFound>>,
): Promise<DirectoryResult<readonly FileEntry[]>> {
  const { defaultNamingContext: domain, isActiveDirectory } = root;
  if (!isActiveDirectory || domain === null || !isBelow(base, domain)) return success([]);
  const found = await ask(filters.subjectFilter(text, true, false, false), `CN=Deleted Objects,${domain}`);
  // Who may not see deleted objects is told that there is no such container.
  if (!found.ok) return found.error.kind === 'notFound' || found.error.code === 'insufficientAccessRights' ? success([]) : found;
  const deleted = chosen(found.value, text, objectName);
  return success(
    deleted.filter((entry) => {
      const parent = firstText(entry, 'lastKnownParent');
      return isDeleted(entry) && parent !== null && (sameDistinguishedName(parent, base) || isBelow(parent, base));
    }),
  );
}

/** Those who are meant, as in a file; the living before the deleted. */
function chosen(found: LdapFound, text: string, objectName: string | null): readonly FileEntry[] {
  const entries = found.entries.map(sourceEntry);
  for (const deleted of [false, true]) {
    const candidates = entries.filter((entry) => isDeleted(entry) === deleted);
    if (/^S-1-/i.test(text)) {
      const named = candidates.filter((entry) => isSubject(entry) && isOfKind(entry.kind, objectName));
      if (named.length > 0) return named;
    }
    const meant = resolvePeople(new EntryIndex(candidates), text, objectName);
    if (meant.length > 0) return meant;
  }
  return [];
}

function subjectsOf(found: LdapFound, objectName: string | null): readonly FileEntry[] {
  return found.entries.map(sourceEntry).filter((entry) => isSubject(entry) && isOfKind(entry.kind, objectName));
}

function isDeleted(entry: FileEntry): boolean {
  return firstText(entry, 'isDeleted')?.toUpperCase() === 'TRUE';
}

/** A distinguished name of at least two levels; `a=b` may be the name of somebody. */
function isName(text: string): boolean {
  return text.includes('=') && (parseDistinguishedName(text)?.length ?? 0) > 1;
}

function tooMany({ base, text }: SubjectSearch): DirectoryResult<never> {
  const message = `More than ${maximumCandidates} people or groups below ${base} may be meant by "${text}", or the server gives no more at once.`;
  return failure('refused', 'TooManyHits', message, 'Name one by userPrincipalName, account name, mail or distinguished name.');
}

async function testConnection(reference: LdapReference, connection: LdapConnection): Promise<DirectoryResult<ConnectionReport>> {
  const { baseDN: base, bindDN, url } = reference;
  const root = await connection.root();
  if (!root.ok) return root;
  const { anything } = await import('./subjectFilters.ts');
  const found = await connection.search({ base, scope: 'base', filter: anything(), attributes: ['objectClass'], limit: 1 });
  if (!found.ok) return found;
  if (found.value.entries.length === 0) {
    const message = `${hostOf(url)} does not show ${base} to ${bindDN ?? 'those who do not sign in'}.`;
    return failure(
      'notFound',
      'noSuchObject',
      message,
      'Check "baseDN" in the connection file, and whether the account may see it.',
    );
  }
  const what = root.value.isActiveDirectory ? 'Active Directory' : 'LDAP server';
  return success({
    address: ldapLabel(reference),
    asked: `${bindDN === null ? 'no sign-in' : `bind as ${bindDN}`}, read ${base}`,
    answered: `${what}, ${base} is there`,
    warning: plaintextWarning(reference),
  });
}
