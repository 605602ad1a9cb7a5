import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { Trace } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { type MemoryTarget, memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview, type TestRun } from '../../support/runPreview.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data');
const schemaFile = resolve(data, 'schemas/ad-to-entra.default.json');
const runFile = resolve(data, 'service-run-ad-to-entra.json');
const absent =
  existsSync(schemaFile) && existsSync(runFile) ? false : 'the shared data with the real schema and the real run is absent';

/** Filled in by the service from the job's settings; the export does not say with what. */
const filledIn = ['dnsdomainname', 'netbiosname'];

/** The published run leaves objectGUID out, which is what the schema matches by. */
const objectGUID = 'AAECAwQFBgcICQoLDA0ODw==';

interface RealRun {
  readonly subject: string;
  readonly action: string;
  readonly source: Readonly<Record<string, string>>;
  readonly written: Readonly<Record<string, string>> & { readonly DnsDomainName?: string; readonly NetBiosName?: string };
}

const real: RealRun = absent ? { subject: '', action: '', source: {}, written: {} } : JSON.parse(readFileSync(runFile, 'utf8'));

/** What the service wrote, under lower-case names, without what only the job's settings know: 35 attributes. */
const expected = new Map(
  Object.entries(real.written)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !filledIn.includes(name)),
);

