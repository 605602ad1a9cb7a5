import { evaluateExpression } from '../expression/evaluateExpression.ts';
import type { EvaluationContext } from '../expression/evaluationContext.ts';
import type { Outcome } from '../expression/outcome.ts';
import { toValueTree } from '../expression/valueTree.ts';
import { isSecretAttribute } from '../secretAttributes.ts';
import type { MappingEvaluation } from '../trace/trace.ts';
import type { CompiledMapping } from './compileConfiguration.ts';
import { isRedacted, masked } from './redaction.ts';

/** What a mapping's source gave for one user. */
export interface EvaluatedMapping {
  readonly compiled: CompiledMapping;
  readonly outcome: Outcome;
  /** The same for the trace, with redacted values masked; its `note` is filled by the flow. */
  readonly shown: MappingEvaluation;
}

/** Evaluates a mapping's source. The mapping type "None" (no source) gives null, which lets its default value in on create. */
export function evaluateMapping(compiled: CompiledMapping, context: EvaluationContext): EvaluatedMapping {
  const evaluation = compiled.root ? evaluateExpression(compiled.root, context) : null;
  const outcome: Outcome = evaluation?.outcome ?? { kind: 'null' };
  const failed = outcome.kind === 'error' || outcome.kind === 'unsupported' ? outcome : null;
  return {
    compiled,
    outcome,
    shown: {
      mapping: compiled.mapping.pointer,
      target: compiled.mapping.targetAttributeName,
      expression: compiled.expression,
      outcome: outcome.kind,
      value: masked(outcome.kind === 'value' ? outcome.value : null, isRedacted(compiled)),
      error: failed && {
        code: failed.kind === 'error' ? failed.code : 'CannotEvaluateLocally',
        message: failed.message,
        range: [failed.range.start, failed.range.end],
      },
      note: null,
      // `Redact` masks its own terms; of a password every term is a part.
      tree:
        evaluation && !isSecretAttribute(compiled.mapping.targetAttributeName)
          ? toValueTree(evaluation.tree, compiled.expression)
          : null,
    },
  };
}
