import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

/** A user as SCIM sends it: `userName`, `name`, `emails`, `active`, extension attributes under their URN, … */
export type ScimUser = Readonly<Record<string, unknown>>;

/** A group as SCIM sends it: `displayName`, `externalId`, `members` of `{ "value": id }`. */
export type ScimGroup = Readonly<Record<string, unknown>>;

export interface ScimServerOptions {
  /** The users that the server begins with; one without an `id` gets its place in the list, from 1. */
  readonly users: readonly ScimUser[];
  /** The groups that it begins with; ids as for users. None where it is left out. */
  readonly groups?: readonly ScimGroup[];
  /** The bearer token that every request must bring; without it none is asked for. */
  readonly token?: string;
  /** The account of basic authentication that every request must bring; instead of a token. */
  readonly basic?: { readonly username: string; readonly password: string };
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
  /** The groups as they are now. */
  readonly groups: () => readonly ScimGroup[];
  close(): Promise<void>;
}

type StoredUser = SCIMMY.Schemas.User;
type StoredGroup = SCIMMY.Schemas.Group;

/** What one server holds. SCIMMY has one set of handlers per process, so each request brings its server's store along. */
interface Store {
  readonly users: Map<string, StoredUser>;
  readonly groups: Map<string, StoredGroup>;
  nextId: number;
}

const resource = SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
SCIMMY.Resources.declare(resource);
SCIMMY.Resources.User.ingress((asked, user, store: Store) => saveUser(store, asked.id, user));
SCIMMY.Resources.User.egress((asked, store: Store) => {
  if (asked.id !== undefined) return [existing(store.users, asked.id)];
  const users = [...store.users.values()];
  return asked.filter ? users.filter(matcher(asked.filter)) : users;
});
SCIMMY.Resources.User.degress((asked, store: Store) => {
  store.users.delete(idOf(existing(store.users, asked.id)));
});

SCIMMY.Resources.declare(SCIMMY.Resources.Group);
SCIMMY.Resources.Group.ingress((asked, group, store: Store) => saveGroup(store, asked.id, group));
SCIMMY.Resources.Group.egress((asked, store: Store) => {
  if (asked.id !== undefined) return [existing(store.groups, asked.id)];
  const groups = [...store.groups.values()];
  return asked.filter ? groups.filter(matcher(asked.filter)) : groups;
});
SCIMMY.Resources.Group.degress((asked, store: Store) => {
  store.groups.delete(idOf(existing(store.groups, asked.id)));
});

/** SCIMMY compares with case, which `userName` and most attributes are not (RFC 7643, section 4.1), and throws on an absent object. */
function matcher(filter: SCIMMY.Types.Filter): (object: StoredUser | StoredGroup) => boolean {
  const folded = new SCIMMY.Types.Filter([...filter].map((expression) => fold(expression)));
  return (object) => {
    try {
      return folded.match([fold(object)]).length > 0;
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

function saveUser(store: Store, id: string | undefined, user: StoredUser): StoredUser {
  const saved = { ...user, id: idFor(store, store.users, id) } as StoredUser;
  const taken = [...store.users.values()].some((other) => idOf(other) !== idOf(saved) && other.userName === saved.userName);
  if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', `A user named ${saved.userName} exists already`);
  store.users.set(idOf(saved), saved);
  return saved;
}

function saveGroup(store: Store, id: string | undefined, group: StoredGroup): StoredGroup {
  const saved = { ...group, id: idFor(store, store.groups, id) } as StoredGroup;
  store.groups.set(idOf(saved), saved);
  return saved;
}

function idFor(store: Store, held: ReadonlyMap<string, StoredUser | StoredGroup>, id: string | undefined): string {
  return id === undefined ? String(store.nextId++) : idOf(existing(held, id));
}

/** Throws where there is no such object; SCIMMY makes that a 404. */
function existing<Stored>(held: ReadonlyMap<string, Stored>, id: string | undefined): Stored {
  const found = held.get(id ?? '');
  if (!found) throw new Error('not found');
  return found;
}

function idOf(object: StoredUser | StoredGroup): string {
  return String(object.id);
}

function authorizationOf({ token, basic }: ScimServerOptions): string | undefined {
  if (basic) return `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
  return token === undefined ? undefined : `Bearer ${token}`;
}

/** Starts a SCIM 2.0 server with users and groups in memory, on this machine's loopback address only. */
export async function startScimServer(options: ScimServerOptions): Promise<ScimServer> {
  const store: Store = { users: new Map(), groups: new Map(), nextId: 1 };
  const give = (object: ScimUser | ScimGroup): string => (typeof object.id === 'string' ? object.id : String(store.nextId++));
  for (const user of options.users) {
    const id = give(user);
    store.users.set(id, { ...user, id } as unknown as StoredUser);
  }
  for (const group of options.groups ?? []) {
    const id = give(group);
    store.groups.set(id, { ...group, id } as unknown as StoredGroup);
  }
  const requests: ScimServerRequest[] = [];
  const expected = authorizationOf(options);
  const app = express();
  app.use((request, _response, next) => {
    const authorized = expected === undefined || request.header('authorization') === expected;
    requests.push({ method: request.method ?? '', path: request.originalUrl, accept: request.header('accept'), authorized });
    next();
  });
  app.use(
    '/scim',
    new SCIMMYRouters({
      type: options.basic ? 'basic' : 'bearer',
      handler: (request): string => {
        if (expected !== undefined && request.header('authorization') !== expected)
          throw new Error('The token or password is missing or wrong');
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
    groups: () => [...store.groups.values()].map((group) => ({ ...group })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
