import { activeDirectoryAttributes, direct, entraAttributes, trimmed } from './adToEntraTables.ts';
import {
  type AttributeDefinitionJson,
  type AttributeMappingJson,
  attribute,
  type ClauseJson,
  call,
  clause,
  compareNames,
  definitions,
  equal,
  iif,
  integer,
  keyValues,
  mapping,
  tenantConstant,
  text,
  words,
} from './schemaParts.ts';

/**
 * Active Directory to Entra, as cloud sync has it by default: the attributes, expressions and input filters are the service's own, names,
 * ids and the scoping groups are ours.
 */

const trim = (name: string): ReturnType<typeof call> => call('Trim', ['source', attribute(name)]);
const isPresent = (name: string): ReturnType<typeof call> => call('IsPresent', ['source', attribute(name)]);
const longText = (name: string): ReturnType<typeof call> => call('Left', ['source', trim(name)], ['length', integer(448)]);
const firstValue = (name: string): ReturnType<typeof call> => {
  const item = call('Item', ['source', attribute(name)], ['index', integer(1)]);
  return iif(isPresent(name), call('Left', ['source', call('Trim', ['source', item])], ['length', integer(448)]), text(''));
};

function computed(): AttributeMappingJson[] {
  const disabledBit = call('BitAnd', ['left', attribute('userAccountControl')], ['right', integer(2)]);
  const passwordChanged = call('DateFromNum', ['source', attribute('pwdLastSet')]);
  const accountName = attribute('sAMAccountName');
  const madeUpPrincipalName = call(
    'Join',
    ['separator', text('@')],
    ['source', accountName],
    ['source', tenantConstant('DomainFQDN')],
  );
  const noAccountName = call('Error', ['message', text('AccountName is not present')]);
  return [
    mapping(
      'AccountEnabled',
      iif(
        isPresent('userAccountControl'),
        iif(equal(disabledBit, text('0')), text('True'), text('False')),
        call('Not', ['source', attribute('accountDisabled')]),
      ),
    ),
    mapping('Description', longText('description')),
    mapping('DisplayName', iif(isPresent('displayName'), attribute('displayName'), attribute('cn'))),
    mapping('dnsDomainName', tenantConstant('DomainFQDN')),
    mapping('Info', longText('info')),
    mapping(
      'LastPasswordChangeTimestamp',
      iif(
        isPresent('pwdLastSet'),
        call('FormatDateTime', ['source', passwordChanged], ['inputFormat', null], ['outputFormat', text('yyyyMMddHHmmss.0Z')]),
        null,
      ),
    ),
    mapping('netBiosName', tenantConstant('DomainNetBios')),
    mapping('onPremisesObjectIdentifier', attribute('objectGUID'), { matchingPriority: 1 }),
    mapping(
      'onPremisesUserPrincipalName',
      iif(
        isPresent('userPrincipalName'),
        attribute('userPrincipalName'),
        iif(isPresent('sAMAccountName'), madeUpPrincipalName, noAccountName),
      ),
    ),
    mapping('PostOfficeBox', firstValue('postOfficeBox')),
    mapping('ProxyAddresses', call('RemoveDuplicates', ['source', trim('proxyAddresses')])),
    mapping('Url', firstValue('url')),
  ];
}

/** The 136 attribute mappings, by target name. */
export function defaultUserMappings(): AttributeMappingJson[] {
  const pairs = (table: string): [string, string][] =>
    words(table).map((word) => {
      const [target = '', source = ''] = word.split('=');
      return [target, source];
    });
  return [
    ...pairs(direct).map(([target, source]) => mapping(target, attribute(source))),
    ...pairs(trimmed).map(([target, source]) => mapping(target, trim(source))),
    ...computed(),
  ].toSorted((a, b) => compareNames(a.targetAttributeName, b.targetAttributeName));
}

/** The clauses that keep system and service objects out before anything else is looked at. */
function defaultExclusions(): ClauseJson[] {
  return [
    clause('isCriticalSystemObject', 'IS FALSE'),
    clause('adminDescription', 'NOT REGEX MATCH', '^User_'),
    clause('sAMAccountName', 'IS NOT NULL'),
    clause('sAMAccountName', 'NOT EQUALS', 'SUPPORT_388945a0'),
    clause('mailNickname', 'NOT REGEX MATCH', '^SystemMailbox{'),
    clause('sAMAccountName', 'NOT REGEX MATCH', '^AAD_'),
    clause('mailNickname', 'NOT REGEX MATCH', '^CAS_([^{]*){'),
    clause('sAMAccountName', 'NOT REGEX MATCH', '^CAS_([^{]*){'),
    clause('sAMAccountName', 'NOT REGEX MATCH', '^MSOL_'),
    clause('msExchRecipientTypeDetails', '!&', '566259712'),
    clause('distinguishedName', 'NOT REGEX MATCH', String.raw`^CN\s*=\s*([^\,]*)\0ACNF`),
  ];
}

const exclusionsName = 'Default exclusions of Active Directory users';

/** Our own scoping groups: one ordinary exclusion and the way back in. They are OR-ed. */
const scopingGroups = [
  { name: 'Everybody but external partners', clauses: [clause('department', 'NOT EQUALS', 'External Partners')] },
  {
    name: 'Sponsored external partners',
    clauses: [clause('department', 'EQUALS', 'External Partners'), clause('extensionAttribute1', 'EQUALS', 'Sponsored')],
  },
];

