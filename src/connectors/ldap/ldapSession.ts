import { AndFilter, Control, EqualityFilter, type Filter, OrFilter, PresenceFilter } from 'ldapts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { type Failure, failure, secondsOf, success } from '../failure.ts';
import type { Session } from '../sessions.ts';
import type { Collected } from './ldapCollector.ts';
import { answerFailure, codeText, lostFailure } from './ldapFailure.ts';
import { cancelledProblem, inTurn, LdapLines, type Line, type SessionSettings, untilAborted } from './ldapLines.ts';
import type { LdapChanged, LdapEntry, LdapFound, LdapOperation, LdapRoot, LdapSearch } from './ldapPort.ts';
import { requestOf } from './ldapRequests.ts';
import { binaryAdSyntaxes, binaryTypes } from './ldapSchema.ts';
import { answerTo, collect, completeEntry } from './ldapSearches.ts';
import { pagedResults, WireError } from './ldapWire.ts';
import { LdapProblem, wireFailure, withoutSecret } from './openWire.ts';

interface About extends LdapRoot {
  /** In lower case, beside those that are known by name. */
  readonly binary: ReadonlySet<string>;
}

const rootAttributes = [
  'defaultNamingContext',
  'namingContexts',
  'schemaNamingContext',
  'subschemaSubentry',
  'supportedControl',
  'supportedExtension',
  'supportedCapabilities',
];
/** MS-ADTS, section 3.1.1.3.4.3: LDAP_CAP_ACTIVE_DIRECTORY_OID, and that of AD LDS. */
const activeDirectory = ['1.2.840.113556.1.4.800', '1.2.840.113556.1.4.1851'];
const showDeleted = '1.2.840.113556.1.4.417';
/** A connection that lay idle so long may have gone without a word, in milliseconds. */
const probeAfterMs = 1000;

/**
 * The signed-in connection to one server, opened on first use and opened anew where it has ended. Several runs may ask at once. Nothing here
 * rejects.
 */
