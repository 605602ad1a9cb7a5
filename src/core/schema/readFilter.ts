import type { Node } from 'jsonc-parser';
import { childPointer } from '../text/jsonPointer.ts';
import { propertyOf } from '../text/readJson.ts';
import type { Filter, FilterClause, FilterGroup } from './model.ts';
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
  };
}
