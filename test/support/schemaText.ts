/** One attribute mapping of a test schema: an expression, and what differs from the defaults. */
export interface TestMapping {
  readonly target: string;
  /** Null is the mapping type "None". */
  readonly expression: string | null;
  readonly matchingPriority?: number;
  readonly flowType?: string;
  readonly flowBehavior?: string;
  readonly defaultValue?: string | null;
}

/** What differs from the defaults in the definition of a target attribute. */
export interface TestAttribute {
  readonly name: string;
  readonly type?: string;
  readonly multivalued?: boolean;
  readonly required?: boolean;
  readonly caseExact?: boolean;
  readonly mutability?: string;
  readonly anchor?: boolean;
  readonly defaultValue?: string;
  readonly flowNullValues?: boolean;
}

export interface TestSchema {
  readonly mappings: readonly TestMapping[];
  readonly attributes?: readonly TestAttribute[];
  /** The definition of the source object; left out, it is empty, as where it is not known. */
  readonly sourceAttributes?: readonly TestAttribute[];
  readonly scope?: object | null;
  readonly flowTypes?: string;
  readonly enabled?: boolean;
  readonly source?: string;
  readonly target?: string;
  readonly containerFilter?: readonly string[];
  readonly groupFilter?: readonly string[];
  readonly softDeletion?: boolean;
  /** The directory definition of the target has `readOnly`. */
  readonly readOnlyTarget?: boolean;
  /** A second object mapping of the rule, `Groups`, from `Group` to `Group`. */
  readonly groups?: TestGroups;
}

/** What the object mapping of groups has, with the same defaults as that of users. */
export interface TestGroups {
  readonly mappings: readonly TestMapping[];
  readonly attributes?: readonly TestAttribute[];
  readonly scope?: object | null;
  readonly enabled?: boolean;
}

/** A synchronization schema as the service exports it, with one rule `R` and one object mapping `Users`, or two. */
export function schemaText(schema: TestSchema): string {
  const source = schema.source ?? 'Microsoft Entra ID';
  const target = schema.target ?? 'customappsso';
  return JSON.stringify(
    {
      id: 'test',
      version: '1',
      synchronizationRules: [
        {
          id: '11111111-2222-3333-4444-555555555555',
          name: 'R',
          priority: 1,
          editable: true,
          sourceDirectoryName: source,
          targetDirectoryName: target,
          containerFilter: schema.containerFilter ? { includedContainers: schema.containerFilter } : null,
          groupFilter: schema.groupFilter ? { includedGroups: schema.groupFilter } : null,
          objectMappings: [
            {
              name: 'Users',
              enabled: schema.enabled ?? true,
              flowTypes: schema.flowTypes ?? 'Add, Update, Delete',
              sourceObjectName: 'User',
              targetObjectName: 'User',
              scope: schema.scope ?? null,
              attributeMappings: schema.mappings.map(mappingObject),
            },
            ...(schema.groups ? [groupMapping(schema.groups)] : []),
          ],
        },
      ],
      directories: [
        {
          id: 's',
          name: source,
          objects: [
            { name: 'User', attributes: schema.sourceAttributes ?? [] },
            ...(schema.groups ? [{ name: 'Group', attributes: [] }] : []),
          ],
        },
        {
          id: 't',
          name: target,
          readOnly: schema.readOnlyTarget ?? false,
          objects: [
            {
              name: 'User',
              metadata:
                schema.softDeletion === undefined ? [] : [{ key: 'IsSoftDeletionSupported', value: String(schema.softDeletion) }],
              attributes: schema.attributes ?? [],
            },
            ...(schema.groups ? [{ name: 'Group', attributes: schema.groups.attributes ?? [] }] : []),
          ],
        },
      ],
    },
    null,
    2,
  );
}

function groupMapping({ mappings, scope, enabled }: TestGroups): object {
  return {
    name: 'Groups',
    enabled: enabled ?? true,
    flowTypes: 'Add, Update, Delete',
    sourceObjectName: 'Group',
    targetObjectName: 'Group',
    scope: scope ?? null,
    attributeMappings: mappings.map(mappingObject),
  };
}

function mappingObject(mapping: TestMapping): object {
  const { target, expression, ...rest } = mapping;
  return {
    targetAttributeName: target,
    matchingPriority: 0,
    flowType: 'Always',
    flowBehavior: 'FlowWhenChanged',
    defaultValue: null,
    ...rest,
    source: expression === null ? null : sourceObject(expression),
  };
}

function sourceObject(expression: string): object {
  const attribute = /^\[([^\]]+)\]$/.exec(expression);
  if (attribute) return { type: 'Attribute', name: attribute[1], expression, parameters: [] };
  const constant = /^"([^"\\]*)"$/.exec(expression);
  if (constant) return { type: 'Constant', name: constant[1], expression, parameters: [] };
  return { type: 'Function', name: expression.slice(0, expression.indexOf('(')), expression, parameters: [] };
}
