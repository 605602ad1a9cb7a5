import type { AttributeDefinition } from '../schema/model.ts';
import type { AttributeValue } from '../value.ts';

/** The values of an attribute as a list; null is none, empty text is one value. */
export function valuesOf(value: AttributeValue): readonly string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** No value, no values, or empty text. */
export function isEmptyValue(value: AttributeValue): boolean {
  return value === null || value === '' || (typeof value !== 'string' && value.length === 0);
}

/**
 * Whether writing `next` over `current` would change nothing. Lists are compared as sets. A case-only difference counts only where the
 * target attribute is `caseExact`, or is binary, whose base64 differs by case in its bytes (facts/expression-language.md, section 6.4).
 */
export function sameValue(current: AttributeValue, next: AttributeValue, definition: AttributeDefinition | null): boolean {
  return current === next || sameSet(current, next, folding(definition));
}

/** Whether two values are the same to the letter. Lists are compared as sets. */
export function sameTexts(one: AttributeValue, other: AttributeValue): boolean {
  return one === other || sameSet(one, other, (text) => text);
}

function sameSet(one: AttributeValue, other: AttributeValue, folded: (text: string) => string): boolean {
  const left = new Set(valuesOf(one).map(folded));
  const right = new Set(valuesOf(other).map(folded));
  return left.size === right.size && [...left].every((text) => right.has(text));
}

/** The values that the target has, then those of `next` that it does not have, each once. */
export function addedValues(
  current: AttributeValue,
  next: AttributeValue,
  definition: AttributeDefinition | null,
): readonly string[] {
  const folded = folding(definition);
  const present = new Set(valuesOf(current).map(folded));
  const added: string[] = [];
  for (const text of valuesOf(next)) {
    const key = folded(text);
    if (present.has(key)) continue;
    present.add(key);
    added.push(text);
  }
  return [...valuesOf(current), ...added];
}

function folding(definition: AttributeDefinition | null): (text: string) => string {
  const exact = definition?.caseExact === true || definition?.type === 'Binary';
  return exact ? (text) => text : (text) => text.toLowerCase();
}
