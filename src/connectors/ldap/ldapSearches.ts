import { isUtf8 } from 'node:buffer';
import { type Control, type Filter, PagedResultsControl, PresenceFilter, SearchRequest } from 'ldapts';
import { type Failure, failure } from '../failure.ts';
import { isBinaryAttribute } from '../file/binaryAttributes.ts';
import { type Collected, Collector, maximumBytes } from './ldapCollector.ts';
import { answerFailure, hostOf, slowFailure } from './ldapFailure.ts';
import { cancelledProblem, type Line, type SessionSettings } from './ldapLines.ts';
import type { LdapEntry } from './ldapPort.ts';
import type { Sent, WireAnswer, WireEntry } from './ldapWire.ts';
import { LdapProblem, withoutSecret } from './openWire.ts';

/** More values than this in one attribute are not read. */
const maximumValues = 100_000;
/** A server may give empty pages, and not for ever. */
const maximumPages = 100_000;

/** Where a question is asked. */
export interface Asking {
  readonly settings: SessionSettings;
  readonly line: Line;
  readonly signal: AbortSignal;
}

export interface Question {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly limit: number;
  readonly controls: readonly Control[];
  /** In pages (RFC 2696); otherwise the server is told how many entries are wanted. */
  readonly paged: boolean;
}

/** What a search finds, up to its limit. Rejects with a {@link LdapProblem}, or a `WireError` where the connection ends. */
export async function collect(asking: Asking, question: Question): Promise<Collected> {
  const { settings, line } = asking;
  const { base, scope, filter, attributes, limit, controls, paged } = question;
  const collector = new Collector(limit);
  const found = (complete: boolean): Collected => ({ entries: collector.entries, referrals: collector.referrals, complete });
  let cookie: Buffer | null = null;
  for (let page = 0; page < maximumPages; page++) {
    const value = { size: Math.min(settings.pageSize, limit + 1), ...(cookie ? { cookie } : {}) };
    const request = {
      baseDN: base,
      scope,
      filter,
      attributes: [...attributes],
      sizeLimit: paged || scope === 'base' ? 0 : limit + 1,
      timeLimit: Math.ceil(settings.timeoutMs / 1000),
      controls: paged ? [...controls, new PagedResultsControl({ value })] : [...controls],
    };
    const sent = line.wire.send((messageId) => new SearchRequest({ ...request, messageId }), collector);
    const answer = await answerTo(asking, sent, collector.full);
    if (answer === null || answer.code === 4) {
      if (collector.tooMuch) throw new LdapProblem(tooMuch(settings));
      return found(false);
    }
    if (answer.code !== 0)
      throw new LdapProblem(answerFailure(withoutSecret(answer, settings), 'search', settings, base || 'root'));
    ({ cookie } = answer);
    if (!paged || cookie === null) return found(true);
  }
  return found(false);
}

/** Waits for the answer, as long as there is time and nobody cancels. Null where `full` comes first: there is enough. */
export function answerTo({ settings, line, signal }: Asking, sent: Sent, full: Promise<null> | null): Promise<WireAnswer | null> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => {
      sent.abandon();
      settle(() => reject(cancelledProblem(settings)));
    };
    const timer = setTimeout(() => {
      line.retired = true;
      settle(() => reject(new LdapProblem(slowFailure(settings))));
    }, settings.timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    sent.answer.then(
      (answer) => {
        line.answered = true;
        settle(() => resolve(answer));
      },
      (error: unknown) => settle(() => reject(error)),
    );
    full?.then(() => {
      sent.abandon();
      settle(() => resolve(null));
    });
  });
}

/**
 * An entry with all values of its attributes, of which the server may give a part (MS-ADTS, section 3.1.1.3.1.3.3), and with bytes told from text.
 * @param binary the names of binary attributes, in lower case, beside those that are known
 */
export async function completeEntry(
  asking: Asking,
  entry: WireEntry,
  binary: ReadonlySet<string>,
  controls: readonly Control[],
): Promise<LdapEntry> {
  const attributes = new Map<string, readonly (string | Buffer)[]>();
  for (const { name, values } of entry.attributes) {
    const { base, isBytes, last } = described(name);
    const all = last === null ? values : await allValues(asking, { dn: entry.dn, name: base, values, last }, controls);
    if (all.length === 0) continue;
    const bytes = isBytes || isBinaryAttribute(base) || binary.has(base.toLowerCase());
    attributes.set(
      base,
      all.map((value) => (bytes ? Buffer.from(value) : (textOf(value) ?? Buffer.from(value)))),
    );
  }
  return { dn: entry.dn, attributes };
}

interface PartOfValues {
  readonly dn: string;
  readonly name: string;
  readonly values: readonly Buffer[];
  /** The number of the last of them, from 0. */
  readonly last: number;
}

async function allValues(asking: Asking, first: PartOfValues, controls: readonly Control[]): Promise<readonly Buffer[]> {
  const { dn, name } = first;
  const { rangeStep } = asking.settings;
  let values = first.values;
  for (let { last } = first; ; ) {
    const from = last + 1;
    const asked = `${name};range=${from}-${rangeStep === null ? '*' : from + rangeStep - 1}`;
    const filter = new PresenceFilter({ attribute: 'objectClass' });
    const question = { base: dn, scope: 'base', filter, attributes: [asked], limit: 1, controls, paged: false } as const;
    const { entries } = await collect(asking, question);
    const part = (entries[0]?.attributes ?? []).find(
      (attribute) => described(attribute.name).base.toLowerCase() === name.toLowerCase() && attribute.values.length > 0,
    );
    if (!part) return values;
    values = [...values, ...part.values];
    if (values.length > maximumValues) {
      const message = `${name} of ${dn} has more than ${maximumValues} values, which are not read.`;
      throw new LdapProblem(failure('refused', 'TooManyValues', message, 'Choose a smaller group.'));
    }
    const next = described(part.name).last;
    if (next === null || next <= last) return values;
    last = next;
  }
}

function tooMuch({ url }: SessionSettings): Failure {
  const message = `${hostOf(url)} sent more than ${maximumBytes / 1_000_000} MB, which is not read.`;
  return failure('refused', 'AnswerTooLong', message, 'Choose a narrower "baseDN".');
}

/** The name without the options that are none of its own, whether it says that it is bytes, and the last of the values that are here. */
function described(name: string): { readonly base: string; readonly isBytes: boolean; readonly last: number | null } {
  const [first = '', ...options] = name.split(';');
  let last: number | null = null;
  const kept = options.filter((option) => {
    const range = /^range=\d{1,9}-(\d{1,9}|\*)$/i.exec(option)?.[1];
    if (range !== undefined && range !== '*') last = Number(range);
    return range === undefined && !/^binary$/i.test(option);
  });
  return { base: [first, ...kept].join(';'), isBytes: options.some((option) => /^binary$/i.test(option)), last };
}

/** Null where the bytes are no text: not valid UTF-8, or with a zero byte. As in an LDIF file. A byte-order mark stays. */
function textOf(bytes: Buffer): string | null {
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null;
}
