import type { AuditRecord, ProvisionPorts, WriteQuestion } from '../../src/core/trace/provision.ts';
import { provision } from '../../src/core/trace/provision.ts';
import type { TargetWriter } from '../../src/core/trace/targetWriter.ts';
import type { Step, Trace } from '../../src/core/trace/trace.ts';
import { inputOf, type TestRun } from './runPreview.ts';
import { schemaText, type TestSchema } from './schemaText.ts';

export interface ProvisionedRun {
  readonly trace: Trace;
  /** Every step as it was yielded. */
  readonly yielded: readonly Step[];
  readonly questions: readonly WriteQuestion[];
  readonly audit: readonly AuditRecord[];
}

/** Provisions with a fixed clock; says yes unless told otherwise. */
export async function runProvision(
  schema: TestSchema,
  run: Omit<TestRun, 'text'>,
  writer: TargetWriter,
  ports: Partial<ProvisionPorts> = {},
): Promise<ProvisionedRun> {
  const questions: WriteQuestion[] = [];
  const audit: AuditRecord[] = [];
  const yielded: Step[] = [];
  const steps = provision(inputOf({ ...run, text: schemaText(schema) }), writer, {
    confirm: async (question) => {
      questions.push(question);
      return ports.confirm ? await ports.confirm(question) : true;
    },
    audit: async (record) => {
      await ports.audit?.(record);
      audit.push(record);
    },
  });
  for (;;) {
    const next = await steps.next();
    if (next.done) return { trace: next.value, yielded, questions, audit };
    yielded.push(next.value);
  }
}
