import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BerReader, BerWriter, PresenceFilter, SearchRequest } from 'ldapts';

/** A request as the fake server got it. */
export interface FakeRequest {
  readonly id: number;
  readonly kind: 'bind' | 'unbind' | 'search' | 'modify' | 'add' | 'delete' | 'modrdn' | 'abandon' | 'extended';
  /** Of a search; empty otherwise. */
  readonly base: string;
  /** Of a search, in lower case. */
  readonly attributes: readonly string[];
  /** How many connections there have been, this one included. */
  readonly connection: number;
}

export interface FakeAnswer {
  readonly diagnostic?: string;
  readonly matchedDN?: string;
  readonly referrals?: readonly string[];
  readonly cookie?: string;
}

export interface FakeReply {
  entry(dn: string, attributes: Readonly<Record<string, readonly (string | Buffer)[]>>): void;
  done(code?: number, answer?: FakeAnswer): void;
  /** Bytes as they are. */
  raw(bytes: Buffer): void;
  /** Ends the connection without an answer. */
  drop(): void;
}

export interface FakeLdapServer {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly FakeRequest[];
  stop(): Promise<void>;
}

const kinds: Readonly<Record<number, FakeRequest['kind']>> = {
  96: 'bind',
  66: 'unbind',
  99: 'search',
  102: 'modify',
  104: 'add',
  74: 'delete',
  108: 'modrdn',
  80: 'abandon',
  119: 'extended',
};
const answers: Readonly<Partial<Record<FakeRequest['kind'], number>>> = {
  bind: 0x61,
  search: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  modrdn: 0x6d,
  extended: 0x78,
};

/**
 * A server that does what no real one does. Binds succeed and the root is that of a plain server, unless the test answers them itself.
 * @param answer true where it has dealt with the request
 */
export async function startFakeLdap(answer: (request: FakeRequest, reply: FakeReply) => boolean): Promise<FakeLdapServer> {
  const requests: FakeRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const reader = new BerReader(rest);
        if (reader.readSequence() === null || reader.remain < reader.length) return;
        const end = reader.offset + reader.length;
        const id = reader.readInt() ?? 0;
        const kind = kinds[reader.peek() ?? 0] ?? 'unbind';
        const request = { id, kind, connection, ...searched(kind, id, reader) };
        rest = rest.subarray(end);
        requests.push(request);
        const reply = replyTo(socket, request);
        if (answer(request, reply)) continue;
        if (kind === 'bind') reply.done();
        else if (kind === 'search') {
          if (request.base === '')
            reply.entry('', { supportedControl: ['1.2.840.113556.1.4.319'], namingContexts: ['DC=corp,DC=example'] });
          reply.done();
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ldap://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function searched(kind: FakeRequest['kind'], id: number, reader: BerReader): { base: string; attributes: readonly string[] } {
  if (kind !== 'search') return { base: '', attributes: [] };
  reader.readSequence();
  const request = new SearchRequest({ messageId: id, filter: new PresenceFilter({ attribute: 'objectClass' }) });
  request.parse(reader, []);
  return { base: request.baseDN, attributes: request.attributes };
}

function replyTo(socket: Socket, { id, kind }: FakeRequest): FakeReply {
  const send = (
    operation: number,
    write: (writer: BerWriter) => void,
    controls: (writer: BerWriter) => void = () => undefined,
  ): void => {
    const writer = new BerWriter();
    writer.startSequence();
    writer.writeInt(id);
    writer.startSequence(operation);
    write(writer);
    writer.endSequence();
    controls(writer);
    writer.endSequence();
    if (!socket.destroyed) socket.write(writer.buffer);
  };
  return {
    entry: (dn, attributes) =>
      send(0x64, (writer) => {
        writer.writeString(dn);
        writer.startSequence();
        for (const [name, values] of Object.entries(attributes)) {
          writer.startSequence();
          writer.writeString(name);
          writer.startSequence(0x31);
          for (const value of values) writer.writeBuffer(Buffer.from(value), 0x04);
          writer.endSequence();
          writer.endSequence();
        }
        writer.endSequence();
      }),
    done: (code = 0, { diagnostic = '', matchedDN = '', referrals = [], cookie } = {}) =>
      send(
        answers[kind] ?? 0x65,
        (writer) => {
          writer.writeEnumeration(code);
          writer.writeString(matchedDN);
          writer.writeString(diagnostic);
          if (referrals.length === 0) return;
          writer.startSequence(0xa3);
          for (const uri of referrals) writer.writeString(uri);
          writer.endSequence();
        },
        (writer) => {
          if (cookie === undefined) return;
          const inner = new BerWriter();
          inner.startSequence();
          inner.writeInt(0);
          inner.writeString(cookie);
          inner.endSequence();
          writer.startSequence(0xa0);
          writer.startSequence();
          writer.writeString('1.2.840.113556.1.4.319');
          writer.writeBuffer(inner.buffer, 0x04);
          writer.endSequence();
          writer.endSequence();
        },
      ),
    raw: (bytes) => {
      socket.write(bytes);
    },
    drop: () => {
      socket.destroy();
    },
  };
}
