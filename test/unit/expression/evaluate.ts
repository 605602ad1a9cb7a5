import { evaluateExpression } from '../../../src/core/expression/evaluateExpression.ts';
import type { EvaluationContext } from '../../../src/core/expression/evaluationContext.ts';
import type { Evaluation } from '../../../src/core/expression/outcome.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

export type Given = Readonly<Record<string, AttributeValue>>;

/** A generator with a fixed seed, so that a test sees the same numbers each time. */
export function seededRandom(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

export function contextOf(attributes: Given = {}, more: Partial<EvaluationContext> = {}): EvaluationContext {
  return {
    dialect: 'app-provisioning',
    attributes: new Map(Object.entries(attributes)),
    clock: { now: () => Date.UTC(2025, 6, 30) },
    random: seededRandom(),
    tenantConstants: new Map(),
    defaultDomain: null,
    ...more,
  };
}

export function evaluate(text: string, attributes: Given = {}, more: Partial<EvaluationContext> = {}): Evaluation {
  return evaluateExpression(parseExpression(text).root, contextOf(attributes, more));
}

/** An outcome in short: the value, null, `ignored attribute`, `error <code>` or `unsupported`, in a form that cannot be mixed up. */
export function brief({ outcome }: Evaluation): unknown {
  switch (outcome.kind) {
    case 'value':
      return outcome.value;
    case 'null':
      return null;
    case 'ignored':
      return { ignored: outcome.what };
    case 'error':
      return { error: outcome.code };
    case 'unsupported':
      return { unsupported: true };
  }
}
