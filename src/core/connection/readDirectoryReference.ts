import type { DirectoryReference } from './connection.ts';
import type { LocatedText, ObjectFields } from './objectFields.ts';
import { isEnvironmentName } from './secretNames.ts';
import { refusalOfAddress } from './webAddress.ts';

const directoryKinds = ['file', 'ldap', 'graph', 'scim'] as const;
const signInKinds = ['interactive', 'deviceCode', 'clientSecret', 'clientCertificate', 'azureCli', 'token'] as const;

/** Milliseconds that a directory may take to answer where the connection file does not say. */
export const defaultTimeoutMs = 10_000;
const minimumTimeoutMs = 100;
const maximumTimeoutMs = 120_000;

/**
 * Reads `source` or `target` of a connection file. Null where the kind or what the kind needs is missing; the problems say what.
 * The range of the reference is that of the path or the URL, where it has one.
 */
export function readDirectoryReference(parent: ObjectFields, side: 'source' | 'target'): DirectoryReference | null {
  if (!parent.has(side)) {
    const fix = `Add "${side}": { "kind": "file", "path": "${side === 'source' ? 'people.ldif' : 'target.json'}" }.`;
    parent.report('connection-missing', parent.brace, `The connection has no "${side}".`, fix);
    return null;
  }
  const fields = parent.object(side, `"${side}"`);
  if (!fields) return null;
  const kind = fields.requiredText('kind', 'it says what sort of directory this is');
  if (!kind) return null;
  const reference = readKind(fields, kind, side);
  if (reference !== undefined) fields.finish();
  return reference ?? null;
}

/** Undefined where the kind is unknown, so that its properties cannot be called unknown. */
function readKind(fields: ObjectFields, kind: LocatedText, side: string): DirectoryReference | null | undefined {
  const timeoutMs = fields.integer('timeoutMs', minimumTimeoutMs, maximumTimeoutMs, defaultTimeoutMs);
  switch (kind.value) {
    case 'file': {
      const path = fields.requiredText('path', 'the LDIF or JSON file that holds the people');
      return path && { kind: 'file', path: path.value, range: path.range };
    }
    case 'scim':
      return readScim(fields, timeoutMs);
    case 'ldap':
      readAddress(fields, /^ldaps?:\/\/[^\s/?#@]+/i, 'ldaps://dc1.corp.example');
      fields.requiredText('baseDN', 'the place in the tree where people are looked for');
      for (const name of ['bindDN', 'caFile']) fields.text(name);
      readSecretName(fields);
      return { kind: 'ldap', range: fields.range };
    case 'graph':
      fields.requiredText('tenant', 'the tenant id or one of its domains');
      fields.text('clientId');
      fields.oneOf('signIn', signInKinds);
      for (const name of ['graphBaseUrl', 'authority']) checkWebAddress(fields, name, fields.text(name));
      readSecretName(fields);
      return { kind: 'graph', range: fields.range };
    default: {
      const listed = directoryKinds.map((name) => `"${name}"`).join(', ');
      const message = `There is no directory kind of this name: "kind" in "${side}" must be one of ${listed}.`;
      fields.report('connection-unknown-kind', kind.range, message, `Write one of ${listed}.`);
      return undefined;
    }
  }
}

function readScim(fields: ObjectFields, timeoutMs: number): DirectoryReference | null {
  const url = fields.requiredText('url', 'the base address of the SCIM server, without /Users');
  const secretEnv = readSecretName(fields);
  if (!url || !checkWebAddress(fields, 'url', url)) return null;
  return { kind: 'scim', url: url.value.trim(), secretEnv, timeoutMs, range: url.range };
}

function checkWebAddress(fields: ObjectFields, name: string, url: LocatedText | null): boolean {
  const refusal = url && refusalOfAddress(url.value.trim());
  if (!url || !refusal) return true;
  const code = refusal.kind === 'credentials' ? 'connection-secret-in-file' : 'connection-wrong-type';
  fields.report(code, url.range, `The address in "${name}" ${refusal.reason}.`, refusal.fix);
  return false;
}

function readAddress(fields: ObjectFields, form: RegExp, example: string): void {
  const url = fields.requiredText('url', `the address of the directory, such as ${example}`);
  if (!url || form.test(url.value)) return;
  if (url.value.includes('@')) {
    fields.report(
      'connection-secret-in-file',
      url.range,
      'The address in "url" holds a credential.',
      'Remove it from the address.',
    );
  } else {
    fields.report('connection-wrong-type', url.range, `"url" must be an address such as ${example}.`, `Write it as ${example}.`);
  }
}

/** The name of an environment variable. What does not look like a name may be the secret itself, and is treated as one. */
function readSecretName(fields: ObjectFields): string | null {
  const name = fields.text('secretEnv');
  if (!name || isEnvironmentName(name.value)) return name?.value ?? null;
  const message =
    '"secretEnv" must be the name of an environment variable; this looks like something else, perhaps the secret itself.';
  fields.report(
    'connection-secret-in-file',
    name.range,
    message,
    'Write a name such as "SCIM_TOKEN", and put the secret into that variable.',
  );
  return null;
}
