/** What one import statement names. */
export interface ImportStatement {
  readonly specifier: string;
  /** `import type`, `export type`: gone at run time. */
  readonly typeOnly: boolean;
  /** `import()`, `require()`: loaded when it is reached, not with the file. */
  readonly dynamic: boolean;
}

/** Characters after which a slash begins a regular expression, not a division. */
const beforeRegularExpression = /(^|[(,=:[!&|?{};+\-*%<>~^]|\breturn|\btypeof|\bcase|=>)\s*$/;

/**
 * The source with comments blanked, and the contents of strings, templates and regular expressions too when asked for. Length and line
 * breaks stay; expressions inside templates stay visible.
 */
export function blank(source: string, contents: boolean): string {
  const out = [...source];
  const erase = (from: number, to: number): void => {
    for (let i = from; i < to && i < out.length; i += 1) if (source[i] !== '\n') out[i] = ' ';
  };
  /** For each open template expression, how many braces are open in it. */
  const templates: number[] = [];
  let code = '';
  let i = 0;

  const skipTemplateText = (): void => {
    const start = i;
    while (i < source.length && source[i] !== '`' && !source.startsWith('${', i)) i += source[i] === '\\' ? 2 : 1;
    if (contents) erase(start, i);
    if (source[i] === '`') i += 1;
    else {
      templates.push(0);
      i += 2;
    }
    code += '`';
  };
  const skipUntil = (isEnd: (at: number) => boolean): void => {
    const start = i + 1;
    i += 1;
    while (i < source.length && !isEnd(i)) i += source[i] === '\\' ? 2 : 1;
    if (contents) erase(start, i);
    i += 1;
    code += '"';
  };

  while (i < source.length) {
    const char = source.charAt(i);
    if (source.startsWith('//', i) || source.startsWith('/*', i)) {
      const end = char + source.charAt(i + 1) === '//' ? source.indexOf('\n', i) : source.indexOf('*/', i) + 2;
      const stop = end < i ? source.length : end;
      erase(i, stop);
      i = stop;
    } else if (char === "'" || char === '"') skipUntil((at) => source[at] === char || source[at] === '\n');
    else if (char === '`') {
      i += 1;
      skipTemplateText();
    } else if (char === '/' && beforeRegularExpression.test(code.slice(-20))) {
      let inClass = false;
      skipUntil((at) => {
        if (source[at] === '[') inClass = true;
        if (source[at] === ']') inClass = false;
        return (source[at] === '/' && !inClass) || source[at] === '\n';
      });
    } else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      i += 1;
      skipTemplateText();
    } else {
      if (templates.length > 0 && (char === '{' || char === '}')) {
        templates.push((templates.pop() ?? 0) + (char === '{' ? 1 : -1));
      }
      code += char;
      i += 1;
    }
  }
  return out.join('');
}

const statement = /\b(?:import|export)\s+(type\s+(?!from\b|,))?(?:[\w$*{][^'";()]*?\bfrom\s*)?(['"])([^'"\n]+)\2/g;
const call = /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1/g;

/** Every import and re-export of a file, dynamic ones included. */
export function findImports(source: string): readonly ImportStatement[] {
  const text = blank(source, false);
  const found: ImportStatement[] = [];
  for (const match of text.matchAll(statement))
    found.push({ specifier: match[3] ?? '', typeOnly: match[1] !== undefined, dynamic: false });
  for (const match of text.matchAll(call)) found.push({ specifier: match[2] ?? '', typeOnly: false, dynamic: true });
  return found;
}
