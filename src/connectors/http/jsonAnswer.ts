import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import type { HttpAnswer } from './httpClient.ts';
import { shorten } from './statusFailure.ts';

/** Whether an answer is a web page: a sign-in form, a proxy's error, the start page of a wrong address. */
export function isWebPage({ contentType, text }: HttpAnswer): boolean {
  return contentType === 'text/html' || contentType === 'application/xhtml+xml' || /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

/** The JSON of an answer. @param code the code of the failure where the answer is something else. */
export function jsonOf(host: string, answer: HttpAnswer, code: string): DirectoryResult<unknown> {
  if (isWebPage(answer)) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(answer.text)?.[1];
    const named = title === undefined ? '' : ` ("${shorten(title)}")`;
    const message = `${host} answered ${answer.status} with a web page${named} instead of JSON.`;
    return failure('malformed', code, message, 'Check the base address: this looks like a sign-in page, a proxy or a web site.');
  }
  if (answer.text.trim() === '') {
    const message = `${host} answered ${answer.status} with nothing in it, where JSON was expected.`;
    return failure('malformed', code, message, 'Check the base address of the server.');
  }
  try {
    return success(JSON.parse(answer.text.charCodeAt(0) === 0xfeff ? answer.text.slice(1) : answer.text) as unknown);
  } catch {
    const message = `${host} answered ${answer.status} with text that is not JSON: ${shorten(answer.text.slice(0, 80))}`;
    return failure('malformed', code, message, 'Check the base address; if it is right, the server does not speak its protocol.');
  }
}
