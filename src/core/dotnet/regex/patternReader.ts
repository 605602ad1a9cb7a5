import { PatternError, type RegexFailure } from './failure.ts';
import { isBoundaryWord } from './unicodeCategory.ts';

/** The options that `(?imnsx-imnsx)` switches, as bits. */
export const regexOption = { ignoreCase: 1, multiline: 2, explicitCapture: 4, singleline: 8, ignoreWhitespace: 16 } as const;

const optionByLetter: ReadonlyMap<string, number> = new Map([
  ['i', regexOption.ignoreCase],
  ['m', regexOption.multiline],
  ['n', regexOption.explicitCapture],
  ['s', regexOption.singleline],
  ['x', regexOption.ignoreWhitespace],
]);

const controlEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 0x07],
  ['b', 0x08],
  ['e', 0x1b],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
]);

const largestNumber = 2147483647;

/** Groups may be nested this deep. */
export const maxNesting = 200;

/**
 * A position in a pattern (or a replacement) and the small pieces of syntax that several readers share. Every reader fails with the
 * position that .NET reports as `RegexParseException.Offset`.
 */
export class PatternReader {
  readonly text: string;
  position = 0;
  /** Bits of `regexOption` in force here. */
  options = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character `ahead` of the position, or '' beyond the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.position + ahead);
  }

  /** The character at the position, which is then behind it; '' at the end. */
  next(): string {
    return this.text.charAt(this.position++);
  }

  has(option: number): boolean {
    return (this.options & option) !== 0;
  }

  fail(message: string, reason: RegexFailure['reason'] = 'invalid'): never {
    throw new PatternError(reason, message, Math.min(this.position, this.text.length));
  }

  /** Skips `(?#…)`, and under IgnorePatternWhitespace blanks and `#…` to the end of the line. */
  skipBlanks(): void {
    for (;;) {
      if (this.has(regexOption.ignoreWhitespace)) while (isBlank(this.peek())) this.position++;
      if (this.has(regexOption.ignoreWhitespace) && this.peek() === '#') {
        const lineEnd = this.text.indexOf('\n', this.position);
        this.position = lineEnd < 0 ? this.text.length : lineEnd;
      } else if (this.text.startsWith('(?#', this.position)) {
        const close = this.text.indexOf(')', this.position);
        this.position = close < 0 ? this.text.length : close + 1;
        if (close < 0) this.fail('The comment "(?#" has no end. Close it with ")".');
      } else {
        return;
      }
    }
  }

  /** Zero or more decimal digits. */
  decimal(): number {
    let value = 0;
    while (isDigit(this.peek())) {
      value = value * 10 + Number(this.next());
      if (value > largestNumber) this.fail(`A number here is larger than ${largestNumber}. Write a smaller one.`);
    }
    return value;
  }

  /** A group name: zero or more word characters. */
  name(): string {
    const start = this.position;
    while (!this.atEnd && isBoundaryWord(this.text.charCodeAt(this.position))) this.position++;
    return this.text.slice(start, this.position);
  }

  /** True when the character at the position may begin a group name. */
  atName(): boolean {
    return !this.atEnd && isBoundaryWord(this.text.charCodeAt(this.position));
  }

  /** Applies `imnsx-imnsx`, and stops at the first other character. */
  switchOptions(): void {
    for (let off = false; !this.atEnd; this.position++) {
      const letter = this.peek();
      if (letter === '-' || letter === '+') {
        off = letter === '-';
        continue;
      }
      const option = optionByLetter.get(letter.toLowerCase());
      if (option === undefined) return;
      this.options = off ? this.options & ~option : this.options | option;
    }
  }

  /** The name of `\p{name}`, from behind the `p`. */
  propertyName(): string {
    if (this.position + 2 >= this.text.length) this.fail('"\\p" is not finished. Write it as \\p{Lu} or \\p{IsGreek}.');
    if (this.next() !== '{') this.fail('"\\p" must be followed by a name in braces. Write it as \\p{Lu} or \\p{IsGreek}.');
    const start = this.position;
    while (this.atName() || this.peek() === '-') this.position++;
    const name = this.text.slice(start, this.position);
    if (this.next() !== '}') this.fail(`"\\p{${name}" is not finished. Close it with "}" right behind the name.`);
    return name;
  }

  /** The code unit that an escape stands for, from behind the backslash. */
  characterEscape(): number {
    const letter = this.next();
    if (letter >= '0' && letter <= '7') {
      this.position--;
      return this.#octal();
    }
    const control = controlEscapes.get(letter);
    if (control !== undefined) return control;
    if (letter === 'x') return this.#hexadecimal(2);
    if (letter === 'u') return this.#hexadecimal(4);
    if (letter === 'c') return this.#control();
    if (isBoundaryWord(letter.charCodeAt(0))) {
      this.fail(`"\\${letter}" is not an escape that .NET knows. Write "${letter}" for the character itself.`);
    }
    return letter.charCodeAt(0);
  }

  #octal(): number {
    let value = 0;
    for (let digits = 0; digits < 3 && this.peek() >= '0' && this.peek() <= '7'; digits++)
      value = value * 8 + Number(this.next());
    return value & 0xff;
  }

  #hexadecimal(digits: number): number {
    const text = this.text.slice(this.position, this.position + digits);
    const valid = /^[0-9a-fA-F]*/.exec(text)?.[0].length ?? 0;
    if (text.length === digits) this.position += Math.min(valid + 1, digits);
    if (valid < digits) this.fail(`A hexadecimal escape needs exactly ${digits} digits. Write all of them, with leading zeros.`);
    return Number.parseInt(text, 16);
  }

  #control(): number {
    if (this.atEnd) this.fail('"\\c" has no control character. Write a letter behind it, as in \\cM.');
    let code = this.text.charCodeAt(this.position++);
    if (code >= 0x61 && code <= 0x7a) code -= 0x20;
    if (code < 0x40 || code > 0x5f)
      this.fail('"\\c" is not followed by a control character. Write a letter behind it, as in \\cM.');
    return code - 0x40;
  }
}

/** True for `0` to `9`; false for ''. */
export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character !== '';
}

/** True for the five blanks that IgnorePatternWhitespace skips. */
export function isBlank(character: string): boolean {
  return character !== '' && ' \t\n\f\r'.includes(character);
}
