import type { LdapReference } from '../../core/connection/connection.ts';
import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { DirectoryResult, MatchQuery, TargetDirectory } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { isEncrypted, ldapLabel, plaintextWarning } from './ldapAddress.ts';
import { ldapConnection } from './ldapConnection.ts';
import type { LdapConnection, LdapFound } from './ldapPort.ts';
import { ldifChange } from './ldifChange.ts';
import { matchFilter } from './matchFilter.ts';
import { isReadable, namesToRead, targetEntry } from './targetEntry.ts';

/** So many hits are counted; of more it is only said that there are more. */
const maximumHits = 100;
/** More entries than this say nothing new: two are ambiguous. */
const shownHits = 10;

/** Active Directory as target. Only reads; {@link TargetDirectory.describe} says what would be written. */
export function ldapTarget(
  reference: LdapReference,
  options: OpenOptions,
  connection: LdapConnection = ldapConnection(reference, options),
): TargetDirectory {
  return {
    label: ldapLabel(reference),
    async testConnection(probe) {
      const asked = await (probe ? ask(reference, connection, probe, []) : askForBase(reference, connection));
      if (!asked.ok) return asked;
      const { question, found } = asked.value;
      const answered = found.entries.length === 1 ? '1 object' : `${found.entries.length} objects`;
      if (probe && found.entries.length > 0) {
        const message = `${ldapLabel(reference)} answered with ${answered} for an object that cannot exist: it does not apply the filter.`;
        return failure('malformed', 'FilterIgnored', message, 'Every match would be wrong. Check the address of the directory.');
      }
      return success({ address: ldapLabel(reference), asked: question, answered, warning: plaintextWarning(reference) });
    },
    async match(query, attributes) {
      const asked = await ask(reference, connection, query, attributes);
      if (!asked.ok) return asked;
      const { question, found } = asked.value;
      const entries = found.entries.slice(0, shownHits).map((entry) => targetEntry(entry, attributes));
      const total = found.entries.length;
      return success({ asked: found.complete ? question : `${question}, no more than ${total} counted`, entries, total });
    },
    describe: (write) => ldifChange(write, { secure: isEncrypted(reference), password: null }),
  };
}

interface Asked {
  /** `(&(objectCategory=person)(objectClass=user)(mail=…)) below DC=corp,DC=example`. */
  readonly question: string;
  readonly found: LdapFound;
}

async function ask(
  reference: LdapReference,
  connection: LdapConnection,
  query: MatchQuery,
  attributes: readonly string[],
): Promise<DirectoryResult<Asked>> {
  const { attribute } = query;
  if (!isReadable(attribute)) {
    const why = isSecretAttribute(attribute) ? 'holds a secret' : 'is no attribute that LDAP can search for';
    const advice = 'Match on an attribute such as userPrincipalName, employeeID, objectGUID or msDS-ExternalDirectoryObjectId.';
    return failure('refused', 'InvalidFilter', `"${attribute}" ${why}, so it cannot be matched.`, advice);
  }
  const root = await connection.root();
  if (!root.ok) return root;
  const filter = matchFilter(await import('./ldapFilters.ts'), query, root.value.isActiveDirectory);
  const { baseDN: base } = reference;
  const names = namesToRead(attributes);
  const searched = await connection.search({ base, scope: 'sub', filter, attributes: names, limit: maximumHits });
  if (!searched.ok) return searched;
  return success({ question: `${filter.toString()} below ${base}`, found: searched.value });
}

async function askForBase(reference: LdapReference, connection: LdapConnection): Promise<DirectoryResult<Asked>> {
  const { present } = await import('./ldapFilters.ts');
  const filter = present('objectClass');
  const { baseDN: base } = reference;
  const searched = await connection.search({ base, scope: 'base', filter, attributes: ['objectClass'], limit: 1 });
  return searched.ok ? success({ question: `read ${base}`, found: searched.value }) : searched;
}
