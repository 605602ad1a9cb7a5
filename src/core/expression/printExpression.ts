import type { ExpressionNode } from './ast.ts';

/**
 * The canonical text as the service prints it (facts/expression-language.md, "Parsed form"): a comma and a blank between arguments, blank
 * arguments bare, no blanks around comparison operators. Null where the tree has an `invalid` node: unreadable text has no canonical form.
 */
export function printExpression(node: ExpressionNode): string | null {
  return layOutExpression(node)?.text ?? null;
}

/** A tree whose ranges are offsets into `text`, its canonical text. */
export interface LaidOutExpression {
  readonly root: ExpressionNode;
  readonly text: string;
}

/** The canonical text together with the tree that stands in it, for trees that were not read from a text. Null as in {@link printExpression}. */
export function layOutExpression(node: ExpressionNode): LaidOutExpression | null {
  const page: Page = { pieces: [], at: 0, invalid: false };
  const root = layOut(node, page);
  return page.invalid ? null : { root, text: page.pieces.join('') };
}

/** A text as it is written in an expression, quotes included. */
export function quoteText(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** The text written so far. */
interface Page {
  readonly pieces: string[];
  at: number;
  invalid: boolean;
}

function layOut(node: ExpressionNode, page: Page): ExpressionNode {
  const start = page.at;
  switch (node.kind) {
    case 'call': {
      write(page, node.name);
      const nameRange = { start, end: page.at };
      write(page, '(');
      const given = node.arguments.map((argument, index) => {
        if (index === 0) return layOut(argument, page);
        write(page, ', ');
        const laidOut = layOut(argument, page);
        // As the parser has it, a blank is all that stands between the commas.
        const isGap = argument.kind === 'blank' || argument.kind === 'tenantConstant';
        return isGap ? { ...laidOut, range: { start: page.at - 1, end: page.at } } : laidOut;
      });
      write(page, ')');
      return { ...node, nameRange, arguments: given, range: { start, end: page.at } };
    }
    case 'comparison':
    case 'concatenation': {
      const left = layOut(node.left, page);
      write(page, node.kind === 'comparison' ? node.operator : ' & ');
      const right = layOut(node.right, page);
      return { ...node, left, right, range: { start, end: page.at } };
    }
    case 'attribute':
      write(page, `[${node.name}]`);
      break;
    case 'constant':
      write(page, printConstant(node.value, node.form));
      break;
    case 'keyword':
      write(page, node.name);
      break;
    case 'blank':
    case 'tenantConstant':
      // The service prints a tenant constant as a blank argument, too: its value stands in the parsed form only.
      break;
    case 'invalid':
      page.invalid = true;
      break;
  }
  return { ...node, range: { start, end: page.at } };
}

function write(page: Page, text: string): void {
  page.pieces.push(text);
  page.at += text.length;
}

function printConstant(value: string, form: 'string' | 'number' | 'hex'): string {
  if (form === 'string') return quoteText(value);
  return form === 'hex' ? `&H${BigInt(value).toString(16).toUpperCase()}` : value;
}