export class LdapSession implements Session {
  readonly #settings: SessionSettings;
  readonly #lines: LdapLines;
  #about: Promise<About> | null = null;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#lines = new LdapLines(settings);
  }

  /** @see LdapLines.refusal */
  refusal(byHand: boolean): Failure | null {
    return this.#lines.refusal(byHand);
  }

  root(signal: AbortSignal): Promise<DirectoryResult<LdapRoot>> {
    return this.#answered(async () => await this.#known(signal));
  }

  search(search: LdapSearch, signal: AbortSignal): Promise<DirectoryResult<LdapFound>> {
    return this.#answered(async () => {
      const about = await this.#known(signal);
      return await this.#searched(search, about, signal);
    });
  }

  async change(operation: LdapOperation, signal: AbortSignal): Promise<LdapChanged> {
    const line = await this.#answered(async () => await this.#sureLine(signal));
    if (!line.ok) return { state: 'notSent', answered: 'not sent', error: line.error };
    try {
      return await this.#changed(line.value, operation);
    } finally {
      this.#lines.release(line.value);
    }
  }

  close(): Promise<void> {
    return this.#lines.close();
  }

  async #answered<T>(work: () => Promise<T>): Promise<DirectoryResult<T>> {
    try {
      return success(await work());
    } catch (error) {
      if (error instanceof LdapProblem) return error.failure;
      if (error instanceof WireError) return wireFailure(error, 'search', this.#settings);
      throw error;
    }
  }

  /** For what must not be sent twice: the connection answers now. */
  async #sureLine(signal: AbortSignal): Promise<Line> {
    await this.#lines.use(signal, async (line) => {
      if (Date.now() - line.usedAt < probeAfterMs) return;
      const filter = new PresenceFilter({ attribute: 'objectClass' });
      const root = { base: '', scope: 'base', filter, attributes: ['1.1'], limit: 1, controls: [], paged: false } as const;
      await collect({ settings: this.#settings, line, signal }, root);
    });
    return await this.#lines.take(signal);
  }

  /** The root and the schema are read once. */
  #known(signal: AbortSignal): Promise<About> {
    if (!this.#about) {
      const about = this.#readAbout(signal);
      this.#about = about;
      about.catch(() => {
        if (this.#about === about) this.#about = null;
      });
      return about;
    }
    const shared = this.#about;
    return untilAborted(shared, signal, () => cancelledProblem(this.#settings)).catch((error: unknown) => {
      // It was another run that was cancelled, not this one.
      const other = error instanceof LdapProblem && error.failure.error.kind === 'cancelled' && !signal.aborted;
      if (other) return this.#known(signal);
      throw error;
    });
  }

  async #readAbout(signal: AbortSignal): Promise<About> {
    const present = new PresenceFilter({ attribute: 'objectClass' });
    const [root] = (await this.#plain('', 'base', present, rootAttributes, signal)).entries;
    const texts = (name: string): readonly string[] => textsOf(root, name);
    const supported = new Set([...texts('supportedControl'), ...texts('supportedExtension'), ...texts('supportedCapabilities')]);
    const isActiveDirectory = activeDirectory.some((oid) => supported.has(oid));
    const [schema] = texts(isActiveDirectory ? 'schemaNamingContext' : 'subschemaSubentry');
    let binary: ReadonlySet<string> = new Set();
    try {
      if (schema !== undefined) binary = await this.#binaryNames(schema, isActiveDirectory, signal);
    } catch (error) {
      // Who may not read the schema still knows the usual names.
      const kind = error instanceof LdapProblem ? error.failure.error.kind : null;
      if (kind === null || kind === 'cancelled' || kind === 'timeout' || kind === 'unreachable') throw error;
    }
    const defaultNamingContext = texts('defaultNamingContext')[0] ?? texts('namingContexts')[0] ?? null;
    return { defaultNamingContext, isActiveDirectory, supported, binary };
  }

  async #binaryNames(schema: string, isActiveDirectory: boolean, signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (!isActiveDirectory) {
      const filter = new EqualityFilter({ attribute: 'objectClass', value: 'subschema' });
      const { entries } = await this.#plain(schema, 'base', filter, ['attributeTypes'], signal);
      return binaryTypes(textsOf(entries[0], 'attributeTypes'));
    }
    const syntaxes = binaryAdSyntaxes.map((value) => new EqualityFilter({ attribute: 'attributeSyntax', value }));
    const isAttribute = new EqualityFilter({ attribute: 'objectClass', value: 'attributeSchema' });
    const filter = new AndFilter({ filters: [isAttribute, new OrFilter({ filters: syntaxes })] });
    const { entries } = await this.#plain(schema, 'one', filter, ['lDAPDisplayName'], signal);
    return new Set(entries.flatMap((entry) => textsOf(entry, 'lDAPDisplayName')).map((name) => name.toLowerCase()));
  }

  /** A search whose values are known to be text. */
  #plain(
    base: string,
    scope: 'base' | 'one',
    filter: Filter,
    attributes: readonly string[],
    signal: AbortSignal,
  ): Promise<LdapFound> {
    const about: About = {
      defaultNamingContext: null,
      isActiveDirectory: false,
      supported: new Set([pagedResults]),
      binary: new Set(),
    };
    return this.#searched({ base, scope, filter, attributes, limit: 20_000 }, about, signal);
  }

  #searched(search: LdapSearch, about: About, signal: AbortSignal): Promise<LdapFound> {
    const { rangeStep, pageSize } = this.#settings;
    const attributes = search.attributes.map((name) =>
      rangeStep !== null && /^member(Of)?$/i.test(name) ? `${name};range=0-${rangeStep - 1}` : name,
    );
    const { base, scope, filter, limit, deleted = false } = search;
    const controls = deleted && about.supported.has(showDeleted) ? [new Control(showDeleted)] : [];
    return this.#lines.use(signal, async (line) => {
      const asking = { settings: this.#settings, line, signal };
      // A short list needs no pages: the server is told how many are wanted, and counted.
      const paged = scope !== 'base' && limit >= pageSize && about.supported.has(pagedResults);
      const all = (): Promise<Collected> => collect(asking, { base, scope, filter, attributes, limit, controls, paged });
      const found = await (paged ? inTurn(line, all, signal, () => cancelledProblem(this.#settings)) : all());
      const entries: LdapEntry[] = [];
      for (const entry of found.entries) entries.push(await completeEntry(asking, entry, about.binary, controls));
      return { entries, complete: found.complete, referrals: [...new Set(found.referrals)] };
    });
  }

  async #changed(line: Line, operation: LdapOperation): Promise<LdapChanged> {
    const place = this.#settings;
    if (!line.wire.open) return { state: 'notSent', answered: 'not sent', error: lostFailure('closed', place).error };
    const sent = line.wire.send((messageId) => requestOf(messageId, operation));
    try {
      const answer = await answerTo({ settings: place, line, signal: new AbortController().signal }, sent, null);
      if (answer?.code === 0) return { state: 'accepted' };
      const code = answer?.code ?? 80;
      const { error } = answerFailure(withoutSecret(answer ?? noAnswer, place), 'change', place, operation.dn);
      return { state: 'refused', answered: codeText(code), error };
    } catch (error) {
      if (error instanceof LdapProblem) {
        const answered = `no answer within ${secondsOf(place.timeoutMs)}`;
        return { state: 'unknown', answered, error: error.failure.error };
      }
      if (!(error instanceof WireError)) {
        const message = `The change of ${operation.dn} cannot be put into a message: it is too long.`;
        const { error: tooLong } = failure('refused', 'TooLong', message, 'Shorten its values to less than 16 MB.');
        return { state: 'notSent', answered: 'not sent', error: tooLong };
      }
      const { error: lost } = wireFailure(error, 'change', place);
      return { state: 'unknown', answered: 'the connection ended before an answer', error: lost };
    }
  }
}

const noAnswer = { code: 80, diagnostic: '', referrals: [] };

function textsOf(entry: LdapEntry | undefined, name: string): readonly string[] {
  for (const [spelled, values] of entry?.attributes ?? []) {
    if (spelled.toLowerCase() === name.toLowerCase()) return values.filter((value) => typeof value === 'string');
  }
  return [];
}
