import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, startScimServer } from '../../../scripts/scimServer.ts';
import { repository, runSample, sampleScimUrl } from '../../support/runSample.ts';

const ad = 'samples/ad-to-entra/ad-to-entra.provision.json';
const scim = 'samples/entra-to-scim/entra-to-scim.provision.json';

/** One of each kind of run. `UPDATE_GOLDEN=1` writes them anew. */
const golden: readonly (readonly [file: string, connection: string, user: string])[] = [
  ['ad-update', ad, 'CN=Adele Vance,OU=Sales,DC=corp,DC=example'],
  ['ad-create-without-mail', ad, 'CN=Sam Okafor,OU=IT,DC=corp,DC=example'],
  ['ad-disable', ad, 'CN=Victor Hale,OU=Disabled Users,DC=corp,DC=example'],
  ['ad-out-of-scope', ad, 'CN=Priya Raman,OU=Partners,DC=corp,DC=example'],
  ['ad-ambiguous', ad, 'CN=Daniel Cho,OU=Engineering,DC=corp,DC=example'],
  ['ad-failing-expression', ad, 'CN=Iris Novak,OU=Engineering,DC=corp,DC=example'],
  ['scim-create', scim, 'ben.carter@corp.example'],
  ['scim-update', scim, 'amara.nwosu@corp.example'],
];

describe('golden traces', () => {
  let server: ScimServer;
  before(async () => {
    const users = JSON.parse(readFileSync(resolve(repository, 'samples/entra-to-scim/scim-users.json'), 'utf8'));
    server = await startScimServer({ users });
  });
  after(() => server.close());

  for (const [file, connection, user] of golden) {
    it(file, async () => {
      const trace = await runSample(connection, user, server.url);
      // The server's port, and with it its address, differs from run to run.
      const text = `${JSON.stringify(trace, null, 1).replaceAll(server.url, sampleScimUrl)}\n`;
      const path = resolve(repository, 'test/golden', `${file}.json`);
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
      const expected = readFileSync(path, 'utf8');
      if (text !== expected) writeFileSync(path.replace(/\.json$/, '.actual.json'), text);
      assert.deepEqual(JSON.parse(text), JSON.parse(expected));
    });
  }
});
