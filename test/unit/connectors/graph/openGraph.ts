import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { OpenOptions } from '../../../../src/connectors/ports.ts';
import type { GraphReference } from '../../../../src/core/connection/connection.ts';
import type { DirectoryResult } from '../../../../src/core/trace/directory.ts';

/** A token that says nothing of itself. */
export const testToken = 'planted-token-0f5bd1f6c2';

export function graphReference(url: string, change: Partial<GraphReference> = {}): GraphReference {
  return {
    kind: 'graph',
    tenant: 'corp.example',
    clientId: null,
    signIn: 'token',
    graphBaseUrl: url,
    authority: 'https://login.microsoftonline.com',
    secretEnv: 'GRAPH_TOKEN',
    certificateFile: null,
    timeoutMs: 5000,
    range: { start: 0, end: 0 },
    ...change,
  };
}

export function openOptions(change: Partial<OpenOptions> = {}): OpenOptions {
  return {
    folder: import.meta.dirname,
    signal: new AbortController().signal,
    readText: (path) => readFile(path, 'utf8'),
    secret: () => Promise.resolve(testToken),
    ...change,
  };
}

/** What a directory answered; fails with its error. */
export function answerOf<T>(result: DirectoryResult<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.error.code}: ${result.error.message}`);
  return result.value;
}
