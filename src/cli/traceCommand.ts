import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gateAttributes } from '../core/scope/gates.ts';
import type { Trace } from '../core/trace/trace.ts';
import { prepareRun } from '../run/prepareRun.ts';
import type { RunHost, RunRefusal } from '../run/run.ts';
import type { FlagValues } from './commandLine.ts';
import { exitCodes, type Output, painted } from './output.ts';
import { printOutcome, printStep } from './printTrace.ts';
import { visible } from './valueText.ts';

const host: RunHost = {
  readText: (path) => readFile(path, 'utf8'),
  secret: (name) => Promise.resolve(process.env[name]),
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
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt);
  try {
    const run = await prepareRun(resolve(connection), host, interrupted.signal, { changed });
    if (!run.ok) return printRefusal(output, run);
    for (const { path, line, column, problem } of run.problems) {
      output.err(
        `${painted(output, 'yellow', problem.severity)}: ${path}:${line}:${column}: ${problem.message} [${problem.code}]`,
      );
    }
    const steps = run.start(user);
    for (;;) {
      const next = await steps.next();
      if (next.done) {
        if (changed) printUnread(changed, next.value, output);
        return await finish(next.value, values, output);
      }
      if (values.json === undefined) printStep(output, next.value);
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
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

async function finish(trace: Trace, values: FlagValues, output: Output): Promise<number> {
  const { json, out } = values;
  const document = `${JSON.stringify(trace, null, 2)}\n`;
  if (json === undefined) printOutcome(output, trace);
  else output.out(document.trimEnd());
  if (out !== undefined) {
    try {
      await writeFile(out, document);
    } catch (error) {
      output.err(`The trace could not be written to ${out}: ${error instanceof Error ? error.message : String(error)}`);
      return exitCodes.unusable;
    }
  }
  return trace.status === 'failure' ? exitCodes.failed : exitCodes.ok;
}

function printRefusal(output: Output, refusal: RunRefusal): number {
  output.err(painted(output, 'red', refusal.message));
  output.err(refusal.advice);
  for (const { path, line, column, problem } of refusal.problems) {
    output.err(`  ${path}:${line}:${column}: ${problem.severity}: ${problem.message} [${problem.code}]`);
  }
  return exitCodes.unusable;
}
