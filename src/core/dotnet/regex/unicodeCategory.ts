/** The Unicode general categories. A character's category is its index here. */
const categories = [
  ...['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Mn', 'Mc', 'Me', 'Nd', 'Nl', 'No', 'Pc', 'Pd', 'Ps', 'Pe', 'Pi', 'Pf', 'Po'],
  ...['Sm', 'Sc', 'Sk', 'So', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Cs', 'Co', 'Cn'],
] as const;

const matchers = categories.map((name) => new RegExp(`^\\p{${name}}$`, 'u'));
const unknown = 255;
const known = new Uint8Array(0x10000).fill(unknown);

/** All categories, as a set of bits. */
export const everyCategory: number = 2 ** categories.length - 1;

/**
 * The categories that `\p{name}` stands for, as a set of bits: a category such as `Lu`, or a major class such as `L`. Null for any other
 * name; .NET distinguishes case and knows no long names and no scripts.
 */
export function categorySet(name: string): number | null {
  if (name === '' || name.length > 2) return null;
  let set = 0;
  categories.forEach((category, index) => {
    if (category === name || category.charAt(0) === name) set |= 1 << index;
  });
  return set === 0 ? null : set;
}

/** `\d`. */
export const digitCategories: number = required('Nd');
/** `\w`: letters, non-spacing marks, decimal digits, connector punctuation (facts/expression-language.md, section 10.1). */
export const wordCategories: number = required('L') | required('Mn') | required('Nd') | required('Pc');
/** What `Lu`, `Ll` and `Lt` each mean under IgnoreCase. */
export const casedCategories: number = required('Lu') | required('Ll') | required('Lt');

/**
 * The category of one UTF-16 code unit, as one bit. Half of a surrogate pair is `Cs`, whatever the pair stands for. Characters that
 * Unicode assigned lately are classified by the Unicode version of the JavaScript engine.
 */
export function categoryBit(code: number): number {
  let index = known[code] ?? unknown;
  if (index === unknown) {
    const character = String.fromCharCode(code);
    index = matchers.findIndex((matcher) => matcher.test(character));
    known[code] = index;
  }
  return 1 << index;
}

const rangesOf = new Map<number, readonly (readonly [first: number, last: number])[]>();

/** All code units of any of these categories, as ranges in order. */
export function categoryRanges(bits: number): readonly (readonly [first: number, last: number])[] {
  const made = rangesOf.get(bits);
  if (made !== undefined) return made;
  // One expression for all: the same answers as `categoryBit`, many times faster for all code units.
  const names = categories.filter((_, index) => (bits & (1 << index)) !== 0).map((name) => `\\p{${name}}`);
  const member = new RegExp(`^[${names.join('')}]$`, 'u');
  const ranges: [first: number, last: number][] = [];
  for (let code = 0; code <= 0xffff; code++) {
    if (!member.test(String.fromCharCode(code))) continue;
    const previous = ranges.at(-1);
    if (previous?.[1] === code - 1) previous[1] = code;
    else ranges.push([code, code]);
  }
  rangesOf.set(bits, ranges);
  return ranges;
}

/** True for the characters that `\b` counts as part of a word, which group names are also made of: `\w`, joiner and non-joiner. */
export function isBoundaryWord(code: number): boolean {
  return (categoryBit(code) & wordCategories) !== 0 || code === 0x200c || code === 0x200d;
}

function required(name: string): number {
  return categorySet(name) ?? 0;
}
