import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Outcome } from '../../../src/core/expression/outcome.ts';
import type { CompiledMapping } from '../../../src/core/flow/compileConfiguration.ts';
import { flowAttribute } from '../../../src/core/flow/flowAttribute.ts';
import type {
  AttributeDefinition,
  AttributeMapping,
  FlowBehavior,
  FlowType,
  Mutability,
} from '../../../src/core/schema/model.ts';
import type { ChangeState } from '../../../src/core/trace/trace.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

/** One combination of everything that a flow depends on. */
interface Combination {
  readonly flowType: FlowType;
  readonly flowBehavior: FlowBehavior;
  readonly operation: 'create' | 'update';
  readonly old: AttributeValue;
  readonly outcome: Outcome;
  readonly cloudSync: boolean;
  readonly multivalued: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly required: boolean;
  readonly flowNullValues: boolean;
  readonly mappingDefault: string | null;
  readonly attributeDefault: string | null;
}

interface Expected {
  readonly state: ChangeState;
  readonly value: AttributeValue;
  readonly written: boolean;
}

const range = { start: 0, end: 0 };

/** What the engine makes of a combination. */
function engine(combination: Combination): Expected {
  const { flowType, flowBehavior, operation, old, outcome, cloudSync, mappingDefault, attributeDefault } = combination;
  const { multivalued, caseExact, mutability, required, flowNullValues } = combination;
  const mapping: AttributeMapping = {
    range,
    pointer: '/m',
    targetAttributeName: 'y',
    matchingPriority: 0,
    flowType,
    flowBehavior,
    defaultValue: mappingDefault,
    source: {
      range,
      pointer: '/m/source',
      type: 'Attribute',
      name: 'x',
      expression: '[x]',
      expressionRange: null,
      parameters: [],
    },
  };
  const definition: AttributeDefinition = {
    range,
    pointer: '/d',
    name: 'y',
    type: 'String',
    multivalued,
    anchor: false,
    required,
    caseExact,
    mutability,
    defaultValue: attributeDefault,
    flowNullValues,
  };
  const root = { kind: 'attribute', name: 'x', range } as const;
  const compiled: CompiledMapping = { mapping, definition, expression: '[x]', root, reads: ['x'] };
  const shown = {
    mapping: '/m',
    target: 'y',
    expression: '[x]',
    outcome: outcome.kind,
    value: null,
    error: null,
    note: null,
    tree: null,
  };
  const flowed = flowAttribute(
    { compiled, outcome, shown },
    {
      dialect: cloudSync ? 'cloud-sync' : 'app-provisioning',
      operation,
      old,
      reference: null,
      unreadable: false,
      sourceFlowsNull: false,
      sourceUnchanged: false,
    },
  );
  return { state: flowed.state, value: flowed.new, written: flowed.written };
}

/**
 * The rules of facts/expression-language.md (6.2, 6.4, 7) and graph-synchronization.md (2.4, 2.6) said another way: first what the target's
 * attribute would hold afterwards if the mapping were free to set it, then the fences around that, one sentence each.
 */
