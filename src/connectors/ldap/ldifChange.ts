import { distinguishedNameKey, sameDistinguishedName } from '../../core/text/distinguishedName.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import { isBinaryAttribute } from '../file/binaryAttributes.ts';
import type { PlacedText } from '../wire/placedJson.ts';
import {
  hiddenNotes,
  isHidden,
  listed,
  nounOf,
  passesOf,
  purposeOf,
  referenceChange,
  secondPassPurpose,
  shown,
  textsOf,
  truthOf,
} from '../wire/plannedValues.ts';
import { type LdifPiece, LdifWriter } from './ldifLine.ts';
import { escapeNameValue, relativeNameText, splitName } from './relativeName.ts';

/**
 * A planned write as LDIF change records (RFC 2849), one request each: `add`, `modify` and `modrdn`, `delete`; references (manager, member)
 * in a `modify` of their own, as the service writes them in a later pass. The address is the distinguished name. What is no attribute of
 * Active Directory but an instruction to the agent (facts/expression-language.md, sections 6.5 and 6.6) stands as a comment and a note.
 */
export function ldifChange(write: PlannedWrite): readonly WriteRequest[] {
  if (write.action === 'delete') return [deletion(write)];
  const { plain, references } = passesOf(write, nameKey);
  const sorted = sortAttributes(plain);
  const before = write.action === 'create' ? newName(write, plain) : oldName(write);
  const renamed = write.action === 'create' ? null : rename(before, plain);
  const own = write.action === 'create' ? addition(write, sorted, before) : changes(write, sorted, before);
  const second = sortAttributes(references);
  const requests = [
    ...own,
    ...(renamed ? [renamed.request] : []),
    ...(second.carried.length === 0 ? [] : [referenceRecord(second.carried, renamed?.after ?? before)]),
  ];
  const notes = notesOf(write, [...sorted.left, ...second.left], sorted.instructions);
  const [first, ...rest] = requests;
  if (first) return [{ ...first, notes: [...first.notes, ...notes] }, ...rest];
  const purpose = `${purposeOf(write)}: nothing that LDAP can write`;
  return [{ purpose, method: 'none', address: before.text, headers: [], body: null, values: [], notes }];
}

/** A distinguished name, and the mappings that made its parts. */
interface EntryName {
  readonly text: string;
  readonly pieces: readonly LdifPiece[];
  readonly notes: readonly string[];
}

interface SortedAttributes {
  readonly carried: readonly PlannedAttribute[];
  /** What the agent acts on and no directory holds. */
  readonly instructions: readonly PlannedAttribute[];
  readonly left: readonly PlannedAttribute[];
}

/** In the name only, in no line of its own. */
const parentName = 'parentdistinguishedname';
/** The agent makes something else of these. */
const instructionNotes: ReadonlyMap<string, string> = new Map([
  [
    'accountdisabled',
    'accountDisabled is no attribute of Active Directory: the agent sets or clears the bit 2 (ACCOUNTDISABLE) of userAccountControl by it. The number depends on the other bits of the account.',
  ],
  ['issecuritygroup', 'isSecurityGroup is no attribute of Active Directory: the agent makes groupType of it.'],
  ['universalscope', 'UniversalScope is no attribute of Active Directory: the agent makes groupType of it.'],
]);
/** Made by the directory itself. */
const readOnly = new Set(['distinguishedname', 'objectguid', 'objectsid', 'memberof']);
/** An attribute description of RFC 4512: nothing else may become part of a line. */
const attributeName = /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)(?:;[A-Za-z0-9-]+)*$/;

function sortAttributes(attributes: readonly PlannedAttribute[]): SortedAttributes {
  const carried: PlannedAttribute[] = [];
  const instructions: PlannedAttribute[] = [];
  const left: PlannedAttribute[] = [];
  for (const attribute of attributes) {
    const name = attribute.name.toLowerCase();
    if (name === parentName) continue;
    if (instructionNotes.has(name)) instructions.push(attribute);
    else if (readOnly.has(name) || !attributeName.test(attribute.name)) left.push(attribute);
    else carried.push(attribute);
  }
  return { carried, instructions, left };
}

function notesOf(
  write: PlannedWrite,
  left: readonly PlannedAttribute[],
  instructions: readonly PlannedAttribute[],
): readonly string[] {
  const notes = instructions.map(({ name }) => instructionNotes.get(name.toLowerCase()) ?? '');
  const made = left.filter(({ name }) => readOnly.has(name.toLowerCase())).map(({ name }) => name);
  if (made.length > 0) notes.push(`Left out, because the directory makes them itself: ${listed(made)}.`);
  const strange = left.filter(({ name }) => !readOnly.has(name.toLowerCase())).map(({ name }) => JSON.stringify(name));
  if (strange.length > 0) notes.push(`Left out, because LDAP has no attributes of such a name: ${listed(strange)}.`);
  const empty = write.attributes.filter(({ new: value }) => textsOf(value).includes('')).map(({ name }) => name);
  // Facts/expression-language.md, section 7.
  if (empty.length > 0) notes.push(`Active Directory refuses empty text: ${listed(empty)}.`);
  return notes;
}

