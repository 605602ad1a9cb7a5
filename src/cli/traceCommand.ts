import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Sessions } from '../connectors/sessions.ts';
import { gateAttributes } from '../core/scope/gates.ts';
import type { DirectoryError } from '../core/trace/directory.ts';
import type { Step, Trace } from '../core/trace/trace.ts';
import { prepareRun } from '../run/prepareRun.ts';
import type { PreparedRun, RunHost, RunRefusal } from '../run/run.ts';
import type { FlagValues } from './commandLine.ts';
import { exitCodes, type Output, painted } from './output.ts';
import { printPlan, printResult, printStep } from './printTrace.ts';
import { arrived, ProvisionRun } from './provisionRun.ts';
import { terminalSignIn } from './terminalSignIn.ts';
import { visible } from './valueText.ts';

const host: RunHost = {
  readText: (path) => readFile(path, 'utf8'),
  secret: ({ env }) => Promise.resolve(env === null ? undefined : process.env[env]),
  now: () => Date.now(),
  random: () => Math.random(),
};

/** `trace`: exit 0 where all went well, 1 where a step failed, 2 for unusable input (design, section 6). */
export async function traceCommand(values: FlagValues, output: Output): Promise<number> {
  const { connection, user } = values;
  if (connection === undefined || user === undefined || user.trim() === '') {
    output.err(`trace needs ${connection === undefined ? '--connection FILE' : '--user ID'}. See trace --help.`);
    return exitCodes.unusable;
  }
  const changed = values.changed === undefined ? null : namesIn(values.changed);
  if (changed?.length === 0) {
    output.err('--changed needs the names of source attributes: name[,name]. See trace --help.');
    return exitCodes.unusable;
  }
  const refusal = refusalOfFlags(values);
  if (refusal !== null) {
    output.err(`${refusal} See trace --help.`);
    return exitCodes.unusable;
  }
  const sessions = new Sessions();
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt);
  try {
    const run = await prepareRun(resolve(connection), { ...host, sessions, signIn: terminalSignIn(output) }, interrupted.signal, {
      changed,
    });
    if (!run.ok) return printRefusal(output, run);
    for (const { path, line, column, problem } of run.problems) {
      output.err(
        `${painted(output, 'yellow', problem.severity)}: ${path}:${line}:${column}: ${problem.message} [${problem.code}]`,
      );
    }
    return values.provision === undefined
      ? await printPreview(run, user, values, output, changed)
      : await provisionFor(run, user, values, output, interrupted);
  } finally {
    process.off('SIGINT', interrupt);
    await sessions.close();
  }
}

async function printPreview(
  run: PreparedRun,
  user: string,
  values: FlagValues,
  output: Output,
  changed: readonly string[] | null,
): Promise<number> {
  const trace = await listen(run.start(user), values, output);
  if (changed) printUnread(changed, trace, output);
  return await finish(trace, values, output);
}

async function provisionFor(
  run: PreparedRun,
  user: string,
  values: FlagValues,
  output: Output,
  interrupt: AbortController,
): Promise<number> {
  // Before any directory is asked anything.
  if (!run.provision.ok) return printRefusedWrite(output, run.provision.error);
  const provision = new ProvisionRun(values, output, interrupt);
  const trace = await listen(run.provision.start(user, provision), values, output);
  const code = await finish(trace, values, output, provision.isPlanShown);
  provision.printEnd();
  return code === exitCodes.ok && interrupt.signal.aborted ? exitCodes.failed : code;
}

/** Why the flags do not go together; null where they do. */
function refusalOfFlags({ provision, changed, yes }: FlagValues): string | null {
  if (provision === undefined) return yes === undefined ? null : '--yes answers the question of --provision, which is not given.';
  return changed === undefined
    ? null
    : '--provision writes what a full import gives: leave out --changed, which is only a preview.';
}

/** Prints each step as it completes; gives the trace. */
async function listen(steps: AsyncGenerator<Step, Trace>, values: FlagValues, output: Output): Promise<Trace> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    if (values.json === undefined) printStep(output, next.value);
  }
}

/** A connection that may not write is unusable for that. */
function printRefusedWrite(output: Output, { message, advice }: DirectoryError): number {
  output.err(painted(output, 'red', message));
  output.err(advice);
  return exitCodes.unusable;
}

function namesIn(list: string): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Says of which names nothing depends, since a misspelled one would pass for an attribute without effect. */
function printUnread(changed: readonly string[], trace: Trace, output: Output): void {
  const { attributes, absent } = trace.steps[1].details;
  if (!attributes || !absent) return;
  const read = new Set([
    ...attributes.filter(({ usedBy }) => usedBy.length > 0).map(({ name }) => name),
    ...absent,
    ...gateAttributes,
  ]);
  const known = new Set([...read].map((name) => name.toLowerCase()));
  const unread = changed.filter((name) => !known.has(name.toLowerCase()));
  if (unread.length === 0) return;
  const names = unread.map((name) => `"${visible(name)}"`).join(', ');
  const message = `no mapping and no filter reads ${names}, so a change of ${unread.length === 1 ? 'it' : 'them'} makes no difference.`;
  output.err(`${painted(output, 'yellow', 'warning')}: ${message}`);
}

async function finish(trace: Trace, values: FlagValues, output: Output, isPlanShown = false): Promise<number> {
  const { json, out } = values;
  const document = `${JSON.stringify(trace, null, 2)}\n`;
  if (json !== undefined) output.out(document.trimEnd());
  else {
    if (!isPlanShown) printPlan(output, trace);
    printResult(output, trace);
  }
  if (out !== undefined) {
    try {
      await writeFile(out, document);
    } catch (error) {
      output.err(`The trace could not be written to ${out}: ${error instanceof Error ? error.message : String(error)}`);
      return exitCodes.unusable;
    }
  }
  return trace.status === 'failure' || !arrived(trace) ? exitCodes.failed : exitCodes.ok;
}

function printRefusal(output: Output, refusal: RunRefusal): number {
  output.err(painted(output, 'red', refusal.message));
  output.err(refusal.advice);
  for (const { path, line, column, problem } of refusal.problems) {
    output.err(`  ${path}:${line}:${column}: ${problem.severity}: ${problem.message} [${problem.code}]`);
  }
  return exitCodes.unusable;
}
