/** The kinds of objects that the loopback Graph holds. */
export type GraphKind = 'user' | 'group' | 'servicePrincipal' | 'appRoleAssignment';

/** How a property may stand in `$filter` with `eq` (facts/graph-synchronization.md, section 10.1, the table). */
export type FilterSupport = 'plain' | 'advanced' | 'none';

export interface CatalogProperty {
  readonly name: string;
  readonly type: 'text' | 'boolean' | 'list' | 'date' | 'guid' | 'object' | 'objects';
  readonly filter: FilterSupport;
  /** Given where a request has no `$select`. */
  readonly byDefault: boolean;
  readonly writable: boolean;
  /** Characters (facts, section 10.1). */
  readonly maximum: number | null;
  /** Only a single GET gives it; a list answers 501. */
  readonly single: boolean;
  /** Applications without a person cannot set it (facts, section 10.2). */
  readonly personOnly: boolean;
}

interface Row {
  readonly names: string;
  readonly type?: CatalogProperty['type'];
  readonly filter: FilterSupport;
  readonly byDefault?: true;
  readonly readOnly?: true;
  readonly single?: true;
  readonly personOnly?: true;
}

/** `city(128)` is a name with the length that Graph allows. */
const userRows: readonly Row[] = [
  { names: 'displayName(256) givenName(64) surname(64) jobTitle(128) mail userPrincipalName', filter: 'plain', byDefault: true },
  { names: 'mobilePhone(64) officeLocation preferredLanguage', filter: 'advanced', byDefault: true },
  { names: 'businessPhones', type: 'list', filter: 'plain', byDefault: true },
  { names: 'id', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'accountEnabled', type: 'boolean', filter: 'plain' },
  { names: 'ageGroup city(128) country(128) department(64) employeeId(16) mailNickname(64)', filter: 'plain' },
  { names: 'state(128) usageLocation userType', filter: 'plain' },
  { names: 'otherMails', type: 'list', filter: 'plain' },
  { names: 'imAddresses proxyAddresses', type: 'list', filter: 'plain', readOnly: true },
  { names: 'identities', type: 'objects', filter: 'plain' },
  { names: 'createdDateTime', type: 'date', filter: 'plain', readOnly: true },
  { names: 'creationType onPremisesSecurityIdentifier onPremisesUserPrincipalName', filter: 'plain', readOnly: true },
  { names: 'onPremisesSyncEnabled', type: 'boolean', filter: 'plain', readOnly: true },
  { names: 'companyName(64) employeeType onPremisesImmutableId', filter: 'advanced' },
  { names: 'postalCode(40) streetAddress(1024) passwordPolicies', filter: 'advanced' },
  { names: 'employeeHireDate', type: 'date', filter: 'advanced' },
  { names: 'onPremisesSamAccountName', filter: 'advanced', readOnly: true },
  { names: 'onPremisesExtensionAttributes', type: 'object', filter: 'none' },
  { names: 'onPremisesDistinguishedName onPremisesDomainName', filter: 'none', readOnly: true },
  {
    names: 'lastPasswordChangeDateTime onPremisesLastSyncDateTime deletedDateTime',
    type: 'date',
    filter: 'none',
    readOnly: true,
  },
  { names: 'faxNumber', filter: 'none' },
  { names: 'passwordProfile employeeOrgData', type: 'object', filter: 'none' },
  { names: 'aboutMe mySite preferredName', filter: 'none', single: true, personOnly: true },
  { names: 'birthday hireDate', type: 'date', filter: 'none', single: true, personOnly: true },
  {
    names: 'interests pastProjects responsibilities schools skills',
    type: 'list',
    filter: 'none',
    single: true,
    personOnly: true,
  },
];

/** Graph's page on the group resource; the facts have no table for it. */
const groupRows: readonly Row[] = [
  { names: 'id', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'displayName(256) mailNickname(64)', filter: 'plain', byDefault: true },
  { names: 'description(1024) visibility', filter: 'advanced', byDefault: true },
  { names: 'mailEnabled securityEnabled', type: 'boolean', filter: 'plain', byDefault: true },
  { names: 'groupTypes', type: 'list', filter: 'plain', byDefault: true },
  { names: 'proxyAddresses', type: 'list', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'createdDateTime', type: 'date', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'mail onPremisesSecurityIdentifier', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'onPremisesSyncEnabled', type: 'boolean', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'onPremisesSamAccountName', filter: 'advanced', byDefault: true, readOnly: true },
  { names: 'onPremisesDomainName', filter: 'none', byDefault: true, readOnly: true },
  { names: 'deletedDateTime', type: 'date', filter: 'none', byDefault: true, readOnly: true },
];

const servicePrincipalRows: readonly Row[] = [
  { names: 'id appId displayName appDisplayName servicePrincipalType', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'accountEnabled appRoleAssignmentRequired', type: 'boolean', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'appRoles', type: 'objects', filter: 'none', byDefault: true, readOnly: true },
];

const assignmentRows: readonly Row[] = [
  { names: 'resourceId', type: 'guid', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'principalDisplayName', filter: 'plain', byDefault: true, readOnly: true },
  { names: 'id principalType resourceDisplayName', filter: 'none', byDefault: true, readOnly: true },
  { names: 'principalId appRoleId', type: 'guid', filter: 'none', byDefault: true, readOnly: true },
  { names: 'createdDateTime', type: 'date', filter: 'none', byDefault: true, readOnly: true },
];

function tableOf(rows: readonly Row[]): ReadonlyMap<string, CatalogProperty> {
  const properties = rows.flatMap((row) =>
    row.names.split(' ').map((written): CatalogProperty => {
      const [, name = '', maximum] = /^(\w+)(?:\((\d+)\))?$/.exec(written) ?? [];
      return {
        name,
        type: row.type ?? 'text',
        filter: row.filter,
        byDefault: row.byDefault === true,
        writable: row.readOnly !== true,
        maximum: maximum === undefined ? null : Number(maximum),
        single: row.single === true,
        personOnly: row.personOnly === true,
      };
    }),
  );
  return new Map(properties.map((property) => [property.name, property]));
}

const tables: Readonly<Record<GraphKind, ReadonlyMap<string, CatalogProperty>>> = {
  user: tableOf(userRows),
  group: tableOf(groupRows),
  servicePrincipal: tableOf(servicePrincipalRows),
  appRoleAssignment: tableOf(assignmentRows),
};

/** A property by its exact name, a directory extension included; undefined where Graph has none of this name. */
export function catalogProperty(kind: GraphKind, name: string): CatalogProperty | undefined {
  if ((kind === 'user' || kind === 'group') && isDirectoryExtension(name))
    return {
      ...{ name, type: 'text', filter: 'plain', byDefault: false, writable: true },
      ...{ maximum: 256, single: false, personOnly: false },
    };
  return tables[kind].get(name);
}

export function isDirectoryExtension(name: string): boolean {
  return /^extension_[0-9a-f]{32}_\w+$/.test(name);
}

export function defaultProperties(kind: GraphKind): readonly string[] {
  return [...tables[kind].values()].filter(({ byDefault }) => byDefault).map(({ name }) => name);
}

/** Whether the name is that of a synced extension attribute inside `onPremisesExtensionAttributes`. */
export function isExtensionAttribute(name: string): boolean {
  return /^extensionAttribute([1-9]|1[0-5])$/.test(name);
}
