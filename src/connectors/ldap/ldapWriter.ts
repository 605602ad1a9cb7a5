import { randomInt } from 'node:crypto';
import type { LdapReference } from '../../core/connection/connection.ts';
import type { DirectoryError, DirectoryResult, Entry, PlannedWrite } from '../../core/trace/directory.ts';
import type { SentRequest, TargetWriter, WriteOutcome } from '../../core/trace/targetWriter.ts';
import { cancelled as cancelledFailure, failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { isHidden, textsOf, unmasked } from '../wire/plannedValues.ts';
import { changeFailure, windowsError } from './changeFailure.ts';
import { type ChangePlan, type PlannedRequest, planChange } from './changePlan.ts';
import { isEncrypted, ldapLabel } from './ldapAddress.ts';
import { ldapConnection } from './ldapConnection.ts';
import { ldapOperations } from './ldapOperations.ts';
import type { LdapConnection, LdapEntry, LdapOperation } from './ldapPort.ts';
import { escapeNameValue, splitName } from './relativeName.ts';
import { namesToRead, targetEntry } from './targetEntry.ts';

/** Writes to Active Directory what {@link ldifChange} shows, from the same plan. */
export function ldapWriter(
  reference: LdapReference,
  options: OpenOptions,
  connection: LdapConnection = ldapConnection(reference, options),
): TargetWriter {
  return {
    label: ldapLabel(reference),
    write: (write, cancelled) => send(connection, write, { secure: isEncrypted(reference), cancelled }),
    async read(id, _objectName, attributes) {
      const found = await readEntry(connection, id, namesToRead(attributes));
      if (!found.ok) return found;
      return success<Entry | null>(found.value && targetEntry(found.value, attributes));
    },
  };
}

/** A request on its way: what may be said of it, and what is sent. */
interface Outgoing {
  readonly shown: PlannedRequest;
  /** Null where the numbers that were read need no change. */
  readonly operation: LdapOperation | null;
}

async function send(
  connection: LdapConnection,
  write: PlannedWrite,
  { secure, cancelled }: { readonly secure: boolean; readonly cancelled: () => boolean },
): Promise<WriteOutcome> {
  const shown = planChange(write, { secure, password: null });
  if (shown.refusal) return nothingSent(write, shown.requests, shown.refusal);
  if (shown.requests.length === 0) return { id: write.id, sent: [], error: null };
  if (cancelled()) return nothingSent(write, shown.requests, cancelledFailure('The write').error);
  const plan = await completePlan(connection, write, { shown, secure });
  if (!plan.ok) return nothingSent(write, shown.requests, plan.error);
  const operations = ldapOperations(plan.value);
  // What is read of the entry can only show that its own change, which is the first, is none.
  const spared = shown.requests.length - operations.length;
  const outgoing = shown.requests.map(
    (request, index): Outgoing => ({ shown: request, operation: operations[index - spared] ?? null }),
  );
  return sendAll(connection, write, outgoing, cancelled);
}

/** The plan with real values, and with the numbers that must be read first. */
async function completePlan(
  connection: LdapConnection,
  write: PlannedWrite,
  { shown, secure }: { readonly shown: ChangePlan; readonly secure: boolean },
): Promise<DirectoryResult<ChangePlan>> {
  const options = { secure, password: newPassword() };
  if (shown.unread.length === 0) return success(planChange(unmasked(write), options));
  const dn = shown.name.text;
  const found = await readEntry(connection, dn, shown.unread);
  if (!found.ok) return found;
  if (!found.value) {
    return failure('notFound', 'NoSuchObject', `${dn} does not exist any more. Nothing was sent.`, 'Run the preview again.');
  }
  const plan = planChange(unmasked({ ...write, held: targetEntry(found.value, []).attributes }), options);
  if (plan.unread.length === 0) return success(plan);
  const message = `${dn} does not show ${plan.unread.join(' and ')}, so what to write is not known. Nothing was sent.`;
  return failure('refused', 'NumberUnknown', message, 'Give the account of the connection the right to read it.');
}

async function sendAll(
  connection: LdapConnection,
  write: PlannedWrite,
  outgoing: readonly Outgoing[],
  cancelled: () => boolean,
): Promise<WriteOutcome> {
  const sent: SentRequest[] = [];
  let id = write.id;
  let error: DirectoryError | null = null;
  for (const { shown, operation } of outgoing) {
    const line = { method: shown.change.kind, address: shown.name.text, requestId: null };
    if (!error && cancelled()) error = cancelledFailure('The rest of the write').error;
    if (error) {
      sent.push({ ...line, state: 'notSent', answered: 'not sent' });
      continue;
    }
    if (!operation) {
      sent.push({ ...line, state: 'accepted', answered: 'nothing to change' });
      continue;
    }
    const changed = await connection.change(operation);
    if (changed.state === 'accepted') {
      sent.push({ ...line, state: 'accepted', answered: '0 success' });
      id = nameAfter(operation);
      continue;
    }
    const windows = windowsError(changed.error);
    const answered = windows === null ? changed.answered : `${changed.answered} (${windows})`;
    sent.push({ ...line, state: changed.state, answered });
    const failed = changed.state === 'refused' ? changeFailure({ ...refusedOf(shown), ...changed }) : changed.error;
    error = withoutHidden(failed, write, operation.dn, shown.name.text);
    if (changed.state === 'unknown') id = await nameAfterUnknown(connection, operation, id);
  }
  return { id, sent, error };
}

function refusedOf({ change, name }: PlannedRequest): { kind: LdapOperation['kind']; name: string; parent: string | null } {
  const above = change.kind === 'modrdn' ? (change.newSuperior?.[0]?.text ?? null) : null;
  return { kind: change.kind, name: name.text, parent: change.kind === 'add' ? (splitName(name.text)?.parent ?? null) : above };
}

/**
 * The error without the real name, and without the words of the server where they quote a value that must not be shown (`samAccountName 'adele'
 * already in use`).
 */
function withoutHidden(error: DirectoryError, { attributes }: PlannedWrite, dn: string, shownName: string): DirectoryError {
  const [own = '', ...said] = error.message.replaceAll(dn, () => shownName).split(/(?= It says: )/);
  const words = said.join('');
  const hidden = attributes.filter(isHidden).flatMap((attribute) => textsOf(attribute.new));
  const quoted = hidden.some((text) => text !== '' && (words.includes(text) || words.includes(escapeNameValue(text))));
  const instead = ' What it says is left out, because a value that must not be shown may stand there.';
  return { ...error, message: `${own}${quoted ? instead : words}` };
}

function nameAfter(operation: LdapOperation): string | null {
  if (operation.kind === 'delete') return null;
  if (operation.kind !== 'modrdn') return operation.dn;
  return `${operation.newRdn},${operation.newSuperior ?? splitName(operation.dn)?.parent ?? ''}`;
}

/** Where the object may be after a request without an answer: for reading back, which changes nothing. */
async function nameAfterUnknown(connection: LdapConnection, operation: LdapOperation, id: string | null): Promise<string | null> {
  if (operation.kind === 'add') return operation.dn;
  const after = nameAfter(operation);
  if (operation.kind !== 'modrdn' || after === null) return id;
  const found = await readEntry(connection, after, ['objectClass']);
  return found.ok && found.value ? after : id;
}

/** Null where there is no such entry. */
async function readEntry(
  connection: LdapConnection,
  dn: string,
  attributes: readonly string[],
): Promise<DirectoryResult<LdapEntry | null>> {
  const { present } = await import('./ldapFilters.ts');
  const filter = present('objectClass');
  const found = await connection.search({ base: dn, scope: 'base', filter, attributes, limit: 1 });
  if (!found.ok) return found.error.kind === 'notFound' ? success(null) : found;
  return success(found.value.entries[0] ?? null);
}

function nothingSent({ id }: PlannedWrite, requests: readonly PlannedRequest[], error: DirectoryError): WriteOutcome {
  const sent = requests.map(({ change, name }): SentRequest => {
    return { method: change.kind, address: name.text, state: 'notSent', answered: 'not sent', requestId: null };
  });
  return { id, sent, error };
}

const letters = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#$%&()*+,-./:;=?@[]^_{|}~'] as const;

/** Forty characters of all four kinds, at random: for a new account, which somebody gives another one. */
function newPassword(): string {
  const all = letters.join('');
  const characters = [...letters, ...Array.from({ length: 36 }, () => all)].map((set) => set.charAt(randomInt(set.length)));
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}
