import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What LDAP clients can ask for (RFC 4511, section 4.2 on), by the tag of the operation. */
const operations: ReadonlyMap<number, string> = new Map([
  [0x60, 'bind'],
  [0x42, 'unbind'],
  [0x63, 'search'],
  [0x66, 'modify'],
  [0x68, 'add'],
  [0x4a, 'delete'],
  [0x6c, 'modrdn'],
  [0x6e, 'compare'],
  [0x50, 'abandon'],
  [0x77, 'extended'],
]);

const writes = new Set(['modify', 'add', 'delete', 'modrdn']);

export interface LdapWatch {
  /** `ldap://127.0.0.1:<port>`. */
  readonly url: string;
  /** The operations that clients sent, in their order. */
  readonly operations: readonly string[];
  /** Those that would change something. */
  writes(): readonly string[];
  close(): Promise<void>;
}

/** A plain LDAP proxy that notes every operation on its way to a server on this machine. @param target the port of the server */
export async function watchLdap(target: { readonly host: string; readonly port: number }): Promise<LdapWatch> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    const read = messageReader((operation) => seen.push(operation));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', read);
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations: seen,
    writes: () => seen.filter((operation) => writes.has(operation)),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Reads a stream of LDAPMessages (a SEQUENCE of the message id and the operation) piece by piece, however it is cut. */
function messageReader(found: (operation: string) => void): (piece: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const message = elementAt(rest, 0);
      if (!message || rest.length < message.end) return;
      const id = elementAt(rest, message.start);
      const tag = id ? rest[id.end] : undefined;
      found(tag === undefined ? 'unreadable' : (operations.get(tag) ?? `tag ${tag.toString(16)}`));
      rest = rest.subarray(message.end);
    }
  };
}

/** Where the contents of a BER element begin and end; null where its length has not arrived. */
function elementAt(bytes: Buffer, at: number): { readonly start: number; readonly end: number } | null {
  const first = bytes[at + 1];
  if (first === undefined) return null;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const count = first & 0x7f;
  if (bytes.length < at + 2 + count) return null;
  const start = at + 2 + count;
  return { start, end: start + bytes.readUIntBE(at + 2, count) };
}
