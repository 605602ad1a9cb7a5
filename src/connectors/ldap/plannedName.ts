import { sameDistinguishedName } from '../../core/text/distinguishedName.ts';
import type { DirectoryError, PlannedAttribute, PlannedWrite } from '../../core/trace/directory.ts';
import { listed, nounOf, shown, textsOf } from '../wire/plannedValues.ts';
import type { LdifPiece } from './ldifLine.ts';
import { escapeNameValue, relativeNameText, splitName } from './relativeName.ts';

/** The agent's word for the container of an entry, in lower case (facts/expression-language.md, section 6.5). */
export const parentAttribute = 'parentdistinguishedname';

/** A distinguished name, and the mappings that made its parts. */
export interface EntryName {
  readonly text: string;
  readonly pieces: readonly LdifPiece[];
  readonly notes: readonly string[];
  /** Why nothing can be sent to this name; null where it is one. */
  readonly refusal: DirectoryError | null;
}

/** A `modrdn`: another own name, another parent, or both. */
export interface Renaming {
  readonly kind: 'modrdn';
  readonly purpose: string;
  readonly newRdn: readonly LdifPiece[];
  readonly newSuperior: readonly LdifPiece[] | null;
  readonly after: EntryName;
}

function named(attributes: readonly PlannedAttribute[], name: string): PlannedAttribute | null {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name) ?? null;
}

/** What a mapping gives for a part of a name. Decisions go by `real`: what is masked must not become another request. */
interface Given {
  readonly attribute: PlannedAttribute;
  readonly real: string;
  /** As it may be shown. */
  readonly text: string;
}

function givenBy(attribute: PlannedAttribute | null): Given | null {
  const [real] = textsOf(attribute?.new ?? null);
  return attribute && real !== undefined && real !== '' ? { attribute, real, text: shown(attribute, real) } : null;
}

function textOf(pieces: readonly LdifPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** `CN=…` of the mapped cn below the mapped parent; what is not mapped stands in braces. */
export function newName(write: PlannedWrite, attributes: readonly PlannedAttribute[]): EntryName {
  const whole = givenBy(named(attributes, 'distinguishedname'));
  if (whole) return checked([{ text: whole.text, attribute: whole.attribute }], whole);
  const cn = givenBy(named(attributes, 'cn'));
  const parent = givenBy(named(attributes, parentAttribute));
  const pieces: LdifPiece[] = [
    { text: 'CN=', attribute: null },
    cn ? { text: escapeNameValue(cn.text), attribute: cn.attribute } : { text: '{cn}', attribute: null },
    { text: ',', attribute: null },
    parent ? { text: parent.text, attribute: parent.attribute } : { text: '{parentDistinguishedName}', attribute: null },
  ];
  if (cn && parent) return checked(pieces, parent);
  const missing = [...(cn ? [] : ['cn']), ...(parent ? [] : ['parentDistinguishedName'])];
  const lack = `No mapping gives ${listed(missing)} here, so the name of the new ${nounOf(write.objectName)} is not known`;
  const refusal: DirectoryError = {
    kind: 'refused',
    code: 'NameUnknown',
    message: `${lack}. Nothing is sent.`,
    advice: `Map ${listed(missing)}, with an expression that gives a value for this ${nounOf(write.objectName)}.`,
  };
  return { text: textOf(pieces), pieces, notes: [`${lack}; {…} stands for it.`], refusal };
}

/** @param given what must be a distinguished name. */
function checked(pieces: readonly LdifPiece[], { real, text }: Given): EntryName {
  if (splitName(real)) return { text: textOf(pieces), pieces, notes: [], refusal: null };
  const message = `${JSON.stringify(text)} is no distinguished name, so there is no place for the new entry. Nothing is sent.`;
  const advice = 'Map parentDistinguishedName to the container in full, such as OU=Staff,DC=corp,DC=example.';
  const refusal: DirectoryError = { kind: 'refused', code: 'NameInvalid', message, advice };
  return { text: textOf(pieces), pieces, notes: [message], refusal };
}

export function oldName({ id }: PlannedWrite): EntryName {
  const text = id ?? '{dn}';
  const pieces = [{ text, attribute: null }];
  if (splitName(text)) return { text, pieces, notes: [], refusal: null };
  const lack = 'The target does not give the distinguished name of this object';
  const advice = 'Match in Active Directory itself: its entries have distinguished names.';
  const refusal: DirectoryError = { kind: 'refused', code: 'NameUnknown', message: `${lack}. Nothing is sent.`, advice };
  return { text, pieces, notes: [`${lack}; its id stands for it.`], refusal };
}

export function isNamedByCn({ text }: EntryName): boolean {
  const parts = splitName(text)?.own ?? [];
  return parts.length === 1 && parts[0]?.type.toLowerCase() === 'cn';
}

/** Null where the name stays. */
export function rename(name: EntryName, attributes: readonly PlannedAttribute[]): Renaming | null {
  const split = splitName(name.text);
  if (!split) return null;
  const cn = givenBy(named(attributes, 'cn'));
  const parent = givenBy(named(attributes, parentAttribute));
  const newOwn = cn && isNamedByCn(name) && cn.real !== split.own[0]?.value ? cn : null;
  const newParent = parent && !sameDistinguishedName(parent.real, split.parent) ? parent : null;
  if (!newOwn && !newParent) return null;
  const newRdn: readonly LdifPiece[] = newOwn
    ? [
        { text: 'CN=', attribute: null },
        { text: escapeNameValue(newOwn.text), attribute: newOwn.attribute },
      ]
    : [{ text: relativeNameText(split.own), attribute: null }];
  const above: LdifPiece = newParent
    ? { text: newParent.text, attribute: newParent.attribute }
    : { text: split.parent, attribute: null };
  const purpose = !newParent ? 'Rename the entry' : newOwn ? 'Rename and move the entry' : 'Move the entry';
  const pieces = [...newRdn, { text: ',', attribute: null }, above];
  const after = newParent ? checked(pieces, newParent) : { text: textOf(pieces), pieces, notes: [], refusal: null };
  return { kind: 'modrdn', purpose, newRdn, newSuperior: newParent ? [above] : null, after };
}
