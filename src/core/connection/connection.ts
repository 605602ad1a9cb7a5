import type { Dialect } from '../expression/dialect.ts';
import type { Semantics } from '../semantics.ts';
import type { TextRange } from '../text/range.ts';

/**
 * A connection file (`*.provision.json`, design section 3): a source, a target and the configuration between them. It holds no secret.
 * Paths are as written: relative to the connection file.
 */
export interface Connection {
  readonly name: string;
  readonly configuration: ConfigurationReference;
  readonly source: DirectoryReference;
  readonly target: DirectoryReference;
  /** `assigned`: sync only assigned users and groups. `all`: sync all. Null where the file does not say. */
  readonly assignment: 'assigned' | 'all' | null;
  /** The job's secret `SkipOutOfScopeDeletions`: accounts that leave scope are neither disabled nor deleted. */
  readonly skipOutOfScopeDeletions: boolean;
  /** `readOnly` unless the file says otherwise; nothing writes on `readOnly`. */
  readonly access: 'readOnly' | 'readWrite';
  /** People worth testing, by any identifier. */
  readonly people: readonly string[];
  /** Values that the service takes from the job's settings: `DomainFQDN`, `DomainNetBios`, `DefaultDomain`. */
  readonly tenantConstants: ReadonlyMap<string, string>;
  /** Readings of the doubtful points of the documents, where the file chooses other ones than the defaults. */
  readonly semantics: Partial<Semantics>;
}

export type ConfigurationReference =
  | {
      readonly kind: 'schema';
      readonly schema: string;
      readonly schemaRange: TextRange;
      /** Rule name or id; null where the schema has only one. */
      readonly rule: string | null;
      readonly objectMapping: string | null;
      readonly dialect: Dialect | null;
    }
  | {
      readonly kind: 'mapping';
      readonly mapping: string;
      readonly mappingRange: TextRange;
      readonly scope: string | null;
      readonly dialect: Dialect | null;
    };

/** A source or target. `ldap` and `graph` are read here and answered by their connectors. */
export type DirectoryReference = FileReference | ScimReference | OtherReference;

export interface FileReference {
  readonly kind: 'file';
  readonly path: string;
  readonly range: TextRange;
}

export interface ScimReference {
  readonly kind: 'scim';
  /** The base URL, without `/Users`. */
  readonly url: string;
  /** The environment variable that holds the bearer token; null where the server asks for none or SecretStorage holds it. */
  readonly secretEnv: string | null;
  readonly timeoutMs: number;
  readonly range: TextRange;
}

export interface OtherReference {
  readonly kind: 'ldap' | 'graph';
  readonly range: TextRange;
}
