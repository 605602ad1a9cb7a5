import type { AttributeValue } from '../core/value.ts';

/** Longer values are cut in the terminal; `--json` has them whole. */
const maximumShown = 100;

/** A value so that null, empty text and lists can be told apart. */
export function valueText(value: AttributeValue): string {
  if (value === null) return 'null';
  const text = JSON.stringify(value);
  return visible(text.length > maximumShown ? `${text.slice(0, maximumShown)}… (${text.length} characters)` : text);
}

/** Directory data must not steer the terminal: control characters are shown as their code. */
export function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
