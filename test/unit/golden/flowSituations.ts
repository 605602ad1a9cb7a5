import type { TestMapping } from '../../support/schemaText.ts';
import { ada, adaAccount, applicationWith, bo, boAccount, cloudSync, type Situation } from './situation.ts';

const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const;

/** One mapping on a value, one on an empty target, one on several values. */
const threeMappings = (flowType: string): readonly TestMapping[] => [
  { target: 'title', expression: '[jobTitle]', flowType },
  { target: 'city', expression: '[city]', flowType },
  { target: 'phones', expression: '[phones]', flowType },
];

/** Every flow type on an account that has another value, no value, and other values. */
const byFlowType: readonly Situation[] = flowTypes.map((flowType) => ({
  name: `flow-${flowType}`,
  shows: 'title has another value in the target, city none, phones one in common',
  schema: applicationWith({
    mappings: threeMappings(flowType),
    attributes: [{ name: 'title' }, { name: 'city' }, { name: 'phones', multivalued: true }],
  }),
  people: [{ ...ada, jobTitle: 'Countess', city: 'London', phones: ['1', '2'] }],
  accounts: [{ ...adaAccount, title: 'Miss', phones: ['2', '3'] }],
  user: ada.userPrincipalName,
  expected: flowType === 'ObjectAddOnly' ? ['skip', 'RedundantExport', 'skipped'] : ['update', null, 'success'],
}));

const threeEmpties: readonly TestMapping[] = [
  { target: 'title', expression: '[jobTitle]' },
  { target: 'city', expression: 'IIF(IsNullOrEmpty([city]), "", [city])' },
  { target: 'mobile', expression: 'IgnoreFlowIfNullOrEmpty([mobilePhone])' },
];

