import type { PlannedAttribute, WireValue } from '../../core/trace/directory.ts';
import type { PlacedText } from '../wire/placedJson.ts';

/** RFC 2849, note 2: longer lines are folded, and what follows begins with one space. */
const maximumLine = 76;

/** A piece of a line's value and the attribute whose mapping made it; null where no mapping did. */
export interface LdifPiece {
  readonly text: string;
  readonly attribute: PlannedAttribute | null;
}

/**
 * LDIF that is being written (RFC 2849), with the places of the values: of a value in base64 its encoded text, of a folded one the text
 * with its folds.
 */
export class LdifWriter {
  readonly #lines: string[] = [];
  readonly #values: WireValue[] = [];
  #length = 0;

  /** `name: value`, or `name:: base64` where the value is not safe as it is. Several pieces make one value. */
  attribute(name: string, pieces: readonly LdifPiece[]): void {
    const value = pieces.map(({ text }) => text).join('');
    if (isSafe(value)) this.#add(value === '' ? `${name}:` : `${name}: `, pieces);
    else {
      const [only] = pieces;
      // One encoded text cannot be divided among several mappings.
      const attribute = pieces.length === 1 ? (only?.attribute ?? null) : null;
      this.base64(name, Buffer.from(value, 'utf8').toString('base64'), attribute);
    }
  }

  /** A value whose bytes are encoded already. */
  base64(name: string, encoded: string, attribute: PlannedAttribute | null): void {
    this.#add(`${name}:: `, [{ text: encoded, attribute }]);
  }

  /** A line of the form itself: `changetype: modify`, `-`, a comment. Pieces after it as in {@link attribute}; they must be safe. */
  plain(start: string, pieces: readonly LdifPiece[] = []): void {
    this.#add(start, pieces);
  }

  finish(): PlacedText {
    return { text: this.#lines.join(''), values: this.#values };
  }

  #add(start: string, pieces: readonly LdifPiece[]): void {
    const line = start + pieces.map(({ text }) => text).join('');
    let position = start.length;
    for (const { text, attribute } of pieces) {
      const end = position + text.length;
      // An empty value stands where it would begin.
      if (attribute) {
        const range = [this.#length + folded(position), this.#length + foldedEnd(end, position)] as const;
        this.#values.push({ range, target: attribute.name, mapping: attribute.mapping });
      }
      position = end;
    }
    const written = `${fold(line)}\n`;
    this.#lines.push(written);
    this.#length += written.length;
  }
}

/** Where a character of the line stands once it is folded: each fold adds a line feed and a space. */
function folded(position: number): number {
  return position < maximumLine ? position : position + 2 * (1 + Math.floor((position - maximumLine) / (maximumLine - 1)));
}

function foldedEnd(end: number, start: number): number {
  return end === start ? folded(start) : folded(end - 1) + 1;
}

function fold(line: string): string {
  const pieces = [line.slice(0, maximumLine)];
  for (let start = maximumLine; start < line.length; start += maximumLine - 1)
    pieces.push(line.slice(start, start + maximumLine - 1));
  return pieces.join('\n ');
}

/**
 * What may stand as it is (SAFE-STRING of RFC 2849): printable ASCII with no blank, colon or less-than in front and no blank behind. Control
 * characters are encoded too.
 */
function isSafe(value: string): boolean {
  return /^(?![ :<])[ -~]*$/.test(value) && !value.endsWith(' ');
}
