import { dialects } from '../core/expression/dialect.ts';
import type { CommandDefinition } from './commandLine.ts';

export const traceDefinition = {
  name: 'trace',
  summary: 'prints the five steps of provisioning for one user. Nothing is written to any directory without --provision.',
  flags: [
    { name: 'connection', value: 'FILE', help: 'the connection file (*.provision.json)' },
    { name: 'user', value: 'ID', help: 'DN, object id, account name, user principal name, mail address or display name' },
    {
      name: 'changed',
      value: 'LIST',
      help: 'look at the user as an incremental change of these source attributes: name[,name]. Left out, a full import',
    },
    {
      name: 'provision',
      value: null,
      help: 'then write for real and read back. Asks on a terminal; without one this flag is the consent. The connection must say "access": "readWrite"',
    },
    { name: 'yes', value: null, help: 'with --provision: do not ask' },
    { name: 'json', value: null, help: 'print the trace document (provtrace/1)' },
    { name: 'out', value: 'FILE', help: 'also write the trace document to a file (*.provtrace.json)' },
    { name: 'help', value: null, help: 'print this' },
  ],
  examples: [
    'trace --connection ad-to-entra.provision.json --user "Adele Vance"',
    'trace --connection entra-to-scim.provision.json --user adele@contoso.example --json',
    'trace --connection entra-to-scim.provision.json --user adele@contoso.example --changed department,jobTitle',
    'trace --connection entra-to-scim.provision.json --user adele@contoso.example --provision',
  ],
} as const satisfies CommandDefinition;

export const evalDefinition = {
  name: 'eval',
  summary: 'evaluates one attribute-mapping expression, or a file of cases.',
  flags: [
    { name: 'expression', value: 'TEXT', help: 'the expression' },
    { name: 'attributes', value: 'FILE', help: 'the source attributes: a JSON object of texts, lists of texts and nulls' },
    { name: 'dialect', value: 'NAME', help: `${dialects.join(' or ')}; ${dialects[0]} where it is not given` },
    { name: 'semantics', value: 'LIST', help: 'readings of doubtful points, as in docs/semantics.md: name=value[,name=value]' },
    { name: 'now', value: 'ISO', help: 'the clock, such as 2026-01-31T12:00:00Z' },
    { name: 'taken', value: 'FILE', help: 'a JSON list of the values that SelectUniqueValue finds taken' },
    { name: 'cases', value: 'FILE', help: 'a file of cases with their expected outcomes; prints each miss and the count' },
    { name: 'json', value: null, help: 'print the outcome and the value of every sub-term as JSON' },
    { name: 'help', value: null, help: 'print this' },
  ],
  examples: [`eval --expression 'Join(" ", [givenName], [sn])' --attributes person.json`, 'eval --cases cases.json'],
} as const satisfies CommandDefinition;

export const scopeDefinition = {
  name: 'scope',
  summary: 'evaluates a scoping filter for one set of attributes: the verdict of each clause, group and collection.',
  flags: [
    { name: 'filter', value: 'FILE', help: 'a scope file, a mapping file (its scope), or a synchronization schema' },
    { name: 'object-mapping', value: 'NAME', help: 'which object mapping of a schema; the one of users where it is not given' },
    { name: 'attributes', value: 'FILE', help: 'the source attributes: a JSON object of texts, lists of texts and nulls' },
    { name: 'semantics', value: 'LIST', help: 'readings of doubtful points, as in docs/semantics.md: name=value[,name=value]' },
    { name: 'json', value: null, help: 'print the verdicts as JSON' },
    { name: 'help', value: null, help: 'print this' },
  ],
  examples: [
    'scope --filter sales.scope.json --attributes person.json',
    'scope --filter ad-to-entra.syncschema.json --attributes person.json --semantics nullInGroups=passNegative --json',
  ],
} as const satisfies CommandDefinition;

export const checkFormats = ['human', 'json', 'sarif'] as const;

export const checkDefinition = {
  name: 'check',
  summary: 'prints what is wrong with synchronization schemas, mapping, scope and connection files. Nothing is evaluated.',
  operand: 'FILE',
  flags: [
    { name: 'format', value: 'NAME', help: `${checkFormats.join(', ')}; ${checkFormats[0]} where it is not given` },
    { name: 'dialect', value: 'NAME', help: `of mapping files: ${dialects.join(' or ')}; ${dialects[0]} where it is not given` },
    { name: 'help', value: null, help: 'print this' },
  ],
  examples: [
    'check ad-to-entra.syncschema.json ad-to-entra.provision.json',
    'check --format sarif *.syncschema.json > check.sarif',
  ],
} as const satisfies CommandDefinition;

export const commandDefinitions: readonly CommandDefinition[] = [
  traceDefinition,
  evalDefinition,
  scopeDefinition,
  checkDefinition,
];
