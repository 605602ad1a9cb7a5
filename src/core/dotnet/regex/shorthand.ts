import { type CharacterSet, CharacterSetBuilder } from './characterSet.ts';
import { unicodeBlocks } from './unicodeBlocks.ts';
import { casedCategories, categorySet, digitCategories, wordCategories } from './unicodeCategory.ts';

/** `Char.IsWhiteSpace`: tab to carriage return, next line, and the separators. U+FEFF, U+200B and U+180E are not among them. */
const whiteSpace: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/** Adds `\d`, `\D`, `\s`, `\S`, `\w` or `\W`. False when the letter is none of these. */
export function addShorthand(builder: CharacterSetBuilder, letter: string): boolean {
  switch (letter) {
    case 'd':
    case 'D':
      builder.addCategories(digitCategories, letter === 'D');
      return true;
    case 's':
    case 'S':
      builder.addRanges(whiteSpace, letter === 'S');
      return true;
    case 'w':
    case 'W':
      builder.addCategories(wordCategories, letter === 'W');
      return true;
    default:
      return false;
  }
}

/** Adds `\p{name}`, or `\P{name}` when `inverted`. False when the name is neither a category nor a block. */
export function addProperty(builder: CharacterSetBuilder, name: string, inverted: boolean, ignoreCase: boolean): boolean {
  const categories = categorySet(name);
  if (categories !== null) {
    const cased = ignoreCase && (name === 'Lu' || name === 'Ll' || name === 'Lt');
    builder.addCategories(cased ? casedCategories : categories, inverted);
    return true;
  }
  const block = unicodeBlocks.get(name);
  if (block === undefined) return false;
  builder.addRanges([block], inverted);
  return true;
}

/** The set of `\d`, `\D`, `\s`, `\S`, `\w` or `\W` outside of brackets; null when the letter is none of these. */
export function shorthandSet(letter: string): CharacterSet | null {
  const builder = new CharacterSetBuilder();
  return addShorthand(builder, letter) ? builder.build() : null;
}
