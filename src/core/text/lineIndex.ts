/** A place in a text as editors show it: both count from 1, columns in UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset. Lines end with `\n`, `\r\n` or `\r`; an offset past the end is the end. */
export function lineColumnAt(text: string, offset: number): LineColumn {
  const end = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    const isBreak = unit === 0x0a || (unit === 0x0d && text.charCodeAt(index + 1) !== 0x0a);
    if (isBreak) {
      line += 1;
      lineStart = index + 1;
    }
  }
  return { line, column: end - lineStart + 1 };
}

/** The same for many offsets of one text: the lines are found once. */
export function lineIndex(text: string): (offset: number) => LineColumn {
  const starts = [0];
  for (const found of text.matchAll(/\r\n|\n|\r/g)) starts.push(found.index + found[0].length);
  return (offset) => {
    const at = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
