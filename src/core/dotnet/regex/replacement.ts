import type { GroupTable } from './ast.ts';
import { catchFailure, type RegexFailure } from './failure.ts';
import type { Span } from './matcher.ts';
import { isDigit, PatternReader } from './patternReader.ts';

/** A piece of a replacement: text as it stands, the last capture of a group by slot, or a part of the input. */
export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly slot: number }
  | { readonly kind: 'input'; readonly part: 'before' | 'after' | 'whole' };

const specials: ReadonlyMap<string, 'before' | 'after' | 'whole'> = new Map([
  ['`', 'before'],
  ["'", 'after'],
  ['_', 'whole'],
]);

/**
 * Reads a .NET replacement pattern: `$1`, `${1}`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+` (the group with the highest number) and `$_`.
 * Anything else behind a `$`, an unknown group too, stays as written. Only a group number beyond 2147483647 is refused.
 */
export function parseReplacement(
  replacement: string,
  groups: GroupTable,
): { readonly ok: true; readonly value: readonly ReplacementPart[] } | RegexFailure {
  return catchFailure(() => {
    const reader = new PatternReader(replacement);
    const parts: ReplacementPart[] = [];
    while (!reader.atEnd) {
      const dollar = replacement.indexOf('$', reader.position);
      const end = dollar < 0 ? replacement.length : dollar;
      if (end > reader.position) parts.push({ kind: 'text', text: replacement.slice(reader.position, end) });
      reader.position = end;
      if (dollar < 0) break;
      reader.position++;
      parts.push(readDollar(reader, groups));
    }
    return parts;
  });
}

/** The text that one part stands for. `captured` gives the last capture of a group in the match. */
export function replacementText(
  part: ReplacementPart,
  input: string,
  match: Span,
  captured: (slot: number) => Span | null,
): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'group': {
      const span = captured(part.slot);
      return span === null ? '' : input.slice(span.index, span.index + span.length);
    }
    case 'input':
      if (part.part === 'whole') return input;
      return part.part === 'before' ? input.slice(0, match.index) : input.slice(match.index + match.length);
  }
}

/** Reads from behind a `$`. */
function readDollar(reader: PatternReader, groups: GroupTable): ReplacementPart {
  const start = reader.position;
  const slot = readGroup(reader, groups);
  if (slot !== undefined) return { kind: 'group', slot };
  reader.position = start;
  const special = reader.peek();
  const part = specials.get(special);
  if (special === '$' || special === '&' || special === '+' || part !== undefined) reader.position++;
  if (special === '&') return { kind: 'group', slot: 0 };
  if (special === '+') return { kind: 'group', slot: groups.numbers.length - 1 };
  return part === undefined ? { kind: 'text', text: '$' } : { kind: 'input', part };
}

function readGroup(reader: PatternReader, groups: GroupTable): number | undefined {
  const braced = reader.peek() === '{' && reader.peek(1) !== '';
  if (braced) reader.position++;
  let number: number | undefined;
  if (isDigit(reader.peek())) number = reader.decimal();
  else if (braced && reader.atName()) number = groups.byName.get(reader.name());
  if (number === undefined || (braced && reader.next() !== '}')) return undefined;
  return groups.slots.get(number);
}