function named(attributes: readonly PlannedAttribute[], name: string): PlannedAttribute | null {
  return attributes.find((attribute) => attribute.name.toLowerCase() === name) ?? null;
}

function givenText(attribute: PlannedAttribute | null): string | null {
  const [text] = textsOf(attribute?.new ?? null);
  return attribute && text !== undefined && text !== '' ? shown(attribute, text) : null;
}

/** `CN=…` of the mapped cn below the mapped parent; what is not mapped stands in braces. */
function newName(write: PlannedWrite, attributes: readonly PlannedAttribute[]): EntryName {
  const [cn, parent] = [named(attributes, 'cn'), named(attributes, parentName)];
  const whole = named(attributes, 'distinguishedname');
  const given = givenText(whole);
  if (given !== null) return { text: given, pieces: [{ text: given, attribute: whole }], notes: [] };
  const [ownText, parentText] = [givenText(cn), givenText(parent)];
  const pieces: LdifPiece[] = [
    { text: 'CN=', attribute: null },
    ownText === null ? { text: '{cn}', attribute: null } : { text: escapeNameValue(ownText), attribute: cn },
    { text: ',', attribute: null },
    parentText === null ? { text: '{parentDistinguishedName}', attribute: null } : { text: parentText, attribute: parent },
  ];
  const missing = [...(ownText === null ? ['cn'] : []), ...(parentText === null ? ['parentDistinguishedName'] : [])];
  const notes =
    missing.length === 0
      ? []
      : [
          `No mapping gives ${listed(missing)} here, so the name of the new ${nounOf(write.objectName)} is not known; {…} stands for it.`,
        ];
  return { text: pieces.map(({ text }) => text).join(''), pieces, notes };
}

function oldName({ id }: PlannedWrite): EntryName {
  const text = id ?? '{dn}';
  const notes = splitName(text) ? [] : ['The target does not give the distinguished name of this object; its id stands for it.'];
  return { text, pieces: [{ text, attribute: null }], notes };
}

