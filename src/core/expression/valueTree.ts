import type { ValueTree } from '../trace/trace.ts';
import { type AttributeValue, redactedText } from '../value.ts';
import type { EvaluatedTerm } from './outcome.ts';

/** The terms for the trace: with their text, and with redacted values masked. `text` is the expression that was evaluated. */
export function toValueTree(tree: EvaluatedTerm, text: string): ValueTree {
  return {
    kind: tree.kind,
    text: text.slice(tree.range.start, tree.range.end),
    range: [tree.range.start, tree.range.end],
    outcome: tree.outcome.kind,
    value: shownValue(tree),
    reason: tree.redacted ? null : tree.reason,
    children: tree.children.map((child) => toValueTree(child, text)),
  };
}

function shownValue({ outcome, redacted }: EvaluatedTerm): AttributeValue {
  if (outcome.kind !== 'value') return null;
  return redacted ? redactedText : outcome.value;
}
