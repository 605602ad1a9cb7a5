import { isSecretAttribute } from '../secretAttributes.ts';
import type { PlannedAttribute } from '../trace/directory.ts';
import type { ReadBackAttribute, ReadBackState } from '../trace/writeReport.ts';
import type { AttributeValue } from '../value.ts';
import { valuesOf } from './compareValues.ts';
import { masked } from './redaction.ts';
import { formsOf } from './valueForms.ts';

/** Pairs of values beyond this many are not looked at for their forms: they count as different. */
const maximumCompared = 1000;

/** Compares what the target holds after a write with what was sent. Values that must not be shown are compared and masked. */
export function readBackAttribute(sent: PlannedAttribute, read: AttributeValue): ReadBackAttribute {
  const { state, reason } = compared(sent, read);
  return {
    target: sent.name,
    mapping: sent.mapping,
    sent: masked(sent.new, sent.redacted || isSecretAttribute(sent.name)),
    read: state === 'notRead' ? null : masked(read, sent.redacted),
    state,
    reason,
  };
}

interface Comparison {
  readonly state: ReadBackState;
  readonly reason: string | null;
}

/** Where the old value is to the letter what is read, it has not been replaced, however little the new one differs from it. */
function compared(sent: PlannedAttribute, read: AttributeValue): Comparison {
  if (isSecretAttribute(sent.name)) {
    return { state: 'notRead', reason: 'It holds a password, which no target shows, so whether it arrived is not known.' };
  }
  const [wanted, found, before] = [presentValues(sent.new), presentValues(read), presentValues(sent.old)];
  if (sameList(wanted, found)) return { state: 'equal', reason: null };
  if (found.length === 0) return { state: 'missing', reason: 'The target holds no value.' };
  const form = formBetween(sent, wanted, found);
  if (before.length > 0 && sameList(before, found)) {
    const same = form === null ? '' : ', which is the same as what was sent but for its form';
    return { state: 'refused', reason: `The target still holds the old value${same}.` };
  }
  if (form !== null) return { state: 'normalised', reason: `The target keeps it ${form}.` };
  return { state: 'different', reason: differenceOf(wanted, found) };
}

/**
 * Whether what a target holds tells that a write of this attribute was applied (true), was not (false), or nothing, because the old and the new
 * value are the same but for their form or cannot be read (null).
 */
export function tellsApplied(sent: PlannedAttribute, read: AttributeValue): boolean | null {
  const [wanted, before, found] = [presentValues(sent.new), presentValues(sent.old), presentValues(read)];
  if (isSecretAttribute(sent.name) || isSame(sent, wanted, before)) return null;
  if (isSame(sent, wanted, found)) return true;
  return isSame(sent, before, found) ? false : null;
}

/** No value, no values and empty text are one and the same to a directory. */
function presentValues(value: AttributeValue): readonly string[] {
  return valuesOf(value).filter((text) => text !== '');
}

function isSame(attribute: PlannedAttribute, one: readonly string[], other: readonly string[]): boolean {
  return sameList(one, other) || (other.length > 0 && formBetween(attribute, one, other) !== null);
}

/** The same values to the letter, as often, in any order. */
function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && leftOver(one, other, (text) => text)[0].length === 0;
}

/** In what form the target holds the values, where it is those that were sent; null where it is not. */
function formBetween(attribute: PlannedAttribute, sent: readonly string[], found: readonly string[]): string | null {
  let [open, unmatched] = leftOver(sent, found, (text) => text);
  if (open.length > maximumCompared || unmatched.length > maximumCompared) return null;
  const words: string[] = [];
  // Attributes of a directory are sets (RFC 4512, section 2.2): what was sent twice is there once.
  if (unmatched.length === 0 && open.length > 0) {
    const there = new Set(found);
    return open.every((text) => there.has(text)) ? 'once, though it was sent several times' : null;
  }
  for (const form of formsOf(attribute)) {
    const [stillOpen, stillUnmatched] = leftOver(open, unmatched, (text) => form.keyOf(text));
    if (stillOpen.length < open.length) words.push(form.words);
    [open, unmatched] = [stillOpen, stillUnmatched];
  }
  return open.length === 0 && unmatched.length === 0 && words.length > 0 ? words.join(' and ') : null;
}

/** The values of both sides that have no partner with the same key on the other. */
function leftOver(
  left: readonly string[],
  right: readonly string[],
  keyOf: (text: string) => string | null,
): [left: readonly string[], right: readonly string[]] {
  const waiting = new Map<string, number[]>();
  for (const [index, text] of right.entries()) {
    const key = keyOf(text);
    if (key === null) continue;
    const indices = waiting.get(key);
    if (indices) indices.push(index);
    else waiting.set(key, [index]);
  }
  const taken = new Set<number>();
  const open = left.filter((text) => {
    const key = keyOf(text);
    const index = key === null ? undefined : waiting.get(key)?.pop();
    if (index === undefined) return true;
    taken.add(index);
    return false;
  });
  return [open, right.filter((_, index) => !taken.has(index))];
}

function differenceOf(wanted: readonly string[], found: readonly string[]): string {
  if (wanted.length === 0) return 'The value was to be removed, and the target holds another one than before.';
  if (wanted.length === 1 && found.length === 1) return 'The target holds another value.';
  const [missing, strange] = leftOver(wanted, found, (text) => text);
  return `Of the ${counted(wanted.length)} sent, ${missing.length} ${missing.length === 1 ? 'is' : 'are'} not there as sent; the target holds ${strange.length} that ${strange.length === 1 ? 'was' : 'were'} not sent.`;
}

function counted(count: number): string {
  return count === 1 ? '1 value' : `${count} values`;
}
