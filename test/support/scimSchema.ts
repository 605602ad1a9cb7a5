import type { TestSchema } from './schemaText.ts';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What the schemas of the tests with a SCIM server that is not ours have in common: everything but the mappings of users. */
export const scimSchema: Omit<TestSchema, 'mappings'> = {
  attributes: [
    { name: 'active', type: 'Boolean' },
    { name: 'title', flowNullValues: true },
    { name: `${enterprise}:manager`, type: 'Reference', flowNullValues: true },
  ],
  groups: {
    mappings: [
      { target: 'displayName', expression: '[displayName]', matchingPriority: 1 },
      { target: 'externalId', expression: '[objectId]' },
      { target: 'members', expression: '[members]' },
    ],
    attributes: [{ name: 'members', type: 'Reference', multivalued: true }],
  },
  scope: {
    groups: [
      {
        name: 'Sales',
        clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }],
      },
    ],
  },
};
