import type { DirectoryError, DirectoryErrorKind } from '../../core/trace/directory.ts';
import type { SentState } from '../../core/trace/targetWriter.ts';
import { type Failure, failure } from '../failure.ts';
import { isWebPage } from '../http/jsonAnswer.ts';
import { shorten } from '../http/statusFailure.ts';
import type { ScimAnswer } from './scimClient.ts';
import { invalidCredentials } from './scimCredential.ts';

/** What a request was to do, in the words of its refusal. */
export interface SentPurpose {
  readonly host: string;
  readonly method: string;
  /** `create the user`, `set the manager, in the second pass`. */
  readonly purpose: string;
  /** `user` or `group`. */
  readonly noun: string;
  /** What to do where the server cannot read the values as they were sent; null where they are what RFC 7644 has. */
  readonly form: string | null;
  /** Hides values that must not be shown from what the server says. */
  hide(text: string): string;
}

/** What an answer says of a write. */
export interface WriteVerdict {
  readonly state: SentState;
  readonly answered: string;
  readonly error: DirectoryError | null;
}

/** What may be tried where nobody knows whether something was written. */
export const adviceOnUnknown =
  'Do not provision again before you have looked: run the preview, which asks the server what it holds now, and look at the log of the server.';

/** Whether the server did what it was asked, went against it, or left it open. Only what the server says clearly counts as done or not done. */
export function writeVerdict(sent: SentPurpose, answer: ScimAnswer): WriteVerdict {
  const { status } = answer;
  if (status === 200 || status === 201 || status === 204) return contradictionIn(sent, answer) ?? accepted(answer);
  if (isOpen(status)) return unknown(sent, answer, `${sent.host} answered ${status} when it was asked to ${sent.purpose}`);
  const { error } = refusalOf(sent, answer);
  return { state: 'refused', answered: answeredOf(answer), error };
}

function accepted(answer: ScimAnswer): WriteVerdict {
  return { state: 'accepted', answered: answeredOf(answer), error: null };
}

/**
 * Statuses after which the object may have been written or not: done later (202), somewhere else (303), in part (207), cut off (408) and failed
 * half way (5xx). 501 and 505 say that nothing was tried.
 */
function isOpen(status: number): boolean {
  if (status >= 500) return status !== 501 && status !== 505;
  return status < 300 || status === 303 || status === 408;
}

/** A status of success with a page of a proxy or a SCIM error below it. */
function contradictionIn(sent: SentPurpose, answer: ScimAnswer): WriteVerdict | null {
  const what = isWebPage(answer) && answer.status === 200 ? 'a web page' : answer.said?.declared ? 'an error' : null;
  if (what === null) return null;
  return unknown(sent, answer, `${sent.host} answered ${answer.status} with ${what} in it when it was asked to ${sent.purpose}`);
}

function unknown({ hide }: SentPurpose, answer: ScimAnswer, what: string): WriteVerdict {
  const kind = answer.status === 408 || answer.status === 504 ? 'timeout' : 'refused';
  const code = codes[answer.status] ?? (answer.status >= 500 ? 'InternalServerError' : 'WriteUnknown');
  const message = `${what}, so whether it was done is not known.${saidIn(answer, hide)}`;
  return { state: 'unknown', answered: answeredOf(answer), error: failure(kind, code, message, adviceOnUnknown).error };
}

/** `409 uniqueness`. Only the words that RFC 7644, section 3.12, knows: a server could put a value there. */
function answeredOf(answer: ScimAnswer): string {
  const known = scimTypeOf(answer);
  return known === null ? String(answer.status) : `${answer.status} ${known}`;
}

function scimTypeOf({ said }: ScimAnswer): ScimType | null {
  return scimTypes.find((type) => type.toLowerCase() === said?.scimType?.toLowerCase()) ?? null;
}

function saidIn({ said }: ScimAnswer, hide: (text: string) => string): string {
  const words = said?.detail ?? null;
  return words === null ? '' : ` It says: ${shorten(hide(words))}`;
}

const scimTypes = [
  'uniqueness',
  'invalidValue',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'mutability',
  'tooMany',
  'invalidFilter',
  'invalidVers',
  'sensitive',
] as const;
type ScimType = (typeof scimTypes)[number];

