import type { Filter } from 'ldapts';
import type { DirectoryError, DirectoryResult } from '../../core/trace/directory.ts';

/** An entry as the server sent it. */
export interface LdapEntry {
  readonly dn: string;
  /**
   * By the name that the server spells, without options such as `;range=…`; ranged values are complete. Bytes of binary attributes (by schema and
   * by name, not by what they happen to look like), text otherwise. An attribute without values is absent.
   */
  readonly attributes: ReadonlyMap<string, readonly (string | Buffer)[]>;
}

export interface LdapSearch {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  /** Built from ldapts' filter classes, never from text: text filters corrupt bytes from 0x80 on (facts/directories.md). */
  readonly filter: Filter;
  /** Exactly these are asked for; `*` for all user attributes. */
  readonly attributes: readonly string[];
  /** No more entries than this are read; `complete` says whether there are more. */
  readonly limit: number;
  /** Finds tombstones and recycled objects too (MS-ADTS, LDAP_SERVER_SHOW_DELETED_OID 1.2.840.113556.1.4.417). */
  readonly deleted?: true;
}

export interface LdapFound {
  readonly entries: readonly LdapEntry[];
  /** False where the limit cut the list, or the server did. */
  readonly complete: boolean;
  /** Other servers that hold a part of the tree, as the server names them. They are never followed: they would get the password. */
  readonly referrals: readonly string[];
}

/** What an LDAP server can be told to change (RFC 4511, sections 4.6 to 4.9). */
export type LdapOperation =
  | { readonly kind: 'add'; readonly dn: string; readonly attributes: readonly LdapValues[] }
  | {
      readonly kind: 'modify';
      readonly dn: string;
      readonly changes: readonly (LdapValues & { readonly how: 'add' | 'replace' | 'delete' })[];
    }
  | { readonly kind: 'modrdn'; readonly dn: string; readonly newRdn: string; readonly newSuperior: string | null }
  | { readonly kind: 'delete'; readonly dn: string };

export interface LdapValues {
  readonly name: string;
  readonly values: readonly (string | Buffer)[];
}

/** `unknown`: it was sent and no answer came. */
export type LdapChanged =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused' | 'unknown' | 'notSent'; readonly answered: string; readonly error: DirectoryError };

/** What the root of the server says of itself (RFC 4512, section 5.1). */
export interface LdapRoot {
  /** `defaultNamingContext`, else the first naming context; null where it does not say. */
  readonly defaultNamingContext: string | null;
  readonly isActiveDirectory: boolean;
  /** Control and extension OIDs. */
  readonly supported: ReadonlySet<string>;
}

/**
 * A bound connection to one server. It is made on first use, kept in {@link OpenOptions.sessions} while it is warm, and bound anew where the
 * server has closed it: ldapts itself would go on as nobody. Never rejects.
 */
export interface LdapConnection {
  /** The root is read once for each connection. */
  root(): Promise<DirectoryResult<LdapRoot>>;
  search(search: LdapSearch): Promise<DirectoryResult<LdapFound>>;
  /** Sends one change and waits for its answer; not aborted once it has left. */
  change(operation: LdapOperation): Promise<LdapChanged>;
}
