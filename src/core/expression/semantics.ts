import type { EvaluationContext } from './evaluationContext.ts';

/** A point on which the documents contradict each other or are silent, and the readings to choose from. */
export interface SemanticsSwitch {
  /** The function that it is about. */
  readonly function: string;
  readonly title: string;
  /** The readings, each with what it means in one line. */
  readonly values: Readonly<Record<string, string>>;
  readonly default: string;
  /** What speaks for and against each reading, with the place. */
  readonly evidence: string;
}

/**
 * The doubtful points of the expression language (facts/expression-language.md, sections 3, 5 and 11). Connection file, command line,
 * functions and `docs/semantics.md` read this one table.
 */
export const semanticsTable = {
  coalesceEmptyText: {
    function: 'Coalesce',
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
    function: 'IIF',
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
    function: 'Replace',
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
    function: 'Mid',
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
    function: 'Split',
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
    function: 'NormalizeDiacritics',
    title: 'NormalizeDiacritics and letters outside its table',
    values: {
      keep: 'Letters outside the documented table stay as they are.',
      strip: 'Other letters lose their combining marks, and œ becomes oe.',
    },
    default: 'keep',
    evidence:
      'The reference lists the letters that are replaced and promises nothing for others, such as Vietnamese ồ (azure-docs issue 106226) or plain œ. Whether the service works by a table or by decomposition is not documented.',
  },
} as const satisfies Readonly<Record<string, SemanticsSwitch>>;

export type SemanticsName = keyof typeof semanticsTable;

/** One reading for each doubtful point. */
export type Semantics = { readonly [Name in SemanticsName]: keyof (typeof semanticsTable)[Name]['values'] & string };

export const semanticsNames = Object.keys(semanticsTable) as readonly SemanticsName[];

export const defaultSemantics: Semantics = {
  coalesceEmptyText: semanticsTable.coalesceEmptyText.default,
  iifEmptySource: semanticsTable.iifEmptySource.default,
  replaceFromAttribute: semanticsTable.replaceFromAttribute.default,
  midOutOfRange: semanticsTable.midOutOfRange.default,
  splitPieces: semanticsTable.splitPieces.default,
  diacriticsOutsideTable: semanticsTable.diacriticsOutsideTable.default,
};

/** The reading that an evaluation uses. */
export function readingOf<Name extends SemanticsName>(context: EvaluationContext, name: Name): Semantics[Name] {
  return context.semantics?.[name] ?? defaultSemantics[name];
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
