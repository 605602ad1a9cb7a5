import { distinguishedNameKey } from '../../core/text/distinguishedName.ts';
import type { DirectoryError, PlannedAttribute, PlannedWrite } from '../../core/trace/directory.ts';
import {
  hiddenNotes,
  isHidden,
  listed,
  passesOf,
  purposeOf,
  referenceChange,
  secondPassPurpose,
  textsOf,
} from '../wire/plannedValues.ts';
import { type AgentChange, accountChange, groupChange } from './agentAttributes.ts';
import { classesOf, isAccount } from './objectClasses.ts';
import { type EntryName, isNamedByCn, newName, oldName, parentAttribute, type Renaming, rename } from './plannedName.ts';
import { type PlanValue, planValues, randomPassword } from './planValue.ts';
import { isMadeByDirectory, named, type SortedAttributes, sortAttributes } from './sortAttributes.ts';

/** What a plan needs to know besides the write. */
export interface ChangeOptions {
  /** Whether the connection is encrypted: Active Directory takes passwords over no other (MS-ADTS, 3.1.1.3.1.5.1). */
  readonly secure: boolean;
  /** The password of a new account, for the wire alone; null where it is only shown that there will be one. */
  readonly password: string | null;
}

/**
 * What a planned write means for Active Directory, decided once: LDIF for the screen (`ldifChange`) and operations for the wire
 * (`ldapOperations`) are two spellings of it.
 */
export interface ChangePlan {
  /** In the order in which they are sent. */
  readonly requests: readonly PlannedRequest[];
  readonly name: EntryName;
  /** About the write as a whole. */
  readonly notes: readonly string[];
  /** Numbers that must be read of the entry before the plan can be made in full: `userAccountControl`, `groupType`. */
  readonly unread: readonly string[];
  /** Why nothing can be sent; null where everything is known. */
  readonly refusal: DirectoryError | null;
}

export interface PlannedRequest {
  readonly purpose: string;
  readonly name: EntryName;
  readonly change: PlannedChange;
  /** What only the agent knows and whose number is not known here: shown as comments. */
  readonly comments: readonly PlannedAttribute[];
  readonly notes: readonly string[];
}

export type PlannedChange =
  | { readonly kind: 'add'; readonly attributes: readonly PlanAttribute[] }
  | { readonly kind: 'modify'; readonly changes: readonly PlanModification[] }
  | ({ readonly kind: 'modrdn' } & Pick<Renaming, 'newRdn' | 'newSuperior'>)
  | { readonly kind: 'delete' };

export interface PlanAttribute {
  readonly name: string;
  readonly values: readonly PlanValue[];
}

export interface PlanModification extends PlanAttribute {
  readonly how: 'add' | 'replace' | 'delete';
  /** Whose mapping removes all values; null where values stand for themselves. */
  readonly removes: PlannedAttribute | null;
}

export function planChange(write: PlannedWrite, options: ChangeOptions): ChangePlan {
  if (write.action === 'delete') return deletion(write);
  const { plain, references } = passesOf(write, nameKey);
  const sorted = sortAttributes(plain, options.secure);
  const isNew = write.action === 'create';
  const before = isNew ? newName(write, plain) : oldName(write);
  const renamed = isNew ? null : rename(before, plain);
  const agent = agentChanges(write, sorted, options);
  const own = isNew ? addition(write, sorted, agent, before, options) : changes(write, sorted, agent, before);
  const second = sortAttributes(references, options.secure);
  const requests = [
    ...own,
    ...(renamed ? [{ purpose: renamed.purpose, name: before, change: renamed, comments: [], notes: renamed.after.notes }] : []),
    ...(second.carried.length === 0 ? [] : [referenceRequest(second.carried, renamed?.after ?? before)]),
  ];
  const unread = agent.flatMap(({ attribute, known }) => (known ? [] : [attribute]));
  const notes = [
    ...agent.flatMap((change) => change.notes),
    ...notesOf(write, before, [...sorted.left, ...second.left], sorted.unsent),
  ];
  return { requests, name: before, notes, unread, refusal: refusalOf(write, sorted, before) ?? renamed?.after.refusal ?? null };
}

