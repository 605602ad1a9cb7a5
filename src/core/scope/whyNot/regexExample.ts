import type { PatternNode } from '../../dotnet/regex/ast.ts';
import type { CharacterSet } from '../../dotnet/regex/characterSet.ts';
import { parsePattern } from '../../dotnet/regex/parser.ts';

/** Longer examples explain nothing. */
const longestExample = 64;
const longestPattern = 500;

/**
 * A short text in which a .NET pattern is found; null where the pattern is not simple enough to write one. It is a proposal: the caller
 * verifies it, since anchors inside and boundaries are taken as fitting.
 */
export function regexExample(pattern: string): string | null {
  if (pattern.length > longestPattern) return null;
  const parsed = parsePattern(pattern);
  if (!parsed.ok) return null;
  const text = exampleOf(parsed.value.root);
  return text === null || text === '' || text.length > longestExample ? null : text;
}

function exampleOf(node: PatternNode): string | null {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'set':
      return memberOf(node.set);
    case 'anchor':
      return '';
    case 'sequence':
      return joined(node.items.map(exampleOf));
    case 'alternation':
      return node.branches.map(exampleOf).find((text) => text !== null && text !== '') ?? null;
    case 'capture':
    case 'atomic':
      return exampleOf(node.body);
    case 'loop': {
      // `.*` and the like stand for anything, and nothing is the shortest of it.
      if (node.min === 0) return '';
      const once = exampleOf(node.body);
      return once === null || once.length * node.min > longestExample ? null : once.repeat(node.min);
    }
    // A negative look adds nothing to the text; whether it holds shows when the example is tried.
    case 'lookaround':
      return node.negative ? '' : null;
    default:
      return null;
  }
}

function joined(parts: readonly (string | null)[]): string | null {
  const texts = parts.filter((part) => part !== null);
  return texts.length < parts.length ? null : texts.join('');
}

/** A readable member: a letter or a digit before a sign. */
function memberOf(set: CharacterSet): string | null {
  for (const character of 'aA10b2x-_ .@') if (set.has(character.charCodeAt(0))) return character;
  for (let code = 33; code < 127; code++) if (set.has(code)) return String.fromCharCode(code);
  return null;
}
