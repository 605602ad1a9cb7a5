import type { Node } from 'jsonc-parser';
import { childPointer } from '../text/jsonPointer.ts';
import { propertyOf } from '../text/readJson.ts';
import type { Filter, FilterClause, FilterGroup, MultivaluedComparisonType } from './model.ts';
import { type NodeReader, rangeOf } from './nodeReader.ts';

/** Reads a `filter` (facts/graph-synchronization.md, section 3.1). */
export function readFilter(reader: NodeReader, node: Node, pointer: string): Filter {
  return {
    range: rangeOf(node),
    pointer,
    groups: readGroups(reader, node, pointer, 'groups'),
    inputFilterGroups: readGroups(reader, node, pointer, 'inputFilterGroups'),
    categoryFilterGroups: readGroups(reader, node, pointer, 'categoryFilterGroups'),
  };
}

function readGroups(reader: NodeReader, node: Node, pointer: string, name: string): readonly FilterGroup[] {
  return reader.objects(node, name).map(([group, index]) => {
    const groupPointer = childPointer(childPointer(pointer, name), index);
    return {
      range: rangeOf(group),
      pointer: groupPointer,
      name: reader.string(group, 'name'),
      clauses: reader
        .objects(group, 'clauses')
        .map(([clause, clauseIndex]) =>
          readClause(reader, clause, childPointer(childPointer(groupPointer, 'clauses'), clauseIndex)),
        ),
    };
  });
}

function readClause(reader: NodeReader, node: Node, pointer: string): FilterClause {
  const sourceOperandName = reader.string(node, 'sourceOperandName');
  const operatorName = reader.string(node, 'operatorName');
  for (const name of ['sourceOperandName', 'operatorName'] as const) {
    if (!propertyOf(node, name)) reader.report('schema-missing-property', rangeOf(node), `The clause has no "${name}".`);
  }
  return {
    range: rangeOf(node),
    pointer,
    sourceOperandName,
    operatorName,
    values: reader.strings(reader.object(node, 'targetOperand') ?? undefined, 'values'),
    multivaluedComparisonType: readComparisonType(reader, node),
  };
}

const comparisonTypes = ['All', 'Any'] as const;

/**
 * Exports write the property in more than one casing, and its value as a name or as a number (facts/graph-synchronization.md, sections
 * 2.2 and 3.3).
 */
function readComparisonType(reader: NodeReader, node: Node): MultivaluedComparisonType | null {
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (String(key?.value).toLowerCase() !== 'multivaluedcomparisontype' || !value || value.type === 'null') continue;
    const text = String(value.value);
    const found = comparisonTypes.find((name, index) => name.toLowerCase() === text.toLowerCase() || String(index) === text);
    if (found !== undefined) return found;
    const name = String(key?.value);
    const written = value.type === 'string' || value.type === 'number' ? `"${text}"` : 'no text';
    reader.report(
      'schema-unknown-value',
      rangeOf(value),
      `"${name}" is ${written}, which is not one of: ${comparisonTypes.join(', ')}.`,
      'Write "All" where every value must satisfy the clause, or "Any" where one is enough; until then the usual reading applies.',
    );
  }
  return null;
}
