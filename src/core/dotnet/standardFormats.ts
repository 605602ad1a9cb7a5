const longDate = 'dddd, dd MMMM yyyy';
const shortDate = 'MM/dd/yyyy';

/** What a one-letter format stands for in the invariant culture. */
const patterns: ReadonlyMap<string, string> = new Map([
  ['d', shortDate],
  ['D', longDate],
  ['f', `${longDate} HH:mm`],
  ['F', `${longDate} HH:mm:ss`],
  ['g', `${shortDate} HH:mm`],
  ['G', `${shortDate} HH:mm:ss`],
  ['m', 'MMMM dd'],
  ['M', 'MMMM dd'],
  ['o', "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK"],
  ['O', "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK"],
  ['r', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"],
  ['s', "yyyy'-'MM'-'dd'T'HH':'mm':'ss"],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['u', "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"],
  ['U', `${longDate} HH:mm:ss`],
  ['y', 'yyyy MMMM'],
  ['Y', 'yyyy MMMM'],
]);

/** Standard .NET date formats, for messages. */
export const standardFormatLetters = 'd D f F g G m M o O r R s t T u U y Y';

/** The custom format behind a standard one. Longer formats are returned as they are; an unknown single letter gives null. */
export function expandFormat(format: string): string | null {
  return format.length === 1 ? (patterns.get(format) ?? null) : format;
}

/** How often the character at `index` repeats from there on. */
export function repeatCount(format: string, index: number): number {
  let end = index + 1;
  while (end < format.length && format[end] === format[index]) {
    end++;
  }
  return end - index;
}

/** The text between the quote at `index` and its partner; a backslash takes the next character as it is. Null when it does not end. */
export function readQuoted(format: string, index: number): { readonly text: string; readonly end: number } | null {
  const quote = format[index];
  let text = '';
  for (let at = index + 1; at < format.length; at++) {
    const char = format.charAt(at);
    if (char === quote) {
      return { text, end: at + 1 };
    }
    if (char === '\\') {
      at++;
      if (at >= format.length) {
        return null;
      }
    }
    text += format.charAt(at);
  }
  return null;
}