function agentChanges(write: PlannedWrite, sorted: SortedAttributes, { secure }: ChangeOptions): readonly AgentChange[] {
  const find = (name: string): PlannedAttribute | null => named(sorted.instructions, name);
  const account = accountChange(write, find('accountdisabled'), named(sorted.carried, 'useraccountcontrol'), secure);
  const group = groupChange(write, find('issecuritygroup'), find('universalscope'), named(sorted.carried, 'grouptype'));
  return [account, group].filter((change) => change !== null);
}

/** Without those whose number the agent's words decide. */
function without(attributes: readonly PlannedAttribute[], agent: readonly AgentChange[]): readonly PlannedAttribute[] {
  const decided = new Set(agent.filter(({ number }) => number !== null).map(({ attribute }) => attribute.toLowerCase()));
  return attributes.filter(({ name }) => !decided.has(name.toLowerCase()));
}

function commentsOf(sorted: SortedAttributes, agent: readonly AgentChange[]): readonly PlannedAttribute[] {
  const unknown = new Set(agent.filter(({ known }) => !known).flatMap(({ instructions }) => instructions));
  return sorted.instructions.filter((attribute) => unknown.has(attribute));
}

function addition(
  write: PlannedWrite,
  sorted: SortedAttributes,
  agent: readonly AgentChange[],
  name: EntryName,
  { secure, password }: ChangeOptions,
): readonly PlannedRequest[] {
  const attributes: PlanAttribute[] = [];
  const notes = [...name.notes, ...hiddenNotes(sorted.carried)];
  if (!named(sorted.carried, 'objectclass')) {
    const values = classesOf(write.objectName).map((text): PlanValue => ({ kind: 'text', text, attribute: null }));
    if (values.length > 0) attributes.push({ name: 'objectClass', values });
  }
  for (const attribute of without(sorted.carried, agent)) {
    const texts = textsOf(attribute.new);
    if (texts.length > 0) attributes.push({ name: attribute.name, values: planValues(attribute, texts) });
  }
  for (const { attribute, number } of agent) if (number) attributes.push({ name: attribute, values: [number] });
  if (isAccount(write.objectName) && secure && !named(sorted.carried, 'unicodepwd')) {
    attributes.push({ name: 'unicodePwd', values: [randomPassword(password)] });
    notes.push(
      'unicodePwd is a random password that is made when the request is sent and kept nowhere: Active Directory enables no account without one. Somebody must reset it before the account is used.',
    );
  }
  return [{ purpose: purposeOf(write), name, change: { kind: 'add', attributes }, comments: commentsOf(sorted, agent), notes }];
}

function changes(
  write: PlannedWrite,
  sorted: SortedAttributes,
  agent: readonly AgentChange[],
  name: EntryName,
): readonly PlannedRequest[] {
  // The attribute that names the entry changes with its name only.
  const carried = without(sorted.carried, agent).filter((one) => !(isNamedByCn(name) && one.name.toLowerCase() === 'cn'));
  const comments = commentsOf(sorted, agent);
  const all = [...carried.map(modification), ...agent.flatMap(numberChanges)];
  if (all.length === 0 && comments.length === 0) return [];
  const notes = [...name.notes, ...hiddenNotes(carried)];
  return [{ purpose: purposeOf(write), name, change: { kind: 'modify', changes: all }, comments, notes }];
}

function modification(attribute: PlannedAttribute): PlanModification {
  const { name } = attribute;
  const [before, after] = [textsOf(attribute.old), textsOf(attribute.new)];
  if (after.length > 0) {
    // A password is never read, so there may be one; AD resets it by `replace` alone (MS-ADTS, 3.1.1.3.1.5.1).
    const how = before.length === 0 && name.toLowerCase() !== 'unicodepwd' ? 'add' : 'replace';
    return { how, name, values: planValues(attribute, after), removes: null };
  }
  // To delete what is not there is an error, to replace it by nothing is none (RFC 4511, section 4.6).
  return { how: before.length === 0 ? 'replace' : 'delete', name, values: [], removes: attribute };
}

/**
 * The number that was read goes, the new one comes: where it is another by then, the server refuses the whole request. Samba's own tools change
 * userAccountControl of any domain controller so.
 */
function numberChanges({ attribute: name, old, number }: AgentChange): readonly PlanModification[] {
  if (!number) return [];
  if (old === null) return [{ how: 'replace', name, values: [number], removes: null }];
  return [
    { how: 'delete', name, values: [{ kind: 'text', text: old, attribute: null }], removes: null },
    { how: 'add', name, values: [number], removes: null },
  ];
}

