import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import type { PlannedAttribute, PlannedWrite } from '../../core/trace/directory.ts';
import type { Attributes } from '../../core/value.ts';
import { isHidden, listed, nounOf, textsOf, truthOf } from '../wire/plannedValues.ts';
import { isAccount } from './objectClasses.ts';
import type { PlanValue } from './planValue.ts';

/**
 * What the agent makes of its own words, which no directory holds (facts/expression-language.md, sections 6.5 and 6.6): `accountDisabled` is a bit of
 * userAccountControl, `isSecurityGroup` and `UniversalScope` are bits of groupType.
 */
export interface AgentChange {
  readonly attribute: 'userAccountControl' | 'groupType';
  readonly instructions: readonly PlannedAttribute[];
  /** Whether the number before the change is known, or there is none. */
  readonly known: boolean;
  /** The number that was read of the entry; null on create, or where a mapping writes the number itself. */
  readonly old: string | null;
  /** The number to write; null where nothing is written. */
  readonly number: PlanValue | null;
  readonly notes: readonly string[];
}

/** MS-ADTS, 2.2.16. */
const accountDisable = 2;
const normalAccount = 512;
/** MS-ADTS, 2.2.12. */
const globalScope = 2;
const universalScope = 8;
const anyScope = 2 | 4 | 8;
const security = 0x80000000 | 0;

function numberIn(texts: readonly string[]): number | null {
  const [text] = texts;
  return texts.length === 1 && text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : null;
}

function heldNumber(held: Attributes | undefined, name: string): number | null {
  for (const [spelled, value] of held ?? []) if (spelled.toLowerCase() === name) return numberIn(textsOf(value));
  return null;
}

function truthIn(attribute: PlannedAttribute | null): boolean | null {
  const [text] = textsOf(attribute?.new ?? null);
  return text === undefined ? null : truthOf(text);
}

function numberValue(number: number, attribute: PlannedAttribute): PlanValue {
  return isHidden(attribute) ? { kind: 'masked', encoded: false, attribute } : { kind: 'text', text: String(number), attribute };
}

/**
 * @param disabled the mapping of accountDisabled
 * @param mapped the mapping of userAccountControl itself, whose other bits count then
 * @returns null where no number has to be made
 */
export function accountChange(
  write: PlannedWrite,
  disabled: PlannedAttribute | null,
  mapped: PlannedAttribute | null,
  secure: boolean,
): AgentChange | null {
  const isNew = write.action === 'create';
  if (isNew && !isAccount(write.objectName)) return disabled && left('userAccountControl', [disabled], write);
  if (!disabled && !isNew) return null;
  const base = { attribute: 'userAccountControl', instructions: disabled ? [disabled] : [], known: true, old: null } as const;
  const wanted = truthIn(disabled);
  const given = numberIn(textsOf(mapped?.new ?? null));
  if (wanted === null && disabled) {
    const note = 'accountDisabled is neither True nor False here, so userAccountControl is not changed by it.';
    if (!isNew || mapped) return { ...base, number: null, notes: [note] };
  }
  if (isNew) return newAccount(base, disabled ?? mapped, wanted, given, secure);
  if (!disabled || wanted === null) return null;
  const before = given ?? heldNumber(write.held, 'useraccountcontrol');
  if (before === null) {
    const note =
      'accountDisabled is no attribute of Active Directory: it sets or clears the bit 2 (ACCOUNTDISABLE) of userAccountControl. Its number is not known here and is read right before the change.';
    return { ...base, known: false, number: null, notes: [note] };
  }
  const after = wanted ? before | accountDisable : before & ~accountDisable;
  if (after === before && given === null) {
    return { ...base, number: null, notes: [`accountDisabled changes nothing: userAccountControl is ${before} already.`] };
  }
  const verb = wanted ? 'sets' : 'clears';
  const guard = given === null ? ` Where it is no longer ${before}, the server refuses the change.` : '';
  const note = `accountDisabled ${verb} the bit 2 (ACCOUNTDISABLE) of userAccountControl.${guard}`;
  return { ...base, old: given === null ? String(before) : null, number: numberValue(after, disabled), notes: [note] };
}

