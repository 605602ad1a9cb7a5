import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Semantics } from '../../../src/core/semantics.ts';
import type { AttributeValue } from '../../../src/core/value.ts';
import { memorySource, memoryTarget } from '../../support/memoryDirectories.ts';
import { changeOf, runWith } from '../../support/runPreview.ts';
import type { TestAttribute, TestMapping, TestSchema } from '../../support/schemaText.ts';

interface Given {
  readonly mapping?: Omit<TestMapping, 'target'>;
  readonly attribute?: Omit<TestAttribute, 'name'>;
  readonly sourceAttributes?: readonly TestAttribute[];
  readonly x: AttributeValue;
  /** Undefined: the object does not exist in the target. */
  readonly old?: AttributeValue;
  readonly cloudSync?: boolean;
  readonly semantics?: Partial<Semantics>;
}

async function flow(
  given: Given,
): Promise<readonly [state: string, value: AttributeValue, written: boolean, note: string | null]> {
  const schema: TestSchema = {
    mappings: [
      { target: 'id', expression: '[id]', matchingPriority: 1 },
      { target: 'y', expression: '[x]', ...given.mapping },
    ],
    attributes: [{ name: 'y', ...given.attribute }],
    sourceAttributes: given.sourceAttributes ?? [],
    ...(given.cloudSync ? { source: 'Active Directory', target: 'Microsoft Entra ID' } : {}),
  };
  const source = memorySource([{ id: 'p', attributes: { id: 'p', x: given.x, z: null } }]);
  const target = memoryTarget(given.old === undefined ? [] : [{ id: 't', attributes: { id: 'p', y: given.old } }]);
  const trace = await runWith(schema, { source, target, user: 'p', semantics: given.semantics ?? {} });
  const { state, new: value } = changeOf(trace, 'y');
  const written = target.described.some((write) => write.attributes.some(({ name }) => name === 'y'));
  const note = trace.steps[4].details.evaluations?.find((one) => one.target === 'y')?.note ?? null;
  return [state, value, written, note];
}

describe('defaultValueApplies', () => {
  const withDefault = { mapping: { expression: '[x]', defaultValue: 'd' }, x: null };
  it('create: the default stands in on create only', async () => {
    assert.deepEqual((await flow(withDefault)).slice(0, 3), ['changed', 'd', true]);
    const update = await flow({ ...withDefault, old: 'o' });
    assert.deepEqual(update.slice(0, 3), ['null', null, false]);
    assert.match(update[3] ?? '', /old value stays.*default value applies on create only/);
  });

  it('always: it stands in on update too, within the flow type, and never clears', async () => {
    const semantics = { defaultValueApplies: 'always' } as const;
    assert.deepEqual((await flow({ ...withDefault, old: 'o', semantics })).slice(0, 3), ['changed', 'd', true]);
    assert.deepEqual((await flow({ ...withDefault, old: 'D', semantics })).slice(0, 3), ['unchanged', 'd', false]);
    const once = { ...withDefault, mapping: { ...withDefault.mapping, flowType: 'ObjectAddOnly' } };
    assert.deepEqual((await flow({ ...once, old: 'o', semantics })).slice(0, 3), ['ignored', 'd', false]);
    const clearing = { ...withDefault, attribute: { flowNullValues: true }, old: 'o', semantics };
    assert.deepEqual((await flow(clearing)).slice(0, 3), ['changed', 'd', true]);
  });
});

describe('the mapping type None', () => {
  const none = { mapping: { expression: null, defaultValue: 'd' }, x: 'a' };
  it('fills the attribute while the target has no value, and leaves a value alone even where nulls flow', async () => {
    assert.deepEqual((await flow({ ...none, old: null })).slice(0, 3), ['changed', 'd', true]);
    assert.deepEqual((await flow({ ...none, old: '' })).slice(0, 3), ['changed', 'd', true]);
    const held = await flow({ ...none, old: 'o', attribute: { flowNullValues: true } });
    assert.deepEqual(held.slice(0, 3), ['ignored', null, false]);
    assert.match(held[3] ?? '', /no source, so the value in the target stays/);
  });
});

describe('emptyText', () => {
  const rows: readonly (readonly [Semantics['emptyText'], cloudSync: boolean, old: AttributeValue | undefined, ...unknown[]])[] =
    [
      ['byDialect', false, 'o', 'changed', '', true],
      ['byDialect', true, 'o', 'changed', null, true],
      ['byDialect', true, null, 'null', null, false],
      ['byDialect', true, undefined, 'null', null, false],
      ['byDialect', false, undefined, 'changed', '', true],
      ['write', true, 'o', 'changed', '', true],
      ['clear', false, 'o', 'changed', null, true],
      ['clear', false, undefined, 'null', null, false],
      ['skip', true, 'o', 'ignored', null, false],
      ['skip', false, undefined, 'ignored', null, false],
    ];
  for (const [emptyText, cloudSync, old, ...expected] of rows) {
    const where = `${cloudSync ? 'cloud sync' : 'app provisioning'}, ${old === undefined ? 'create' : `over ${JSON.stringify(old)}`}`;
    it(`${emptyText}: ${where}`, async () => {
      const given = { x: '', cloudSync, semantics: { emptyText }, ...(old === undefined ? {} : { old }) };
      assert.deepEqual((await flow(given)).slice(0, 3), expected);
    });
  }

  it('clears nothing through a mapping that applies on creation only, that only adds, or to a read-only attribute', async () => {
    for (const flowType of ['ObjectAddOnly', 'AttributeAddOnly', 'ValueAddOnly', 'MultiValueAddOnly']) {
      const [state, , written] = await flow({ x: '', old: 'o', cloudSync: true, mapping: { expression: '[x]', flowType } });
      assert.deepEqual([flowType, state, written], [flowType, 'ignored', false]);
    }
    for (const mutability of ['ReadOnly', 'Immutable']) {
      const [state, , written] = await flow({ x: '', old: 'o', cloudSync: true, attribute: { mutability } });
      assert.deepEqual([mutability, state, written], [mutability, 'ignored', false]);
    }
  });
});