function rules(c: Combination): Expected {
  const creating = c.operation === 'create';
  const sameTexts = (left: string, right: string): boolean =>
    c.caseExact ? left === right : left.localeCompare(right, 'en', { sensitivity: 'accent' }) === 0;
  const asList = (value: AttributeValue): readonly string[] =>
    value === null ? [] : Array.isArray(value) ? value : [String(value)];
  const within = (part: AttributeValue, whole: AttributeValue): boolean =>
    asList(part).every((one) => asList(whole).some((other) => sameTexts(one, other)));
  const equal = (left: AttributeValue, right: AttributeValue): boolean => within(left, right) && within(right, left);
  const is = (state: ChangeState, value: AttributeValue, written = state === 'changed'): Expected => ({ state, value, written });

  if (c.outcome.kind === 'ignored') return is('ignored', null);
  if (c.outcome.kind === 'error') return is('failed', null);
  if (c.outcome.kind === 'unsupported')
    return creating || c.flowType !== 'ObjectAddOnly' ? is('failed', null) : is('ignored', null);

  // What the mapping asks for: `undefined` is nothing, null is "take it away".
  const given = c.outcome.kind === 'value' ? c.outcome.value : null;
  const emptied = given === '' && c.cloudSync;
  let asked: AttributeValue | undefined = given === null || emptied ? undefined : given;
  if (creating) {
    if (given === null && c.mappingDefault !== null) asked = c.mappingDefault;
    if (asked === undefined && c.required && c.mutability !== 'ReadOnly') {
      const stand = c.mappingDefault ?? c.attributeDefault;
      if (stand === null) return is('failed', null);
      asked = stand;
    }
  } else if (c.old !== null && (emptied || (given === null && c.flowNullValues))) {
    asked = null;
  }
  if (asked === undefined) return is('null', null);

  const held = !(c.old === null || c.old === '');
  const fenced =
    c.mutability === 'ReadOnly' ||
    (!creating &&
      (c.flowType === 'ObjectAddOnly' || c.mutability === 'Immutable' || (c.flowType === 'AttributeAddOnly' && held)));
  if (fenced) return is('ignored', asked);
  if (creating) return is('changed', asked);
  const addsOnly = c.flowType === 'MultiValueAddOnly' || c.flowType === 'ValueAddOnly';
  if (asked === null) {
    if (addsOnly) return is('ignored', null);
    if (!c.required) return is('changed', null);
    if (c.attributeDefault === null) return is('failed', null);
    return is(equal(c.old, c.attributeDefault) ? 'unchanged' : 'changed', c.attributeDefault);
  }
  if (addsOnly && held) {
    if (c.multivalued) {
      const more = asList(asked).filter(
        (one, place, all) => !within(one, c.old) && all.findIndex((other) => sameTexts(one, other)) === place,
      );
      asked = [...asList(c.old), ...more];
    } else if (!equal(asked, c.old)) return is('ignored', asked);
  }
  if (c.mutability === 'WriteOnly') return is('changed', asked);
  return equal(asked, c.old) ? is('unchanged', asked, c.flowBehavior === 'FlowAlways') : is('changed', asked);
}

function* product(single: boolean): Generator<Combination> {
  const value = (text: AttributeValue): Outcome => (text === null ? { kind: 'null' } : { kind: 'value', value: text });
  const outcomes: readonly Outcome[] = single
    ? [
        value('a'),
        value(''),
        value(null),
        { kind: 'ignored', what: 'attribute' },
        { kind: 'error', code: 'CustomError', message: 'no', range },
        { kind: 'unsupported', message: 'not here', range },
      ]
    : [value('a'), value(['a', 'b']), value(['b', 'a', 'B', 'a']), value(['c', 'b', 'c']), value(null), value('')];
  const olds: readonly AttributeValue[] = single
    ? [null, '', 'a', 'A', 'o', 'd']
    : [null, 'a', ['a', 'b'], ['b', 'a'], ['A', 'b'], ['a', 'b', 'c'], ['x']];
  for (const flowType of ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const)
    for (const flowBehavior of ['FlowWhenChanged', 'FlowAlways'] as const)
      for (const outcome of outcomes)
        for (const caseExact of [false, true])
          for (const mutability of ['ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly'] as const)
            for (const required of [false, true])
              for (const mappingDefault of [null, 'd'])
                for (const attributeDefault of [null, 'D'])
                  for (const flowNullValues of [false, true])
                    for (const cloudSync of [false, true]) {
                      const fixed = { flowType, flowBehavior, outcome, caseExact, mutability, required, cloudSync };
                      const rest = { mappingDefault, attributeDefault, flowNullValues, multivalued: !single };
                      yield { ...fixed, ...rest, operation: 'create', old: null };
                      for (const old of olds) yield { ...fixed, ...rest, operation: 'update', old };
                    }
}

for (const single of [true, false]) {
  it(`flows as the rules say, in every combination with a ${single ? 'single-valued' : 'multi-valued'} attribute`, () => {
    let count = 0;
    const states = new Map<string, number>();
    for (const combination of product(single)) {
      const expected = rules(combination);
      const actual = engine(combination);
      states.set(expected.state, (states.get(expected.state) ?? 0) + 1);
      if (JSON.stringify(actual) !== JSON.stringify(expected)) assert.deepEqual(actual, expected, JSON.stringify(combination));
      count++;
    }
    assert.ok(count > 30_000, `${count} combinations`);
    for (const state of ['changed', 'unchanged', 'ignored', 'null', 'failed'])
      assert.ok((states.get(state) ?? 0) > 100, `${states.get(state) ?? 0} combinations give ${state}`);
  });
}
