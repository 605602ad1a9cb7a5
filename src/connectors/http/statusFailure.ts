import { type Failure, failure } from '../failure.ts';
import type { HttpAnswer } from './httpClient.ts';

/** What a server says besides the status is shown up to this length. */
const maximumDetail = 300;

/**
 * The failure that an HTTP status stands for, with the service's code where it has one (facts/graph-synchronization.md, section 9.1);
 * null for the statuses of success.
 * @param detail what the server says about it in words, or null.
 */
export function statusFailure(host: string, answer: HttpAnswer, detail: string | null): Failure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const said = `${host} answered ${status}${detail === null ? '' : `: ${shorten(detail)}`}`;
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`;
  if (status === 401) {
    return failure('unauthorized', 'Unauthorized', sentence, 'The credential is wrong or has expired: set a new one.');
  }
  if (status === 403) {
    return failure(
      'unauthorized',
      'InsufficientRights',
      sentence,
      'Give the account or token of this connection the right to read users.',
    );
  }
  if (status === 404) return failure('notFound', 'NotFound', sentence, 'Check the base address in the connection file.');
  if (status === 408 || status === 504)
    return failure('timeout', 'Timeout', sentence, 'The server or a gateway was too slow; try again later.');
  if (status === 429) return failure('throttled', 'TooManyRequests', `${sentence} ${waitOf(answer)}`, 'Wait, then run it again.');
  if (status >= 500) {
    const code = status === 501 ? 'NotImplemented' : 'InternalServerError';
    const wait = status === 503 && answer.retryAfter !== null ? ` ${waitOf(answer)}` : '';
    return failure(
      'refused',
      code,
      sentence + wait,
      'The fault is on the side of the server: try again later and look at its log.',
    );
  }
  const code = ({ 405: 'MethodNotAllowed', 409: 'Conflict', 422: 'UnprocessableEntity' } as const)[status] ?? `Http${status}`;
  return failure('refused', code, sentence, 'Compare the request with what the server documents.');
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function waitOf({ retryAfter }: HttpAnswer): string {
  if (retryAfter === null || retryAfter.trim() === '') return 'It does not say how long to wait.';
  const seconds = /^\d{1,9}$/.test(retryAfter.trim()) ? Number(retryAfter) : null;
  if (seconds !== null) return `It asks to wait ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`;
  return `It asks to wait until ${shorten(retryAfter).slice(0, 60)}.`;
}

/** One line, printable, of bounded length. */
export function shorten(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > maximumDetail ? `${line.slice(0, maximumDetail)}…` : line;
}
