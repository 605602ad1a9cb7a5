import type { AttributeMapping, DirectoryDefinition, Filter, FilterGroup, Located, ObjectMapping } from '../core/schema/model.ts';
import { clauseText, collectionNames, groupKinds } from '../core/scope/clauseWords.ts';
import type { TextRange } from '../core/text/range.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { textAtAGlance } from './shownValue.ts';

export type OutlineKind =
  | 'rule'
  | 'objectMapping'
  | 'attributeMapping'
  | 'filter'
  | 'group'
  | 'clause'
  | 'directory'
  | 'object'
  | 'attribute'
  | 'connection';

/** A line of the outline. Its texts are plain and never empty in `name`. */
export interface OutlineItem {
  readonly kind: OutlineKind;
  readonly name: string;
  readonly detail: string;
  /** Holds the ranges of all children. */
  readonly range: TextRange;
  readonly children: readonly OutlineItem[];
}

const nameLimit = 120;

/** A document by the names of what it configures, instead of by its brackets. */
export function outline(analysis: DocumentAnalysis): readonly OutlineItem[] {
  const { schema, configurations, filter, connection } = analysis;
  if (schema) {
    const rules = schema.synchronizationRules.map((rule) => {
      const sides = `${rule.sourceDirectoryName} → ${rule.targetDirectoryName}`;
      return itemOf('rule', rule.name || rule.id, sides, rule, rule.objectMappings.map(objectMappingItem));
    });
    return [...rules, ...schema.directories.map(directoryItem)];
  }
  if (filter) return collections(filter);
  if (connection) {
    const { configuration, source, target } = connection;
    const isSchema = configuration.kind === 'schema';
    return [
      lineOf('connection', 'configuration', isSchema ? configuration.schema : configuration.mapping, {
        range: isSchema ? configuration.schemaRange : configuration.mappingRange,
      }),
      lineOf(
        'connection',
        'source',
        source.kind === 'file' ? source.path : source.kind === 'scim' ? source.url : source.kind,
        source,
      ),
      lineOf(
        'connection',
        'target',
        target.kind === 'file' ? target.path : target.kind === 'scim' ? target.url : target.kind,
        target,
      ),
    ].sort((left, right) => left.range.start - right.range.start);
  }
  return configurations.map(({ objectMapping }) => objectMappingItem(objectMapping));
}

function objectMappingItem(mapping: ObjectMapping): OutlineItem {
  const { name, sourceObjectName, targetObjectName, enabled, scope, attributeMappings } = mapping;
  const sides = sourceObjectName === '' && targetObjectName === '' ? '' : `${sourceObjectName} → ${targetObjectName}`;
  const detail = [sides, ...(enabled ? [] : ['disabled'])].filter((part) => part !== '').join(', ');
  const filters = scope ? collections(scope) : [];
  const own = scope && filters.length > 0 ? [itemOf('filter', 'scope', '', scope, filters)] : [];
  return itemOf('objectMapping', name, detail, mapping, [...own, ...attributeMappings.map(attributeMappingItem)]);
}

function attributeMappingItem(mapping: AttributeMapping): OutlineItem {
  const { source, defaultValue, matchingPriority } = mapping;
  const gives =
    source === null ? `← ${defaultValue === null ? 'nothing' : JSON.stringify(defaultValue)}` : `← ${sourceText(source)}`;
  const detail = matchingPriority > 0 ? `${gives} (matching ${matchingPriority})` : gives;
  return itemOf('attributeMapping', mapping.targetAttributeName, detail, mapping, []);
}

function sourceText({ type, name, expression }: NonNullable<AttributeMapping['source']>): string {
  if (expression !== null && expression.trim() !== '') return expression;
  if (type === 'Attribute') return `[${name ?? ''}]`;
  return type === 'Constant' ? JSON.stringify(name ?? '') : `${name ?? ''}(…)`;
}

/** The groups of a filter; what a group is called says which of the three collections it stands in. */
function collections(filter: Filter): readonly OutlineItem[] {
  return collectionNames
    .flatMap((collection) => filter[collection].map((group) => groupItem(group, groupKinds[collection])))
    .sort((left, right) => left.range.start - right.range.start);
}

function groupItem(group: FilterGroup, kind: string): OutlineItem {
  const clauses = group.clauses.map((clause) =>
    itemOf('clause', clauseText(clause.sourceOperandName, clause.operatorName, clause.values), '', clause, []),
  );
  return itemOf('group', group.name, kind, group, clauses);
}

function directoryItem(directory: DirectoryDefinition): OutlineItem {
  const objects = directory.objects.map((object) => {
    const attributes = object.attributes.map((attribute) =>
      itemOf('attribute', attribute.name, attribute.type + (attribute.multivalued ? ', multi-valued' : ''), attribute, []),
    );
    return itemOf('object', object.name, `${attributes.length} attributes`, object, attributes);
  });
  return itemOf('directory', directory.name, 'directory', directory, objects);
}

function lineOf(kind: OutlineKind, name: string, detail: string, place: Pick<Located, 'range'>): OutlineItem {
  return itemOf(kind, name, detail, place, []);
}

function itemOf(
  kind: OutlineKind,
  name: string,
  detail: string,
  { range }: Pick<Located, 'range'>,
  children: readonly OutlineItem[],
): OutlineItem {
  const shown = textAtAGlance(name, nameLimit);
  return {
    kind,
    name: shown.trim() === '' ? '(without a name)' : shown,
    detail: textAtAGlance(detail, nameLimit),
    range,
    children,
  };
}
