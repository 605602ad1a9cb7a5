import assert from 'node:assert/strict';

/** A synchronization schema as `JSON.parse` gives it: what the tests of the samples look at. */
export interface SchemaJson {
  readonly synchronizationRules: readonly {
    readonly name: string;
    readonly sourceDirectoryName: string;
    readonly targetDirectoryName: string;
    readonly metadata: readonly { readonly key: string; readonly value: string }[];
    readonly objectMappings: readonly ObjectMappingJson[];
  }[];
  readonly directories: readonly {
    readonly name: string;
    readonly objects: readonly {
      readonly name: string;
      readonly attributes: readonly {
        readonly name: string;
        readonly type: string;
        readonly anchor: boolean;
        readonly multivalued: boolean;
      }[];
    }[];
  }[];
}

interface ObjectMappingJson {
  readonly name: string;
  readonly enabled: boolean;
  readonly sourceObjectName: string;
  readonly targetObjectName: string;
  readonly scope: { readonly groups: readonly GroupJson[]; readonly inputFilterGroups: readonly GroupJson[] };
  readonly attributeMappings: readonly {
    readonly targetAttributeName: string;
    readonly matchingPriority: number;
    readonly source: SourceJson | null;
  }[];
}

interface GroupJson {
  readonly name: string;
  readonly clauses: readonly {
    readonly operatorName: string;
    readonly sourceOperandName: string;
    readonly targetOperand: { readonly values: readonly string[] } | null;
  }[];
}

export interface SourceJson {
  readonly type: string;
  readonly name: string;
  readonly expression: string | null;
  readonly parameters: readonly { readonly key: string; readonly value: SourceJson }[];
}

/** The first object mapping: that of the users. */
export function userMappingOf(schema: SchemaJson): ObjectMappingJson {
  return schema.synchronizationRules[0]?.objectMappings[0] ?? assert.fail('no object mapping');
}

/** A source and all its parameters, at any depth. */
export function everySource(source: SourceJson | null): SourceJson[] {
  return source === null ? [] : [source, ...source.parameters.flatMap((parameter) => everySource(parameter.value))];
}
