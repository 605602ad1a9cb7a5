import { breach } from './graphFailure.ts';

/** A literal of `$filter`: text stands in quotes, a GUID or a date does not. */
export type Literal =
  | { readonly type: 'text' | 'guid' | 'date'; readonly text: string }
  | { readonly type: 'boolean'; readonly truth: boolean }
  | { readonly type: 'null' };

export type CompareOperator = 'eq' | 'ne' | 'ge' | 'le' | 'gt' | 'lt';

export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly [FilterNode, FilterNode] }
  | { readonly kind: 'not'; readonly inner: FilterNode }
  | { readonly kind: 'compare'; readonly path: string; readonly operator: CompareOperator; readonly literal: Literal }
  | { readonly kind: 'in'; readonly path: string; readonly literals: readonly Literal[] }
  | { readonly kind: 'startswith' | 'endswith'; readonly path: string; readonly text: string }
  | { readonly kind: 'any'; readonly path: string; readonly variable: string; readonly inner: FilterNode };

const tokenPattern = /\s+|'(?:[^']|'')*'|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?(?![\w-])|[(),:]|[^\s(),:']+/gy;

/** Reads a decoded `$filter` (facts, section 10.1). Throws a breach where it is not one that Graph reads. */
export function parseFilter(text: string): FilterNode {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (): string => tokens[at++] ?? '';
  const invalid = (what: string): Error => breach(`Invalid filter clause: ${what} in ${JSON.stringify(text)}.`);
  const expect = (wanted: string): void => {
    const found = take();
    if (found.toLowerCase() !== wanted) throw invalid(`'${wanted}' expected, '${found}' found`);
  };

  const literal = (): Literal => {
    const token = take();
    if (token.startsWith("'")) return { type: 'text', text: token.slice(1, -1).replaceAll("''", "'") };
    if (token === 'true' || token === 'false') return { type: 'boolean', truth: token === 'true' };
    if (token === 'null') return { type: 'null' };
    if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(token)) return { type: 'guid', text: token };
    if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(token)) return { type: 'date', text: token };
    throw invalid(`'${token}' is no literal`);
  };
  const path = (): string => {
    const token = take();
    if (!/^\w+(\/\w+)*$/.test(token)) throw invalid(`'${token}' is no property`);
    return token;
  };

  const call = (name: 'startswith' | 'endswith'): FilterNode => {
    expect('(');
    const property = path();
    expect(',');
    const value = literal();
    expect(')');
    if (value.type !== 'text') throw invalid(`${name} wants text in quotes`);
    return { kind: name, path: property, text: value.text };
  };
  const lambda = (collection: string): FilterNode => {
    expect('(');
    const variable = take();
    expect(':');
    const inner = either();
    expect(')');
    return { kind: 'any', path: collection.slice(0, -'/any'.length), variable, inner };
  };
  const primary = (): FilterNode => {
    if (peek() === '(') {
      take();
      const inner = either();
      expect(')');
      return inner;
    }
    const name = peek().toLowerCase();
    if (name === 'not') {
      take();
      return { kind: 'not', inner: primary() };
    }
    if ((name === 'startswith' || name === 'endswith') && tokens[at + 1] === '(') {
      take();
      return call(name);
    }
    const property = path();
    if (property.endsWith('/all')) throw breach('The lambda operator all() is not supported by Microsoft Graph.');
    if (property.endsWith('/any')) return lambda(property);
    const operator = take();
    if (operator === 'in') {
      expect('(');
      const literals = [literal()];
      while (peek() === ',') {
        take();
        literals.push(literal());
      }
      expect(')');
      return { kind: 'in', path: property, literals };
    }
    if (!/^(eq|ne|ge|le|gt|lt)$/.test(operator)) throw invalid(`'${operator}' is no operator`);
    return { kind: 'compare', path: property, operator: operator as CompareOperator, literal: literal() };
  };
  const both = (): FilterNode => {
    let left = primary();
    while (peek().toLowerCase() === 'and') {
      take();
      left = { kind: 'and', parts: [left, primary()] };
    }
    return left;
  };
  const either = (): FilterNode => {
    let left = both();
    while (peek().toLowerCase() === 'or') {
      take();
      left = { kind: 'or', parts: [left, both()] };
    }
    return left;
  };

  const root = either();
  if (at < tokens.length) throw invalid(`'${peek()}' is left over`);
  return root;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  for (let found = tokenPattern.exec(text); found; found = tokenPattern.exec(text)) {
    end = tokenPattern.lastIndex;
    if (found[0].trim() !== '') tokens.push(found[0]);
    if (end === text.length) break;
  }
  if (end < text.length || tokens.length === 0)
    throw breach(
      `Invalid filter clause: an unterminated string literal or nothing at position ${end} in ${JSON.stringify(text)}.`,
    );
  return tokens;
}