describe('nullOnUpdate', () => {
  const flows = { name: 'x', flowNullValues: true };
  const stays = { name: 'x', flowNullValues: false };
  it('targetFlag: clears where the target attribute takes nulls', async () => {
    assert.deepEqual((await flow({ x: null, old: 'o', attribute: { flowNullValues: true } })).slice(0, 3), [
      'changed',
      null,
      true,
    ]);
    assert.deepEqual((await flow({ x: null, old: 'o' })).slice(0, 3), ['null', null, false]);
  });

  it('bothFlags: wants the flag on every source attribute that the mapping reads', async () => {
    const run = (expression: string, sourceAttributes: readonly TestAttribute[]) =>
      flow({
        mapping: { expression },
        attribute: { flowNullValues: true },
        sourceAttributes,
        x: null,
        old: 'o',
        semantics: { nullOnUpdate: 'bothFlags' },
      });
    assert.deepEqual((await run('[x]', [flows])).slice(0, 3), ['changed', null, true]);
    assert.deepEqual((await run('[x]', [{ name: 'X', flowNullValues: true }])).slice(0, 3), ['changed', null, true]);
    const barred = await run('[x]', [stays]);
    assert.deepEqual(barred.slice(0, 3), ['null', null, false]);
    assert.match(barred[3] ?? '', /source attribute takes null values too \("nullOnUpdate": "bothFlags"\)/);
    assert.deepEqual((await run('[x]', [])).slice(0, 3), ['null', null, false]);
    assert.deepEqual((await run('Coalesce([x], [z])', [flows])).slice(0, 3), ['null', null, false]);
    assert.deepEqual((await run('Coalesce([x], [z])', [flows, { ...flows, name: 'z' }])).slice(0, 3), ['changed', null, true]);
    assert.deepEqual((await run('IIF("a" = "b", "c", )', [flows])).slice(0, 3), ['null', null, false]);
  });

  it('keep: never clears', async () => {
    const semantics = { nullOnUpdate: 'keep' } as const;
    const attribute = { flowNullValues: true };
    assert.deepEqual((await flow({ x: null, old: 'o', attribute, semantics })).slice(0, 3), ['null', null, false]);
  });
});

describe('values that only add', () => {
  it('compares what is added by the case rule of the attribute', async () => {
    const mapping = { expression: '[x]', flowType: 'MultiValueAddOnly' };
    const loose = await flow({ mapping, attribute: { multivalued: true }, x: ['B', 'c', 'C'], old: ['a', 'b'] });
    assert.deepEqual(loose.slice(0, 3), ['changed', ['a', 'b', 'c'], true]);
    const exact = await flow({ mapping, attribute: { multivalued: true, caseExact: true }, x: ['B', 'c', 'C'], old: ['a', 'b'] });
    assert.deepEqual(exact.slice(0, 3), ['changed', ['a', 'b', 'B', 'c', 'C'], true]);
  });

  it('never makes two values of a single-valued attribute', async () => {
    const mapping = { expression: '[x]', flowType: 'MultiValueAddOnly' };
    assert.deepEqual((await flow({ mapping, x: 'a', old: 'o' })).slice(0, 3), ['ignored', 'a', false]);
    assert.deepEqual((await flow({ mapping, x: 'a', old: null })).slice(0, 3), ['changed', 'a', true]);
    assert.deepEqual((await flow({ mapping, x: 'a', old: 'A' })).slice(0, 3), ['unchanged', 'a', false]);
  });
});

describe('a required attribute', () => {
  it('is created with a default where there is one, though empty text means no value', async () => {
    const attribute = { required: true };
    assert.deepEqual((await flow({ x: '', cloudSync: true, attribute })).slice(0, 3), ['failed', null, false]);
    assert.deepEqual((await flow({ x: null, attribute: { ...attribute, defaultValue: 'own' } })).slice(0, 3), [
      'changed',
      'own',
      true,
    ]);
    const mapping = { expression: '[x]', defaultValue: 'd' };
    assert.deepEqual((await flow({ x: '', cloudSync: true, attribute, mapping })).slice(0, 3), ['changed', 'd', true]);
  });

  it('is not cleared', async () => {
    const attribute = { required: true, flowNullValues: true };
    const refused = await flow({ x: null, old: 'o', attribute });
    assert.deepEqual(refused.slice(0, 3), ['failed', null, false]);
    assert.match(refused[3] ?? '', /cannot be cleared/);
    const own = { ...attribute, defaultValue: 'own' };
    assert.deepEqual((await flow({ x: null, old: 'o', attribute: own })).slice(0, 3), ['changed', 'own', true]);
  });
});
