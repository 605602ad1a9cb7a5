import type { ObjectKind } from '../../core/schema/objectKind.ts';

/** What Microsoft Graph does with a property. */
export interface GraphProperty {
  /** The name in Graph; a dot leads into an object. */
  readonly path: string;
  readonly type: 'text' | 'boolean' | 'list' | 'date';
  /** False where Graph only shows it: it comes from Active Directory, or is made of other properties. */
  readonly writable: boolean;
  /** Whether Graph finds objects by its value with `eq`, at least in an advanced query (facts/graph-synchronization.md, section 10.1). */
  readonly filterable: boolean;
}

interface PropertyRow {
  readonly path: string;
  readonly type?: 'boolean' | 'list' | 'date';
  readonly readOnly?: true;
  readonly unfilterable?: true;
  /** What the schemas of cloud sync and of applications call it. */
  readonly also?: readonly string[];
}

const extensionAttributes: readonly PropertyRow[] = Array.from({ length: 15 }, (_, index) => ({
  path: `onPremisesExtensionAttributes.extensionAttribute${index + 1}`,
  also: [`extensionAttribute${index + 1}`],
}));

/**
 * Users (facts/graph-synchronization.md, section 10, and Graph's page on the user resource), with the names that the schema of cloud sync
 * has for the same (`../shared/data/schemas/ad-to-entra.default.json`).
 */
const userRows: readonly PropertyRow[] = [
  { path: 'accountEnabled', type: 'boolean' },
  { path: 'ageGroup' },
  { path: 'businessPhones', type: 'list', also: ['telephoneNumber'] },
  { path: 'city' },
  { path: 'companyName', also: ['company'] },
  { path: 'country' },
  { path: 'department' },
  { path: 'displayName' },
  { path: 'employeeHireDate', type: 'date' },
  { path: 'employeeId' },
  { path: 'employeeType' },
  { path: 'faxNumber', also: ['facsimileTelephoneNumber'], unfilterable: true },
  { path: 'givenName' },
  { path: 'jobTitle', also: ['title'] },
  { path: 'mail' },
  { path: 'mailNickname', also: ['alias'] },
  { path: 'mobilePhone', also: ['mobile'] },
  { path: 'officeLocation', also: ['physicalDeliveryOfficeName'] },
  { path: 'onPremisesImmutableId', also: ['sourceAnchor'] },
  { path: 'otherMails', type: 'list' },
  { path: 'passwordPolicies' },
  { path: 'passwordProfile.password', unfilterable: true },
  { path: 'postalCode' },
  { path: 'preferredLanguage' },
  { path: 'state' },
  { path: 'streetAddress' },
  { path: 'surname' },
  { path: 'usageLocation' },
  { path: 'userPrincipalName' },
  { path: 'userType' },
  ...extensionAttributes,
  { path: 'createdDateTime', type: 'date', readOnly: true },
  { path: 'creationType', readOnly: true },
  { path: 'id', readOnly: true, also: ['objectId'] },
  { path: 'imAddresses', type: 'list', readOnly: true },
  { path: 'lastPasswordChangeDateTime', type: 'date', readOnly: true, unfilterable: true, also: ['lastPasswordChangeTimestamp'] },
  { path: 'onPremisesDistinguishedName', readOnly: true, unfilterable: true },
  { path: 'onPremisesDomainName', readOnly: true, unfilterable: true, also: ['dnsDomainName'] },
  { path: 'onPremisesSamAccountName', readOnly: true },
  { path: 'onPremisesSecurityIdentifier', readOnly: true, also: ['onPremiseSecurityIdentifier'] },
  { path: 'onPremisesSyncEnabled', type: 'boolean', readOnly: true, also: ['dirSyncEnabled'] },
  { path: 'onPremisesUserPrincipalName', readOnly: true },
  { path: 'proxyAddresses', type: 'list', readOnly: true },
];

/** Groups: Graph's page on the group resource. */
const groupRows: readonly PropertyRow[] = [
  { path: 'description' },
  { path: 'displayName' },
  { path: 'groupTypes', type: 'list' },
  { path: 'mailEnabled', type: 'boolean' },
  { path: 'mailNickname', also: ['alias'] },
  { path: 'securityEnabled', type: 'boolean' },
  { path: 'visibility', unfilterable: true },
  { path: 'createdDateTime', type: 'date', readOnly: true },
  { path: 'id', readOnly: true, also: ['objectId'] },
  { path: 'mail', readOnly: true },
  { path: 'onPremisesSamAccountName', readOnly: true },
  { path: 'onPremisesSecurityIdentifier', readOnly: true, also: ['onPremiseSecurityIdentifier'] },
  { path: 'onPremisesSyncEnabled', type: 'boolean', readOnly: true, also: ['dirSyncEnabled'] },
  { path: 'proxyAddresses', type: 'list', readOnly: true },
];

function byName(rows: readonly PropertyRow[]): ReadonlyMap<string, GraphProperty> {
  return new Map(
    rows.flatMap(({ path, type, readOnly, unfilterable, also }) => {
      const property: GraphProperty = {
        path,
        type: type ?? 'text',
        writable: readOnly !== true,
        filterable: unfilterable !== true,
      };
      return [path, ...(also ?? [])].map((name) => [name.toLowerCase(), property] as const);
    }),
  );
}

const properties = { user: byName(userRows), group: byName(groupRows) };

/** What Graph refuses to make an object without (facts, section 10.2; Graph's page on creating groups), beside a user's password. */
export const requiredOnCreate: Readonly<Record<ObjectKind, readonly string[]>> = {
  user: ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'],
  group: ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'],
};

/** The property of Graph that a target attribute means; names are compared without case. Null where none is known. */
export function graphProperty(kind: ObjectKind, name: string): GraphProperty | null {
  // Directory extensions have the same name in Graph.
  if (/^extension_[0-9a-f]{32}_\w+$/i.test(name)) return { path: name, type: 'text', writable: true, filterable: true };
  return properties[kind].get(name.toLowerCase()) ?? null;
}
