import { compileRegex, type DotNetRegex, type RegexResult } from './regex.ts';

/** Patterns that one generation holds; two generations are kept. */
const generationSize = 200;
/** Longer patterns are not kept. */
const longestPattern = 2000;

let younger = new Map<string, RegexResult<DotNetRegex>>();
let older = new Map<string, RegexResult<DotNetRegex>>();

/**
 * `compileRegex` with the usual limits, which compiles a pattern once while it is in use: an expression's own pattern is the same for every
 * user. What was not asked for since two hundred others were is forgotten.
 */
export function rememberedRegex(pattern: string): RegexResult<DotNetRegex> {
  const known = younger.get(pattern);
  if (known !== undefined) return known;
  const compiled = older.get(pattern) ?? compileRegex(pattern);
  if (pattern.length > longestPattern) return compiled;
  if (younger.size >= generationSize) {
    older = younger;
    younger = new Map();
  }
  younger.set(pattern, compiled);
  return compiled;
}
