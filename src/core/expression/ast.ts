import type { TextRange } from '../text/range.ts';

/**
 * The tree of an expression (facts/expression-language.md, section 2). Ranges are offsets into the expression's own text,
 * after JSON unescaping.
 */
export type ExpressionNode =
  | CallNode
  | AttributeNode
  | ConstantNode
  | KeywordNode
  | ComparisonNode
  | ConcatenationNode
  | BlankNode
  | TenantConstantNode
  | InvalidNode;

interface NodeBase {
  readonly range: TextRange;
}

export interface CallNode extends NodeBase {
  readonly kind: 'call';
  readonly name: string;
  readonly nameRange: TextRange;
  /** A blank between two commas is a `blank` node; `F()` has none. */
  readonly arguments: readonly ExpressionNode[];
}

export interface AttributeNode extends NodeBase {
  readonly kind: 'attribute';
  readonly name: string;
}

/** A string, a number or a hex number. */
export interface ConstantNode extends NodeBase {
  readonly kind: 'constant';
  /** The value: escapes undone, `&HF` as `15`. Numbers travel as text. */
  readonly value: string;
  readonly form: 'string' | 'number' | 'hex';
}

/** A bareword: `vbTextCompare`, `UTF8`, `True`, `IgnoreAttributeFlow`, … */
export interface KeywordNode extends NodeBase {
  readonly kind: 'keyword';
  readonly name: string;
}

export type ComparisonOperator = '=' | '<>' | '>' | '>=' | '<' | '<=';

export interface ComparisonNode extends NodeBase {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

/** `left & right` */
export interface ConcatenationNode extends NodeBase {
  readonly kind: 'concatenation';
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

/** A parameter that is not supplied. Its range is the gap between the commas. */
export interface BlankNode extends NodeBase {
  readonly kind: 'blank';
}

/**
 * A constant that the service fills in from the job's settings, such as `%DomainFQDN%`. It is never written in an expression: an
 * exported schema has it in the parsed form only, where the text shows a blank argument.
 */
export interface TenantConstantNode extends NodeBase {
  readonly kind: 'tenantConstant';
  readonly name: string;
}

/** Text that could not be read; the parser has reported it. */
export interface InvalidNode extends NodeBase {
  readonly kind: 'invalid';
}
