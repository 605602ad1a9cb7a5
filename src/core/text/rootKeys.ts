import { createScanner } from 'jsonc-parser';

/** jsonc-parser's SyntaxKind, a const enum, which a module on its own cannot import. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, colon: 6, string: 10, end: 17 } as const;

/**
 * The property names of the object that a JSON text is, in their order, one after the other as they are asked for: a caller that knows
 * enough stops, and the rest of the text is not read. Tolerates comments, a byte-order mark and broken text.
 */
export function* rootKeys(text: string): Generator<string, void, undefined> {
  const scanner = createScanner(text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text, true);
  let depth = 0;
  let name: string | null = null;
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    switch (kind) {
      case token.openBrace:
      case token.openBracket:
        if (depth === 0 && kind === token.openBracket) return;
        depth += 1;
        name = null;
        break;
      case token.closeBrace:
      case token.closeBracket:
        depth -= 1;
        if (depth <= 0) return;
        break;
      case token.string:
        name = depth === 1 ? scanner.getTokenValue() : null;
        break;
      case token.colon:
        if (name !== null) yield name;
        name = null;
        break;
      default:
        break;
    }
  }
}
