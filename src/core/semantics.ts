/** What a doubtful point is about: a function of expressions, or a part of the rules. */
export type SemanticsTopic = 'scope' | 'match' | 'flow' | 'action' | { readonly function: string };

/** A point on which the documents contradict each other or are silent, and the readings to choose from. */
export interface SemanticsSwitch {
  readonly about: SemanticsTopic;
  readonly title: string;
  /** The readings, each with what it means in one line. */
  readonly values: Readonly<Record<string, string>>;
  readonly default: string;
  /** What speaks for and against each reading, with the place. */
  readonly evidence: string;
}

/**
 * The doubtful points of expressions (facts/expression-language.md, sections 3, 5 and 11) and of the rules (sections 6 to 9 and 11b;
 * facts/graph-synchronization.md, sections 3, 4, 7.6 and 11). Connection file, command line, engine and `docs/semantics.md` read this one
 * table.
 */
export const semanticsTable = {
  coalesceEmptyText: {
    about: { function: 'Coalesce' },
    title: 'Coalesce and empty text',
    values: {
      value: 'Empty text is a value: Coalesce gives it.',
      skip: 'Empty text counts as null: Coalesce goes on to the next argument.',
    },
    default: 'value',
    evidence:
      'The function reference defines Coalesce as the first argument that is not null, and allows "" as its last. One display name example of the SuccessFactors guide is only right where "" is skipped.',
  },
  iifEmptySource: {
    about: { function: 'IIF' },
    title: 'IIF with an empty source attribute, app provisioning only',
    values: {
      evaluate: 'The condition is evaluated as any other; the checker warns.',
      fail: 'The condition fails: IIF gives valueIfFalse.',
      unsupported: 'IIF is not evaluated where an attribute of its condition is null or empty.',
    },
    default: 'evaluate',
    evidence:
      'The app provisioning reference says that the condition check fails where the source attribute is null or empty, and lists [country]="", IsNullOrEmpty and IsPresent in IIF as unsupported. The SuccessFactors, Workday and HR writeback pages use exactly these forms, and so does the service\'s own cloud sync schema (accountEnabled), whose real run gave the evaluated result.',
  },
  replaceFromAttribute: {
    about: { function: 'Replace' },
    title: 'Replace with regexGroupName and replacementAttributeName',
    values: {
      fillEmptySource: 'A source with a value stays; an empty one becomes the group of the pattern in the attribute.',
      replaceInSource: 'An empty source stays; in a source with a value the group is replaced by the value of the attribute.',
    },
    default: 'fillEmptySource',
    evidence:
      'The two references say the opposite of each other: app provisioning the first, with a worked example (telephoneNumber and mobile), cloud sync the second, without one.',
  },
  midOutOfRange: {
    about: { function: 'Mid' },
    title: 'Mid outside the text',
    values: {
      empty: 'A start beyond the end gives empty text; a start before 1 and a negative length are not evaluated.',
      input: 'A start beyond the end, a start before 1 and a negative length give the source unchanged.',
    },
    default: 'empty',
    evidence:
      'The references of both dialects are silent. The reference of Entra Connect Sync, a sibling engine, gives the source unchanged; under that reading an example of the SuccessFactors guide, which lowers Mid([lastName], 2, 64) and puts the first letter before it, would double a name of one letter.',
  },
  splitPieces: {
    about: { function: 'Split' },
    title: 'White space around the pieces of Split',
    values: {
      trim: 'Each piece is trimmed.',
      keep: 'Each piece stays as it is.',
    },
    default: 'trim',
    evidence:
      'Both references split "PermissionSetOne, PermissionSetTwo" at the comma and print the second piece without its blank. Neither says so in words, and .NET\'s own Split keeps it.',
  },
  diacriticsOutsideTable: {
    about: { function: 'NormalizeDiacritics' },
    title: 'NormalizeDiacritics and letters outside its table',
    values: {
      keep: 'Letters outside the documented table stay as they are.',
      strip: 'Other letters lose their combining marks, and œ becomes oe.',
    },
    default: 'keep',
    evidence:
      'The reference lists the letters that are replaced and promises nothing for others, such as Vietnamese ồ (azure-docs issue 106226) or plain œ. Whether the service works by a table or by decomposition is not documented.',
  },
  nullInGroups: {
    about: 'scope',
    title: 'An empty attribute in the scoping filters that people write (groups)',
    values: {
      fail: 'It fails every clause but IS NULL.',
      passNegative: 'It fails the positive operators and passes NOT EQUALS, NOT REGEX MATCH, !& and IS FALSE.',
    },
    default: 'fail',
    evidence:
      'The scoping documentation states the blanket rule: a clause on a null or empty attribute is false. An FAQ of HR provisioning recommends NOT EQUALS as an exclusion all the same, and the built-in clause dirSyncEnabled IS FALSE of Entra to Active Directory needs a null to pass.',
  },
  nullInInputFilters: {
    about: 'scope',
    title: 'An empty attribute in inputFilterGroups and categoryFilterGroups',
    values: {
      passNegative: 'It fails the positive operators and passes NOT EQUALS, NOT REGEX MATCH, !& and IS FALSE.',
      fail: 'It fails every clause but IS NULL.',
    },
    default: 'passNegative',
    evidence:
      "The service's own default filter ANDs isCriticalSystemObject IS FALSE, adminDescription NOT REGEX MATCH, mailNickname NOT REGEX MATCH and msExchRecipientTypeDetails !& …: attributes that ordinary users do not have. Under the blanket rule it would drop everybody.",
  },
  multivaluedComparison: {
    about: 'scope',
    title: 'A clause on an attribute with several values',
    values: {
      all: 'Every value must satisfy the clause.',
      any: 'One value is enough.',
    },
    default: 'all',
    evidence:
      "Graph's operator schema names All as the default of multivaluedComparisonType, and the old list of operators has All on every row. A clause that carries its own multivaluedComparisonType is read by that. The scoping documentation calls multi-valued attributes unsupported.",
  },
  severalFilterValues: {
    about: 'scope',
    title: 'A clause with several values',
    values: {
      any: 'One of the values is enough; a negative operator excludes all of them.',
      all: 'Every one of the values counts; a negative operator excludes only their combination.',
    },
    default: 'any',
    evidence: 'The model allows a list of values; the documents only ever show one.',
  },
  filterRegex: {
    about: 'scope',
    title: 'REGEX MATCH and the whole value',
    values: {
      search: 'The pattern may be found anywhere in the value.',
      whole: 'The pattern must fit the whole value.',
    },
    default: 'search',
    evidence:
      'A documented example must find Sales inside Contoso-Sales-US, and the service\'s own filters write their anchors. The prose on ([1-9][0-9]) as "any number between 10 and 99" holds for whole values only.',
  },
  ampersandOperator: {
    about: 'scope',
    title: '& and !& in filters',
    values: {
      bits: 'Bit tests on whole numbers: & is true where attribute and mask share a bit.',
      text: "Text: & is true where the clause's value contains the attribute's.",
    },
    default: 'bits',
    evidence:
      'The default cloud sync filter msExchRecipientTypeDetails !& "566259712" has the mask 0x21C07000 of the built-in rule of Entra Connect Sync. The documentation says in words that the attribute "exists in the input string value".',
  },
  onDemandScope: {
    about: 'scope',
    title: 'Organizational units and groups of the rule, on demand, Active Directory to Entra',
    values: {
      notApplied: 'They are shown and not applied to the chosen person; the trace says what a cycle would do instead.',
      applied: 'They are applied as in a cycle.',
    },
    default: 'notApplied',
    evidence:
      'The cloud sync page on provisioning on demand says that scoping filters (organizational units, groups) are not applied to the chosen user; public labs show the clauses of scoping filters applied all the same, and those are always applied here. App provisioning and Entra to Active Directory evaluate scope on demand.',
  },
  duplicateSource: {
    about: 'match',
    title: 'Several source objects with one matching value',
    values: {
      fail: 'The person is not written: DuplicateSourceEntries.',
      link: 'The person is written; the match step warns that several people share one account.',
    },
    default: 'fail',
    evidence:
      'The list of error codes has DuplicateSourceEntries: more than one source object was found with the matching attribute. Another page says that two source objects with the same value link to the same target object.',
  },
  disabledPeople: {
    about: 'action',
    title: 'A disabled person without an account in the target',
    values: {
      neverCreated: 'Is not created.',
      created: 'Is created, with whatever the mappings give for a disabled person.',
    },
    default: 'neverCreated',
    evidence:
      'Documented in how provisioning works: a disabled user is never created. Entra Connect Sync, a sibling engine, creates disabled accounts.',
  },
  withoutDisable: {
    about: 'action',
    title: 'Leaving scope in cloud sync where no mapping disables the account',
    values: {
      delete: 'The account is deleted, if the object mapping has Delete among its flowTypes.',
      skip: 'The account stays as it is.',
    },
    default: 'delete',
    evidence:
      'A target that cannot disable deletes, and the agent reports an object that left the scope of organizational units and groups as deleted. That cloud sync deletes in the other cases too is our reading.',
  },
  defaultValueApplies: {
    about: 'flow',
    title: 'defaultValue of a mapping',
    values: {
      create: 'Stands in for a null on create only.',
      always: 'Stands in for every null, on update too.',
    },
    default: 'create',
    evidence:
      'The Entra documentation says that the default applies on create only; the Graph reference says whenever the source is null, and some tutorials say the same.',
  },
  emptyText: {
    about: 'flow',
    title: 'An expression that gives empty text',
    values: {
      byDialect: 'Clears the attribute in cloud sync; is written as a value in app provisioning.',
      write: 'Is written as a value.',
      clear: 'Clears the attribute.',
      skip: 'Is not written; the old value stays.',
    },
    default: 'byDialect',
    evidence:
      'The cloud sync documents name the expression "" as the way to clear an attribute. The HR pages say that "" is sent as it is, and that Active Directory then refuses it; users report that it is sometimes skipped (azure-docs issue 93153).',
  },
  nullOnUpdate: {
    about: 'flow',
    title: 'A null on update',
    values: {
      targetFlag: 'Clears the target attribute where its definition has flowNullValues; else the old value stays.',
      bothFlags: 'Clears it where the definitions of the source attribute and of the target attribute both have flowNullValues.',
      keep: 'Never clears.',
    },
    default: 'targetFlag',
    evidence:
      '"Null attributes cannot be provisioned" (known issues); the default cloud sync schema has flowNullValues on its target attributes. The preview of clearing attribute values (2026) asks for a second gate on the source attribute.',
  },
  switchUnchangedSource: {
    about: 'flow',
    title: 'Switch in an incremental cycle, where its source did not change and Entra is the source',
    values: {
      value: 'Gives its value; the incremental lens warns.',
      null: 'Gives null, as the documented defect does, and may clear the target.',
    },
    default: 'value',
    evidence:
      'The function reference reports the defect as a caution and advises IIF instead. Whether it strikes every time is not documented.',
  },
} as const satisfies Readonly<Record<string, SemanticsSwitch>>;

