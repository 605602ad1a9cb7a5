import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openSource, openTarget } from '../../../src/connectors/openDirectory.ts';
import type { OpenOptions } from '../../../src/connectors/ports.ts';
import { changeOf, runWith } from '../../support/runPreview.ts';
import type { TestSchema } from '../../support/schemaText.ts';

const count = 1000;
const dn = (index: number): string => `CN=Person\\, ${index},OU=Staff,DC=corp,DC=example`;

/** A thousand people and a group of them all, as Active Directory exports them. */
const ldif = [
  ...Array.from(
    { length: count },
    (_, index) => `dn: ${dn(index)}
objectClass: user
displayName: Person ${index}
sAMAccountName: p${index}
mail: p${index}@corp.example
department: ${index % 10 === 0 ? 'Legal' : 'Sales'}
userAccountControl: 512
description: ${'x'.repeat(300)}
`,
  ),
  `dn: CN=Everybody,OU=Groups,DC=corp,DC=example
objectClass: group
displayName: Everybody
${Array.from({ length: count }, (_, index) => `member: ${dn(index)}`).join('\n')}
`,
].join('\n');

const accounts = JSON.stringify(
  Array.from({ length: count }, (_, index) => ({
    id: `t${index}`,
    userPrincipalName: `P${index}@corp.example`,
    displayName: 'x',
  })),
);

const schema: TestSchema = {
  source: 'Active Directory',
  target: 'Azure Active Directory',
  mappings: [{ target: 'userPrincipalName', expression: 'ToLower([mail])', matchingPriority: 1 }],
  attributes: [{ name: 'userPrincipalName' }],
  scope: {
    groups: [
      {
        name: 'Sales',
        clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }],
      },
    ],
  },
  groups: {
    mappings: [
      { target: 'displayName', expression: '[displayName]', matchingPriority: 1 },
      { target: 'members', expression: '[member]' },
    ],
    attributes: [{ name: 'displayName' }, { name: 'members', type: 'Reference', multivalued: true }],
  },
};

it('follows a thousand members from file to file in about a second, in the order of the source', async () => {
  let reads = 0;
  const options: OpenOptions = {
    folder: '/',
    signal: new AbortController().signal,
    readText: async (path) => {
      reads += 1;
      return path.endsWith('.ldif') ? ldif : accounts;
    },
    secret: async () => undefined,
  };
  const range = { start: 0, end: 0 };
  const started = performance.now();
  const trace = await runWith(schema, {
    source: openSource({ kind: 'file', path: 'people.ldif', range }, options),
    target: openTarget({ kind: 'file', path: 'accounts.json', range }, options),
    user: 'CN=Everybody,OU=Groups,DC=corp,DC=example',
    objectMapping: 'Groups',
  });
  const elapsed = performance.now() - started;
  assert.equal(trace.action, 'create');
  const expected = Array.from({ length: count }, (_, index) => index).filter((index) => index % 10 !== 0);
  assert.deepEqual(
    changeOf(trace, 'members').new,
    expected.map((index) => `t${index}`),
  );
  assert.ok(reads < 12, `${reads} reads`);
  // Generous: machines that build are slow and shared.
  assert.ok(elapsed < 4000, `${Math.round(elapsed)} ms`);
});

it('takes no name of a person, first or last, for a reference to them', async () => {
  const names = ['Ann', 'Lee', 'Ann Lee'];
  const people = `dn: CN=one,DC=corp,DC=example
objectClass: user
displayName: Ann Lee
givenName: Ann
sn: Lee
sAMAccountName: alee
mail: p1@corp.example
department: Sales
userAccountControl: 512

dn: CN=Few,DC=corp,DC=example
objectClass: group
displayName: Few
${[...names, 'alee'].map((name) => `member: ${name}`).join('\n')}
`;
  const options: OpenOptions = {
    folder: '/',
    signal: new AbortController().signal,
    readText: async (path) => (path.endsWith('.ldif') ? people : accounts),
    secret: async () => undefined,
  };
  const range = { start: 0, end: 0 };
  const trace = await runWith(schema, {
    source: openSource({ kind: 'file', path: 'people.ldif', range }, options),
    target: openTarget({ kind: 'file', path: 'accounts.json', range }, options),
    user: 'Few',
    objectMapping: 'Groups',
  });
  const [followed] = trace.steps[4].details.references ?? [];
  assert.deepEqual(
    followed?.references.map(({ reference, outcome }) => [reference, outcome]),
    [...names.map((name) => [name, 'notFound']), ['alee', 'written']],
  );
});
