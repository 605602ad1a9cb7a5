import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ScimServer, type ScimUser, startScimServer } from '../../../scripts/scimServer.ts';
import { repository, runSample, sampleScimUrl } from '../../support/runSample.ts';
import { traceText } from '../../support/traceText.ts';

const ad = 'samples/ad-to-entra/ad-to-entra.provision.json';
const scim = 'samples/entra-to-scim/entra-to-scim.provision.json';
const groups = 'samples/entra-to-scim/groups.provision.json';

/** The document itself, whole. */
const documents: readonly Golden[] = [
  ['ad-update', ad, 'CN=Adele Vance,OU=Sales,DC=corp,DC=example'],
  ['scim-update', scim, 'amara.nwosu@corp.example'],
];

/** What a reader wants of it, as text. */
const texts: readonly Golden[] = [
  ['ad-update', ad, 'CN=Adele Vance,OU=Sales,DC=corp,DC=example'],
  ['ad-create-without-mail', ad, 'CN=Sam Okafor,OU=IT,DC=corp,DC=example'],
  ['ad-disable', ad, 'CN=Victor Hale,OU=Disabled Users,DC=corp,DC=example'],
  ['ad-out-of-scope', ad, 'CN=Priya Raman,OU=Partners,DC=corp,DC=example'],
  ['ad-ambiguous', ad, 'CN=Daniel Cho,OU=Engineering,DC=corp,DC=example'],
  ['ad-failing-expression', ad, 'CN=Iris Novak,OU=Engineering,DC=corp,DC=example'],
  ['scim-create', scim, 'ben.carter@corp.example'],
  ['scim-update', scim, 'amara.nwosu@corp.example'],
  ['scim-disable', scim, 'david.kowalski@corp.example'],
  ['scim-group', groups, 'Sales Team'],
];

type Golden = readonly [file: string, connection: string, user: string];

describe('golden traces', () => {
  let server: ScimServer;
  before(async () => {
    const read = (name: string): readonly ScimUser[] =>
      JSON.parse(readFileSync(resolve(repository, 'samples/entra-to-scim', name), 'utf8'));
    server = await startScimServer({ users: read('scim-users.json'), groups: read('scim-groups.json') });
  });
  after(() => server.close());

  const held = (name: string, actual: string): void => {
    // The server's port, and with it its address, differs from run to run.
    const text = actual.replaceAll(server.url, sampleScimUrl);
    const path = resolve(repository, 'test/golden', name);
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, text);
    assert.equal(text, readFileSync(path, 'utf8'));
  };

  for (const [file, connection, user] of documents) {
    it(`${file}, the document`, async () => {
      held(`${file}.json`, `${JSON.stringify(await runSample(connection, user, server.url), null, 1)}\n`);
    });
  }

  for (const [file, connection, user] of texts) {
    it(`${file}, as text`, async () => held(`${file}.txt`, traceText(await runSample(connection, user, server.url))));
  }
});