export const flowSituations: readonly Situation[] = [
  ...byFlowType,
  {
    name: 'flow-always-behavior',
    shows: 'FlowAlways writes an equal value beside the one that changed',
    schema: applicationWith({
      mappings: [
        { target: 'externalId', expression: '[employeeId]', flowBehavior: 'FlowAlways' },
        { target: 'displayName', expression: '[displayName]' },
      ],
    }),
    people: [{ ...ada, employeeId: 'E1', displayName: 'Ada Lovelace' }],
    accounts: [{ ...adaAccount, externalId: 'E1' }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-default-on-create',
    shows: 'a default for a null, and the mapping type None',
    schema: applicationWith({
      mappings: [
        { target: 'title', expression: '[jobTitle]', defaultValue: 'Staff' },
        { target: 'locale', expression: null, defaultValue: 'en-GB' },
      ],
    }),
    people: [ada],
    accounts: [],
    user: ada.userPrincipalName,
    expected: ['create', null, 'success'],
  },
  {
    name: 'flow-default-on-update',
    shows: 'a default does not apply on update',
    schema: applicationWith({ mappings: [{ target: 'title', expression: '[jobTitle]', defaultValue: 'Staff' }] }),
    people: [ada],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    expected: ['skip', 'RedundantExport', 'skipped'],
  },
  {
    name: 'flow-default-on-update-graph-reading',
    shows: "the wider reading of Graph's text",
    schema: applicationWith({ mappings: [{ target: 'title', expression: '[jobTitle]', defaultValue: 'Staff' }] }),
    people: [ada],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    connection: { semantics: { defaultValueApplies: 'always' } },
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-null-empty-ignored',
    shows: 'app provisioning: a null stays away, empty text is written, an ignored flow leaves the value',
    schema: applicationWith({ mappings: threeEmpties }),
    people: [ada],
    accounts: [{ ...adaAccount, title: 'Miss', city: 'London', mobile: '5' }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-clearing-cloud-sync',
    shows: 'cloud sync: flowNullValues clears, empty text clears, an ignored flow leaves the value',
    schema: {
      ...cloudSync,
      mappings: [
        ...cloudSync.mappings,
        { target: 'Title', expression: '[title]' },
        { target: 'City', expression: 'IIF(IsNullOrEmpty([l]), "", [l])' },
        { target: 'Mobile', expression: 'IgnoreFlowIfNullOrEmpty([mobile])' },
      ],
      attributes: [...cloudSync.attributes, { name: 'Title', flowNullValues: true }, { name: 'City' }, { name: 'Mobile' }],
    },
    people: [bo],
    accounts: [{ ...boAccount, Title: 'Clerk', City: 'Oslo', Mobile: '5' }],
    user: bo.dn,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-case-and-order',
    shows: 'case counts where the definition says so; several values are compared as a set',
    schema: applicationWith({
      mappings: [
        { target: 'code', expression: '[department]' },
        { target: 'displayName', expression: 'ToUpper([displayName])' },
        { target: 'phones', expression: '[phones]' },
      ],
      attributes: [
        { name: 'code', caseExact: true },
        { name: 'phones', multivalued: true },
      ],
    }),
    people: [{ ...ada, phones: ['2', '1'] }],
    accounts: [{ ...adaAccount, code: 'RESEARCH', phones: ['1', '2'] }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-mutability',
    shows: 'read-only, immutable and write-only target attributes',
    schema: applicationWith({
      mappings: [
        { target: 'created', expression: '"now"' },
        { target: 'number', expression: '[employeeId]' },
        { target: 'secret', expression: 'Redact([employeeId])' },
      ],
      attributes: [
        { name: 'created', mutability: 'ReadOnly' },
        { name: 'number', mutability: 'Immutable' },
        { name: 'secret', mutability: 'WriteOnly' },
      ],
    }),
    people: [{ ...ada, employeeId: 'E2' }],
    accounts: [{ ...adaAccount, number: 'E1', created: 'then' }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-two-mappings-one-target',
    shows: 'which of two mappings wins is not documented, so neither is claimed',
    schema: applicationWith({
      mappings: [
        { target: 'title', expression: '[jobTitle]' },
        { target: 'nickName', expression: '"Ada"' },
        { target: 'Title', expression: 'ToUpper([jobTitle])' },
        { target: 'nickName', expression: '"Ada"' },
      ],
    }),
    people: [{ ...ada, jobTitle: 'Countess' }],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    expected: ['update', null, 'warning'],
  },
  {
    name: 'flow-scim-paths',
    shows: 'complex SCIM paths and the enterprise extension',
    schema: applicationWith({
      mappings: [
        { target: 'emails[type eq "work"].value', expression: '[mail]' },
        { target: 'name.givenName', expression: '[givenName]' },
        { target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', expression: '[department]' },
      ],
    }),
    people: [{ ...ada, mail: 'ada@contoso.example', givenName: 'Ada' }],
    accounts: [
      {
        ...adaAccount,
        name: { givenName: 'A.' },
        emails: [
          { type: 'home', value: 'ada@home.example' },
          { type: 'work', value: 'old@contoso.example' },
        ],
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Research' },
      },
    ],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-manager',
    shows: 'a manager is followed to the account in the target',
    schema: applicationWith({
      mappings: [{ target: 'manager', expression: '[manager]' }],
      attributes: [{ name: 'manager', type: 'Reference' }],
    }),
    people: [
      { ...ada, manager: 'm-1' },
      { ...ada, id: 'm-1', userPrincipalName: 'mary@contoso.example', displayName: 'Mary Somerville' },
    ],
    accounts: [adaAccount, { ...adaAccount, id: 'a-9', userName: 'mary@contoso.example', displayName: 'Mary Somerville' }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'flow-manager-not-there',
    shows: 'a manager without an account has to wait',
    schema: applicationWith({
      mappings: [{ target: 'manager', expression: '[manager]' }],
      attributes: [{ name: 'manager', type: 'Reference' }],
    }),
    people: [
      { ...ada, manager: 'm-1' },
      { ...ada, id: 'm-1', userPrincipalName: 'mary@contoso.example', displayName: 'Mary Somerville' },
    ],
    accounts: [],
    user: ada.userPrincipalName,
    expected: ['create', null, 'success'],
  },
];

const switched = applicationWith({
  source: 'Microsoft Entra ID',
  mappings: [
    { target: 'title', expression: '[jobTitle]' },
    { target: 'region', expression: 'Switch([country], "Elsewhere", "NO", "North")' },
  ],
  attributes: [{ name: 'title' }, { name: 'region', flowNullValues: true }],
});

/** One person as a full import and as an incremental change. */
export const lensSituations: readonly Situation[] = [
  {
    name: 'lens-full',
    shows: 'a full import, with what an incremental cycle would do instead',
    schema: switched,
    people: [{ ...ada, jobTitle: 'Countess', country: 'NO' }],
    accounts: [{ ...adaAccount, title: 'Miss', region: 'North' }],
    user: ada.userPrincipalName,
    expected: ['update', null, 'success'],
  },
  {
    name: 'lens-incremental',
    shows: 'only jobTitle changed: what differs elsewhere stays',
    schema: switched,
    people: [{ ...ada, jobTitle: 'Countess', country: 'NO', displayName: 'Ada Lovelace' }],
    accounts: [{ ...adaAccount, title: 'Miss', region: 'North' }],
    user: ada.userPrincipalName,
    changed: ['jobTitle'],
    expected: ['update', null, 'warning'],
  },
  {
    name: 'lens-switch-defect',
    shows: 'the documented defect of Switch, by its reading, clears the region',
    schema: switched,
    people: [{ ...ada, jobTitle: 'Countess', country: 'NO' }],
    accounts: [{ ...adaAccount, title: 'Miss', region: 'North' }],
    user: ada.userPrincipalName,
    changed: ['jobTitle'],
    connection: { semantics: { switchUnchangedSource: 'null' } },
    expected: ['update', null, 'warning'],
  },
];
