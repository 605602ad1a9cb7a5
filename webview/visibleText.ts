/** A stretch of a value: shown as it is, or a mark that stands for characters which cannot be seen. */
export interface Run {
  readonly text: string;
  /** What the mark stands for; null for plain text. */
  readonly mark: string | null;
}

/**
 * Control, format and separator characters other than the plain space, lone surrogates, and spaces at either end. A direction mark or a
 * zero-width character in a value makes it look like another one; identity engineers hunt them. A joiner after a pictograph stays: it
 * holds an emoji together.
 */
const unseen =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}]\uFE0F?)\u200D|(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}|^ +| +$/gu;

const names: Readonly<Record<string, readonly [shown: string, meaning: string]>> = {
  '\n': ['⏎\n', 'line feed'],
  '\r': ['␍', 'carriage return'],
  '\t': ['⇥', 'tab'],
};

const markOf = (found: string): Run => {
  if (found.startsWith(' '))
    return { text: '·'.repeat(found.length), mark: found.length === 1 ? 'space' : `${found.length} spaces` };
  const named = names[found];
  if (named !== undefined) return { text: named[0], mark: named[1] };
  const code = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return { text: code, mark: `invisible character ${code}` };
};

/**
 * Splits a text into what can be seen and marks for what cannot.
 * @param kind in a `block` line ends, tabs and spaces are its layout and stay plain.
 */
export function visibleRuns(value: string, kind: 'value' | 'block' = 'value'): readonly Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const found of value.matchAll(unseen)) {
    if (kind === 'block' && /^[ \n\t]/.test(found[0])) continue;
    if (found.index > end) runs.push({ text: value.slice(end, found.index), mark: null });
    runs.push(markOf(found[0]));
    end = found.index + found[0].length;
  }
  if (end < value.length) runs.push({ text: value.slice(end), mark: null });
  return runs;
}

/** Where two texts differ: what stands before and after is the same in both. Offsets fall between whole characters. */
export function difference(
  before: string,
  after: string,
): { readonly start: number; readonly beforeEnd: number; readonly afterEnd: number } {
  const old = Array.from(before);
  const now = Array.from(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const start = old.slice(0, head).join('').length;
  const same = tail === 0 ? 0 : old.slice(-tail).join('').length;
  return { start, beforeEnd: before.length - same, afterEnd: after.length - same };
}
