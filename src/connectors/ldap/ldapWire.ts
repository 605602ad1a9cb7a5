import type { Socket } from 'node:net';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { AbandonRequest, BerReader, UnbindRequest } from 'ldapts';

/** What a server says at the end of an operation (RFC 4511, section 4.1.9). */
export interface WireAnswer {
  readonly code: number;
  readonly matchedDN: string;
  readonly diagnostic: string;
  readonly referrals: readonly string[];
  /** Of a page of results (RFC 2696); null where it was the last one or no page. */
  readonly cookie: Buffer | null;
}

/** An entry of a search as it arrives, with options such as `;range=…` in the names. */
export interface WireEntry {
  readonly dn: string;
  readonly attributes: readonly { readonly name: string; readonly values: readonly Buffer[] }[];
}

export interface SearchParts {
  entry(entry: WireEntry): void;
  reference(uris: readonly string[]): void;
}

/** A request of ldapts. */
interface Message {
  write(): Buffer;
}

/** What no server has reason to send: an entry with photos and a hundred thousand members has less. In bytes. */
const maximumMessage = 64_000_000;

/** The server has gone, or speaks something else than LDAP. */
export class WireError extends Error {
  readonly reason: 'closed' | 'notLdap' | 'tlsHere' | 'tooLong' | 'notice';
  /** What the server said before it closed (RFC 4511, section 4.4.1). */
  readonly answer: WireAnswer | null;

  constructor(reason: WireError['reason'], cause: unknown = undefined, answer: WireAnswer | null = null) {
    super(`the connection is over: ${reason}`, { cause });
    this.reason = reason;
    this.answer = answer;
  }
}

interface Pending {
  readonly parts: SearchParts | null;
  resolve(answer: WireAnswer): void;
  reject(error: unknown): void;
}

export interface Sent {
  /** Rejects with a {@link WireError} where the connection ends before the answer. */
  readonly answer: Promise<WireAnswer>;
  /** Tells the server that nobody waits for the answer (RFC 4511, section 4.11). The promise is never settled then. */
  abandon(): void;
}

/**
 * One connection that speaks LDAP. The messages are those of ldapts; its own `Client` is not used, since it loses the addresses of referrals,
 * decides by the bytes of a value whether it is text, ends a paged search at an empty page, keeps everything of a search in memory, and opens
 * a new connection as nobody where the old one has ended (facts/directories.md).
 */
export class LdapWire {
  #socket: Socket;
  #lastId = 0;
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = 2;
  #over: WireError | null = null;
  readonly #pending = new Map<number, Pending>();

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  get open(): boolean {
    return this.#over === null;
  }

