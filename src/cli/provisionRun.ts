import type { ProvisionPorts } from '../core/trace/provision.ts';
import type { Trace } from '../core/trace/trace.ts';
import { isOff } from '../core/trace/writeWords.ts';
import { type AuditLog, auditLog, auditLogPath } from '../run/auditLog.ts';
import { askToWrite, isTerminal } from './askToWrite.ts';
import type { FlagValues } from './commandLine.ts';
import type { Output } from './output.ts';
import { printPlan } from './printTrace.ts';

/** What `--provision` adds to a trace: the question, and the audit log. */
export class ProvisionRun implements ProvisionPorts {
  readonly #values: FlagValues;
  readonly #output: Output;
  readonly #interrupt: AbortController;
  readonly #log: AuditLog;
  #isPlanShown = false;
  #isDeclined = false;
  #isRecorded = false;

  constructor(values: FlagValues, output: Output, interrupt: AbortController) {
    this.#values = values;
    this.#output = output;
    this.#interrupt = interrupt;
    this.#log = auditLog(auditLogPath());
  }

  /** Whether the changes and requests have been printed already. */
  get isPlanShown(): boolean {
    return this.#isPlanShown;
  }

  confirm: ProvisionPorts['confirm'] = async (question) => {
    if (this.#values.yes !== undefined || !isTerminal()) return true;
    const { json } = this.#values;
    printPlan(json === undefined ? this.#output : { ...this.#output, out: this.#output.err }, question.trace);
    this.#isPlanShown = json === undefined;
    const agreed = await askToWrite(this.#output, question, this.#interrupt);
    this.#isDeclined = !agreed;
    return agreed;
  };

  audit: ProvisionPorts['audit'] = async (record) => {
    await this.#log.record(record);
    this.#isRecorded = true;
  };

  /** Says on standard error what the trace does not. */
  printEnd(): void {
    if (this.#isDeclined) this.#output.err('Not agreed to, so nothing was written.');
    if (this.#isRecorded) this.#output.err(`The audit log is ${this.#log.file}`);
  }
}

/** Whether everything that was to be written is known to be there. */
export function arrived({ action, steps: [, , , , step] }: Trace): boolean {
  const { write } = step.details;
  if (!write) return true;
  const { state, readBack } = write;
  return state === 'written' && readBack !== null && readBack.found === (action !== 'delete') && !readBack.attributes.some(isOff);
}
