import type { AttributeDefinition, FlowType } from '../../schema/model.ts';
import type { Dialect } from '../dialect.ts';

/** What a check may know of the place where an expression stands. Null for what is not known: nothing is reported about it then. */
export interface ExpressionSituation {
  readonly dialect: Dialect;
  /** The source object; null where no definition of it is at hand. */
  readonly source: SourceAttributes | null;
  /** True where Entra is the source, false where something else is. */
  readonly fromEntra: boolean | null;
  /** The attribute mapping that has the expression. */
  readonly mapping: MappingSituation | null;
}

/** The attributes of the source object, by name. */
export interface SourceAttributes {
  readonly objectName: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
}

export interface MappingSituation {
  readonly targetAttributeName: string;
  readonly flowType: FlowType;
  readonly isMatching: boolean;
  /** Whether the target is Active Directory; null where that is not known. */
  readonly toActiveDirectory: boolean | null;
}

/** An expression of which nothing but its text is known. */
export function looseSituation(dialect: Dialect): ExpressionSituation {
  return { dialect, source: null, fromEntra: null, mapping: null };
}
