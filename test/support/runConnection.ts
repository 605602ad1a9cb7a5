import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sessions } from '../../src/connectors/sessions.ts';
import type { AuditRecord, WriteQuestion } from '../../src/core/trace/provision.ts';
import type { Step, Trace } from '../../src/core/trace/trace.ts';
import type { ReadBackAttribute, WriteReport } from '../../src/core/trace/writeReport.ts';
import { prepareRun } from '../../src/run/prepareRun.ts';
import type { PreparedRun } from '../../src/run/run.ts';

/** A connection between real directories, in memory: nothing of it is a file. */
export interface TestConnection {
  /** As the connection file has it, without the configuration. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** The text of the synchronization schema. */
  readonly schema: string;
  /** `rule`, `objectMapping`, `dialect`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Secrets by the environment variables that the connection names. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Texts of other files that the connection names, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface ProvisionedConnection {
  readonly trace: Trace;
  readonly yielded: readonly Step[];
  readonly questions: readonly WriteQuestion[];
  readonly audit: readonly AuditRecord[];
}

export interface ConnectionRuns {
  readonly prepared: PreparedRun;
  preview(user: string): Promise<Trace>;
  /** Says yes to whatever is asked, unless told otherwise. */
  provision(user: string, confirm?: (question: WriteQuestion) => Promise<boolean>): Promise<ProvisionedConnection>;
  /** Ends what is under way, as closing the panel does; nothing can be run afterwards. */
  cancel(): void;
  /** Closes what stayed open. */
  close(): Promise<void>;
}

const folder = '/connection';

/** Opens a connection as the extension does, with what stays open between runs. */
export async function openConnection(test: TestConnection): Promise<ConnectionRuns> {
  const { connection, schema, configuration = {}, secrets, files: others = {} } = test;
  const files = new Map([
    [
      join(folder, 'test.provision.json'),
      JSON.stringify({ name: 'test', ...connection, configuration: { schema: 'test.syncschema.json', ...configuration } }),
    ],
    [join(folder, 'test.syncschema.json'), schema],
    ...Object.entries(others).map(([name, text]) => [join(folder, name), text] as const),
  ]);
  const sessions = new Sessions();
  const host = {
    // The authority of a certificate is a file on the disk.
    readText: async (path: string) => files.get(path) ?? (await readFile(path, 'utf8')),
    secret: async ({ env }: { readonly env: string | null }) => secrets[env ?? ''],
    sessions,
    now: () => Date.UTC(2026, 1, 10),
    random: () => 0.25,
  };
  const controller = new AbortController();
  const prepared = await prepareRun(join(folder, 'test.provision.json'), host, controller.signal);
  assert.ok(prepared.ok, prepared.ok ? '' : `${prepared.message} ${JSON.stringify(prepared.problems)}`);
  return {
    prepared,
    async preview(user) {
      const { trace } = await drain(prepared.start(user));
      return trace;
    },
    async provision(user, confirm = () => Promise.resolve(true)) {
      const run = prepared.provision;
      assert.ok(run.ok, run.ok ? '' : run.error.message);
      const questions: WriteQuestion[] = [];
      const audit: AuditRecord[] = [];
      const ports = {
        confirm: (question: WriteQuestion) => {
          questions.push(question);
          return confirm(question);
        },
        audit: async (record: AuditRecord) => {
          audit.push(record);
        },
      };
      return { ...(await drain(run.start(user, ports))), questions, audit };
    },
    cancel: () => controller.abort(),
    close: () => sessions.close(),
  };
}

async function drain(steps: AsyncGenerator<Step, Trace>): Promise<{ readonly trace: Trace; readonly yielded: readonly Step[] }> {
  const yielded: Step[] = [];
  for (;;) {
    const next = await steps.next();
    if (next.done) return { trace: next.value, yielded };
    yielded.push(next.value);
  }
}

/** What a trace says in a line, for a comparison that shows why it fails. */
export function verdictOf({ action, code, status, steps }: Trace): string {
  const errors = steps.flatMap(({ kind, error }) => (error ? [`${kind}: ${error.code} ${error.message}`] : []));
  return [action, status, code ?? '', ...errors].filter((part) => part !== '').join('; ');
}

/** The report of a write that was made and read back in full. */
export function writtenReport({ trace, questions, audit }: ProvisionedConnection): WriteReport {
  const { write } = trace.steps[4].details;
  assert.ok(write, `nothing was written: ${verdictOf(trace)} ${trace.steps[4].summary}`);
  assert.equal(write.state, 'written', JSON.stringify(write, null, 1));
  assert.ok(write.readBack?.found !== undefined, write.sentence);
  assert.equal(questions.length, 1);
  assert.deepEqual(
    audit.map(({ event }) => event),
    ['asked', 'done'],
  );
  return write;
}

/** What was read back other than equal or in the target's own form. */
export function readBackDifferences({ readBack }: WriteReport): readonly ReadBackAttribute[] {
  return (readBack?.attributes ?? []).filter(({ state }) => state !== 'equal' && state !== 'normalised');
}
