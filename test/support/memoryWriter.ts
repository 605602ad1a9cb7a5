import type { DirectoryError, PlannedAttribute, PlannedWrite } from '../../src/core/trace/directory.ts';
import type { SentRequest, TargetWriter, WriteOutcome } from '../../src/core/trace/targetWriter.ts';
import type { AttributeValue } from '../../src/core/value.ts';
import type { MemoryPerson } from './memoryDirectories.ts';

/** What becomes of a request: `lost` is applied and not answered, `swallowed` neither. */
export type Answer = 'accepted' | 'refused' | 'lost' | 'swallowed';

export interface MemoryWriterOptions {
  /** One for each request; the first carries all attributes but the references, the second those. One that is accepted by default. */
  readonly answers?: readonly Answer[];
  /** What the target keeps of an attribute; as sent where it is left out. */
  readonly keeps?: (attribute: PlannedAttribute) => AttributeValue;
  /** The words of a refusal. */
  readonly message?: string;
  readonly requestId?: string;
  /** What reading fails with, after anything was written. */
  readonly unreadable?: DirectoryError;
  /** The id of the new object is not told. */
  readonly hidesId?: boolean;
  /** Called before each request leaves. */
  readonly onRequest?: (index: number) => void;
}

/** A writer into the people of a `memoryTarget`, which sees what it writes. Records every call. */
export interface MemoryWriter extends TargetWriter {
  readonly writes: PlannedWrite[];
  readonly reads: (readonly [id: string, attributes: readonly string[]])[];
}

export function memoryWriter(people: MemoryPerson[], options: MemoryWriterOptions = {}): MemoryWriter {
  const { answers = ['accepted'], keeps = ({ new: value }) => value, message = 'It may not be changed.' } = options;
  const writes: PlannedWrite[] = [];
  const reads: (readonly [string, readonly string[]])[] = [];
  let made = 0;
  const indexOf = (id: string): number => people.findIndex((person) => person.id === id);

  /** Applies one request; gives the id of the object. */
  const apply = (write: PlannedWrite, index: number, id: string | null): string => {
    const own = write.attributes.filter(({ type }) => answers.length === 1 || (type === 'Reference') === index > 0);
    const values = Object.fromEntries(own.map((attribute) => [attribute.name, keeps(attribute)]));
    if (id === null) {
      made += 1;
      people.push({ id: `new-${made}`, attributes: values });
      return `new-${made}`;
    }
    const at = indexOf(id);
    const person = people[at];
    if (person && write.action === 'delete') people.splice(at, 1);
    else if (person) people[at] = { ...person, attributes: { ...person.attributes, ...values } };
    return id;
  };

  return {
    label: 'accounts',
    writes,
    reads,
    async write(write, cancelled): Promise<WriteOutcome> {
      writes.push(write);
      const sent: SentRequest[] = [];
      let { id } = write;
      let error: DirectoryError | null = null;
      for (const [index, answer] of answers.entries()) {
        const line = { method: write.action, address: id ?? 'new', requestId: null };
        if (error === null && cancelled()) {
          error = { kind: 'cancelled', code: 'Cancelled', message: 'The write was cancelled.', advice: 'Run it again.' };
        }
        if (error !== null) {
          sent.push({ ...line, state: 'notSent', answered: 'not sent' });
          continue;
        }
        options.onRequest?.(index);
        if (answer === 'accepted' || answer === 'lost') id = apply(write, index, id);
        if (answer === 'accepted') {
          sent.push({ ...line, state: 'accepted', answered: '200', requestId: options.requestId ?? null });
        } else if (answer === 'refused') {
          error = { kind: 'refused', code: 'Refused', message, advice: 'Ask its owner.' };
          sent.push({ ...line, state: 'refused', answered: '403' });
        } else {
          error = { kind: 'timeout', code: 'Timeout', message: 'No answer came.', advice: 'Look in the target.' };
          sent.push({ ...line, state: 'unknown', answered: 'no answer within 10 seconds' });
        }
      }
      const told = answers[0] === 'accepted' && options.hidesId !== true && write.action !== 'delete';
      return { id: told ? id : write.action === 'create' || write.action === 'delete' ? null : write.id, sent, error };
    },
    async read(id, _objectName, attributes) {
      reads.push([id, attributes]);
      if (options.unreadable && writes.length > 0) return { ok: false, error: options.unreadable };
      const person = people[indexOf(id)];
      if (!person) return { ok: true, value: null };
      const entries = Object.entries(person.attributes).filter(([name]) => attributes.includes(name));
      return {
        ok: true,
        value: { id, displayName: person.displayName ?? null, attributes: new Map(entries), kind: person.kind ?? null },
      };
    },
  };
}
