import { execFile } from 'node:child_process';
import { parse } from 'node:path';
import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, type Failure, failure, timedOut } from '../failure.ts';
import { shorten } from '../http/statusFailure.ts';
import { authFailure } from './authFailure.ts';
import { checkedToken } from './givenToken.ts';
import { graphOrigin } from './graphScopes.ts';
import type { HeldToken } from './heldToken.ts';
import { readOAuthError, withoutSecrets } from './oauthError.ts';

/** The Azure CLI is a Python program that takes seconds to start. */
const minimumTimeoutMs = 30_000;
const maximumBytes = 1_000_000;

/** The token of whoever is signed in with the Azure CLI (`az account get-access-token`). */
export async function azureCliToken(reference: GraphReference, signal: AbortSignal): Promise<DirectoryResult<HeldToken>> {
  const timeoutMs = Math.max(reference.timeoutMs, minimumTimeoutMs);
  const resource = graphOrigin(reference);
  const args = ['account', 'get-access-token', '--resource', resource, '--tenant', reference.tenant, '--output', 'json'];
  if (signal.aborted) return cancelled('Asking the Azure CLI');
  const ran = await run(args, timeoutMs, signal);
  if (signal.aborted) return cancelled('Asking the Azure CLI');
  if (ran.kind === 'missing') {
    const advice = 'Install it (https://aka.ms/azure-cli) and run az login, or choose another "signIn" in the connection file.';
    return failure('unauthorized', 'AzureCliMissing', 'The Azure CLI (az) was not found on this machine.', advice);
  }
  if (ran.kind === 'late') return timedOut('The Azure CLI', timeoutMs);
  if (ran.kind === 'failed') return refusalOf(ran.stderr, reference);
  const token = tokenIn(ran.stdout);
  if (token === null) {
    const message = 'The Azure CLI answered without a token.';
    return failure('malformed', 'AzureCliIncompatible', message, 'Update it: az upgrade.');
  }
  return checkedToken(token, reference, 'the token of the Azure CLI');
}

type Ran =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'failed'; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'late' };

/** Runs `az` without a shell, and not in the workspace: a program of that name there must not be started. */
function run(args: readonly string[], timeout: number, signal: AbortSignal): Promise<Ran> {
  const windows = process.platform === 'win32';
  // On Windows az is a batch file, which only the command interpreter starts; what is passed to it is checked for what that would interpret.
  if (windows && args.some((arg) => /[^\w.:/-]/.test(arg))) return Promise.resolve({ kind: 'missing' });
  const [file, all] = windows ? ['cmd.exe', ['/d', '/c', 'az', ...args]] : ['az', [...args]];
  const cwd = process.env.SystemRoot ?? parse(process.execPath).root;
  return new Promise((resolve) => {
    try {
      const settings = { cwd, timeout, signal, maxBuffer: maximumBytes, windowsHide: true, encoding: 'utf8' } as const;
      execFile(file, all, settings, (error, stdout, stderr) => {
        if (!error) resolve({ kind: 'done', stdout });
        else if (error.code === 'ENOENT' || /is not recognized|cannot find/i.test(stderr)) resolve({ kind: 'missing' });
        else if (error.killed === true && error.code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') resolve({ kind: 'late' });
        else resolve({ kind: 'failed', stderr });
      });
    } catch {
      resolve({ kind: 'missing' });
    }
  });
}

function refusalOf(stderr: string, reference: GraphReference): Failure {
  const said = withoutSecrets(stderr.slice(0, 4000), []);
  const known = readOAuthError({ error: 'invalid_grant', error_description: said });
  const login = `Run az login --tenant ${reference.tenant}, then try again.`;
  if (known && known.number !== null) {
    const { kind, code, message, advice } = authFailure(known, { reference, scopes: [] }).error;
    return failure(kind, code, `The Azure CLI: ${message}`, `${advice} Or: ${login}`);
  }
  if (/az login|no subscriptions? found|not logged in|refresh token/i.test(said)) {
    return failure('unauthorized', 'SignInRequired', `The Azure CLI is not signed in to ${reference.tenant}.`, login);
  }
  const line = shorten(said.split('\n').find((text) => text.trim() !== '') ?? 'it gave no reason');
  return failure('unauthorized', 'AzureCliFailed', `The Azure CLI gave no token: ${line}`, login);
}

function tokenIn(stdout: string): string | null {
  try {
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer !== 'object' || answer === null || !('accessToken' in answer)) return null;
    return typeof answer.accessToken === 'string' ? answer.accessToken : null;
  } catch {
    return null;
  }
}