export type SemanticsName = keyof typeof semanticsTable;

/** One reading for each doubtful point. */
export type Semantics = { readonly [Name in SemanticsName]: keyof (typeof semanticsTable)[Name]['values'] & string };

export const semanticsNames = Object.keys(semanticsTable) as readonly SemanticsName[];

export const defaultSemantics: Semantics = Object.fromEntries(
  semanticsNames.map((name) => [name, semanticsTable[name].default]),
  // One entry for each name of the table, which the compiler cannot see.
) as Semantics;

/** Whatever carries readings: an evaluation's context, a preview's input. */
export interface WithSemantics {
  /** The default for each point that is left out. */
  readonly semantics?: Partial<Semantics>;
}

/** The reading that applies. */
export function readingOf<Name extends SemanticsName>({ semantics }: WithSemantics, name: Name): Semantics[Name] {
  return semantics?.[name] ?? defaultSemantics[name];
}

/** Some readings, or what is wrong with a name or a value, and what to write instead. */
export type SemanticsRead =
  | { readonly ok: true; readonly semantics: Partial<Semantics> }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** Adds a reading that a user wrote as texts. Both are exact. */
export function withReading(semantics: Partial<Semantics>, name: string, value: string): SemanticsRead {
  const known = semanticsNames.find((one) => one === name);
  if (known === undefined) {
    const fix = `The names are ${semanticsNames.join(', ')}.`;
    return { ok: false, message: `There is no doubtful point named "${shorten(name)}".`, fix };
  }
  const values = Object.keys(semanticsTable[known].values);
  if (values.includes(value)) return { ok: true, semantics: { ...semantics, [known]: value } };
  const fix = `Write ${values.map((one) => `"${one}"`).join(' or ')}.`;
  return { ok: false, message: `This is no reading of "${known}".`, fix };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
