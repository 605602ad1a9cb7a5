import type { PlannedAttribute, PlannedWrite, WriteRequest } from './directory.ts';
import type { SentRequest, WriteOutcome } from './targetWriter.ts';
import type { ReadBack, ReadBackAttribute, WriteState } from './writeReport.ts';

/** Names in a sentence; the report lists all. */
const namedAtMost = 5;

/** What the requests of a write came to together. */
export function stateOf({ sent, error }: WriteOutcome): Exclude<WriteState, 'writing'> {
  const states = new Set(sent.map(({ state }) => state));
  // Neither an answer nor a reason: the connector does not know what it did.
  if (states.has('unknown') || (sent.length === 0 && error === null)) return 'unknown';
  if (states.has('accepted')) return states.size === 1 ? 'written' : 'partly';
  return states.has('refused') ? 'refused' : 'notSent';
}

/** One line for each request of the trace; what cannot be sent has one too. */
export function sentRequests(requests: readonly WriteRequest[], sent: readonly SentRequest[]): readonly SentRequest[] {
  const answered = [...sent];
  const lines = requests.map(({ method, address }): SentRequest => {
    const waiting: SentRequest = { method, address, state: 'notSent', answered: 'not sent', requestId: null };
    return method === 'none' ? { ...waiting, answered: 'cannot be sent' } : (answered.shift() ?? waiting);
  });
  return [...lines, ...answered];
}

/** The attributes that some request carries. A request that shows no places of its values may carry any. */
export function carriedAttributes({ attributes }: PlannedWrite, requests: readonly WriteRequest[]): readonly PlannedAttribute[] {
  const sendable = requests.filter(({ method }) => method !== 'none');
  if (sendable.some(({ values }) => values.length === 0)) return attributes;
  const carried = new Set(sendable.flatMap(({ values }) => values.map(({ mapping }) => mapping)));
  return attributes.filter(({ mapping }) => carried.has(mapping));
}

const nouns = { create: 'creation', update: 'update', disable: 'disabling', delete: 'deletion' } as const;
const participles = { create: 'created', update: 'updated', disable: 'disabled', delete: 'deleted' } as const;

/** Whom a write is about, and where. */
export interface WriteSubject {
  readonly action: PlannedWrite['action'];
  readonly person: string;
  readonly target: string;
}

/** What a write came to, in one or two sentences. @param why what the target said; empty where nothing went wrong */
export function writeSentence(
  { action, person, target }: WriteSubject,
  state: WriteState,
  sent: readonly SentRequest[],
  readBack: ReadBack | null,
  why: string,
): string {
  const done = participles[action];
  const seen = readBack === null || state === 'written' ? '' : ` Read back: ${lowerFirst(readBack.sentence)}`;
  const because = why === '' ? '' : ` ${why}`;
  switch (state) {
    case 'writing':
      return `Writing to ${target} …`;
    case 'written':
      return `${upperFirst(done)} ${person} in ${target}${readBack === null ? '; it could not be read back.' : outcomeWords(action, readBack)}${because}`;
    case 'partly': {
      const accepted = sent.filter((one) => one.state === 'accepted').length;
      const all = sent.filter(({ method }) => method !== 'none').length;
      return `${upperFirst(done)} ${person} in ${target} in part: ${accepted} of ${all} requests ${accepted === 1 ? 'was' : 'were'} accepted.${because}${seen}`;
    }
    case 'refused':
      return `${target} refused the ${nouns[action]} of ${person}.${because}${seen}`;
    case 'unknown':
      return `It is not known whether ${person} was ${done} in ${target}.${because}${seen === '' ? ' It could not be read back.' : seen}`;
    case 'notSent':
      return `Nothing was sent to ${target}.${because}`;
  }
}

function outcomeWords(action: PlannedWrite['action'], { found, attributes }: ReadBack): string {
  if (action === 'delete') return found ? ', but it is still there.' : ', and reading back finds it gone.';
  if (!found) return ', but reading back does not find it yet.';
  const off = attributes.filter(isOff);
  const unsent = attributes.filter(({ state }) => state === 'notSent').length;
  const count = attributes.length - unsent;
  const left =
    unsent === 0
      ? ''
      : ` ${unsent} more attribute${unsent === 1 ? '' : 's'} that no request can carry ${unsent === 1 ? 'was' : 'were'} not sent.`;
  if (off.length > 0)
    return `, but ${off.length} of ${counted(count)} ${off.length === 1 ? 'is' : 'are'} not as sent: ${named(off)}.${left}`;
  const normalised = attributes.filter(({ state }) => state === 'normalised');
  const hidden = attributes.filter(({ state }) => state === 'notRead').length;
  const remarks = [
    ...(normalised.length > 0 ? [`${normalised.length} in the target's own form`] : []),
    ...(hidden > 0 ? [`${hidden} that no target shows`] : []),
  ];
  if (remarks.length === 0) return `: ${counted(count)} written and read back equal.${left}`;
  return `: ${counted(count)} written and read back, ${remarks.join(' and ')}.${left}`;
}

/** Whether an attribute did not arrive. */
export function isOff({ state }: ReadBackAttribute): boolean {
  return state === 'refused' || state === 'missing' || state === 'different';
}

const stateWords = {
  equal: 'equal',
  normalised: "in the target's own form",
  refused: 'with the old value still',
  missing: 'missing',
  different: 'different',
  notRead: 'not shown by the target',
  notSent: 'not sent',
} as const;

/** `3 attributes: 2 equal, 1 missing.` */
export function comparisonSentence(attributes: readonly ReadBackAttribute[]): string {
  if (attributes.length === 0) return 'The object is there.';
  const counts = Object.entries(stateWords).flatMap(([state, words]) => {
    const count = attributes.filter((attribute) => attribute.state === state).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return `${upperFirst(counted(attributes.length))}: ${counts.join(', ')}.`;
}

function named(attributes: readonly ReadBackAttribute[]): string {
  const names = attributes.slice(0, namedAtMost).map(({ target, state }) => `${target} (${stateWords[state]})`);
  const more = attributes.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function counted(count: number): string {
  return `${count} attribute${count === 1 ? '' : 's'}`;
}

/** A sentence with its full stop: what servers say may end anyhow. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