function newAccount(
  base: Pick<AgentChange, 'attribute' | 'instructions' | 'known' | 'old'>,
  attribute: PlannedAttribute | null,
  wanted: boolean | null,
  given: number | null,
  secure: boolean,
): AgentChange {
  if (!attribute || (wanted === null && given === null)) {
    const note = 'No mapping says whether the account is disabled (accountDisabled): Active Directory creates it disabled.';
    return { ...base, number: null, notes: [note] };
  }
  const plain = given ?? normalAccount;
  const asked = wanted === null ? plain : wanted ? plain | accountDisable : plain & ~accountDisable;
  const forced = !secure && (asked & accountDisable) === 0;
  const number = forced ? asked | accountDisable : asked;
  const notes = forced
    ? [
        'The account is created disabled, whatever the mapping says: without TLS Active Directory takes no password, and enables no account without one. Use ldaps:// or "startTls".',
      ]
    : [];
  if (wanted !== null && !isHidden(attribute)) {
    const disabled = (number & accountDisable) !== 0;
    notes.push(
      `accountDisabled makes userAccountControl: ${plain & ~accountDisable}${given === null ? ' (NORMAL_ACCOUNT)' : ''}${disabled ? ' and 2 (ACCOUNTDISABLE)' : ''}.`,
    );
  }
  return { ...base, number: numberValue(number, attribute), notes };
}

/**
 * @param isSecurity the mapping of isSecurityGroup
 * @param isUniversal the mapping of UniversalScope
 * @param mapped the mapping of groupType itself, whose other bits count then
 */
export function groupChange(
  write: PlannedWrite,
  isSecurity: PlannedAttribute | null,
  isUniversal: PlannedAttribute | null,
  mapped: PlannedAttribute | null,
): AgentChange | null {
  const instructions = [isSecurity, isUniversal].filter((attribute) => attribute !== null);
  const [first] = instructions;
  if (!first) return null;
  const isNew = write.action === 'create';
  if (isNew && kindOfObjectName(write.objectName) !== 'group') return left('groupType', instructions, write);
  const base = { attribute: 'groupType', instructions, known: true, old: null } as const;
  const words = listed(instructions.map(({ name }) => name));
  const [asSecurity, asUniversal] = [truthIn(isSecurity), truthIn(isUniversal)];
  if (asSecurity === null && asUniversal === null) {
    return { ...base, number: null, notes: [`${words}: neither True nor False here, so groupType is not changed.`] };
  }
  const given = numberIn(textsOf(mapped?.new ?? null));
  // What Active Directory makes of a group without a groupType: global and security.
  const before = given ?? (isNew ? globalScope | security : heldNumber(write.held, 'grouptype'));
  if (before === null) {
    const note = `${words}: no attributes of Active Directory but bits of groupType, whose number is not known here and is read right before the change.`;
    return { ...base, known: false, number: null, notes: [note] };
  }
  let after = before | 0;
  if (asSecurity !== null) after = asSecurity ? after | security : after & ~security;
  if (asUniversal === true) after = (after & ~anyScope) | universalScope;
  else if (asUniversal === false && (after & universalScope) !== 0) after = (after & ~anyScope) | globalScope;
  if (!isNew && given === null && after === before) {
    return { ...base, number: null, notes: [`${words}: nothing to change, groupType is ${before} already.`] };
  }
  const guarded = !isNew && given === null;
  const guard = guarded ? ` Where groupType is no longer ${before}, the server refuses the change.` : '';
  const note = instructions.some(isHidden) ? `${words}: bits of groupType.` : `${words}: ${wordsOf(after)}.${guard}`;
  return { ...base, old: guarded ? String(before) : null, number: numberValue(after, first), notes: [note] };
}

/** `groupType -2147483640 is a universal security group`. */
function wordsOf(type: number): string {
  const scope = (type & universalScope) !== 0 ? 'universal' : (type & globalScope) !== 0 ? 'global' : 'domain local';
  return `groupType ${type} is a ${scope} ${(type & security) !== 0 ? 'security' : 'distribution'} group`;
}

function left(
  attribute: AgentChange['attribute'],
  instructions: readonly PlannedAttribute[],
  { objectName }: PlannedWrite,
): AgentChange {
  const names = listed(instructions.map(({ name }) => name));
  const noun = attribute === 'groupType' ? nounOf(objectName) : objectName;
  return { attribute, instructions, known: true, old: null, number: null, notes: [`Left out: a ${noun} has no ${names}.`] };
}
