import { breach } from './graphFailure.ts';
import type { GraphPermissions } from './graphPermissions.ts';

/** One call as it arrived, or one item of a batch. */
export interface GraphCall {
  readonly method: string;
  /** The decoded segments of the path behind the version: `users`, `ada@corp.example`, `manager`, `$ref`. */
  readonly segments: readonly string[];
  /** Behind the version, as sent: `/users?$top=2`. */
  readonly target: string;
  readonly rawQuery: string;
  /** Query options by name, decoded. */
  readonly query: ReadonlyMap<string, string>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the call has none. */
  readonly body: unknown;
  /** Null where the token may do everything. */
  readonly permissions: GraphPermissions | null;
}

export interface GraphAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether both marks of an advanced query are there (facts, section 10.1). */
export function isAdvanced(call: GraphCall): boolean {
  return isEventual(call) && call.query.get('$count') === 'true';
}

export function isEventual({ headers }: GraphCall): boolean {
  const level = headers.consistencylevel;
  if (level === undefined) return false;
  if (level !== 'eventual') throw breach(`The header ConsistencyLevel says '${level}'; Graph knows 'eventual'.`);
  return true;
}

const segmentPattern = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*$/;

/** The segments of a raw path; a key in parentheses becomes a segment of its own. */
export function readPath(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .flatMap((raw, index, all) => {
      if (!segmentPattern.test(raw)) throw breach(`The segment '${raw}' of the path is not percent-encoded.`);
      const segment = decode(raw);
      const [, name, key] = /^(users|groups|servicePrincipals)\((.*)\)$/s.exec(segment) ?? [];
      if (name !== undefined && key !== undefined && index === 0) return [name, keyOf(key)];
      // Facts, section 10.1: such a user is named as /users('$a@b').
      if (all[index - 1] === 'users' && segment.startsWith('$') && segment.includes('@'))
        throw breach(`A user principal name that begins with $ stands as /users('${segment}').`);
      return [segment];
    });
}

/** `'o''neil@x'` is a key, `appId='…'` one by another property. */
function keyOf(text: string): string {
  const [, name, quoted] = /^(?:(appId)=)?'((?:[^']|'')*)'$/.exec(text) ?? [];
  if (quoted === undefined) throw breach(`The key (${text}) of the path is not in quotes.`);
  const value = quoted.replaceAll("''", "'");
  return name === undefined ? value : `${name}=${value}`;
}

export function readQueryText(rawQuery: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const part of rawQuery === '' ? [] : rawQuery.split('&')) {
    if (!/^[\x21-\x7e]*$/.test(part) || /[<>"{}|\\^`#]/.test(part))
      throw breach(`The query holds characters that are not percent-encoded: ${part}`);
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    if (query.has(name)) throw breach(`The query option ${name} stands twice.`);
    query.set(name, decode(equals === -1 ? '' : part.slice(equals + 1).replaceAll('+', ' ')));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw breach(`'${text}' is not valid percent-encoding.`);
  }
}