function refusalOf(sent: SentPurpose, answer: ScimAnswer): Failure {
  const { status } = answer;
  const type = scimTypeOf(answer);
  const message = `${sent.host} refused to ${sent.purpose} (${answeredOf(answer)}).${saidIn(answer, sent.hide)}`;
  const kind: DirectoryErrorKind = kinds[status] ?? 'refused';
  if (status === 401) return failure(kind, invalidCredentials, message, adviceOn(sent, answer));
  if (type !== null && (status === 400 || status === 409)) {
    const code = status === 409 ? 'Conflict' : type.charAt(0).toUpperCase() + type.slice(1);
    return failure(kind, code, message, withForm(sent, type, adviceOnType(sent, type)));
  }
  const code = codes[status] ?? `Http${status}`;
  return failure(kind, code, message, status === 400 ? withForm(sent, null, adviceOn(sent, answer)) : adviceOn(sent, answer));
}

/** Most servers that refuse a value or cannot read a body stumble over the way in which it is written. */
function withForm({ form }: SentPurpose, type: ScimType | null, advice: string): string {
  const fits = type === null || type === 'invalidValue' || type === 'invalidSyntax' || type === 'noTarget';
  return form !== null && fits ? `${form} ${advice}` : advice;
}

const kinds: Readonly<Record<number, DirectoryErrorKind>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'notFound',
  410: 'notFound',
  429: 'throttled',
  501: 'unsupported',
};

const codes: Readonly<Record<number, string>> = {
  403: 'InsufficientRights',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'Timeout',
  409: 'Conflict',
  410: 'NotFound',
  413: 'PayloadTooLarge',
  422: 'UnprocessableEntity',
  429: 'TooManyRequests',
  501: 'NotImplemented',
  504: 'Timeout',
};

function adviceOn({ method, noun }: SentPurpose, { status }: ScimAnswer): string {
  if (status >= 300 && status < 400) {
    return 'A write is never sent on to another address. Name the final address of the server in the connection file; a redirect to a sign-in page often means a wrong address or token.';
  }
  switch (status) {
    case 401:
      return 'The credential is wrong or has expired: set a new one.';
    case 403:
      return `The credential may not do this: give the account or token of this connection the right to write ${noun}s.`;
    case 404:
    case 410:
      if (method === 'POST') return 'Check the base address in the connection file.';
      return `The ${noun} is not there any more, or not for this credential: run the preview again.`;
    case 405:
    case 501:
      return `The server must support ${method}: the service writes with nothing else.`;
    case 409:
      return `Another object has one of these values, or the ${noun} was changed meanwhile: run the preview again, and match on an attribute that finds the other object.`;
    case 412:
    case 428:
      return 'The server asks for the version of the object (If-Match), which the service does not send: the server must do without.';
    case 413:
      return 'The request is larger than the server takes: map less, write fewer members at a time, or raise the limit of the server.';
    case 415:
      return 'The server must take application/scim+json, which the service sends (RFC 7644, section 3.1).';
    case 429:
      return 'The server is busy and did nothing: wait, then run it again.';
    default:
      return 'Compare the request with what the server documents.';
  }
}

function adviceOnType({ noun }: SentPurpose, type: ScimType): string {
  switch (type) {
    case 'uniqueness':
      return `Another object has one of these values: find it in the application, and match on an attribute that finds it too.`;
    case 'invalidValue':
      return 'A value is missing or not one that the server takes: compare the values of the request with its documents, and change the mapping.';
    case 'invalidSyntax':
      return 'The server does not understand the structure of the request: compare it with what the server documents.';
    case 'invalidPath':
      return 'The server does not know an attribute of the request: compare the names of the target attributes with its /Schemas.';
    case 'noTarget':
      return 'The path of an operation leads to nothing that the server has: have the server make the element, as the service expects, or take the attribute out of the mapping.';
    case 'mutability':
      return `The server does not let an attribute of the ${noun} be changed: take it out of the mapping, or map it for the creation only.`;
    case 'tooMany':
      return 'The server cannot work on so much at once: write fewer members at a time, or raise the limit of the server.';
    case 'invalidFilter':
      return 'The server cannot read the filter in the path of an operation: name the attribute in a way that the server documents.';
    case 'invalidVers':
      return 'The server speaks another version of SCIM: the service needs 2.0.';
    case 'sensitive':
      return 'The server does not take such a value in an address.';
  }
}