/** References are distinguished names, and the same however they are written. */
function nameKey(reference: string): string {
  return distinguishedNameKey(reference) ?? reference;
}

function referenceRequest(attributes: readonly PlannedAttribute[], name: EntryName): PlannedRequest {
  const all = attributes.flatMap((attribute): readonly PlanModification[] => {
    if (!attribute.multivalued) return [modification(attribute)];
    const { added, removed } = referenceChange(attribute, nameKey);
    const parts = [
      ['delete', removed],
      ['add', added],
    ] as const;
    return parts.flatMap(([how, texts]) =>
      texts.length === 0 ? [] : [{ how, name: attribute.name, values: planValues(attribute, texts), removes: null }],
    );
  });
  const purpose = secondPassPurpose(attributes, ({ name: attribute }) => attribute, nameKey);
  const notes = [...name.notes, ...hiddenNotes(attributes)];
  return { purpose, name, change: { kind: 'modify', changes: all }, comments: [], notes };
}

function deletion(write: PlannedWrite): ChangePlan {
  const name = oldName(write);
  const request: PlannedRequest = {
    purpose: purposeOf(write),
    name,
    change: { kind: 'delete' },
    comments: [],
    notes: name.notes,
  };
  return { requests: [request], name, notes: [], unread: [], refusal: name.refusal };
}

function refusalOf(write: PlannedWrite, { carried }: SortedAttributes, name: EntryName): DirectoryError | null {
  if (name.refusal || write.action !== 'create') return name.refusal;
  if (named(carried, 'objectclass') || classesOf(write.objectName).length > 0) return null;
  const message = `The object classes of "${write.objectName}" are not known, so nothing is sent.`;
  const advice = 'Map objectClass, or use a target object of user, inetOrgPerson, contact or group.';
  return { kind: 'unsupported', code: 'ObjectClassUnknown', message, advice };
}

function notesOf(
  write: PlannedWrite,
  name: EntryName,
  left: readonly PlannedAttribute[],
  unsent: readonly PlannedAttribute[],
): readonly string[] {
  const notes: string[] = [];
  const made = left.filter(isMadeByDirectory).map((attribute) => attribute.name);
  if (made.length > 0) notes.push(`Left out, because the directory makes them itself: ${listed(made)}.`);
  const strange = left.filter((attribute) => !isMadeByDirectory(attribute)).map((attribute) => JSON.stringify(attribute.name));
  if (strange.length > 0) notes.push(`Left out, because LDAP has no attributes of such a name: ${listed(strange)}.`);
  if (unsent.length > 0) {
    const names = listed(unsent.map((attribute) => attribute.name));
    notes.push(`Left out, because Active Directory takes a password over TLS only: ${names}. Use ldaps:// or "startTls".`);
  }
  const carriedOut = write.attributes.filter((attribute) => attribute.name.toLowerCase() !== parentAttribute);
  const empty = carriedOut.filter((attribute) => textsOf(attribute.new).includes('')).map((attribute) => attribute.name);
  // Facts/expression-language.md, section 7.
  if (empty.length > 0) notes.push(`Active Directory refuses empty text: ${listed(empty)}.`);
  const unnamed = write.attributes.some((one) => one.name.toLowerCase() === 'cn' && textsOf(one.new).join('') === '');
  if (write.action !== 'create' && unnamed && isNamedByCn(name))
    notes.push('cn names the entry and cannot be removed: it stays.');
  if (write.action === 'create' && classesOf(write.objectName).length === 0) {
    notes.push(`The object classes of "${write.objectName}" are not known here.`);
  }
  return notes;
}

/** Whether a value of the request may not be shown, so that the plan is for the screen and not for the wire. */
export function holdsMasked({ name, change }: PlannedRequest): boolean {
  const maskedPiece = (piece: { readonly attribute: PlannedAttribute | null }): boolean =>
    piece.attribute !== null && isHidden(piece.attribute);
  const maskedValue = (value: PlanValue): boolean => value.kind === 'masked' || maskedPiece(value);
  if (name.pieces.some(maskedPiece)) return true;
  if (change.kind === 'modrdn') return [...change.newRdn, ...(change.newSuperior ?? [])].some(maskedPiece);
  const lists = change.kind === 'add' ? change.attributes : change.kind === 'modify' ? change.changes : [];
  return lists.some(({ values }) => values.some(maskedValue));
}
