import type { TextRange } from '../text/range.ts';

/**
 * The object model of a synchronization schema, spelled as Graph spells it (facts/graph-synchronization.md, section 2).
 * Only what the engine reads is named; everything else stays in the text, which is never re-written from the model.
 */

/** Where a node stands: its range in the text and its JSON pointer (RFC 6901). */
export interface Located {
  readonly range: TextRange;
  readonly pointer: string;
}

export interface SynchronizationSchema extends Located {
  readonly synchronizationRules: readonly SynchronizationRule[];
  readonly directories: readonly DirectoryDefinition[];
}

export interface SynchronizationRule extends Located {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly sourceDirectoryName: string;
  readonly targetDirectoryName: string;
  readonly objectMappings: readonly ObjectMapping[];
  readonly containerFilter: readonly string[];
  readonly groupFilter: readonly string[];
}

export type ObjectFlow = 'Add' | 'Update' | 'Delete';

export interface ObjectMapping extends Located {
  readonly name: string;
  readonly enabled: boolean;
  readonly flowTypes: readonly ObjectFlow[];
  readonly sourceObjectName: string;
  readonly targetObjectName: string;
  readonly scope: Filter | null;
  readonly attributeMappings: readonly AttributeMapping[];
}

export type FlowType = 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly';
export type FlowBehavior = 'FlowWhenChanged' | 'FlowAlways';

export interface AttributeMapping extends Located {
  readonly targetAttributeName: string;
  readonly matchingPriority: number;
  readonly flowType: FlowType;
  readonly flowBehavior: FlowBehavior;
  readonly defaultValue: string | null;
  /** Null together with a default value is the portal's mapping type "None". */
  readonly source: AttributeMappingSource | null;
}

export type SourceType = 'Attribute' | 'Constant' | 'Function';

export interface AttributeMappingSource extends Located {
  readonly type: SourceType;
  /** The attribute name, the constant's text or the function name. */
  readonly name: string | null;
  /** The canonical text; null where the service fills the value in (tenant constants such as `%DomainFQDN%`). */
  readonly expression: string | null;
  /** The range of the `expression` string in the file, without its quotes; null where there is no expression. */
  readonly expressionRange: TextRange | null;
  readonly parameters: readonly SourceParameter[];
}

export interface SourceParameter {
  readonly key: string;
  readonly value: AttributeMappingSource;
}

export interface Filter extends Located {
  readonly groups: readonly FilterGroup[];
  readonly inputFilterGroups: readonly FilterGroup[];
  readonly categoryFilterGroups: readonly FilterGroup[];
}

export interface FilterGroup extends Located {
  readonly name: string;
  readonly clauses: readonly FilterClause[];
}

export type MultivaluedComparisonType = 'All' | 'Any';

export interface FilterClause extends Located {
  readonly sourceOperandName: string;
  readonly operatorName: string;
  /** `targetOperand.values`; empty for unary operators. */
  readonly values: readonly string[];
  /** Whether every value of a multi-valued attribute must satisfy the clause, or one; null where the clause does not say. */
  readonly multivaluedComparisonType: MultivaluedComparisonType | null;
}

export interface DirectoryDefinition extends Located {
  readonly id: string;
  readonly name: string;
  readonly objects: readonly ObjectDefinition[];
}

export interface ObjectDefinition extends Located {
  readonly name: string;
  /** The metadata entry `IsSoftDeletionSupported`; null where the definition does not say. */
  readonly softDeletion: boolean | null;
  /** The directory has `readOnly`: nothing can be exported to it. */
  readonly inReadOnlyDirectory: boolean;
  readonly attributes: readonly AttributeDefinition[];
}

export type AttributeType = 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime';
export type Mutability = 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly';

export interface AttributeDefinition extends Located {
  readonly name: string;
  readonly type: AttributeType;
  readonly multivalued: boolean;
  readonly anchor: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly defaultValue: string | null;
  readonly flowNullValues: boolean;
}