/** The target names of the schema by lower-case name: schema and service differ in case. */
function schemaNames(schema: RealSchema): ReadonlyMap<string, string> {
  const names = schema.synchronizationRules[0].objectMappings[0].attributeMappings.map((each) => each.targetAttributeName);
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

interface RealSchema {
  readonly synchronizationRules: readonly [
    {
      readonly objectMappings: readonly [
        {
          readonly scope: { readonly inputFilterGroups: readonly [{ readonly clauses: { operatorName: string }[] }] };
          readonly attributeMappings: readonly { readonly targetAttributeName: string }[];
        },
      ];
    },
  ];
}

function readSchema(): RealSchema {
  const schema: RealSchema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  // The exported schema belongs to another tenant: its last input-filter clause wants a container of that tenant.
  const foreign = schema.synchronizationRules[0].objectMappings[0].scope.inputFilterGroups[0].clauses.pop();
  assert.equal(foreign?.operatorName, 'ENDS_WITH');
  return schema;
}

async function run(
  account: Readonly<Record<string, AttributeValue>> | null,
  more: Partial<TestRun> = {},
): Promise<{ readonly trace: Trace; readonly target: MemoryTarget }> {
  const source = memorySource([{ id: real.subject, displayName: 'Adele Vest', attributes: { ...real.source, objectGUID } }]);
  const target = memoryTarget(account ? [{ id: 'entra-id', displayName: 'Adele Vest', attributes: account }] : []);
  const trace = await runPreview({ text: JSON.stringify(readSchema()), source, target, user: real.subject, ...more });
  return { trace, target };
}

/** The target object of the real run, with each written attribute as `value` makes it. */
function accountWith(value: (written: string) => AttributeValue): Readonly<Record<string, AttributeValue>> {
  const names = schemaNames(readSchema());
  const held = [...expected].map(([name, written]) => [names.get(name) ?? name, value(written)] as const);
  return { ...Object.fromEntries(held), onPremisesObjectIdentifier: objectGUID };
}

const statuses = (trace: Trace): readonly string[] => trace.steps.map(({ status }) => status);

describe('the real run of the service, with the real default schema', { skip: absent }, () => {
  it('gives every attribute on creation, and nothing else but the anchor', async () => {
    const { trace } = await run(null);
    assert.equal(trace.action, 'create');
    assert.equal(trace.steps[2].details.inScope, true);
    const given = new Map(
      trace.changes.filter((change) => change.state === 'changed').map((change) => [change.target.toLowerCase(), change.new]),
    );
    assert.equal(expected.size, 35);
    for (const [name, value] of expected) assert.deepEqual(given.get(name), value, name);
    const more = [...given.keys()].filter((name) => !expected.has(name));
    assert.deepEqual(more, ['onpremisesobjectidentifier']);
  });

  it('updates an account with older values by exactly the 35 attributes that the service wrote', async () => {
    const { trace, target } = await run(accountWith(() => 'an older value'));
    assert.equal(real.action, 'Update');
    assert.equal(trace.action, 'update');
    assert.equal(trace.code, null);
    // The two constants that the job's settings fill in are not known here, which the step says.
    assert.deepEqual(statuses(trace), ['success', 'success', 'success', 'success', 'warning']);
    assert.match(
      trace.steps[4].summary,
      /^35 attributes change in the target\. 2 more attributes cannot be evaluated locally\.$/,
    );
    const [attempt] = trace.steps[3].details.attempts ?? [];
    assert.deepEqual([attempt?.target, attempt?.value, attempt?.verdict], ['onPremisesObjectIdentifier', objectGUID, 'matched']);
    const [write] = target.described;
    assert.deepEqual([write?.action, write?.id], ['update', 'entra-id']);
    const written = new Map((write?.attributes ?? []).map(({ name, new: value }) => [name.toLowerCase(), value]));
    assert.deepEqual(new Map([...written].sort()), new Map([...expected].sort()));
    assert.equal(trace.steps[4].details.requests?.length, 1);
  });

  it('fills an account that has nothing but the anchor with the same attributes', async () => {
    const { trace, target } = await run({ onPremisesObjectIdentifier: objectGUID });
    assert.equal(trace.action, 'update');
    const written = new Map((target.described[0]?.attributes ?? []).map(({ name, new: value }) => [name.toLowerCase(), value]));
    assert.deepEqual(new Map([...written].sort()), new Map([...expected].sort()));
  });

  it('writes the domain names too once the connection gives them', async () => {
    const tenantConstants = new Map([
      ['DomainFQDN', real.written.DnsDomainName ?? ''],
      ['DomainNetBios', real.written.NetBiosName ?? ''],
    ]);
    const { trace, target } = await run(
      accountWith(() => 'an older value'),
      { tenantConstants },
    );
    const written = new Map((target.described[0]?.attributes ?? []).map(({ name, new: value }) => [name.toLowerCase(), value]));
    assert.equal(written.size, 37);
    for (const [name, value] of Object.entries(real.written)) assert.deepEqual(written.get(name.toLowerCase()), value, name);
    assert.deepEqual(statuses(trace), ['success', 'success', 'success', 'success', 'success']);
    const equal = { ...accountWith((value) => value), dnsDomainName: 'corp.chicago.com', netBiosName: 'CHICAGO' };
    const again = await run(equal, { tenantConstants });
    assert.deepEqual([again.trace.action, again.trace.code, again.trace.status], ['skip', 'RedundantExport', 'skipped']);
    assert.deepEqual(statuses(again.trace), ['success', 'success', 'success', 'success', 'skipped']);
    assert.deepEqual(again.trace.steps[4].details.requests, []);
    assert.ok(again.trace.changes.every(({ state }) => state === 'unchanged' || state === 'null'));
  });

  it('warns beside RedundantExport where the account has domain names that are not known here', async () => {
    const { trace } = await run({ ...accountWith((value) => value), dnsDomainName: 'corp.chicago.com', netBiosName: 'CHICAGO' });
    assert.deepEqual([trace.action, trace.code, trace.steps[4].status], ['skip', 'RedundantExport', 'warning']);
    assert.match(trace.steps[4].summary, /2 more attributes cannot be evaluated locally\.$/);
  });

  it('does not claim RedundantExport where the account lacks them', async () => {
    const { trace } = await run(accountWith((value) => value));
    assert.deepEqual([trace.action, trace.code, trace.steps[4].status], ['none', null, 'warning']);
    const unknown = trace.changes.filter(({ state }) => state === 'failed').map(({ target }) => target.toLowerCase());
    assert.deepEqual(unknown.sort(), filledIn);
  });
});
