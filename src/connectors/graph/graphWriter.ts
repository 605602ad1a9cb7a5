import { randomBytes } from 'node:crypto';
import type { GraphReference } from '../../core/connection/connection.ts';
import { kindOfObjectName, type ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryError, DirectoryResult, Entry, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import type { SentRequest, TargetWriter, WriteOutcome } from '../../core/trace/targetWriter.ts';
import { cancelled as cancelledFailure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { isHidden, textsOf, unmasked } from '../wire/plannedValues.ts';
import { type GraphAccess, graphAccess, graphLabel } from './askGraph.ts';
import { graphRequests } from './graphRequests.ts';
import { graphWording } from './graphWording.ts';
import { readObject } from './readObject.ts';
import { type SentWrite, sendWrite } from './sendWrite.ts';

/** How often, and how long between, an object is read again that a copy of the directory may not know yet, or still knows. */
const replicationWaitsMs = [250, 500, 1000, 2000] as const;

/** Writes to Entra over Microsoft Graph (facts/graph-synchronization.md, section 10.2). */
export function graphWriter(reference: GraphReference, options: OpenOptions): TargetWriter {
  const access = graphAccess(reference, options);
  /** What this writer made or deleted: reads may show for a moment what was before (facts, section 10.1). */
  const made = new Set<string>();
  const deleted = new Set<string>();
  return {
    label: graphLabel(reference),
    async write(write, cancelled) {
      const outcome = await writeRequests(access, write, cancelled);
      if (outcome.id !== null && write.action === 'create') made.add(outcome.id);
      if (write.id !== null && write.action === 'delete' && outcome.error === null) deleted.add(write.id);
      return outcome;
    },
    read(id, objectName, attributes) {
      const expected = made.has(id) ? 'there' : deleted.has(id) ? 'gone' : null;
      return readSettled(access, id, kindOfObjectName(objectName) ?? 'user', attributes, expected);
    },
  };
}

/** Reads an object; again, a few times, where it is not yet as it must become. */
async function readSettled(
  access: GraphAccess,
  id: string,
  kind: ObjectKind,
  attributes: readonly string[],
  expected: 'there' | 'gone' | null,
): Promise<DirectoryResult<Entry | null>> {
  for (const wait of [...replicationWaitsMs, null]) {
    const read = await readObject(access, kind, id, attributes);
    const settled = !read.ok || expected === null || (read.value === null) === (expected === 'gone');
    if (settled || wait === null || access.options.signal.aborted) return read;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, wait);
    });
  }
  return success(null);
}

async function writeRequests(access: GraphAccess, write: PlannedWrite, cancelled: () => boolean): Promise<WriteOutcome> {
  const wording = graphWording(access.reference);
  const sendable = ({ method }: WriteRequest): boolean => method !== 'none';
  const shown = graphRequests(write, wording).filter(sendable);
  const password = firstPassword();
  const real = graphRequests(unmasked(write), { ...wording, password }).filter(sendable);
  const secrets = [password, ...hiddenValues(write)];
  const sent: SentRequest[] = [];
  let id = write.id;
  let error: DirectoryError | null = null;
  for (const [index, request] of real.entries()) {
    const { method, address = request.address } = shown[index] ?? request;
    const leave = (state: SentRequest['state'], answered: string, requestId: string | null = null): void => {
      sent.push({ method, address: withId(address, id), state, answered, requestId });
    };
    if (!error && cancelled()) error = cancelledFailure('The write').error;
    if (error) {
      leave('notSent', 'not sent');
      continue;
    }
    const waiting = write.action === 'create' && index === 1 ? await untilReadable(access, write, id, cancelled) : null;
    const outcome: SentWrite = waiting ?? (await sendWrite(access, worded(request, write, id), cancelled, secrets));
    const creating = write.action === 'create' && index === 0;
    if (creating && outcome.state === 'accepted') id = outcome.id;
    leave(outcome.state, outcome.answered, outcome.requestId);
    error = outcome.error ?? (creating && id === null && real.length > 1 ? noId(access) : null);
  }
  const gone = write.action === 'delete' && error === null;
  return { id: gone ? null : id, sent, error };
}

/** The request as it leaves. */
function worded(
  { method, address, body }: WriteRequest,
  write: PlannedWrite,
  id: string | null,
): Parameters<typeof sendWrite>[1] {
  const named = kindOfObjectName(write.objectName) ?? 'user';
  return { method, address: withId(address, id), body, kind: named };
}

/** `{id}` stands for what a new object gets. */
function withId(address: string, id: string | null): string {
  return id === null ? address : address.replace('{id}', encodeURIComponent(id));
}

function noId({ host }: GraphAccess): DirectoryError {
  const message = `${host} made the object and did not say under which id, so that what refers to it was not written.`;
  return { kind: 'malformed', code: 'NotGraph', message, advice: 'Run it again: the object is found by its matching attribute.' };
}

/**
 * A new object may be unknown to the copy of the directory that answers next; reading it until it is there is safe, sending again what was refused
 * is not. Null where the second pass may begin.
 */
async function untilReadable(
  access: GraphAccess,
  write: PlannedWrite,
  id: string | null,
  cancelled: () => boolean,
): Promise<SentWrite | null> {
  const notSent = (error: DirectoryError): SentWrite => ({
    state: 'notSent',
    answered: 'not sent',
    requestId: null,
    id: null,
    error,
  });
  if (id === null) return null;
  const read = await readSettled(access, id, kindOfObjectName(write.objectName) ?? 'user', [], 'there');
  if (cancelled()) return notSent(cancelledFailure('The write').error);
  // Not there after that: Graph will say what it makes of it.
  return read.ok ? null : notSent(read.error);
}

/** 24 random bytes, and the four kinds of characters that Entra wants. */
function firstPassword(): string {
  return `${randomBytes(24).toString('base64url')}aA1!`;
}

/** Values that must not be shown, and so must not come back in an error. */
function hiddenValues({ attributes }: PlannedWrite): readonly string[] {
  return attributes.filter(isHidden).flatMap((attribute) => [...textsOf(attribute.new), ...textsOf(attribute.old)]);
}