/** The classes of Active Directory by the object name of the schema. */
const objectClasses: ReadonlyMap<string, readonly string[]> = new Map([
  ['user', ['top', 'person', 'organizationalPerson', 'user']],
  ['inetorgperson', ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson']],
  ['contact', ['top', 'person', 'organizationalPerson', 'contact']],
  ['group', ['top', 'group']],
]);

function addition(write: PlannedWrite, sorted: SortedAttributes, name: EntryName): readonly WriteRequest[] {
  const record = begin(name, 'add');
  const classes = objectClasses.get(write.objectName.toLowerCase()) ?? [];
  const mapped = named(sorted.carried, 'objectclass');
  if (!mapped) for (const one of classes) record.attribute('objectClass', [{ text: one, attribute: null }]);
  for (const attribute of sorted.carried) addValues(record, attribute, textsOf(attribute.new));
  comment(record, sorted.instructions);
  const notes = [...name.notes, ...hiddenNotes(sorted.carried)];
  if (!mapped && classes.length === 0) notes.push(`The object classes of "${write.objectName}" are not known here.`);
  return [requestOf(purposeOf(write), 'add', name, record.finish(), notes)];
}

function changes(write: PlannedWrite, sorted: SortedAttributes, name: EntryName): readonly WriteRequest[] {
  // The attribute that names the entry changes with its name only.
  const changed = isNamedByCn(name) ? sorted.carried.filter((one) => one.name.toLowerCase() !== 'cn') : sorted.carried;
  if (changed.length === 0 && sorted.instructions.length === 0) return [];
  const record = begin(name, 'modify');
  for (const attribute of changed) modification(record, attribute);
  comment(record, sorted.instructions);
  return [requestOf(purposeOf(write), 'modify', name, record.finish(), [...name.notes, ...hiddenNotes(changed)])];
}

function isNamedByCn({ text }: EntryName): boolean {
  const parts = splitName(text)?.own ?? [];
  return parts.length === 1 && parts[0]?.type.toLowerCase() === 'cn';
}

function modification(record: LdifWriter, attribute: PlannedAttribute): void {
  const texts = textsOf(attribute.new);
  if (texts.length === 0) record.plain('delete: ', [{ text: attribute.name, attribute }]);
  else {
    record.plain(`${attribute.old === null ? 'add' : 'replace'}: ${attribute.name}`);
    addValues(record, attribute, texts);
  }
  record.plain('-');
}

/** The `modrdn` for a new `cn`, another parent, or both, and the name after it; null where the name stays. */
function rename(
  name: EntryName,
  attributes: readonly PlannedAttribute[],
): { readonly request: WriteRequest; readonly after: EntryName } | null {
  const split = splitName(name.text);
  if (!split) return null;
  const [cn, parent] = [named(attributes, 'cn'), named(attributes, parentName)];
  const [ownText, parentText] = [givenText(cn), givenText(parent)];
  const newOwn = ownText !== null && isNamedByCn(name) && ownText !== split.own[0]?.value ? ownText : null;
  const newParent = parentText !== null && !sameDistinguishedName(parentText, split.parent) ? parentText : null;
  if (newOwn === null && newParent === null) return null;
  const own: readonly LdifPiece[] =
    newOwn === null
      ? [{ text: relativeNameText(split.own), attribute: null }]
      : [
          { text: 'CN=', attribute: null },
          { text: escapeNameValue(newOwn), attribute: cn },
        ];
  const above: LdifPiece = newParent === null ? { text: split.parent, attribute: null } : { text: newParent, attribute: parent };
  const record = begin(name, 'modrdn');
  record.attribute('newrdn', own);
  record.plain('deleteoldrdn: 1');
  if (newParent !== null) record.attribute('newsuperior', [above]);
  const purpose = newParent === null ? 'Rename the entry' : newOwn === null ? 'Move the entry' : 'Rename and move the entry';
  const pieces = [...own, { text: ',', attribute: null }, above];
  const after = { text: pieces.map(({ text }) => text).join(''), pieces, notes: [] };
  return { request: requestOf(purpose, 'modrdn', name, record.finish(), []), after };
}

/** References are distinguished names, and the same however they are written. */
function nameKey(reference: string): string {
  return distinguishedNameKey(reference) ?? reference;
}

function referenceRecord(attributes: readonly PlannedAttribute[], name: EntryName): WriteRequest {
  const record = begin(name, 'modify');
  for (const attribute of attributes) {
    if (!attribute.multivalued) {
      modification(record, attribute);
      continue;
    }
    const { added, removed } = referenceChange(attribute, nameKey);
    for (const [verb, texts] of [
      ['delete', removed],
      ['add', added],
    ] as const) {
      if (texts.length === 0) continue;
      record.plain(`${verb}: ${attribute.name}`);
      addValues(record, attribute, texts);
      record.plain('-');
    }
  }
  const purpose = secondPassPurpose(attributes, ({ name: attribute }) => attribute, nameKey);
  return requestOf(purpose, 'modify', name, record.finish(), [...name.notes, ...hiddenNotes(attributes)]);
}

function deletion(write: PlannedWrite): WriteRequest {
  const name = oldName(write);
  return requestOf(purposeOf(write), 'delete', name, begin(name, 'delete').finish(), name.notes);
}

function begin(name: EntryName, changeType: string): LdifWriter {
  const record = new LdifWriter();
  record.attribute('dn', name.pieces);
  record.plain(`changetype: ${changeType}`);
  return record;
}

function addValues(record: LdifWriter, attribute: PlannedAttribute, texts: readonly string[]): void {
  const binary = attribute.type.toLowerCase() === 'binary' || isBinaryAttribute(attribute.name);
  for (const text of texts) {
    if (binary && !isHidden(attribute) && isBase64(text)) record.base64(attribute.name, text, attribute);
    else record.attribute(attribute.name, [{ text: ldapText(attribute, shown(attribute, text)), attribute }]);
  }
}

/** Binary values travel through the service as base64. */
function isBase64(text: string): boolean {
  return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Booleans are `TRUE` and `FALSE` in LDAP (RFC 4517, section 3.3.3). */
function ldapText({ type }: PlannedAttribute, text: string): string {
  return type.toLowerCase() === 'boolean' && truthOf(text) !== null ? text.toUpperCase() : text;
}

/** What the agent acts on, as comments: `# accountDisabled: True`. */
function comment(record: LdifWriter, instructions: readonly PlannedAttribute[]): void {
  for (const attribute of instructions) {
    const [text = ''] = textsOf(attribute.new);
    if (truthOf(text) !== null) record.plain(`# ${attribute.name}: `, [{ text: shown(attribute, text), attribute }]);
  }
}

function requestOf(purpose: string, method: string, name: EntryName, body: PlacedText, notes: readonly string[]): WriteRequest {
  return { purpose, method, address: name.text, headers: [], body: body.text, values: body.values, notes };
}
