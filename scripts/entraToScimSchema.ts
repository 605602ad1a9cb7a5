import {
  type AttributeDefinitionJson,
  type AttributeMappingJson,
  attribute,
  call,
  clause,
  compareNames,
  definitions,
  keyValues,
  mapping,
  text,
} from './schemaParts.ts';

/** Entra to an application that speaks SCIM 2.0: the mappings that the service proposes for such an application, and scoping groups of ours. */

const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const entraUser = {
  String: `city companyName country department displayName employeeId extensionAttribute1 extensionAttribute2 extensionAttribute3
    extensionAttribute4 extensionAttribute5 extensionAttribute6 extensionAttribute7 extensionAttribute8 extensionAttribute9
    extensionAttribute10 extensionAttribute11 extensionAttribute12 extensionAttribute13 extensionAttribute14 extensionAttribute15
    facsimileTelephoneNumber givenName jobTitle mail mailNickname mobile objectId*! onPremisesSecurityIdentifier
    originalUserPrincipalName physicalDeliveryOfficeName postalCode preferredLanguage state streetAddress surname telephoneNumber
    userPrincipalName!`,
  'String[]': 'proxyAddresses',
  Boolean: 'accountEnabled dirSyncEnabled IsSoftDeleted-',
  Reference: 'manager',
  'Reference[]': 'appRoleAssignments',
};

const entraGroup = {
  String: 'description displayName mail mailNickname objectId*!',
  Boolean: 'IsSoftDeleted- mailEnabled securityEnabled',
  'Reference[]': 'members',
};

const scimUser = {
  String: `displayName externalId~ id*~- name.familyName name.formatted name.givenName preferredLanguage title userName! userType`,
  Boolean: 'active',
};

const workAddress = ['country', 'formatted', 'locality', 'postalCode', 'region', 'streetAddress'].map(
  (part) => `addresses[type eq "work"].${part}`,
);
const phone = (type: string): string => `phoneNumbers[type eq "${type}"].value`;
const scimPaths = ['emails[type eq "work"].value', ...workAddress, ...['fax', 'mobile', 'work'].map(phone)];
const enterprise = (name: string): string => `${enterpriseUser}:${name}`;

function byName(rows: readonly AttributeDefinitionJson[]): AttributeDefinitionJson[] {
  return rows.toSorted((a, b) => compareNames(a.name, b.name));
}

function plainDefinitions(names: readonly string[]): AttributeDefinitionJson[] {
  return names.flatMap((name) => definitions({ String: 'x' }, enterpriseUser).map((row) => ({ ...row, name })));
}

function userMappings(): AttributeMappingJson[] {
  const active = call(
    'Switch',
    ['source', attribute('IsSoftDeleted')],
    ['defaultValue', null],
    ['switchValue', text('False')],
    ['switchValue', text('True')],
    ['switchValue', text('True')],
    ['switchValue', text('False')],
  );
  const fullName = call('Join', ['separator', text(' ')], ['source', attribute('givenName')], ['source', attribute('surname')]);
  return [
    mapping('userName', attribute('userPrincipalName'), { matchingPriority: 1 }),
    mapping('externalId', attribute('mailNickname'), { matchingPriority: 2 }),
    mapping('active', active),
    mapping('displayName', attribute('displayName')),
    mapping('title', attribute('jobTitle')),
    mapping('emails[type eq "work"].value', attribute('mail')),
    mapping('preferredLanguage', attribute('preferredLanguage'), { defaultValue: 'en-US' }),
    mapping('name.givenName', attribute('givenName')),
    mapping('name.familyName', attribute('surname')),
    mapping('name.formatted', fullName),
    mapping('addresses[type eq "work"].formatted', attribute('physicalDeliveryOfficeName')),
    mapping('addresses[type eq "work"].streetAddress', attribute('streetAddress')),
    mapping('addresses[type eq "work"].locality', attribute('city')),
    mapping('addresses[type eq "work"].region', attribute('state')),
    mapping('addresses[type eq "work"].postalCode', attribute('postalCode')),
    mapping('addresses[type eq "work"].country', attribute('country')),
    mapping(phone('work'), attribute('telephoneNumber')),
    mapping(phone('mobile'), attribute('mobile')),
    mapping(phone('fax'), attribute('facsimileTelephoneNumber')),
    mapping('userType', text('Employee'), { flowType: 'ObjectAddOnly' }),
    mapping(enterprise('employeeNumber'), call('IgnoreFlowIfNullOrEmpty', ['source', attribute('employeeId')])),
    mapping(enterprise('department'), attribute('department')),
    mapping(enterprise('manager'), attribute('manager')),
  ];
}

