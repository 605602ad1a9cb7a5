import type { GraphObject } from './evaluateFilter.ts';
import { breach, notFound } from './graphFailure.ts';
import * as permissions from './graphPermissions.ts';
import { readSingleQuery, render } from './graphQuery.ts';
import { assignments, context, list, noOptions, plainList, type Route, single, typed } from './graphRoute.ts';
import type { GraphStore } from './graphStore.ts';
import { objectBody } from './graphWrites.ts';

/** Deleted items, objects of any kind, applications (facts/graph-synchronization.md, sections 6 and 10.2; Graph's pages on these). */
export const directoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'directory/deletedItems/microsoft.graph.user',
    needed: permissions.readUsers,
    handle: ({ store, pages }, call) => list(pages, call, 'user', plainList, [...store.deleted.values()]),
  },
  ...['directory/deletedItems/{id}', 'directory/deletedItems/microsoft.graph.user/{id}'].map(
    (path): Route => ({
      method: 'GET',
      path,
      needed: permissions.readUsers,
      handle: ({ base, store }, call, key = '') => {
        const query = readSingleQuery(call, 'user');
        const user = store.deleted.get(key.toLowerCase());
        if (!user) throw notFound(key);
        const type = { '@odata.type': '#microsoft.graph.user' };
        return single(base, 'directoryObjects', { ...type, ...render('user', user, query.select) });
      },
    }),
  ),
  {
    method: 'GET',
    path: 'directoryObjects/{id}',
    needed: permissions.readDirectory,
    handle: ({ base, store }, call, key = '') => {
      const query = readSingleQuery(call, 'user');
      const object = store.object(key);
      if (!object) throw notFound(key);
      return single(base, 'directoryObjects', typed(store, object, query));
    },
  },
  {
    method: 'POST',
    path: 'directoryObjects/getByIds',
    needed: permissions.readDirectory,
    handle: ({ base, store }, call) => {
      noOptions(call);
      const { ids, types, ...rest } = objectBody(call);
      if (Object.keys(rest).length > 0 || !Array.isArray(ids) || ids.length > 1000)
        throw breach('getByIds wants ids (at most 1000) and types.');
      if (
        types !== undefined &&
        !(Array.isArray(types) && types.every((type) => /^(user|group|directoryObject)$/.test(String(type))))
      )
        throw breach('The types of getByIds are user, group or directoryObject.');
      const objects = ids.map((id) => store.object(String(id))).filter((object) => object !== undefined);
      const value = objects.map((object) => typed(store, object, { select: null }));
      return { status: 200, body: { '@odata.context': context(base, 'directoryObjects', false), value } };
    },
  },
  {
    method: 'GET',
    path: 'servicePrincipals',
    needed: permissions.readApplications,
    handle: ({ store, pages }, call) => list(pages, call, 'servicePrincipal', plainList, store.servicePrincipals),
  },
  {
    method: 'GET',
    path: 'servicePrincipals/{application}',
    needed: permissions.readApplications,
    handle: ({ base, store }, call, key = '') => {
      const query = readSingleQuery(call, 'servicePrincipal');
      return single(base, 'servicePrincipals', render('servicePrincipal', application(store, key), query.select));
    },
  },
  {
    method: 'GET',
    path: 'servicePrincipals/{application}/appRoleAssignedTo',
    needed: permissions.readApplications,
    handle: (graph, call, key = '') => {
      const { id } = application(graph.store, key);
      return assignments(graph, call, ({ resourceId }) => resourceId === id);
    },
  },
];

function application(store: GraphStore, key: string): GraphObject {
  const [name, value] = key.startsWith('appId=') ? ['appId', key.slice('appId='.length)] : ['id', key];
  const found = store.servicePrincipals.find((one) => one[name ?? 'id'] === value);
  if (!found) throw notFound(key);
  return found;
}
