/** A thing of a schema that has properties with words of their own. */
export type ConfigurationThing =
  | 'synchronizationRule'
  | 'objectMapping'
  | 'attributeMapping'
  | 'attributeMappingSource'
  | 'filter'
  | 'filterClause'
  | 'directoryDefinition'
  | 'attributeDefinition';

/** One word that a property takes. */
export interface EnumWord {
  readonly name: string;
  readonly meaning: string;
}

/** What a property is for, and the words that it takes. Hover and completion read this one table. */
export interface PropertyWords {
  readonly thing: ConfigurationThing;
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Empty where the property takes anything. In the order of the service's numbers. */
  readonly values: readonly EnumWord[];
  /** True where several words may stand in one text, with commas between them. */
  readonly flags: boolean;
}

interface Details {
  readonly values?: readonly EnumWord[];
  readonly flags?: boolean;
}

function property(thing: ConfigurationThing, name: string, summary: string, details: Details = {}): PropertyWords {
  return { thing, name, summary, values: details.values ?? [], flags: details.flags ?? false };
}

const word = (name: string, meaning: string): EnumWord => ({ name, meaning });

/** The properties that need a word, and all that take words (facts/graph-synchronization.md, sections 2.2 to 2.6, 3.1 and 3.2). */
export const propertyWords: readonly PropertyWords[] = [
  property(
    'synchronizationRule',
    'containerFilter',
    'The organizational units of the rule, for cloud sync: only what stands below one of them is read; null or an empty list is no restriction.',
  ),
  property(
    'synchronizationRule',
    'groupFilter',
    'The groups of the rule, for cloud sync: only their direct members are read; null or an empty list is no restriction.',
  ),
  property('synchronizationRule', 'priority', 'The order in which rules are executed, the lowest number first.'),
  property('synchronizationRule', 'editable', 'False makes the rule read-only.'),
  property(
    'synchronizationRule',
    'sourceDirectoryName',
    'The name of the directory that is read, as it stands in "directories".',
  ),
  property(
    'synchronizationRule',
    'targetDirectoryName',
    'The name of the directory that is written, as it stands in "directories".',
  ),
  property('objectMapping', 'enabled', 'False skips the object mapping completely.'),
  property(
    'objectMapping',
    'flowTypes',
    'What the object mapping may do in the target ("Target object actions" in the portal); all three where it is not given.',
    {
      flags: true,
      values: [
        word('None', 'Nothing may be done.'),
        word('Add', 'Objects may be created.'),
        word('Update', 'Objects that exist may be changed, and disabled where they leave scope.'),
        word('Delete', 'Objects may be deleted.'),
      ],
    },
  ),
  property('objectMapping', 'sourceObjectName', 'The type of object that is read; the source directory must define it.'),
  property('objectMapping', 'targetObjectName', 'The type of object that is written; the target directory must define it.'),
  property('objectMapping', 'scope', 'Which objects are provisioned; null lets all of them through.'),
  property('attributeMapping', 'targetAttributeName', 'The attribute that is written; the target object must define it.'),
  property('attributeMapping', 'source', 'Where the value is from; null is the mapping type "None" of the portal.'),
  property(
    'attributeMapping',
    'defaultValue',
    'Stands in for the value where the source gives null; the documents disagree on whether on create only or always (setting defaultValueApplies).',
  ),
  property(
    'attributeMapping',
    'matchingPriority',
    'Above 0, people are matched by this attribute: the lowest number is tried first, and the next only where it finds nobody; 0 is no matching attribute.',
  ),
  property('attributeMapping', 'flowBehavior', 'When the value is written.', {
    values: [
      word('FlowWhenChanged', 'Written only where the value changed; this is the default.'),
      word('FlowAlways', 'Written on every export, equal or not.'),
    ],
  }),
  property('attributeMapping', 'flowType', 'To which objects, and over which values, the value is written.', {
    values: [
      word('Always', 'Written on create and on update ("Always" in the portal); this is the default.'),
      word('ObjectAddOnly', 'Written only when the object is created ("Only during creation" in the portal).'),
      word('MultiValueAddOnly', 'For several values: values are added, none is ever removed.'),
      word('ValueAddOnly', 'Where the target already has a value, only additions are written.'),
      word('AttributeAddOnly', 'Written only where the target has no value.'),
    ],
  }),
  property('attributeMapping', 'exportMissingReferences', 'For the use of the service itself.'),
  property('attributeMappingSource', 'type', 'What kind of source this is.', {
    values: [
      word('Attribute', 'The value of a source attribute ("Direct" in the portal); this is the default.'),
      word('Constant', 'The same text for everybody ("Constant" in the portal).'),
      word('Function', 'What an expression gives ("Expression" in the portal).'),
    ],
  }),
  property(
    'attributeMappingSource',
    'name',
    'The name of the source attribute, the text of the constant, or the name of the outermost function.',
  ),
  property('attributeMappingSource', 'expression', 'The value as an expression, of at most 10,000 characters.'),
  property(
    'attributeMappingSource',
    'parameters',
    'The parsed form of the expression; an argument that is left out does not stand in it.',
  ),
  property(
    'filter',
    'groups',
    'The scoping filters that people write: one group is enough, no group lets everybody pass; who drops out is deprovisioned.',
  ),
  property(
    'filter',
    'inputFilterGroups',
    'Filters while the directory is read (experimental): who drops out is no longer processed and is not deprovisioned.',
  ),
  property(
    'filter',
    'categoryFilterGroups',
    'Filters that choose between several object mappings of one source type (experimental).',
  ),
  property('filterClause', 'sourceOperandName', 'The attribute of the source object that the clause looks at.'),
  property('filterClause', 'operatorName', 'How the attribute is compared.'),
  property('filterClause', 'targetOperand', 'What the attribute is compared with; null for operators without operand.'),
  property(
    'filterClause',
    'multivaluedComparisonType',
    'How an attribute with several values is compared, where the clause says it itself.',
    {
      values: [word('All', 'Every value must satisfy the clause.'), word('Any', 'One value that satisfies it is enough.')],
    },
  ),
  property('directoryDefinition', 'readOnly', 'True for a directory that cannot be written to.'),
  property('directoryDefinition', 'discoverabilities', 'What the service can find out about the attributes of this directory.', {
    flags: true,
    values: [
      word('None', 'Nothing can be found out.'),
      word('AttributeNames', 'The names of the attributes.'),
      word('AttributeDataTypes', 'The types of the attributes.'),
      word('AttributeReadOnly', 'Whether an attribute can be written.'),
      word('ReferenceAttributes', 'Which attributes are references.'),
      word('UnknownFutureValue', 'The documents do not describe it.'),
    ],
  }),
  property('attributeDefinition', 'type', 'What kind of value the attribute holds.', {
    values: [
      word('String', 'A text; this is the default.'),
      word('Integer', 'A whole number.'),
      word('Reference', 'A reference to another object, such as a manager; followed in a second pass.'),
      word('Binary', 'Bytes, which travel as base64.'),
      word('Boolean', 'True or False.'),
      word('DateTime', 'A date with its time.'),
    ],
  }),
  property('attributeDefinition', 'mutability', 'Whether the attribute can be read and written.', {
    values: [
      word('ReadWrite', 'Can be read and written; this is the default.'),
      word('ReadOnly', 'Can only be read.'),
      word('Immutable', 'Can be set when the object is created and never changed.'),
      word('WriteOnly', 'Can be written and is never given out.'),
    ],
  }),
  property('attributeDefinition', 'multivalued', 'True where the attribute holds several values.'),
  property(
    'attributeDefinition',
    'anchor',
    'True for the one attribute that is the key of the object: unique, and never changed.',
  ),
  property(
    'attributeDefinition',
    'required',
    "True where a write must carry the attribute: without a value the definition's default is used, and without one it fails.",
  ),
  property(
    'attributeDefinition',
    'caseExact',
    'True where upper and lower case count, which decides whether a change of case is a change.',
  ),
  property(
    'attributeDefinition',
    'defaultValue',
    'Used for a required attribute that gets no value; without one, the write fails.',
  ),
  property(
    'attributeDefinition',
    'flowNullValues',
    'True where nulls are allowed for the attribute; whether a null then clears the target on update is a doubtful point (setting nullOnUpdate).',
  ),
  property('attributeDefinition', 'referencedObjects', 'The types of object that a reference attribute may refer to.'),
];

const byName: ReadonlyMap<string, PropertyWords> = new Map(propertyWords.map((row) => [`${row.thing}.${row.name}`, row]));

/** The words of a property; null for those that need none. The property's name is exact. */
export function findPropertyWords(thing: ConfigurationThing, name: string): PropertyWords | null {
  return byName.get(`${thing}.${name}`) ?? null;
}

/** A word in any casing, as the service takes it (facts/graph-synchronization.md, section 2.6); null where the property has no such word. */
export function findEnumWord(words: PropertyWords, name: string): EnumWord | null {
  const folded = name.trim().toLowerCase();
  return words.values.find((value) => value.name.toLowerCase() === folded) ?? null;
}
