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
  /** The job in Entra's own provisioning service; its service principal is the application that assignments are read of. */
  readonly service: ServiceReference;
  /** People worth testing, by any identifier. */
  readonly people: readonly string[];
  /** Values that the service takes from the job's settings: `DomainFQDN`, `DomainNetBios`, `DefaultDomain`. */
  readonly tenantConstants: ReadonlyMap<string, string>;
  /** Readings of the doubtful points of the documents, where the file chooses other ones than the defaults. */
  readonly semantics: Partial<Semantics>;
}

export interface ServiceReference {
  readonly servicePrincipalId: string | null;
  readonly jobId: string | null;
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

/** A source or target. */
export type DirectoryReference = FileReference | ScimReference | LdapReference | GraphReference;

export interface FileReference {
  readonly kind: 'file';
  readonly path: string;
  readonly range: TextRange;
}

export interface ScimReference {
  readonly kind: 'scim';
  /** The base URL, without `/Users`. */
  readonly url: string;
  /** The account of basic authentication (RFC 7617), whose password is the secret; null where the secret is a bearer token. */
  readonly username: string | null;
  /** The environment variable that holds the secret; null where the server asks for none or SecretStorage holds it. */
  readonly secretEnv: string | null;
  readonly timeoutMs: number;
  readonly range: TextRange;
}

/** Active Directory, or another LDAP server (RFC 4511). */
export interface LdapReference {
  readonly kind: 'ldap';
  /** `ldaps://host[:port]` or `ldap://host[:port]`, nothing behind. */
  readonly url: string;
  readonly baseDN: string;
  /** A distinguished name, `user@domain` or `DOMAIN\\user`; null binds as nobody. */
  readonly bindDN: string | null;
  readonly secretEnv: string | null;
  /** PEM file of the authorities that are trusted instead of the machine's; relative to the connection file. */
  readonly caFile: string | null;
  /** Turn to TLS before the bind (RFC 4511, section 4.14). Only for `ldap://`. */
  readonly startTls: boolean;
  /** Bind without TLS although the server is not on this machine. */
  readonly allowPlaintext: boolean;
  /** Entries that are asked for at once (RFC 2696). Servers have a limit of their own, 1000 in Active Directory. */
  readonly pageSize: number;
  readonly timeoutMs: number;
  readonly range: TextRange;
}

export const signInKinds = ['interactive', 'deviceCode', 'clientSecret', 'clientCertificate', 'azureCli', 'token'] as const;

export type SignInKind = (typeof signInKinds)[number];

/** Entra over Microsoft Graph. */
export interface GraphReference {
  readonly kind: 'graph';
  /** The tenant's id or one of its domains. */
  readonly tenant: string;
  /** The application that signs in; null for `azureCli` and `token`, which need none. */
  readonly clientId: string | null;
  readonly signIn: SignInKind;
  /** With the version, without a slash at the end: `https://graph.microsoft.com/v1.0`. */
  readonly graphBaseUrl: string;
  /** Without the tenant and without a slash at the end: `https://login.microsoftonline.com`. */
  readonly authority: string;
  /** The environment variable that holds the client secret, the certificate's private key (PEM) or the token. */
  readonly secretEnv: string | null;
  /** PEM file of the certificate (the public part) for `clientCertificate`; relative to the connection file. */
  readonly certificateFile: string | null;
  readonly timeoutMs: number;
  readonly range: TextRange;
}
