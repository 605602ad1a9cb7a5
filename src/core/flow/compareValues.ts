import type { AttributeDefinition } from '../schema/model.ts';
import type { AttributeValue } from '../value.ts';

/** The values of an attribute as a list; null is none, empty text is one value. */
export function valuesOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/**
 * Whether writing `next` over `current` would change nothing. Lists are compared as sets. A case-only difference counts only where the
 * target attribute is `caseExact`, or is binary, whose base64 differs by case in its bytes (facts/expression-language.md, section 6.4).
 */
export function sameValue(current: AttributeValue, next: AttributeValue, definition: AttributeDefinition | null): boolean {
  const exact = definition?.caseExact === true || definition?.type === 'Binary';
  const folded = (value: AttributeValue): ReadonlySet<string> =>
    new Set(valuesOf(value).map((text) => (exact ? text : text.toLowerCase())));
  const left = folded(current);
  const right = folded(next);
  return left.size === right.size && [...left].every((text) => right.has(text));
}
