import type { Dialect } from '../expression/dialect.ts';

/** An unquoted word of the language. */
export interface KeywordDefinition {
  readonly name: string;
  readonly kind: 'boolean' | 'ignoreAttribute' | 'ignoreObject' | 'enumeration';
  readonly dialects: readonly Dialect[];
  readonly summary: string;
}

const both = ['app-provisioning', 'cloud-sync'] as const;
const appOnly = ['app-provisioning'] as const;

/** Every unquoted word (facts/expression-language.md, section 2, "Keywords" and "Booleans"). */
export const keywords: readonly KeywordDefinition[] = [
  { name: 'True', kind: 'boolean', dialects: both, summary: 'The text "True".' },
  { name: 'False', kind: 'boolean', dialects: both, summary: 'The text "False".' },
  { name: 'IgnoreAttributeFlow', kind: 'ignoreAttribute', dialects: appOnly, summary: 'Leaves the attribute out of the flow.' },
  {
    name: 'IgnoreObjectFlow',
    kind: 'ignoreObject',
    dialects: appOnly,
    summary: 'Mapped to objectFilter, keeps the object from being created.',
  },
  { name: 'vbBinaryCompare', kind: 'enumeration', dialects: both, summary: 'InStr tells upper and lower case apart.' },
  { name: 'vbTextCompare', kind: 'enumeration', dialects: both, summary: 'InStr does not tell upper and lower case apart.' },
  {
    name: 'Unicode',
    kind: 'enumeration',
    dialects: both,
    summary: 'UTF-16, the encoding of ConvertFromBase64 where none is given.',
  },
  { name: 'ASCII', kind: 'enumeration', dialects: both, summary: 'An encoding of ConvertFromBase64.' },
  { name: 'UTF8', kind: 'enumeration', dialects: both, summary: 'An encoding of ConvertFromBase64.' },
];

const byName: ReadonlyMap<string, KeywordDefinition> = new Map(keywords.map((row) => [row.name, row]));

/** The word in exactly this case; null where there is none. */
export function findKeyword(name: string): KeywordDefinition | null {
  return byName.get(name) ?? null;
}

/** What to say about a word that is neither a keyword nor a call. */
export function unknownWord(name: string): string {
  const short = name.length > 40 ? `${name.slice(0, 39)}…` : name;
  return `${short} is not a word of the language. An attribute is written [${short}], a text "${short}".`;
}
