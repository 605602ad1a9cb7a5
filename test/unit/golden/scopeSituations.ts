import { ada, adaAccount, application, applicationWith, bo, boAccount, cloudSync, filter, type Situation } from './situation.ts';

const twoGroups = filter({
  'Sales in Oslo': [
    ['department', 'EQUALS', 'Sales'],
    ['city', 'EQUALS', 'Oslo'],
  ],
  Executives: [['jobTitle', 'REGEX MATCH', '^Chief']],
});

/** The gates of facts/graph-synchronization.md, section 3, each deciding once. */
export const scopeSituations: readonly Situation[] = [
  {
    name: 'scope-why-not',
    shows: 'two groups, the truth table, and the nearest fix',
    schema: applicationWith({ scope: twoGroups }),
    people: [{ ...ada, department: 'sales', city: 'Oslo' }],
    accounts: [],
    user: ada.userPrincipalName,
    expected: ['skip', 'NotEffectivelyEntitled', 'skipped'],
  },
  {
    name: 'scope-empty-attribute',
    shows: 'NOT EQUALS on an empty attribute is false in groups',
    schema: applicationWith({ scope: filter({ 'No partners': [['companyName', 'NOT EQUALS', 'Partner']] }) }),
    people: [ada],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    expected: ['disable', null, 'success'],
  },
  {
    name: 'scope-input-filter',
    shows: 'an input filter drops the person and leaves the account alone; the empty adminDescription passes',
    schema: {
      ...cloudSync,
      scope: filter(
        {
          Exclusions: [
            ['isCriticalSystemObject', 'IS FALSE'],
            ['adminDescription', 'NOT REGEX MATCH', '^User_'],
            ['sAMAccountName', 'NOT REGEX MATCH', '^MSOL_'],
            ['msExchRecipientTypeDetails', '!&', '566259712'],
          ],
        },
        'inputFilterGroups',
      ),
    },
    people: [{ ...bo, sAMAccountName: 'MSOL_1' }],
    accounts: [boAccount],
    user: bo.dn,
    expected: ['skip', 'NotEffectivelyEntitled', 'skipped'],
  },
  {
    name: 'scope-category-filter',
    shows: 'the person belongs to another object mapping',
    schema: applicationWith({ scope: filter({ Members: [['employeeType', 'EQUALS', 'Member']] }, 'categoryFilterGroups') }),
    people: [{ ...ada, employeeType: 'Contractor' }],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    expected: ['skip', 'NotEffectivelyEntitled', 'skipped'],
  },
  {
    name: 'scope-unknown-operator',
    shows: 'an operator that only the service evaluates leaves the verdict open',
    schema: applicationWith({ scope: filter({ Team: [['department', 'IS_MEMBER_OF', 'Sales']] }) }),
    people: [ada],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    expected: ['none', null, 'warning'],
  },
  {
    name: 'scope-several-values',
    shows: 'every value of a multi-valued attribute must satisfy the clause',
    schema: applicationWith({ scope: filter({ Mail: [['otherMails', 'ENDS_WITH', '@contoso.example']] }) }),
    people: [{ ...ada, otherMails: ['a@contoso.example', 'a@else.example'] }],
    accounts: [],
    user: ada.userPrincipalName,
    expected: ['skip', 'NotEffectivelyEntitled', 'skipped'],
  },
  {
    name: 'scope-several-values-any',
    shows: 'the same with the reading that one value is enough',
    schema: applicationWith({ scope: filter({ Mail: [['otherMails', 'ENDS_WITH', '@contoso.example']] }) }),
    people: [{ ...ada, otherMails: ['a@contoso.example', 'a@else.example'] }],
    accounts: [],
    user: ada.userPrincipalName,
    connection: { semantics: { multivaluedComparison: 'any' } },
    expected: ['create', null, 'success'],
  },
  {
    name: 'scope-unassigned',
    shows: 'nobody assigned her, and the job synchronizes assigned people only',
    schema: application,
    people: [{ ...ada, appRoleAssignments: [] }],
    accounts: [adaAccount],
    user: ada.userPrincipalName,
    connection: { assignment: 'assigned' },
    expected: ['disable', null, 'success'],
  },
  {
    name: 'scope-container-on-demand',
    shows: 'on demand, cloud sync does not apply the organizational units; a cycle would',
    schema: { ...cloudSync, containerFilter: ['OU=Cloud,DC=corp,DC=example'] },
    people: [{ ...bo, displayName: 'Bo Ekman' }],
    accounts: [boAccount],
    user: bo.dn,
    expected: ['update', null, 'warning'],
  },
  {
    name: 'scope-container-applied',
    shows: 'the same with the reading that they are applied',
    schema: { ...cloudSync, containerFilter: ['OU=Cloud,DC=corp,DC=example'] },
    people: [{ ...bo, displayName: 'Bo Ekman' }],
    accounts: [],
    user: bo.dn,
    connection: { semantics: { onDemandScope: 'applied' } },
    expected: ['skip', 'JoinNotFound', 'skipped'],
  },
];
