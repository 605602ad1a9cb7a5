import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Trace } from '../../src/core/trace/trace.ts';
import { prepareRun } from '../../src/run/prepareRun.ts';

export const repository = resolve(import.meta.dirname, '../..');

/** The address that the SCIM sample names; `npm run demo` and the tests put their own server's in its place. */
export const sampleScimUrl = 'http://127.0.0.1:4180/scim';

/** Previews a person of the samples with a fixed clock. `scimUrl` is where the SCIM sample's target is. */
export async function runSample(connection: string, user: string, scimUrl = sampleScimUrl): Promise<Trace> {
  const host = {
    readText: async (path: string) => (await readFile(path, 'utf8')).replace(sampleScimUrl, scimUrl),
    secret: () => Promise.resolve(undefined),
    now: () => Date.UTC(2026, 1, 10),
    random: () => 0.25,
  };
  const prepared = await prepareRun(resolve(repository, connection), host, new AbortController().signal);
  assert.ok(prepared.ok, prepared.ok ? '' : prepared.message);
  const steps = prepared.start(user);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}