function groupMappings(): AttributeMappingJson[] {
  return [
    mapping('displayName', attribute('displayName'), { matchingPriority: 1 }),
    mapping('externalId', attribute('objectId')),
    mapping('members', attribute('members')),
  ];
}

const scopingGroups = [
  { name: 'Sales with a mailbox', clauses: [clause('department', 'EQUALS', 'Sales'), clause('mail', 'IS NOT NULL')] },
  {
    name: 'Consultants and engineers of any department',
    clauses: [
      clause('department', 'IS NOT NULL'),
      clause('jobTitle', 'REGEX MATCH', String.raw`(?:^|\W)(?:Consultant|Engineer)(?:$|\W)`),
    ],
  },
];

const securityGroups = [{ name: 'Security groups', clauses: [clause('securityEnabled', 'IS TRUE')] }];

export function entraToScimSchema(): object {
  const mappingMetadata = keyValues({
    IsCustomerDefined: 'false',
    DisableMonitoringForChanges: 'false',
    Disposition: '"Normal"',
    ExcludeFromReporting: 'false',
    EscrowBehavior: '"Default"',
    Unsynchronized: 'false',
  });
  const entraMetadata = keyValues({
    IsSoftDeletionSupported: 'true',
    ConnectorDataStorageRequired: 'true',
    IsSynchronizeAllSupported: 'true',
    PropertyNameAccountEnabled: 'accountEnabled',
    PropertyNameSoftDeleted: 'IsSoftDeleted',
  });
  const scimUserAttributes = byName([
    ...definitions(scimUser, enterpriseUser),
    ...plainDefinitions([...scimPaths, enterprise('department'), enterprise('employeeNumber')]),
    ...definitions({ Reference: enterprise('manager') }, enterpriseUser),
  ]);
  const scimGroupAttributes = definitions({ String: 'displayName! externalId~ id*~-', 'Reference[]': 'members' }, enterpriseUser);
  return {
    id: 'scim.5f0c7a1e94b3482d8e6619c2d7a04b53.e6a9c3f1-0b7d-4b58-8f24-93d5a7c1b062',
    version: 'v1.4',
    synchronizationRules: [
      {
        id: '2d9f8c57-41e3-4f6a-b0d8-7a5c3e91f246#V2',
        name: 'USER_OUTBOUND_USER',
        priority: 1,
        editable: true,
        sourceDirectoryName: 'Microsoft Entra ID',
        targetDirectoryName: 'customappsso',
        metadata: keyValues({ supportsProvisionOnDemand: 'true' }),
        containerFilter: null,
        groupFilter: null,
        objectMappings: [
          {
            name: 'Provision Microsoft Entra ID Users',
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: 'User',
            targetObjectName: enterpriseUser,
            metadata: mappingMetadata,
            scope: { categoryFilterGroups: [], groups: scopingGroups, inputFilterGroups: [] },
            attributeMappings: userMappings(),
          },
          {
            name: 'Provision Microsoft Entra ID Groups',
            enabled: true,
            flowTypes: 'Add, Update, Delete',
            sourceObjectName: 'Group',
            targetObjectName: coreGroup,
            metadata: mappingMetadata,
            scope: { categoryFilterGroups: [], groups: securityGroups, inputFilterGroups: [] },
            attributeMappings: groupMappings(),
          },
        ],
      },
    ],
    directories: [
      {
        id: '66e4a8cc-1b7b-435e-95f8-f06cea133828',
        name: 'Microsoft Entra ID',
        readOnly: false,
        version: null,
        discoveryDateTime: null,
        discoverabilities: 'AttributeNames, AttributeDataTypes',
        objects: [
          { name: 'User', supportedApis: ['User'], metadata: entraMetadata, attributes: definitions(entraUser, 'User') },
          { name: 'Group', supportedApis: ['Group'], metadata: entraMetadata, attributes: definitions(entraGroup, 'User') },
        ],
      },
      {
        id: '93b1d5e8-2c4f-47a6-9e0d-6f8a1b3c5d72',
        name: 'customappsso',
        readOnly: false,
        version: null,
        discoveryDateTime: null,
        discoverabilities: 'None',
        objects: [
          { name: enterpriseUser, supportedApis: [], metadata: [], attributes: scimUserAttributes },
          { name: coreGroup, supportedApis: [], metadata: [], attributes: scimGroupAttributes },
        ],
      },
    ],
  };
}
