import { type Failure, failure } from '../failure.ts';
import type { HttpAnswer } from '../http/httpClient.ts';
import { isWebPage, jsonOf } from '../http/jsonAnswer.ts';
import { shorten, statusFailure } from '../http/statusFailure.ts';
import { isObject, type JsonObject, type JsonValue, propertyOf } from '../scim/scimPath.ts';
import { secretMask } from '../scim/secretMask.ts';

/** What an error of Graph says (facts/graph-synchronization.md, section 10.3). */
interface GraphError {
  readonly code: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** How deep JSON in messages is unwrapped. */
const maximumNesting = 4;

/**
 * The failure that an answer of Graph stands for, by its status and the `code` of its error; null for those of success.
 * @param permissions what the call needs at least, for 403
 * @param secrets what a server may repeat from the request, in JSON within JSON too
 */
export function graphFailure(
  host: string,
  answer: HttpAnswer,
  permissions: readonly string[],
  secrets: readonly string[] = [],
): Failure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const hide = hiding(secrets);
  if (isWebPage(answer)) return webPage(host, { ...answer, text: hide(answer.text) });
  // Before anything is shortened: a part of a secret is one too.
  const { code, message, requestId } = errorOf(answer, hide);
  const said = [code, message].filter((part) => part !== null).join(', ');
  const failed = statusFailure(host, answer, said === '' ? null : said);
  if (!failed) return null;
  const { error } = failed;
  const traced = requestId === null ? '' : ` Request id: ${shorten(requestId).slice(0, 60)}.`;
  const advice = adviceFor(status, code, permissions) ?? error.advice;
  return failure(status === 404 ? 'notFound' : error.kind, code ?? error.code, `${error.message}${traced}`, advice);
}

/** The id under which Graph keeps a request in its log; null where the answer has none. */
export function requestIdOf(answer: HttpAnswer, secrets: readonly string[]): string | null {
  return errorOf(answer, hiding(secrets)).requestId;
}

/** A shorter secret is hidden only where it stands as a word of its own: as a part of words it may be there by chance. */
const shortestPart = 4;

function hiding(secrets: readonly string[]): (text: string) => string {
  const mask = secretMask(secrets.filter((secret) => secret.length >= shortestPart));
  const words = secrets
    .filter((secret) => secret.trim() !== '' && secret.length < shortestPart)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const alone = words.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return (text) => {
    const masked = mask?.(text) ?? text;
    return alone ? masked.replaceAll(alone, '***') : masked;
  };
}

function webPage(host: string, answer: HttpAnswer): Failure | null {
  const page = jsonOf(host, answer, 'NotGraph');
  return page.ok ? null : page;
}

function errorOf(answer: HttpAnswer, hide: (text: string) => string): GraphError {
  const traced = answer.requestId === null ? null : hide(answer.requestId);
  const nothing: GraphError = { code: null, message: null, requestId: traced };
  let body: JsonValue;
  try {
    body = JSON.parse(answer.text) as JsonValue;
  } catch {
    return nothing;
  }
  const error = isObject(body) ? propertyOf(body, 'error') : undefined;
  if (!isObject(error)) return nothing;
  const inner = propertyOf(error, 'innerError');
  const code = textAt(error, 'code');
  const message = unwrapped(textAt(error, 'message'));
  const inside = isObject(inner) ? textAt(inner, 'request-id') : null;
  return {
    // A code is a word; anything else is not shown as one.
    code: code !== null && /^[\w.-]{1,80}$/.test(code) && hide(code) === code ? code : null,
    message: message === null ? null : hide(message),
    requestId: traced ?? (inside === null ? null : hide(inside)),
  };
}

/** Some messages are JSON themselves, and hold the words further in (facts, section 11). */
function unwrapped(message: string | null, depth = 0): string | null {
  if (message === null || depth >= maximumNesting || !/^\s*[{["]/.test(message)) return message;
  let value: JsonValue;
  try {
    value = JSON.parse(message) as JsonValue;
  } catch {
    return message;
  }
  const inner = innerMessage(value);
  return inner === null ? message : unwrapped(inner, depth + 1);
}

function innerMessage(value: JsonValue, depth = 0): string | null {
  if (typeof value === 'string') return value;
  if (depth >= maximumNesting) return null;
  if (Array.isArray(value))
    return value.length === 0 ? null : innerMessage((value as readonly JsonValue[])[0] ?? null, depth + 1);
  if (!isObject(value)) return null;
  for (const name of ['message', 'error', 'detail', 'error_description', 'value']) {
    const inner = propertyOf(value, name);
    const found = inner === undefined ? null : innerMessage(inner, depth + 1);
    if (found !== null && found !== '') return found;
  }
  return null;
}

function textAt(holder: JsonObject, name: string): string | null {
  const value = propertyOf(holder, name);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function adviceFor(status: number, code: string | null, permissions: readonly string[]): string | null {
  if (status === 400 && code === 'Request_UnsupportedQuery') {
    return 'Microsoft Graph cannot filter by this property, or not in this tenant (B2C has no advanced queries). Match by another attribute, such as userPrincipalName, mail or employeeId.';
  }
  if (status === 400)
    return 'Microsoft Graph takes a value or a property for wrong; its words say which. Correct the mapping that makes it.';
  if (status === 401)
    return 'Sign in again: a new token was refused too. Check that the tenant and the national cloud of the connection are right.';
  if (status === 403) {
    const needed =
      permissions.length === 1 ? `The permission ${permissions[0]} is` : `The permissions ${permissions.join(' and ')} are`;
    return `${needed} needed at least, with the consent of the tenant, and an account that signs in needs a directory role that may do this.`;
  }
  if (status === 404)
    return 'It may have been deleted, or be so new that Microsoft Graph does not show it yet. Look for it again.';
  if (status === 409)
    return 'Another object has one of the values that must be unique, such as userPrincipalName or a mail address. Find it and solve the conflict.';
  if (status === 429) return 'Too much was asked in a short time, by this or another application. Wait, then run it again.';
  return status >= 500
    ? 'The fault is on the side of Microsoft Graph: try again later, and give its support the request id.'
    : null;
}
