import { randomUUID } from 'node:crypto';
import type { GraphObject } from './evaluateFilter.ts';
import { notFound } from './graphFailure.ts';

type Held = Record<string, unknown>;

/** A user as a test gives it: Graph's own names, `manager` by id. A missing id is made up. */
export type GraphUser = Readonly<Record<string, unknown>>;

/** A group as a test gives it: Graph's own names, `members` by id. */
export type GraphGroup = Readonly<Record<string, unknown>>;

/** An assignment of an application's role to somebody. */
export interface GraphAssignment {
  readonly principalId: string;
  readonly principalType?: 'User' | 'Group' | 'ServicePrincipal';
  readonly resourceId: string;
  /** Left out, the default access role: a GUID of zeros. */
  readonly appRoleId?: string;
}

export interface GraphContents {
  readonly users?: readonly GraphUser[];
  readonly groups?: readonly GraphGroup[];
  readonly servicePrincipals?: readonly GraphObject[];
  /** Users in the deleted items. */
  readonly deletedUsers?: readonly GraphUser[];
  readonly assignments?: readonly GraphAssignment[];
  /** Verified domains; left out, those of the users and `corp.example`. */
  readonly domains?: readonly string[];
}

/** Everything the loopback Graph holds, and the changes it knows. */
export class GraphStore {
  readonly users = new Map<string, Held>();
  readonly groups = new Map<string, Held>();
  readonly deleted = new Map<string, Held>();
  readonly servicePrincipals: readonly GraphObject[];
  readonly assignments: readonly GraphObject[];
  readonly managers = new Map<string, string>();
  readonly members = new Map<string, Set<string>>();
  readonly domains: ReadonlySet<string>;
  /** How many reads do not see an object yet (replication). */
  readonly #hidden = new Map<string, number>();

  constructor(contents: GraphContents) {
    for (const { manager, ...user } of contents.users ?? []) {
      const id = this.#keep(this.users, user);
      if (typeof manager === 'string') this.managers.set(id, manager);
    }
    for (const { members, ...group } of contents.groups ?? []) {
      const id = this.#keep(this.groups, group);
      this.members.set(id, new Set(Array.isArray(members) ? members.map(String) : []));
    }
    for (const { manager: _, ...user } of contents.deletedUsers ?? [])
      this.#keep(this.deleted, { deletedDateTime: '2026-01-15T08:00:00Z', ...user });
    this.servicePrincipals = contents.servicePrincipals ?? [];
    this.assignments = (contents.assignments ?? []).map((assignment) => this.#assignment(assignment));
    const ofUsers = [...this.users.values()].map(({ userPrincipalName }) => domainOf(String(userPrincipalName ?? '')));
    this.domains = new Set((contents.domains ?? [...ofUsers, 'corp.example']).map((domain) => domain.toLowerCase()));
  }

  #keep(held: Map<string, Held>, object: GraphObject): string {
    const id = typeof object.id === 'string' ? object.id : randomUUID();
    held.set(id, { createdDateTime: '2025-06-01T09:00:00Z', ...object, id });
    return id;
  }

  #assignment(assignment: GraphAssignment): GraphObject {
    const { principalId, principalType, resourceId, appRoleId } = assignment;
    const principal = this.users.get(principalId) ?? this.groups.get(principalId);
    const resource = this.servicePrincipals.find(({ id }) => id === resourceId);
    return {
      id: randomUUID(),
      createdDateTime: '2025-06-02T09:00:00Z',
      appRoleId: appRoleId ?? '00000000-0000-0000-0000-000000000000',
      principalId,
      principalType: principalType ?? (this.groups.has(principalId) ? 'Group' : 'User'),
      principalDisplayName: principal?.displayName ?? null,
      resourceId,
      resourceDisplayName: resource?.displayName ?? null,
    };
  }

  /** A new object is not seen by so many reads. */
  hide(id: string, reads: number): void {
    if (reads > 0) this.#hidden.set(id, reads);
  }

  /** Asked by every read that would show the object. */
  #seen(id: string): boolean {
    const left = this.#hidden.get(id) ?? 0;
    if (left === 0) return true;
    this.#hidden.set(id, left - 1);
    return false;
  }

  visible(held: ReadonlyMap<string, Held>): readonly GraphObject[] {
    return [...held.values()].filter(({ id }) => this.#seen(String(id)));
  }

  /** By id or user principal name. @param reading false for writes, which replication does not hinder */
  user(key: string, reading: boolean): Held {
    const found =
      this.users.get(key.toLowerCase()) ??
      [...this.users.values()].find(({ userPrincipalName: name }) => String(name).toLowerCase() === key.toLowerCase());
    if (!found || (reading && !this.#seen(String(found.id)))) throw notFound(key);
    return found;
  }

  group(id: string, reading: boolean): Held {
    const found = this.groups.get(id.toLowerCase());
    if (!found || (reading && !this.#seen(id))) throw notFound(id);
    return found;
  }

  /** A user or a group. */
  object(id: string): GraphObject | undefined {
    return this.users.get(id.toLowerCase()) ?? this.groups.get(id.toLowerCase());
  }

  typeOf(id: string): '#microsoft.graph.user' | '#microsoft.graph.group' {
    return this.groups.has(id) ? '#microsoft.graph.group' : '#microsoft.graph.user';
  }

  groupsOf(id: string, transitive: boolean): readonly GraphObject[] {
    const found = new Set<string>();
    const follow = (member: string): void => {
      for (const [group, members] of this.members) {
        if (!members.has(member) || found.has(group)) continue;
        found.add(group);
        if (transitive) follow(group);
      }
    };
    follow(id);
    return present([...found].map((group) => this.groups.get(group)));
  }

  membersOf(id: string): readonly GraphObject[] {
    return present([...(this.members.get(id) ?? [])].map((member) => this.object(member)));
  }

  reportsOf(id: string): readonly GraphObject[] {
    return present([...this.managers].map(([report, manager]) => (manager === id ? this.users.get(report) : undefined)));
  }

  addUser(values: GraphObject): Held {
    const user = { ...values, id: randomUUID(), createdDateTime: '2026-02-10T00:00:00Z' };
    this.users.set(user.id, user);
    return user;
  }

  addGroup(values: GraphObject): Held {
    const group = { ...values, id: randomUUID(), createdDateTime: '2026-02-10T00:00:00Z' };
    this.groups.set(group.id, group);
    this.members.set(group.id, new Set());
    return group;
  }

  deleteUser(id: string): void {
    const user = this.users.get(id);
    this.users.delete(id);
    this.managers.delete(id);
    for (const [report, manager] of this.managers) if (manager === id) this.managers.delete(report);
    for (const members of this.members.values()) members.delete(id);
    this.deleted.set(id, { ...user, deletedDateTime: '2026-02-10T00:00:00Z' });
  }

  deleteGroup(id: string): void {
    this.groups.delete(id);
    this.members.delete(id);
    for (const members of this.members.values()) members.delete(id);
  }
}

function present(objects: readonly (GraphObject | undefined)[]): readonly GraphObject[] {
  return objects.filter((object) => object !== undefined);
}

export function domainOf(principalName: string): string {
  return principalName.slice(principalName.lastIndexOf('@') + 1);
}
