import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { compileExpression } from '../../src/core/expression/compileExpression.ts';
import type { EvaluationContext } from '../../src/core/expression/evaluationContext.ts';
import type { Outcome } from '../../src/core/expression/outcome.ts';
import { compileConfiguration } from '../../src/core/flow/compileConfiguration.ts';
import { readSchema } from '../../src/core/schema/readSchema.ts';
import { resolveConfiguration } from '../../src/core/schema/resolveConfiguration.ts';
import type { Attributes, AttributeValue } from '../../src/core/value.ts';
import { inRepository } from '../repository.ts';
import { mappingsByHand, tenantConstants } from './byHand.ts';
import { milliseconds, perSecond, report, timeOnce } from './measure.ts';
import { generateUsers } from './users.ts';

const userCount = 100_000;
/** Users that are in memory at a time; both ways take turns over them. */
const batchSize = 5000;

interface PreparedMapping {
  readonly target: string;
  readonly compiled: (context: EvaluationContext) => Outcome;
  readonly byHand: (attributes: Attributes) => AttributeValue;
}

export function contextOf(attributes: Attributes): EvaluationContext {
  return { dialect: 'cloud-sync', attributes, clock, random, tenantConstants, defaultDomain: null };
}

const clock = { now: () => Date.UTC(2025, 0, 1) };
const random = (): number => 0.5;

/** The mappings of the sample, evaluated for many users: compiled, and written by hand in JavaScript. */
export async function benchMappings(): Promise<void> {
  const mappings = await prepareMappings();
  console.log(
    `\nThe ${mappings.length} mappings of samples/ad-to-entra for ${userCount.toLocaleString('en-US')} generated users`,
  );
  const times = { compiled: 0, byHand: 0 };
  checkEqual(mappings, generateUsers(0, batchSize));
  for (let start = -batchSize; start < userCount; start += batchSize) {
    const users = generateUsers(Math.max(start, 0), batchSize);
    const byHand = timeOnce(() => runByHand(mappings, users));
    const compiled = timeOnce(() => runCompiled(mappings, users));
    // The first batch warms both up.
    if (start < 0) continue;
    times.byHand += byHand;
    times.compiled += compiled;
  }
  const ratio = times.compiled / times.byHand;
  report('by hand in JavaScript', milliseconds(times.byHand), perSecond(userCount, times.byHand, 'users'), true);
  report('compiled', milliseconds(times.compiled), `goal 3 × by hand; ${ratio.toFixed(2)} ×`, ratio < 3);
  report('compiled', perSecond(userCount, times.compiled, 'users'), '', true);
  report('compiled', perSecond(userCount * mappings.length, times.compiled, 'expressions'), '', true);
}

async function prepareMappings(): Promise<readonly PreparedMapping[]> {
  const { schema } = readSchema(await readFile(inRepository('samples', 'ad-to-entra', 'ad-to-entra.syncschema.json'), 'utf8'));
  assert.ok(schema);
  const resolved = resolveConfiguration(schema, { rule: null, objectMapping: 'Provision Active Directory Users', dialect: null });
  assert.ok(resolved.ok);
  const hand = mappingsByHand();
  return compileConfiguration(resolved.configuration).mappings.map(({ mapping, root }) => {
    const target = mapping.targetAttributeName;
    const byHand = hand.get(target);
    assert.ok(root && byHand, `no mapping by hand for ${target}`);
    const { evaluate } = compileExpression(root);
    return { target, compiled: evaluate, byHand };
  });
}

function valueIn(outcome: Outcome): AttributeValue {
  return outcome.kind === 'value' ? outcome.value : null;
}

/** A race between two programs that do different things would prove nothing. */
function checkEqual(mappings: readonly PreparedMapping[], users: readonly Attributes[]): void {
  for (const attributes of users) {
    for (const { target, compiled, byHand } of mappings) {
      const outcome = compiled(contextOf(attributes));
      assert.ok(outcome.kind === 'value' || outcome.kind === 'null', `${target}: ${JSON.stringify(outcome)}`);
      assert.deepEqual(valueIn(outcome), byHand(attributes), target);
    }
  }
}

/** Counts the values, so that no work can be left out. */
function runCompiled(mappings: readonly PreparedMapping[], users: readonly Attributes[]): number {
  let values = 0;
  for (const attributes of users) {
    const context = contextOf(attributes);
    for (const { compiled } of mappings) if (compiled(context).kind === 'value') values += 1;
  }
  return values;
}

function runByHand(mappings: readonly PreparedMapping[], users: readonly Attributes[]): number {
  let values = 0;
  for (const attributes of users) for (const { byHand } of mappings) if (byHand(attributes) !== null) values += 1;
  return values;
}
