import type { Node } from 'jsonc-parser';
import { childPointer } from '../text/jsonPointer.ts';
import { propertyOf } from '../text/readJson.ts';
import type { AttributeDefinition, DirectoryDefinition, ObjectDefinition } from './model.ts';
import { type NodeReader, rangeOf } from './nodeReader.ts';

const attributeTypes = ['String', 'Integer', 'Reference', 'Binary', 'Boolean', 'DateTime'] as const;
const mutabilities = ['ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly'] as const;

/** Reads a `directoryDefinition` (facts/graph-synchronization.md, section 2.6). */
export function readDirectory(reader: NodeReader, node: Node, pointer: string): DirectoryDefinition {
  const readOnly = reader.boolean(node, 'readOnly', false);
  return {
    range: rangeOf(node),
    pointer,
    id: reader.string(node, 'id'),
    name: reader.string(node, 'name'),
    objects: reader
      .objects(node, 'objects')
      .map(([object, index]) => readObject(reader, object, childPointer(childPointer(pointer, 'objects'), index), readOnly)),
  };
}

function readObject(reader: NodeReader, node: Node, pointer: string, inReadOnlyDirectory: boolean): ObjectDefinition {
  return {
    range: rangeOf(node),
    pointer,
    name: reader.string(node, 'name'),
    softDeletion: readSoftDeletion(reader, node),
    inReadOnlyDirectory,
    attributes: reader
      .objects(node, 'attributes')
      .map(([attribute, index]) => readAttribute(reader, attribute, childPointer(childPointer(pointer, 'attributes'), index))),
  };
}

function readSoftDeletion(reader: NodeReader, node: Node): boolean | null {
  for (const [entry] of reader.objects(node, 'metadata')) {
    if (propertyOf(entry, 'key')?.value === 'IsSoftDeletionSupported')
      return String(propertyOf(entry, 'value')?.value).toLowerCase() === 'true';
  }
  return null;
}

function readAttribute(reader: NodeReader, node: Node, pointer: string): AttributeDefinition {
  return {
    range: rangeOf(node),
    pointer,
    name: reader.string(node, 'name'),
    type: reader.oneOf(node, 'type', attributeTypes, 'String'),
    multivalued: reader.boolean(node, 'multivalued', false),
    anchor: reader.boolean(node, 'anchor', false),
    required: reader.boolean(node, 'required', false),
    caseExact: reader.boolean(node, 'caseExact', false),
    mutability: reader.oneOf(node, 'mutability', mutabilities, 'ReadWrite'),
    defaultValue: reader.optionalString(node, 'defaultValue'),
    flowNullValues: reader.boolean(node, 'flowNullValues', false),
  };
}
