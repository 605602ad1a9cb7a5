import type { AttributeValue } from '../core/value.ts';
import { visible } from './hoverValue.ts';

/** Beside the text there is room for a glance, not for reading. */
const glanceLimit = 60;

/** A tooltip has room for most values. */
const fullLimit = 2_000;

/** A value in a few words: null, empty text and an empty list can be told apart, and every character can be seen. */
export function valueAtAGlance(value: AttributeValue): string {
  return shown(value, glanceLimit);
}

/** The same with all that a tooltip holds. */
export function valueInFull(value: AttributeValue): string {
  return shown(value, fullLimit);
}

/** A text in one line, cut where it is too long. */
export function textAtAGlance(text: string, limit: number = glanceLimit): string {
  return cut(visible(text.slice(0, limit + 1)), limit);
}

function shown(value: AttributeValue, limit: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value, limit);
  const items: string[] = [];
  let left = limit;
  for (const item of value) {
    if (left <= 0) break;
    const text = quoted(item, left);
    items.push(text);
    left -= text.length + 2;
  }
  const rest = value.length - items.length;
  return `[${[...items, ...(rest > 0 ? [`… ${rest} more`] : [])].join(', ')}]`;
}

/** The ellipsis stands behind the quote where something is cut, so that it is no part of the value. */
function quoted(text: string, limit: number): string {
  return text.length <= limit ? `"${visible(text)}"` : `"${visible(whole(text, limit))}"…`;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${whole(text, limit)}…`;
}

/** Does not tear a pair of surrogates apart. */
function whole(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
