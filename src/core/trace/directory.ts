import type { Attributes, AttributeValue } from '../value.ts';

/** Why a directory could not answer. */
export type DirectoryErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'cancelled'
  | 'unauthorized'
  | 'throttled'
  | 'refused'
  | 'malformed'
  | 'unsupported'
  | 'notFound';

/** An expected failure of a directory, with the cause in plain words and what to do. */
export interface DirectoryError {
  readonly kind: DirectoryErrorKind;
  /** The service's own code where one exists (`SystemForCrossDomainIdentityManagementServiceIncompatible`), else ours. */
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

/** What a directory answered. Directories never reject: a rejection is a bug in the connector. */
export type DirectoryResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: DirectoryError };

/** A user or group as a directory holds it. */
export interface Entry {
  /** The directory's own identifier: a DN, an object id, a SCIM id. */
  readonly id: string;
  readonly displayName: string | null;
  /** Attributes under the names that the configuration uses for them, then whatever else the directory gave. */
  readonly attributes: Attributes;
  /** What it is, where the directory can tell users from groups; else null. */
  readonly kind: 'user' | 'group' | null;
  /** Asked attributes that the directory never gives out: that they are missing does not mean that there is no value. Left out, none. */
  readonly unreadable?: ReadonlySet<string>;
}

/** What a connection test found, in words that the trace shows. */
export interface ConnectionReport {
  /** Where: a file path relative to the connection file, a URL. */
  readonly address: string;
  /** What was asked: `GET /Users?filter=userName eq "…"`, or `read file`. */
  readonly asked: string;
  /** What came back: `200, 0 resources`, `25 people`. */
  readonly answered: string;
  /** What is wrong although the directory answers: entries of a file that could not be read. Null where nothing is. */
  readonly warning: string | null;
}

/** A question of the match step: who has this value in this attribute? */
export interface MatchQuery {
  readonly attribute: string;
  readonly value: string;
  /** From the target's attribute definition: false means that `A` equals `a`. */
  readonly caseExact: boolean;
  /** The target object name of the mapping: a directory with users and groups apart asks the right ones. */
  readonly objectName: string;
}

/** The answer to a match question. */
export interface MatchAnswer {
  /** The question as the directory got it, for the screen. */
  readonly asked: string;
  /** At most the first few hits; two are enough to call a value ambiguous. */
  readonly entries: readonly Entry[];
  /** How many hits there are in all, where the directory says so; at least `entries.length`. */
  readonly total: number;
  /** Where something else was asked than the query says, what and why; left out where not. */
  readonly note?: string;
}

/** One attribute of a write that the engine plans: the values after it. */
export interface PlannedAttribute {
  readonly name: string;
  readonly multivalued: boolean;
  /** The attribute's type in the target's definition: `String`, `Boolean`, `Reference`, … */
  readonly type: string;
  readonly old: AttributeValue;
  readonly new: AttributeValue;
  /** True where the value must not be shown: `Redact(…)`. */
  readonly redacted: boolean;
  /** JSON pointer of the attribute mapping that made the value. */
  readonly mapping: string;
}

/** A write that the engine decided on and that nobody has made. */
export interface PlannedWrite {
  readonly action: 'create' | 'update' | 'disable' | 'delete';
  /** The target's id of the object; null on create. */
  readonly id: string | null;
  /** The target object name of the mapping, such as `User` or a SCIM URN. */
  readonly objectName: string;
  /** `targetDirectoryName` of the rule, such as `Microsoft Entra ID`; null for a mapping file, which has no rule. */
  readonly directoryName: string | null;
  readonly attributes: readonly PlannedAttribute[];
  /** What the target held when the object was matched, for what cannot be worded without it; left out on create. */
  readonly held?: Attributes;
}

