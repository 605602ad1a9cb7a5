import type { Node } from 'jsonc-parser';
import type { Problem } from '../problem.ts';

const secretName =
  /pass(word|phrase|wd)|pwd|secret|token|credential|authorization|api-?_?key|access-?_?key|private-?_?key|shared-?_?key|connectionstring/i;

/** Names that say where a secret is, not what it is. */
const nameOfPlace = /(env|file|path|name|id|url|uri|type|expires?|expiry)$/i;

/** Whether a property of this name would hold a secret. `secretEnv` names an environment variable and does not. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !nameOfPlace.test(name);
}

/** An environment variable name as shells accept it; anything else in its place may be the secret itself. */
export function isEnvironmentName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(text);
}

/** The deepest level that is looked at; no connection file is this deep. */
const maximumDepth = 32;

/** An error for every value that stands under a secret's name, at any depth. The messages never repeat the value. */
export function findSecrets(node: Node, depth = 0): readonly Problem[] {
  if (depth > maximumDepth) return [];
  if (node.type !== 'object') return (node.children ?? []).flatMap((child) => findSecrets(child, depth + 1));
  return (node.children ?? []).flatMap((property): readonly Problem[] => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    if (!isSecretName(String(key.value)) || !holdsSomething(value)) return findSecrets(value, depth + 1);
    return [secretProblem(value, `"${key.value}" holds a secret in the connection file.`)];
  });
}

/** The error for a secret at a node. */
export function secretProblem(node: { readonly offset: number; readonly length: number }, message: string): Problem {
  return {
    code: 'connection-secret-in-file',
    severity: 'error',
    range: { start: node.offset, end: node.offset + node.length },
    message,
    fix: 'Remove it here and name an environment variable that holds it: "secretEnv": "SCIM_TOKEN". Change the secret if the file was shared.',
  };
}

function holdsSomething(value: Node): boolean {
  if (value.type === 'null' || value.type === 'boolean') return false;
  if (value.type === 'string') return String(value.value) !== '';
  return value.type === 'number' || (value.children ?? []).length > 0;
}
