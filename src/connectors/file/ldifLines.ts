/** A line after unfolding, and the range that its physical lines take in the file. */
export interface LogicalLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The records of an LDIF text as their unfolded lines, without comments (RFC 2849, notes 2 and 3: a line that begins with one space
 * continues the line before it, comments included). Records are parted by blank lines; lines end with `\n` or `\r\n`.
 */
export function ldifRecords(text: string): readonly (readonly LogicalLine[])[] {
  const records: LogicalLine[][] = [];
  let record: LogicalLine[] = [];
  let pieces: string[] = [];
  let start = 0;
  let end = 0;
  const endLine = (): void => {
    if (pieces.length > 0 && pieces[0]?.startsWith('#') !== true) record.push({ text: pieces.join(''), start, end });
    pieces = [];
  };
  const endRecord = (): void => {
    endLine();
    if (record.length > 0) records.push(record);
    record = [];
  };
  let offset = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (offset < text.length) {
    const newline = text.indexOf('\n', offset);
    const next = newline === -1 ? text.length : newline + 1;
    const bare = newline === -1 ? text.length : newline;
    const lineEnd = bare > offset && text.charCodeAt(bare - 1) === 0x0d ? bare - 1 : bare;
    if (lineEnd === offset) {
      endRecord();
    } else if (text.charAt(offset) === ' ' && pieces.length > 0) {
      pieces.push(text.slice(offset + 1, lineEnd));
      end = lineEnd;
    } else {
      endLine();
      pieces.push(text.slice(offset, lineEnd));
      start = offset;
      end = lineEnd;
    }
    offset = next;
  }
  endRecord();
  return records;
}
