import type { Anchor } from './ast.ts';
import { isBoundaryWord } from './unicodeCategory.ts';

const newline = 0x0a;

/** True when the anchor holds at this position of the input. `searchStart` is where `\G` stands. Only a line feed ends a line. */
export function anchorHolds(anchor: Anchor, input: string, position: number, searchStart: number): boolean {
  switch (anchor) {
    case 'beginning':
      return position === 0;
    case 'matchStart':
      return position === searchStart;
    case 'end':
      return position === input.length;
    case 'endOrFinalNewline':
      return position === input.length || (position === input.length - 1 && input.charCodeAt(position) === newline);
    case 'lineStart':
      return position === 0 || input.charCodeAt(position - 1) === newline;
    case 'lineEnd':
      return position === input.length || input.charCodeAt(position) === newline;
    case 'boundary':
      return isWordAt(input, position - 1) !== isWordAt(input, position);
    case 'notBoundary':
      return isWordAt(input, position - 1) === isWordAt(input, position);
  }
}

function isWordAt(input: string, index: number): boolean {
  return index >= 0 && index < input.length && isBoundaryWord(input.charCodeAt(index));
}
