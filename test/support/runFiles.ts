import assert from 'node:assert/strict';
import type { Trace } from '../../src/core/trace/trace.ts';
import { prepareRun } from '../../src/run/prepareRun.ts';

/** A run from files that need not be on a disk: their texts by name. `connection.provision.json` is the connection. */
export interface FileRun {
  readonly files: Readonly<Record<string, string>>;
  readonly user: string;
  readonly changed?: readonly string[];
}

const folder = '/run';

/** Runs a preview as the command line does, with a fixed clock. */
export async function runFiles({ files, user, changed }: FileRun): Promise<Trace> {
  const host = {
    readText: async (path: string): Promise<string> => {
      const text = files[path.slice(folder.length + 1)];
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
      return text;
    },
    secret: () => Promise.resolve(undefined),
    now: () => Date.UTC(2026, 1, 10),
    random: () => 0.25,
  };
  const signal = new AbortController().signal;
  const prepared = await prepareRun(`${folder}/connection.provision.json`, host, signal, { changed: changed ?? null });
  assert.ok(prepared.ok, prepared.ok ? '' : `${prepared.message} ${prepared.advice}`);
  const steps = prepared.start(user);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}
