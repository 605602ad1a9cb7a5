import assert from 'node:assert/strict';
import type { Connection } from '../../../src/core/connection/connection.ts';
import type { Step, Trace } from '../../../src/core/trace/trace.ts';
import type { RunTarget } from '../../../src/extension/run/sessionPorts.ts';
import type { PreparedRun, ProvisionRun } from '../../../src/run/run.ts';

/** What the tests of the session have in common. */

export const target: RunTarget = { connectionPath: '/w/corp.provision.json', choice: null };
export const adele = { id: 'CN=Adele', displayName: 'adele' };

export const steps: Trace['steps'] = [
  { kind: 'testConnection', status: 'success', summary: 'Both answer.', durationMs: 1, details: {}, error: null },
  { kind: 'import', status: 'success', summary: 'Read.', durationMs: 1, details: {}, error: null },
  { kind: 'scope', status: 'success', summary: 'In scope.', durationMs: 1, details: {}, error: null },
  { kind: 'match', status: 'success', summary: 'Found.', durationMs: 1, details: {}, error: null },
  { kind: 'action', status: 'success', summary: 'Update.', durationMs: 1, details: {}, error: null },
];
export const trace: Trace = {
  format: 'provtrace/1',
  mode: 'preview',
  connection: 'Corp',
  configuration: { hash: '', rule: 'r', objectMapping: 'm' },
  subject: { id: 'CN=Adele', displayName: 'Adele Vance' },
  startedAt: '',
  endedAt: '',
  steps,
  action: 'update',
  status: 'success',
  code: null,
  changes: [],
};
export const connection: Connection = {
  name: 'Corp',
  configuration: {
    kind: 'schema',
    schema: 'a.json',
    schemaRange: { start: 0, end: 0 },
    rule: null,
    objectMapping: null,
    dialect: null,
  },
  source: { kind: 'file', path: 'p.ldif', range: { start: 0, end: 0 } },
  target: { kind: 'file', path: 't.json', range: { start: 0, end: 0 } },
  assignment: null,
  skipOutOfScopeDeletions: false,
  access: 'readOnly',
  service: { servicePrincipalId: null, jobId: null },
  people: [],
  tenantConstants: new Map(),
  semantics: {},
};

const readOnly: ProvisionRun = {
  ok: false,
  error: { kind: 'refused', code: 'ReadOnly', message: 'The connection is read-only.', advice: 'Change it.' },
};

/** A run that can start; read-only unless it is given how to write. */
export function prepared(start: PreparedRun['start'], provision: ProvisionRun = readOnly): PreparedRun {
  const nobody = (): never => assert.fail('the session asks the source nothing');
  return {
    ok: true,
    connection,
    reference: connection.configuration,
    configurationPath: '/w/a.json',
    scopePath: null,
    sourceLabel: 'p.ldif',
    targetLabel: 't.json',
    source: { label: 'p.ldif', testConnection: nobody, resolve: nobody, search: nobody, holders: nobody },
    objectName: 'User',
    problems: [],
    start,
    provision,
  };
}

export async function* fiveSteps(): AsyncGenerator<Step, Trace> {
  yield* steps;
  return trace;
}

export interface Gate<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
}

/** Something that happens when the test says so. */
export function gate<Value>(): Gate<Value> {
  let open: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { promise, resolve: (value) => open(value) };
}
