import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import type { AuditRecord } from '../../../src/core/trace/provision.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import { prepareRun } from '../../../src/run/prepareRun.ts';
import type { PreparedRun } from '../../../src/run/run.ts';
import { repository, sampleScimUrl } from '../../support/runSample.ts';

const sample = resolve(repository, 'samples/entra-to-scim/entra-to-scim.provision.json');

describe('a prepared run', () => {
  let scim: ScimServer;
  /** Stands before the SCIM server, sees every request, and calls `arrived` before it passes it on. */
  let door: Server;
  let seen: string[];
  let arrived: (method: string) => void;

  beforeEach(async () => {
    scim = await startScimServer({ users: JSON.parse(await readFile(resolve(sample, '../scim-users.json'), 'utf8')) });
    seen = [];
    arrived = () => {};
    door = createServer((incoming: IncomingMessage, response: ServerResponse) => {
      const method = incoming.method ?? '';
      seen.push(method);
      arrived(method);
      const { port } = new URL(scim.url);
      const onward = request({ port, host: '127.0.0.1', method, path: incoming.url, headers: incoming.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(onward);
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
  });
  afterEach(async () => {
    door.closeAllConnections();
    door.close();
    await scim.close();
  });

  async function prepared(access: string, signal = new AbortController().signal): Promise<PreparedRun> {
    const { port } = door.address() as AddressInfo;
    const host = {
      readText: async (path: string) => {
        const text = await readFile(path, 'utf8');
        return text
          .replace(sampleScimUrl, `http://127.0.0.1:${port}/scim?aadOptscim062020`)
          .replace('"access": "readOnly"', `"access": "${access}"`);
      },
      secret: () => Promise.resolve(undefined),
      now: () => Date.UTC(2026, 1, 10),
      random: () => 0.25,
    };
    const run = await prepareRun(sample, host, signal);
    assert.ok(run.ok, run.ok ? '' : run.message);
    return run;
  }

  async function provisioned(
    run: PreparedRun,
    user: string,
  ): Promise<{ readonly trace: Trace; readonly audit: readonly AuditRecord[] }> {
    const audit: AuditRecord[] = [];
    assert.ok(run.provision.ok);
    const steps = run.provision.start(user, {
      confirm: async () => true,
      audit: async (record) => void audit.push(record),
    });
    for (;;) {
      const next = await steps.next();
      if (next.done) return { trace: next.value, audit };
    }
  }

  it('refuses to provision where the connection is read-only, and asks nobody anything', async () => {
    const run = await prepared('readOnly');
    assert.ok(!run.provision.ok);
    assert.deepEqual([run.provision.error.kind, run.provision.error.code], ['refused', 'ReadOnly']);
    assert.deepEqual(seen, []);
  });

  it('writes, and the server holds what the trace shows', async () => {
    const { trace } = await provisioned(await prepared('readWrite'), 'ben.carter@corp.example');
    assert.equal(trace.status, 'success', trace.steps[4].summary);
    assert.deepEqual(
      seen.filter((method) => method !== 'GET'),
      ['POST', 'PATCH'],
    );
    const ben = scim.users().find(({ userName }) => userName === 'ben.carter@corp.example');
    assert.ok(ben);
    assert.equal(ben.title, trace.changes.find(({ target }) => target === 'title')?.new);
  });

  it('cancelled while a request is on its way: its answer is awaited and read back, and the next one stays', async () => {
    const controller = new AbortController();
    arrived = (method) => {
      if (method === 'POST') controller.abort();
    };
    const { trace, audit } = await provisioned(await prepared('readWrite', controller.signal), 'ben.carter@corp.example');
    const { write } = trace.steps[4].details;
    assert.deepEqual(
      write?.sent.map(({ method, state }) => [method, state]),
      [
        ['POST', 'accepted'],
        ['PATCH', 'notSent'],
      ],
    );
    assert.deepEqual([write?.state, trace.code], ['partly', 'Cancelled']);
    const read = write?.readBack?.attributes ?? [];
    assert.ok(read.length > 10, 'read back though the run was cancelled');
    assert.deepEqual(
      read.filter(({ state }) => state !== 'equal').map(({ target, state }) => [target.split(':').at(-1), state]),
      [['manager', 'missing']],
    );
    assert.deepEqual(
      audit.map(({ event, outcome }) => [event, outcome]),
      [
        ['asked', null],
        ['done', 'partly'],
      ],
    );
  });

  it('cancelled before anything was sent stays so', async () => {
    const controller = new AbortController();
    const run = await prepared('readWrite', controller.signal);
    assert.ok(run.provision.ok);
    const steps = run.provision.start('ben.carter@corp.example', {
      confirm: async () => {
        controller.abort();
        return true;
      },
      audit: () => Promise.reject(new Error('there is nothing to keep')),
    });
    for (;;) {
      const next = await steps.next();
      if (!next.done) continue;
      assert.deepEqual([next.value.code, next.value.steps[4].details.write?.state], ['Cancelled', 'notSent']);
      break;
    }
    assert.deepEqual(
      seen.filter((method) => method !== 'GET'),
      [],
    );
  });
});
