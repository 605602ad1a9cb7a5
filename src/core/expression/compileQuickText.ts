import type { FunctionParameter } from '../functions/functionDefinition.ts';
import { maximumTextLength } from '../functions/limits.ts';
import { parameterAt } from '../functions/parameters.ts';
import { blankText, type QuickArgument, type QuickText } from '../functions/quickText.ts';
import type { ComparisonNode, ExpressionNode } from './ast.ts';
import { compareSingleTexts } from './compareTexts.ts';
import type { Outcome } from './outcome.ts';
import { childrenOf, keywordOutcome, maximumProducedLength, misplacedComparison, prepareCall } from './termOutcomes.ts';

/**
 * The expression as a closure over plain texts, which makes no outcomes on its way; null where it has terms that need them. It gives
 * `undefined` for a user for whom it cannot be sure to give what the ordinary evaluation gives.
 */
export function compileQuickText(root: ExpressionNode): QuickText | null {
  // Texts so short that all terms together stay within what one evaluation may produce, without counting.
  const longest = Math.min(maximumTextLength, Math.floor(maximumProducedLength / countTerms(root)));
  return quickNode(root, null, longest, true);
}

function countTerms(node: ExpressionNode): number {
  return childrenOf(node).reduce((sum, child) => sum + countTerms(child), 1);
}

function quickNode(node: ExpressionNode, parameter: FunctionParameter | null, longest: number, root: boolean): QuickArgument {
  switch (node.kind) {
    case 'attribute': {
      const name = asKey(node.name);
      return ({ attributes }) => {
        const value = attributes.get(name);
        if (typeof value === 'string') return value.length <= longest ? value : undefined;
        return value ? undefined : null;
      };
    }
    case 'constant':
      return always(node.value, longest);
    case 'keyword':
      return alwaysOutcome(keywordOutcome(node, parameter), longest);
    case 'tenantConstant': {
      const { name } = node;
      return bounded(({ tenantConstants }) => tenantConstants.get(name), longest);
    }
    case 'blank':
      return blankText;
    case 'comparison':
      return quickComparison(node, parameter, longest);
    case 'call': {
      const prepared = prepareCall(node, root);
      if ('refused' in prepared || !prepared.definition.compile) return null;
      const { definition, signature, given } = prepared;
      const quick = definition.compile?.(
        given.map((argument, index) => quickNode(argument, parameterAt(signature, index), longest, false)),
      );
      return quick ? bounded(quick, longest) : null;
    }
    default:
      return null;
  }
}

function quickComparison(node: ComparisonNode, parameter: FunctionParameter | null, longest: number): QuickArgument {
  if (misplacedComparison(node, parameter)) return null;
  const left = quickNode(node.left, null, longest, false);
  const right = quickNode(node.right, null, longest, false);
  if (!left || !right) return null;
  const { operator } = node;
  const { range: leftRange } = node.left;
  const { range: rightRange } = node.right;
  return (context) => {
    const first = left(context);
    const second = right(context);
    if (first === undefined || second === undefined) return undefined;
    const outcome = compareSingleTexts(operator, first ?? '', leftRange, second ?? '', rightRange);
    return outcome.kind === 'value' && typeof outcome.value === 'string' ? outcome.value : undefined;
  };
}

function always(value: string, longest: number): QuickArgument {
  return value.length <= longest ? () => value : null;
}

function alwaysOutcome(outcome: Outcome, longest: number): QuickArgument {
  return outcome.kind === 'value' && typeof outcome.value === 'string' ? always(outcome.value, longest) : null;
}

function bounded(quick: QuickText, longest: number): QuickText {
  return (context) => {
    const one = quick(context);
    return typeof one === 'string' && one.length > longest ? undefined : one;
  };
}

/**
 * The same text as a property name: engines keep one copy of each, which a map finds by its address, while a piece of the expression's
 * text is compared letter by letter for every user.
 */
export function asKey(name: string): string {
  return Object.keys({ [name]: null })[0] ?? name;
}
