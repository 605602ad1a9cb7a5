import type { DirectoryReference } from './connection.ts';
import type { LocatedText, ObjectFields } from './objectFields.ts';
import { readGraphReference } from './readGraphReference.ts';
import { readLdapReference } from './readLdapReference.ts';
import { readSecretName } from './readSecretName.ts';
import { checkWebAddress } from './webAddress.ts';

const directoryKinds = ['file', 'ldap', 'graph', 'scim'] as const;

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
      return readLdapReference(fields, timeoutMs);
    case 'graph':
      return readGraphReference(fields, timeoutMs);
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
  const username = fields.text('username');
  const secretEnv = readSecretName(fields);
  if (!url || !checkWebAddress(fields, 'url', url)) return null;
  // RFC 7617, section 2: a colon would end the name.
  if (username?.value.includes(':')) {
    fields.report(
      'connection-wrong-type',
      username.range,
      '"username" must not hold a colon.',
      'Write the name of the account alone.',
    );
    return null;
  }
  return { kind: 'scim', url: url.value.trim(), username: username?.value ?? null, secretEnv, timeoutMs, range: url.range };
}
