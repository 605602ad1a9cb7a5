import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

/** A user as SCIM sends it: `userName`, `name`, `emails`, `active`, extension attributes under their URN, … */
export type ScimUser = Readonly<Record<string, unknown>>;

export interface ScimServerOptions {
  /** The users that the server begins with; one without an `id` gets its place in the list, from 1. */
  readonly users: readonly ScimUser[];
  /** The bearer token that every request must bring; without it none is asked for. */
  readonly token?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

/** A request as it arrived. The token itself is not kept. */
export interface ScimServerRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly accept: string | undefined;
  readonly authorized: boolean;
}

export interface ScimServer {
  /** The base URL: `http://127.0.0.1:<port>/scim`. */
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ScimServerRequest[];
  /** The users as they are now. */
  readonly users: () => readonly ScimUser[];
  close(): Promise<void>;
}

type StoredUser = SCIMMY.Schemas.User;

/** The users of one server. SCIMMY has one set of handlers per process, so each request brings its server's store along. */
interface Store {
  readonly users: Map<string, StoredUser>;
  nextId: number;
}

const resource = SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(resource);
SCIMMY.Resources.User.ingress((asked, user, store: Store) => save(store, asked.id, user));
SCIMMY.Resources.User.egress((asked, store: Store) => {
  if (asked.id !== undefined) return [existing(store, asked.id)];
  const users = [...store.users.values()];
  return asked.filter ? users.filter(matcher(asked.filter)) : users;
});
SCIMMY.Resources.User.degress((asked, store: Store) => {
  store.users.delete(idOf(existing(store, asked.id)));
});

/** SCIMMY compares with case, which `userName` and most attributes are not (RFC 7643, section 4.1), and throws on an absent object. */
function matcher(filter: SCIMMY.Types.Filter): (user: StoredUser) => boolean {
  const folded = new SCIMMY.Types.Filter([...filter].map((expression) => fold(expression)));
  return (user) => {
    try {
      return folded.match([fold(user)]).length > 0;
    } catch (error) {
      if (error instanceof TypeError) return false;
      throw error;
    }
  };
}

function fold(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(fold);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, /^(id|externalId)$/i.test(name) ? inner : fold(inner)]),
  );
}

function save(store: Store, id: string | undefined, user: StoredUser): StoredUser {
  const saved = { ...user, id: id === undefined ? String(store.nextId++) : idOf(existing(store, id)) } as StoredUser;
  const taken = [...store.users.values()].some((other) => idOf(other) !== idOf(saved) && other.userName === saved.userName);
  if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', `A user named ${saved.userName} exists already`);
  store.users.set(idOf(saved), saved);
  return saved;
}

/** Throws where there is no such user; SCIMMY makes that a 404. */
function existing(store: Store, id: string | undefined): StoredUser {
  const user = store.users.get(id ?? '');
  if (!user) throw new Error('not found');
  return user;
}

function idOf(user: StoredUser): string {
  return String(user.id);
}

/** Starts a SCIM 2.0 server with users in memory, on this machine's loopback address only. */
export async function startScimServer(options: ScimServerOptions): Promise<ScimServer> {
  const store: Store = { users: new Map(), nextId: 1 };
  for (const user of options.users) {
    const id = typeof user.id === 'string' ? user.id : String(store.nextId++);
    store.users.set(id, { ...user, id } as unknown as StoredUser);
  }
  const requests: ScimServerRequest[] = [];
  const expected = options.token === undefined ? undefined : `Bearer ${options.token}`;
  const app = express();
  app.use((request, _response, next) => {
    const authorized = expected === undefined || request.header('authorization') === expected;
    requests.push({ method: request.method ?? '', path: request.originalUrl, accept: request.header('accept'), authorized });
    next();
  });
  app.use(
    '/scim',
    new SCIMMYRouters({
      type: 'bearer',
      handler: (request): string => {
        if (expected !== undefined && request.header('authorization') !== expected)
          throw new Error('The bearer token is missing or wrong');
        return 'tester';
      },
      context: () => store,
    }),
  );
  const server = createServer(app);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim`,
    requests,
    users: () => [...store.users.values()].map((user) => ({ ...user })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
