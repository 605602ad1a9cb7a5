import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { it } from 'node:test';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { runPreview } from '../../support/runPreview.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data');
const schemaFile = resolve(data, 'schemas/ad-to-entra.default.json');
const runFile = resolve(data, 'service-run-ad-to-entra.json');
const absent =
  existsSync(schemaFile) && existsSync(runFile) ? false : 'the shared data with the real schema and the real run is absent';

/** Filled in by the service from the job's settings; the export does not say with what. */
const tenantConstants = ['dnsdomainname', 'netbiosname'];

it('the real default schema gives every attribute that the real service wrote', { skip: absent }, async () => {
  const real = JSON.parse(readFileSync(runFile, 'utf8')) as {
    subject: string;
    source: Record<string, string>;
    written: Record<string, string>;
  };
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  // The exported schema belongs to another tenant: its last input-filter clause wants a container of that tenant.
  const [group] = schema.synchronizationRules[0].objectMappings[0].scope.inputFilterGroups;
  const foreign = group.clauses.pop();
  assert.equal(foreign.operatorName, 'ENDS_WITH');
  // The published run leaves objectGUID out, which is what the schema matches by.
  const attributes = { ...real.source, objectGUID: 'AAECAwQFBgcICQoLDA0ODw==' };

  const source = memorySource([{ id: real.subject, displayName: 'Adele Vest', attributes }]);
  const trace = await runPreview({ text: JSON.stringify(schema), source, target: memoryTarget([]), user: real.subject });
  assert.equal(trace.action, 'create');
  assert.equal(trace.steps[2].details.inScope, true);

  const given = new Map(
    trace.changes.filter((change) => change.state === 'changed').map((change) => [change.target.toLowerCase(), change.new]),
  );
  const expected = Object.entries(real.written).filter(([name]) => !tenantConstants.includes(name.toLowerCase()));
  assert.equal(expected.length, 35);
  for (const [name, value] of expected) assert.deepEqual(given.get(name.toLowerCase()), value, name);
  const more = [...given.keys()].filter((name) => !expected.some(([known]) => known.toLowerCase() === name));
  assert.deepEqual(more, ['onpremisesobjectidentifier'], 'nothing else is written but the anchor');
});
