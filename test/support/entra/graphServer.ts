import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphObject } from './evaluateFilter.ts';
import type { GraphFault } from './graphFaults.ts';
import { type GraphRequest, type GraphServerOptions, RunningGraph } from './runningGraph.ts';

export interface GraphServer {
  /** `http://127.0.0.1:<port>/v1.0` */
  readonly url: string;
  readonly requests: readonly GraphRequest[];
  /** What no client may send, in sentences. */
  readonly violations: readonly string[];
  /** The users as they are now, `manager` by id. */
  users(): readonly GraphObject[];
  /** By id or user principal name. */
  user(key: string): GraphObject | undefined;
  /** The groups as they are now, `members` by id. */
  groups(): readonly GraphObject[];
  /** The users in the deleted items. */
  deletedUsers(): readonly GraphObject[];
  on(fault: GraphFault): void;
  /** Changes a user behind the client's back. */
  change(key: string, values: GraphObject): void;
  /** Throws where any call broke what is documented. */
  assertClean(): void;
  close(): Promise<void>;
}

/**
 * Microsoft Graph on loopback: users, groups, managers, members, deleted users, applications and their assignments. Each call is checked
 * against facts/graph-synchronization.md, section 10, in method, path, query, headers and body; what is not documented is refused and noted in
 * {@link GraphServer.violations}. What is asked for is done.
 */
export async function startGraph(options: GraphServerOptions = {}): Promise<GraphServer> {
  const running = new RunningGraph(options);
  const server = createServer((request, response) => running.serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1.0`;
  const { store } = running.start(url);
  const users = (): readonly GraphObject[] =>
    [...store.users.values()].map((user) => ({ ...user, manager: store.managers.get(String(user.id)) ?? null }));
  return {
    url,
    requests: running.requests,
    violations: running.violations,
    users,
    user(key) {
      const wanted = key.toLowerCase();
      return users().find((user) => user.id === wanted || String(user.userPrincipalName).toLowerCase() === wanted);
    },
    groups: () =>
      [...store.groups.values()].map((group) => ({ ...group, members: [...(store.members.get(String(group.id)) ?? [])] })),
    deletedUsers: () => [...store.deleted.values()].map((user) => ({ ...user })),
    on: (fault) => running.faults.add(fault),
    change(key, values) {
      const user = store.user(key, false);
      store.users.set(String(user.id), { ...user, ...values });
    },
    assertClean: () => assert.deepEqual(running.violations, [], 'calls that Microsoft Graph does not document'),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
