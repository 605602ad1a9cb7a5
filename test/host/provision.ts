import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Trace } from '../../src/core/trace/trace.ts';
import { test } from './suite.ts';
import { sample, scimConnection } from './support.ts';

const amara = 'amara.nwosu@corp.example';
const ben = 'ben.carter@corp.example';

/** The sample connection, but writable, as a file of its own. */
async function writable(): Promise<string> {
  const text = await readFile(scimConnection(), 'utf8');
  const path = sample('entra-to-scim', 'writable.provision.json');
  await writeFile(path, text.replace('"access": "readOnly"', '"access": "readWrite"'));
  return path;
}

/** The users of this name as the application itself gives them. */
async function fromScim(userName: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const url = /"url": "([^"]+)"/.exec(await readFile(scimConnection(), 'utf8'))?.[1];
  const answer = await fetch(`${url}/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  const { Resources } = (await answer.json()) as { Resources: readonly Readonly<Record<string, unknown>>[] };
  return Resources;
}

interface Asked {
  readonly message: string;
  readonly modal: boolean;
  readonly buttons: readonly unknown[];
}

/** Answers what the window would ask with one of its buttons; gives what was asked. */
async function answering(answer: string | undefined, body: () => Promise<void>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const stand = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const [options] = rest;
    const hasOptions = typeof options === 'object' && options !== null;
    const modal = hasOptions && (options as vscode.MessageOptions).modal === true;
    asked.push({ message, modal, buttons: hasOptions ? rest.slice(1) : rest });
    return Promise.resolve(answer);
  };
  const original = Object.getOwnPropertyDescriptor(vscode.window, 'showWarningMessage');
  assert.ok(original);
  Object.defineProperty(vscode.window, 'showWarningMessage', { ...original, value: stand });
  try {
    await body();
  } finally {
    Object.defineProperty(vscode.window, 'showWarningMessage', original);
  }
  return asked;
}

const provision = (argument: object): Thenable<Trace | null> =>
  vscode.commands.executeCommand<Trace | null>('provisionOnDemand.provision', argument);

test('a provision that is declined writes nothing, and no argument answers the question', async () => {
  const file = await writable();
  const before = await fromScim(amara);
  const argument = { file, user: amara, confirm: true, confirmed: true, modal: false, yes: true };
  const asked = await answering(undefined, async () => {
    const trace = await provision(argument);
    assert.equal(trace?.mode, 'preview');
    assert.equal(trace?.steps[4].details.write, undefined);
  });
  assert.equal(asked.length, 1);
  assert.deepEqual([asked[0]?.modal, asked[0]?.buttons], [true, ['Provision']]);
  assert.match(asked[0]?.message ?? '', /^Update Amara Nwosu in http:\/\/127\.0\.0\.1:\d+\/scim: 2 attributes change\.$/);
  assert.deepEqual(await fromScim(amara), before);
});

test('a provision that is agreed to writes what the trace shows, reads it back, and is in the audit log', async () => {
  const file = await writable();
  const before = await fromScim(amara);
  let trace: Trace | null = null;
  const asked = await answering('Provision', async () => {
    trace = await provision({ file, user: amara });
  });
  assert.equal(asked.length, 1);
  const done = trace as Trace | null;
  assert.equal(done?.mode, 'provision');
  const { write } = done.steps[4].details;
  assert.equal(write?.state, 'written', write?.sentence);
  assert.deepEqual(
    write.readBack?.attributes.map(({ state }) => state),
    ['equal', 'equal'],
  );
  const [after = {}] = await fromScim(amara);
  assert.notDeepEqual([after], before);
  assert.equal(after.title, done.changes.find(({ target }) => target === 'title')?.new);

  const path = await vscode.commands.executeCommand<string>('provisionOnDemand.showAuditLog');
  const lines = (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  assert.deepEqual(
    lines.slice(-2).map(({ event, action, outcome }) => [event, action, outcome]),
    [
      ['asked', 'update', null],
      ['done', 'update', 'written'],
    ],
  );
  assert.ok(!(await readFile(path, 'utf8')).includes(String(after.title)), 'no values stand in it');
});

test('once nothing is left to write, nobody is asked', async () => {
  const file = await writable();
  const asked = await answering('Provision', async () => {
    const trace = await provision({ file, user: amara });
    assert.equal(trace?.steps[4].details.write, null);
  });
  assert.deepEqual(asked, []);
});

test('a read-only connection refuses, says how to change that, and writes nothing', async () => {
  assert.deepEqual(await fromScim(ben), [], 'he would be created');
  const asked = await answering('Provision', async () => {
    assert.equal(await provision({ file: scimConnection(), user: ben }), null);
  });
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.modal, false);
  assert.match(asked[0]?.message ?? '', /read-only.*"access": "readWrite"/);
  assert.deepEqual(await fromScim(ben), []);
});
