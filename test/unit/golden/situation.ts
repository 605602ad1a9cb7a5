import type { Trace } from '../../../src/core/trace/trace.ts';
import { runFiles } from '../../support/runFiles.ts';
import { schemaText, type TestSchema } from '../../support/schemaText.ts';

/** A small world in which one thing can be seen. */
export interface Situation {
  /** The name of its golden file. */
  readonly name: string;
  /** What a reader should look for in it. */
  readonly shows: string;
  readonly schema: TestSchema;
  readonly people: readonly object[];
  readonly accounts: readonly object[];
  readonly user: string;
  /** What the connection file says beside the usual. */
  readonly connection?: object;
  readonly changed?: readonly string[];
  /** Stated here and not taken from the golden file, which a reset would change. */
  readonly expected: readonly [action: Trace['action'], code: string | null, status: Trace['status']];
}

/** Previews a situation through files, as the command line does. */
export function runSituation(situation: Situation): Promise<Trace> {
  const connection = {
    name: situation.name,
    configuration: { schema: 'test.syncschema.json', rule: 'R', objectMapping: 'Users' },
    source: { kind: 'file', path: 'people.json' },
    target: { kind: 'file', path: 'accounts.json' },
    ...situation.connection,
  };
  const files = {
    'connection.provision.json': JSON.stringify(connection),
    'test.syncschema.json': schemaText(situation.schema),
    'people.json': JSON.stringify(situation.people),
    'accounts.json': JSON.stringify(situation.accounts),
  };
  return runFiles({ files, user: situation.user, ...(situation.changed && { changed: situation.changed }) });
}

const userName = { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 } as const;

/** Entra to an application: a matching userName, `active` that follows IsSoftDeleted, and a displayName. */
export const application = {
  mappings: [
    userName,
    { target: 'active', expression: 'Not([IsSoftDeleted])' },
    { target: 'displayName', expression: '[displayName]' },
  ],
  attributes: [{ name: 'userName', required: true }, { name: 'active', type: 'Boolean' }, { name: 'displayName' }],
} as const satisfies TestSchema;

/** Adds to the usual application, or puts another mapping of the same target in place. */
export function applicationWith(change: Partial<TestSchema>): TestSchema {
  const { mappings = [], attributes = [], ...rest } = change;
  const mapped = new Set(mappings.map(({ target }) => target));
  const defined = new Set(attributes.map(({ name }) => name));
  return {
    mappings: [...application.mappings.filter(({ target }) => !mapped.has(target)), ...mappings],
    attributes: [...application.attributes.filter(({ name }) => !defined.has(name)), ...attributes],
    ...rest,
  };
}

/** Cloud sync from Active Directory to Entra, with the internal names of its default schema. */
export const cloudSync = {
  source: 'Active Directory',
  target: 'Azure Active Directory',
  mappings: [
    { target: 'onPremisesObjectIdentifier', expression: '[objectGUID]', matchingPriority: 1 },
    { target: 'UserPrincipalName', expression: '[userPrincipalName]' },
    { target: 'DisplayName', expression: '[displayName]' },
    {
      target: 'AccountEnabled',
      expression:
        'IIF(IsPresent([userAccountControl]), IIF(BitAnd([userAccountControl], 2)="0","True","False"), Not([accountDisabled]))',
    },
  ],
  attributes: [
    { name: 'onPremisesObjectIdentifier', type: 'Binary', anchor: true },
    { name: 'UserPrincipalName', flowNullValues: true },
    { name: 'DisplayName', flowNullValues: true },
    { name: 'AccountEnabled', type: 'Boolean' },
  ],
} as const satisfies TestSchema;

export const ada = {
  id: '5f0c0f1e-0000-4000-8000-000000000001',
  userPrincipalName: 'ada@contoso.example',
  displayName: 'Ada Byron',
  accountEnabled: true,
  department: 'Research',
};

/** Her account in an application, equal to what the usual mappings give. */
export const adaAccount = { id: 'a-1', userName: 'ada@contoso.example', active: true, displayName: 'Ada Byron' };

export const bo = {
  dn: 'CN=Bo Ek,OU=Sales,DC=corp,DC=example',
  objectClass: ['top', 'person', 'organizationalPerson', 'user'],
  objectGUID: 'AQIDBAUGBwgJCgsMDQ4PEA==',
  userPrincipalName: 'bo@corp.example',
  displayName: 'Bo Ek',
  userAccountControl: 512,
};

export const boAccount = {
  id: 'e-7',
  onPremisesObjectIdentifier: 'AQIDBAUGBwgJCgsMDQ4PEA==',
  UserPrincipalName: 'bo@corp.example',
  DisplayName: 'Bo Ek',
  AccountEnabled: true,
};

/** A scoping filter of one collection; clauses as `[attribute, operator, ...values]`. */
export function filter(
  groups: Readonly<Record<string, readonly (readonly [attribute: string, operator: string, ...values: readonly string[]])[]>>,
  collection: 'groups' | 'inputFilterGroups' | 'categoryFilterGroups' = 'groups',
): object {
  return {
    [collection]: Object.entries(groups).map(([name, clauses]) => ({
      name,
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: values.length > 0 ? { values } : null,
      })),
    })),
  };
}
