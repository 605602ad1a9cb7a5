import type { GraphObject } from './evaluateFilter.ts';
import { breach, notFound } from './graphFailure.ts';
import * as permissions from './graphPermissions.ts';
import { type GraphQuery, type ListRules, readListQuery, readSingleQuery, render } from './graphQuery.ts';
import { assignments, context, done, noOptions, plainList, type Route, single, typed } from './graphRoute.ts';
import type { GraphStore } from './graphStore.ts';
import { changed, checkChangedUser, checkNewUser, readBody, readReference } from './graphWrites.ts';

const userList: ListRules = { ...plainList, expand: ['manager'] };

/** Users, managers and what they belong to (facts/graph-synchronization.md, section 10). */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'users',
    needed: permissions.readUsers,
    handle: ({ store, pages }, call) => {
      const query = readListQuery(call, 'user', userList);
      return pages.first(call, query, store.visible(store.users), (user) => withManager(store, query, user));
    },
  },
  {
    method: 'GET',
    path: 'users/$count',
    needed: permissions.readUsers,
    handle: ({ store }, call) => {
      if (call.headers.consistencylevel !== 'eventual') throw breach('$count needs the header ConsistencyLevel: eventual.');
      const counted = { ...call, query: new Map([...call.query, ['$count', 'true']]) };
      const query = readListQuery(counted, 'user', { options: ['$filter', '$search'] });
      return {
        status: 200,
        body: String(query.choose(store.visible(store.users)).length),
        headers: { 'content-type': 'text/plain' },
      };
    },
  },
  {
    method: 'POST',
    path: 'users',
    needed: permissions.writeUsers,
    handle: ({ base, store }, call) => {
      noOptions(call);
      const body = readBody(call, 'user');
      checkNewUser(store, body);
      const user = store.addUser(changed({}, body));
      const answer = { '@odata.context': context(base, 'users', true), ...render('user', user, null) };
      return { status: 201, body: answer, headers: { location: `${base}/users/${String(user.id)}` } };
    },
  },
  {
    method: 'GET',
    path: 'users/{user}',
    needed: permissions.readUsers,
    handle: ({ base, store }, call, key = '') => {
      const query = readSingleQuery(call, 'user', ['manager']);
      return single(base, 'users', withManager(store, query, store.user(key, true)));
    },
  },
  {
    method: 'PATCH',
    path: 'users/{user}',
    needed: ({ body }) => neededToChange(body),
    handle: ({ store }, call, key = '') => {
      noOptions(call);
      const body = readBody(call, 'user');
      const user = store.user(key, false);
      checkChangedUser(store, user, body);
      store.users.set(String(user.id), { ...changed(user, body) });
      return done;
    },
  },
  {
    method: 'DELETE',
    path: 'users/{user}',
    needed: permissions.writeUsers,
    handle: ({ store }, call, key = '') => {
      noOptions(call);
      store.deleteUser(String(store.user(key, false).id));
      return done;
    },
  },
  {
    method: 'GET',
    path: 'users/{user}/manager',
    needed: permissions.readUsers,
    handle: ({ base, store }, call, key = '') => {
      const query = readSingleQuery(call, 'user');
      const manager = store.managers.get(String(store.user(key, true).id));
      const found = manager === undefined ? undefined : store.users.get(manager);
      if (!found) throw notFound('manager');
      return single(base, 'directoryObjects', typed(store, found, query));
    },
  },
  {
    method: 'PUT',
    path: 'users/{user}/manager/$ref',
    needed: permissions.writeUsers,
    handle: ({ base, store }, call, key = '') => {
      noOptions(call);
      const manager = readReference(call, base, ['users', 'directoryObjects']);
      const id = String(store.user(key, false).id);
      store.managers.set(id, String(store.user(manager, false).id));
      return done;
    },
  },
  {
    method: 'DELETE',
    path: 'users/{user}/manager/$ref',
    needed: permissions.writeUsers,
    handle: ({ store }, call, key = '') => {
      noOptions(call);
      if (!store.managers.delete(String(store.user(key, false).id))) throw notFound('manager');
      return done;
    },
  },
  ...(['memberOf', 'transitiveMemberOf'] as const).map(
    (navigation): Route => ({
      method: 'GET',
      path: `users/{user}/${navigation}`,
      needed: permissions.readAny,
      handle: ({ store, pages }, call, key = '') => {
        const query = readListQuery(call, 'group', plainList);
        const groups = store.groupsOf(String(store.user(key, true).id), navigation === 'transitiveMemberOf');
        return pages.first(call, query, groups, (group) => typed(store, group, query));
      },
    }),
  ),
  {
    method: 'GET',
    path: 'users/{user}/directReports',
    needed: permissions.readUsers,
    handle: ({ store, pages }, call, key = '') => {
      const query = readListQuery(call, 'user', plainList);
      return pages.first(call, query, store.reportsOf(String(store.user(key, true).id)), (user) => typed(store, user, query));
    },
  },
  {
    method: 'GET',
    path: 'users/{user}/appRoleAssignments',
    // Graph's page on them: a person needs less than an application.
    needed: ({ permissions: held }) => [
      ...(held?.roles ? [] : [['User.ReadBasic.All']]),
      ...[['Directory.Read.All'], ['AppRoleAssignment.ReadWrite.All']],
    ],
    handle: (graph, call, key = '') => {
      const id = graph.store.user(key, true).id;
      return assignments(graph, call, ({ principalId }) => principalId === id);
    },
  },
];

/** Disabling has a permission of its own, and so has a password (facts, section 10.2). */
function neededToChange(body: unknown): permissions.Needed {
  const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  if (names.includes('passwordProfile')) return permissions.setPasswords;
  return names.length === 1 && names[0] === 'accountEnabled' ? permissions.disableUsers : permissions.writeUsers;
}

function withManager(store: GraphStore, query: GraphQuery, user: GraphObject): object {
  const shown = render('user', user, query.select);
  const manager = query.expand ? store.users.get(store.managers.get(String(user.id)) ?? '') : undefined;
  return manager && query.expand ? { ...shown, manager: typed(store, manager, query.expand) } : shown;
}