/** The rule's `defaultSourceObjectMappings`: JSON in a string, with Pascal-case names and numbers for enums. */
function defaultSourceObjectMappings(objectNames: readonly string[]): string {
  const clauses = defaultExclusions().map((row) => ({
    OperatorName: row.operatorName,
    SourceOperandName: row.sourceOperandName,
    TargetOperand: row.targetOperand === null ? null : { Values: row.targetOperand.values },
  }));
  return JSON.stringify(
    objectNames.map((name) => ({
      AttributeMappings: [
        {
          DefaultValue: null,
          ExportMissingReferences: false,
          FlowBehavior: 0,
          FlowType: 0,
          MatchingPriority: 1,
          Source: null,
          TargetAttributeName: 'objectGUID',
        },
      ],
      DisableMonitoringForChanges: false,
      Disposition: 0,
      Enabled: false,
      EscrowBehavior: 1,
      FlowTypes: 7,
      IsCustomerDefined: false,
      Name: null,
      OriginalJoiningProperty: 'objectGUID',
      Scope: { CategoryFilterGroups: null, Groups: null, InputFilterGroups: [{ Clauses: clauses, Name: exclusionsName }] },
      SourceObjectName: '',
      Synchronized: false,
      TargetObjectName: name,
      Unsynchronized: false,
    })),
  );
}

function objectMapping(name: string, sourceObjectName: string, attributeMappings: readonly AttributeMappingJson[]): object {
  return {
    name,
    enabled: true,
    flowTypes: 'Add, Update, Delete',
    sourceObjectName,
    targetObjectName: 'User',
    metadata: keyValues({
      IsCustomerDefined: 'false',
      DisableMonitoringForChanges: 'false',
      Disposition: '"Normal"',
      ExcludeFromReporting: 'false',
      EscrowBehavior: '"Default"',
      Unsynchronized: 'false',
      OriginalJoiningProperty: 'onPremisesObjectIdentifier',
    }),
    scope: {
      categoryFilterGroups: [],
      groups: scopingGroups,
      inputFilterGroups: [{ name: exclusionsName, clauses: defaultExclusions() }],
    },
    attributeMappings,
  };
}

function objectDefinition(name: string, attributes: readonly AttributeDefinitionJson[], storage: boolean): object {
  return {
    name,
    supportedApis: [name],
    metadata: keyValues({
      IsSoftDeletionSupported: 'true',
      ConnectorDataStorageRequired: String(storage),
      IsSynchronizeAllSupported: 'true',
    }),
    attributes,
  };
}

/** What a schema is made of besides the fixed parts. */
export interface AdToEntraParts {
  readonly mappings: readonly AttributeMappingJson[];
  readonly sourceAttributes: readonly AttributeDefinitionJson[];
  readonly targetAttributes: readonly AttributeDefinitionJson[];
  /** Object mappings by name, and the source object of each. */
  readonly objects: Readonly<Record<string, string>>;
}

export const activeDirectoryDefinitions = (): AttributeDefinitionJson[] => definitions(activeDirectoryAttributes, 'user');
export const entraDefinitions = (): AttributeDefinitionJson[] => definitions(entraAttributes, 'User');

export function adToEntraSchema(parts: AdToEntraParts): object {
  const version = 'Date:2026-03-02T08:15:27.4182730Z, ActivityId:0c1f6f0a-5d5b-4a0e-9a8e-7d1b9f3f2c64';
  const sourceObjects = Object.values(parts.objects);
  return {
    id: 'AD2AADProvisioning.5f0c7a1e94b3482d8e6619c2d7a04b53.8d0b6a5e-3f7c-4e21-9b46-2a1c5d7e9f08',
    version,
    synchronizationRules: [
      {
        id: '6c409270-f78a-4bc6-af23-7cf3ab6482fe',
        name: 'AD2AADProvisioning',
        priority: 1,
        editable: true,
        sourceDirectoryName: 'Active Directory',
        targetDirectoryName: 'Azure Active Directory',
        metadata: keyValues({
          defaultSourceObjectMappings: defaultSourceObjectMappings(sourceObjects),
          supportsProvisionOnDemand: 'true',
        }),
        containerFilter: null,
        groupFilter: null,
        objectMappings: Object.entries(parts.objects).map(([name, source]) => objectMapping(name, source, parts.mappings)),
      },
    ],
    directories: [
      {
        id: 'b7f4b0d2-6c55-4d0c-8a3e-51f0a2c9e7d4',
        name: 'Active Directory',
        readOnly: false,
        version,
        discoveryDateTime: null,
        discoverabilities: 'None',
        objects: sourceObjects.map((name) => objectDefinition(name, parts.sourceAttributes, true)),
      },
      {
        id: '66e4a8cc-1b7b-435e-95f8-f06cea133828',
        name: 'Azure Active Directory',
        readOnly: false,
        version,
        discoveryDateTime: null,
        discoverabilities: 'AttributeNames, AttributeDataTypes',
        objects: [objectDefinition('User', parts.targetAttributes, false)],
      },
    ],
  };
}
