import { breach, notFound, refusal } from './graphFailure.ts';
import * as permissions from './graphPermissions.ts';
import { readListQuery, readSingleQuery, render } from './graphQuery.ts';
import { context, done, list, noOptions, plainList, type Route, single, typed } from './graphRoute.ts';
import { changed, checkNewGroup, readBody, readReference } from './graphWrites.ts';

/** Groups and their members: Graph's pages on groups. */
export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: 'groups',
    needed: permissions.readGroups,
    handle: ({ store, pages }, call) => list(pages, call, 'group', plainList, store.visible(store.groups)),
  },
  {
    method: 'POST',
    path: 'groups',
    needed: permissions.writeGroups,
    handle: ({ base, store }, call) => {
      noOptions(call);
      const body = readBody(call, 'group');
      checkNewGroup(body);
      const group = store.addGroup({ groupTypes: [], ...body });
      const answer = { '@odata.context': context(base, 'groups', true), ...render('group', group, null) };
      return { status: 201, body: answer, headers: { location: `${base}/groups/${String(group.id)}` } };
    },
  },
  {
    method: 'GET',
    path: 'groups/{group}',
    needed: permissions.readGroups,
    handle: ({ base, store }, call, key = '') => {
      const query = readSingleQuery(call, 'group');
      return single(base, 'groups', render('group', store.group(key, true), query.select));
    },
  },
  {
    method: 'PATCH',
    path: 'groups/{group}',
    needed: permissions.writeGroups,
    handle: ({ store }, call, key = '') => {
      noOptions(call);
      const body = readBody(call, 'group');
      if (Object.keys(body).length === 0) throw breach('A PATCH without any property changes nothing and must not be sent.');
      const group = store.group(key, false);
      if (body.displayName === null) throw refusal(400, 'Request_BadRequest', "A value is required for property 'displayName'.");
      store.groups.set(String(group.id), { ...changed(group, body) });
      return done;
    },
  },
  {
    method: 'DELETE',
    path: 'groups/{group}',
    needed: permissions.writeGroups,
    handle: ({ store }, call, key = '') => {
      noOptions(call);
      store.deleteGroup(String(store.group(key, false).id));
      return done;
    },
  },
  {
    method: 'GET',
    path: 'groups/{group}/members',
    needed: permissions.readGroups,
    handle: ({ store, pages }, call, key = '') => {
      const query = readListQuery(call, 'user', plainList);
      return pages.first(call, query, store.membersOf(String(store.group(key, true).id)), (object) =>
        typed(store, object, query),
      );
    },
  },
  {
    method: 'POST',
    path: 'groups/{group}/members/$ref',
    needed: permissions.writeMembers,
    handle: ({ base, store }, call, key = '') => {
      noOptions(call);
      const member = readReference(call, base, ['directoryObjects', 'users', 'groups']);
      const members = store.members.get(String(store.group(key, false).id));
      const object = store.object(member);
      if (!object) throw notFound(member);
      if (members?.has(String(object.id)))
        throw refusal(
          400,
          'Request_BadRequest',
          "One or more added object references already exist for the following modified properties: 'members'.",
        );
      members?.add(String(object.id));
      return done;
    },
  },
  {
    method: 'DELETE',
    path: 'groups/{group}/members/{member}/$ref',
    needed: permissions.writeMembers,
    handle: ({ store }, call, key = '', member = '') => {
      noOptions(call);
      if (!store.members.get(String(store.group(key, false).id))?.delete(member.toLowerCase())) throw notFound(member);
      return done;
    },
  },
];