/** A request that would carry a planned write or a part of it, with redacted values masked. Never sent by a preview. */
export interface WriteRequest {
  /** What it does, in a few words: `Create the user`, `Set the manager, in the second pass`. */
  readonly purpose: string;
  /**
   * `POST`, `PATCH`, `PUT`, `DELETE`; `add`, `modify`, `modrdn`, `delete` for LDIF; `write` for a file; `none` where the target cannot be
   * sent anything, for the reasons in the notes.
   */
  readonly method: string;
  readonly address: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as text, pretty-printed; null where there is none. */
  readonly body: string | null;
  /** Where in the body each value stands, in the order of the body. */
  readonly values: readonly WireValue[];
  /** What the request cannot carry, and what the target does with it besides. */
  readonly notes: readonly string[];
}

/** A value in the body of a request and the mapping that made it; of a removal without a value, the path or name that is removed. */
export interface WireValue {
  /** Offsets into the body: the value as it stands there, with its quotes. */
  readonly range: readonly [start: number, end: number];
  readonly target: string;
  /** JSON pointer of the attribute mapping. */
  readonly mapping: string;
}

/** The source objects that share a value. */
export interface SourceHolders {
  readonly total: number;
  /** The first few. */
  readonly entries: readonly { readonly id: string; readonly displayName: string | null }[];
}

/** The side that people come from. */
export interface SourceDirectory {
  /** The name on the screen: `people.ldif`. */
  readonly label: string;
  testConnection(): Promise<DirectoryResult<ConnectionReport>>;
  /**
   * The entries that `user` names, tried as an identifier first (DN, object id, account name, UPN, mail), then as a display name.
   * None, one or several; several only where nothing more exact fits.
   * @param attributes the names the configuration reads; the entry answers under these spellings.
   * @param objectName the source object name of the mapping: `user`, `group`. Where the directory can tell users from groups, only
   *   those are found; null finds either.
   */
  resolve(user: string, attributes: readonly string[], objectName: string | null): Promise<DirectoryResult<readonly Entry[]>>;
  /**
   * People, or groups, for a picker: those in whose name, UPN, mail, account name or DN the text occurs. Empty text lists the first ones.
   * @param objectName as for {@link resolve}; left out, either.
   */
  search(text: string, limit: number, objectName?: string | null): Promise<DirectoryResult<readonly PersonSummary[]>>;
  /**
   * Who holds this value in this attribute (uniqueness in the source): how many, and the first few; null where it cannot tell.
   * @param objectName as for {@link resolve}; left out, either.
   */
  holders(attribute: string, value: string, objectName?: string | null): Promise<DirectoryResult<SourceHolders | null>>;
  /**
   * Everybody, with these attributes only, where that is cheap: for values that are made by an expression and cannot be looked up. Null
   * where there are more than `limit`. Left out by directories in which it is not cheap.
   */
  list?(
    attributes: readonly string[],
    objectName: string | null,
    limit: number,
  ): Promise<DirectoryResult<readonly Entry[] | null>>;
  /** The same directory as it is now, for many questions in a row. Left out where one question costs no more than another. */
  snapshot?(): Promise<DirectoryResult<SourceDirectory>>;
}

/** A line in the user picker. */
export interface PersonSummary {
  readonly id: string;
  readonly displayName: string;
  /** UPN, else mail, else account name. */
  readonly principalName: string | null;
  /** Department, title, place in the tree: whatever tells two people of one name apart. */
  readonly detail: string | null;
}

/** The side that is provisioned. */
export interface TargetDirectory {
  /** The name on the screen: `entra.json`, `http://127.0.0.1:4100/scim`. */
  readonly label: string;
  /**
   * Reachable and authorised? The target is asked for a user that cannot exist, through the matching attribute, as the service does.
   * @param probe null where the configuration has no matching attribute.
   */
  testConnection(probe: MatchQuery | null): Promise<DirectoryResult<ConnectionReport>>;
  /** @param attributes the target attribute names to read; the entry answers under these spellings. */
  match(query: MatchQuery, attributes: readonly string[]): Promise<DirectoryResult<MatchAnswer>>;
  /** As {@link SourceDirectory.snapshot}. */
  snapshot?(): Promise<DirectoryResult<TargetDirectory>>;
  /** The exact requests for a planned write, in the order in which they would be sent. Makes none. */
  describe(write: PlannedWrite): readonly WriteRequest[];
}