  send(make: (messageId: number) => Message, parts: SearchParts | null = null): Sent {
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    const id = this.#lastId;
    const answer = new Promise<WireAnswer>((resolve, reject) => {
      if (this.#over) {
        reject(this.#over);
        return;
      }
      const bytes = make(id).write();
      this.#pending.set(id, { parts, resolve, reject });
      this.#socket.write(bytes);
    });
    const abandon = (): void => {
      if (!this.#pending.delete(id) || this.#over) return;
      this.#lastId = (this.#lastId % 0x7fffffff) + 1;
      this.#socket.write(new AbandonRequest({ messageId: this.#lastId, abandonId: id }).write());
    };
    return { answer, abandon };
  }

  /** Goes on over TLS, after the server agreed to (RFC 4511, section 4.14). Rejects as `tls.connect` does. */
  upgrade(options: ConnectionOptions): Promise<void> {
    const plain = this.#socket;
    this.#leave(plain);
    plain.on('error', () => undefined);
    // What somebody slipped in before TLS is no answer of the server.
    this.#chunks = [];
    this.#length = 0;
    this.#needed = 2;
    return new Promise((resolve, reject) => {
      const secure: TLSSocket = tlsConnect({ ...options, socket: plain });
      const lost = (error: unknown): void => {
        secure.destroy();
        plain.destroy();
        this.#end(new WireError('closed', error));
        reject(error);
      };
      const gone = (): void => lost(Object.assign(new Error('closed in the handshake'), { code: 'ECONNRESET' }));
      secure.once('error', lost);
      secure.once('close', gone);
      secure.once('secureConnect', () => {
        this.#socket = secure;
        this.#listen(secure);
        secure.off('error', lost);
        secure.off('close', gone);
        resolve();
      });
    });
  }

  /** Whether the connection keeps the process alive. */
  hold(held: boolean): void {
    if (held) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    if (this.#over) return;
    this.#lastId = (this.#lastId % 0x7fffffff) + 1;
    this.#socket.end(new UnbindRequest({ messageId: this.#lastId }).write());
    this.#socket.destroySoon();
    this.#end(new WireError('closed'), false);
  }

  readonly #onData = (data: Buffer): void => this.#read(data);
  readonly #onError = (error: unknown): void => this.#end(new WireError('closed', error));
  readonly #onEnd = (): void => this.#end(new WireError('closed'));

  #listen(socket: Socket): void {
    socket.on('data', this.#onData);
    socket.on('error', this.#onError);
    socket.on('close', this.#onEnd);
    socket.on('end', this.#onEnd);
  }

  #leave(socket: Socket): void {
    socket.off('data', this.#onData);
    socket.off('error', this.#onError);
    socket.off('close', this.#onEnd);
    socket.off('end', this.#onEnd);
  }

  #end(error: WireError, destroy = true): void {
    if (this.#over) return;
    this.#over = error;
    this.#chunks = [];
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
    if (destroy) this.#socket.destroy();
  }

  #read(data: Buffer): void {
    this.#chunks.push(data);
    this.#length += data.length;
    // Joined only when a whole message is there: a long one comes in a thousand pieces.
    if (this.#length < this.#needed || this.#over) return;
    let bytes = this.#chunks.length === 1 ? data : Buffer.concat(this.#chunks, this.#length);
    try {
      for (;;) {
        const size = messageSize(bytes);
        if (size > bytes.length) {
          this.#needed = size;
          break;
        }
        const message = bytes.subarray(0, size);
        bytes = bytes.subarray(size);
        this.#take(message);
        if (this.#over) return;
      }
    } catch (error) {
      this.#end(error instanceof WireError ? error : new WireError('notLdap', error));
      return;
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }

  #take(bytes: Buffer): void {
    const reader = new BerReader(bytes);
    reader.readSequence(0x30);
    const id = reader.readInt();
    const operation = reader.readSequence();
    if (id === null || operation === null) throw new WireError('notLdap');
    const end = reader.offset + reader.length;
    if (end > bytes.length || end < reader.offset) throw new WireError('notLdap');
    const pending = this.#pending.get(id);
    // Entries of a search that was abandoned may still be under way.
    if (!pending && id !== 0) return;
    if (operation === 0x64) pending?.parts?.entry(readEntry(reader, end));
    else if (operation === 0x73) pending?.parts?.reference(readTexts(reader, end));
    else {
      const answer = readAnswer(reader, end);
      if (id === 0) throw new WireError('notice', undefined, answer);
      this.#pending.delete(id);
      pending?.resolve(answer);
    }
  }
}

/** How many bytes the message has that begins here; more than there are where its length is not here yet. */
function messageSize(bytes: Buffer): number {
  const [tag, length] = bytes;
  if (tag === undefined) return 2;
  // A TLS record: the server wants TLS from the start.
  if (tag === 0x15 || tag === 0x16) throw new WireError('tlsHere');
  if (tag !== 0x30) throw new WireError('notLdap');
  if (length === undefined) return 2;
  if (length < 0x80) return 2 + length;
  const width = length - 0x80;
  if (width === 0 || width > 4) throw new WireError('notLdap');
  if (bytes.length < 2 + width) return 2 + width;
  const size = bytes.readUIntBE(2, width);
  if (size > maximumMessage) throw new WireError('tooLong');
  return 2 + width + size;
}

function readEntry(reader: BerReader, end: number): WireEntry {
  const dn = reader.readString() ?? '';
  const attributes: { readonly name: string; readonly values: readonly Buffer[] }[] = [];
  reader.readSequence(0x30);
  readAll(reader, end, () => {
    reader.readSequence(0x30);
    const name = reader.readString() ?? '';
    reader.readSequence(0x31);
    const values: Buffer[] = [];
    readAll(reader, reader.offset + reader.length, () => {
      values.push(reader.readString(0x04, true) ?? Buffer.alloc(0));
    });
    attributes.push({ name, values });
  });
  return { dn, attributes };
}

function readTexts(reader: BerReader, end: number): readonly string[] {
  const texts: string[] = [];
  readAll(reader, end, () => {
    texts.push(reader.readString() ?? '');
  });
  return texts;
}

/** Reads one after the other. A length that lies must not make it read the same again for ever. */
function readAll(reader: BerReader, end: number, one: () => void): void {
  while (reader.offset < end) {
    const start = reader.offset;
    one();
    if (reader.offset <= start || reader.offset > end) throw new WireError('notLdap');
  }
}

function readAnswer(reader: BerReader, end: number): WireAnswer {
  const code = reader.readEnumeration();
  const matchedDN = reader.readString() ?? '';
  const diagnostic = reader.readString() ?? '';
  if (code === null) throw new WireError('notLdap');
  let referrals: readonly string[] = [];
  if (reader.offset < end && reader.peek() === 0xa3) {
    reader.readSequence(0xa3);
    referrals = readTexts(reader, reader.offset + reader.length);
  }
  reader.offset = end;
  return { code, matchedDN, diagnostic, referrals, cookie: readCookie(reader) };
}

/** Of the controls of an answer only that of paged results is of use (RFC 2696). */
function readCookie(reader: BerReader): Buffer | null {
  if (reader.peek() !== 0xa0) return null;
  reader.readSequence(0xa0);
  let cookie: Buffer | null = null;
  readAll(reader, reader.offset + reader.length, () => {
    reader.readSequence(0x30);
    const next = reader.offset + reader.length;
    const oid = reader.readString();
    if (reader.offset < next && reader.peek() === 0x01) reader.readBoolean();
    const value = reader.offset < next ? reader.readString(0x04, true) : null;
    reader.offset = next;
    if (oid === pagedResults && value !== null) cookie = cookieIn(new BerReader(value));
  });
  return cookie;
}

function cookieIn(reader: BerReader): Buffer | null {
  reader.readSequence(0x30);
  reader.readInt();
  const cookie = reader.readString(0x04, true);
  return cookie !== null && cookie.length > 0 ? cookie : null;
}

export const pagedResults = '1.2.840.113556.1.4.319';
