import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lensItems } from '../../../src/extension/commands/lensItems.ts';
import { readChanged, readRunArguments } from '../../../src/extension/commands/runArguments.ts';
import { Log } from '../../../src/extension/log.ts';
import { Memory } from '../../../src/extension/memory.ts';
import { isConfigurationName, isConnectionName } from '../../../src/extension/paths.ts';
import { tracePage } from '../../../src/extension/views/tracePage.ts';
import { explainedTrace } from '../../fixtures/traces/rules.ts';

describe('readRunArguments', () => {
  const nothing = { file: null, choice: null, user: null, useLastUser: false };

  it('takes nothing from nothing, and from forms that it does not know', () => {
    for (const argument of [undefined, null, 7, 'x', [], {}, { file: 3, user: {} }, { rule: 'alone' }]) {
      assert.deepEqual(readRunArguments(argument), nothing);
    }
  });

  it('takes the path of a file Uri, and of no other', () => {
    class Uri {
      readonly #path: string;
      readonly scheme: string;
      constructor(scheme: string, path: string) {
        this.scheme = scheme;
        this.#path = path;
      }
      get fsPath(): string {
        return this.#path;
      }
    }
    assert.equal(readRunArguments(new Uri('file', '/w/a.json')).file, '/w/a.json');
    assert.deepEqual(readRunArguments(new Uri('git', '/w/a.json')), nothing);
  });

  it('takes what a lens gives', () => {
    assert.deepEqual(readRunArguments({ file: '/w/a.json', useLastUser: true, rule: 'R', objectMapping: 'M', user: 'adele' }), {
      file: '/w/a.json',
      choice: { rule: 'R', objectMapping: 'M' },
      user: { id: 'adele', displayName: 'adele' },
      useLastUser: true,
    });
  });
});

describe('readChanged', () => {
  it('takes a list of names once each, and nothing from other forms', () => {
    assert.deepEqual(readChanged({ changed: ['mail', 'title', 'mail'] }), ['mail', 'title']);
    for (const argument of [
      undefined,
      null,
      7,
      {},
      { changed: 'mail' },
      { changed: [] },
      { changed: ['mail', 3] },
      { changed: [''] },
    ])
      assert.equal(readChanged(argument), null, JSON.stringify(argument));
  });
});

describe('lensItems', () => {
  it('lists what a mapping reads, with what makes a difference picked', () => {
    const items = lensItems(explainedTrace, null);
    const labels = items.map(({ label }) => label);
    assert.ok(labels.includes('department') && labels.includes('proxyAddresses'));
    assert.ok(!labels.includes('distinguishedName'), 'nothing reads it');
    assert.ok(!labels.includes('isCriticalSystemObject'), 'only a filter reads it');
    // The trace names title as changed too, which this person does not have.
    assert.deepEqual(
      items.filter(({ picked }) => picked),
      [
        { label: 'department', description: 'Sales', picked: true },
        { label: 'title', description: 'not read by a mapping now', picked: true },
      ],
    );
    assert.equal(items.find(({ label }) => label === 'proxyAddresses')?.description, '3 values');
    assert.equal(items.find(({ label }) => label === 'extensionAttribute3')?.description, 'empty text');
  });

  it('picks the present lens where there is one', () => {
    const picked = lensItems(explainedTrace, ['mail']).filter((item) => item.picked);
    assert.deepEqual(
      picked.map(({ label }) => label),
      ['mail'],
    );
  });
});

describe('Memory', () => {
  it('remembers users per connection and connections per file, and tells of changes only', async () => {
    const store = new Map<string, unknown>();
    let changes = 0;
    const update = async (key: string, value: unknown): Promise<void> => void store.set(key, value);
    const memory = new Memory({ get: (key) => store.get(key), update }, () => {
      changes += 1;
    });
    const adele = { id: 'a', displayName: 'Adele' };
    await memory.rememberUser('/w/one.provision.json', adele);
    await memory.rememberUser('/w/one.provision.json', { ...adele });
    assert.deepEqual(memory.lastUser('/w/./one.provision.json'), adele);
    assert.equal(memory.lastUser('/w/two.provision.json'), null);
    await memory.rememberConnection('/w/a.json', '/w/one.provision.json');
    assert.equal(memory.connectionFor('/w/a.json'), '/w/one.provision.json');
    assert.equal(memory.connectionFor(null), null);
    assert.equal(changes, 2);
  });

  it('does not trust what an older version stored', () => {
    const memory = new Memory({ get: () => ({ id: 3 }), update: async () => {} }, () => {});
    assert.equal(memory.lastUser('/w/one.provision.json'), null);
    assert.equal(memory.connectionFor('/w/a.json'), null);
  });
});

describe('Log', () => {
  it('keeps secrets out of messages and stacks', () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log = new Log({ info: write, warn: write, error: write });
    log.keepOut('s3cr3t-token');
    log.keepOut('a');
    const message = log.recordError('Run', new Error('401 for Bearer s3cr3t-token'));
    log.info('sent s3cr3t-token');
    assert.equal(message, '401 for Bearer •••');
    assert.equal(lines.length, 2);
    for (const line of lines) assert.ok(!line.includes('s3cr3t'));
    assert.match(lines[0] ?? '', /Run: Error: 401 for Bearer •••/);
  });
});

describe('file names', () => {
  it('tells configurations and connections by their suffix', () => {
    for (const name of ['a.syncschema.json', 'b.Mapping.json', 'c.scope.json']) assert.ok(isConfigurationName(name));
    for (const name of ['mapping.json', 'a.provision.json']) assert.ok(!isConfigurationName(name));
    assert.ok(isConnectionName('/w/a.provision.json') && !isConnectionName('/w/provision.json'));
  });
});

describe('tracePage', () => {
  const page = tracePage({
    cspSource: 'https://host',
    nonce: 'abc',
    styleNonce: 'xyz',
    scriptUri: 'https://host/dist/webview.js?a=1&b="',
    styleUris: ['https://host/dist/webview.css'],
  });

  it('allows nothing but its own script and styles', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; script-src 'nonce-abc'; style-src https://host 'nonce-xyz'; font-src https://host; img-src https://host data:",
    );
    assert.equal(page.match(/<script/g)?.length, 1);
    assert.match(page, /<script nonce="abc" src="https:\/\/host\/dist\/webview\.js\?a=1&amp;b=&quot;"><\/script>/);
    assert.doesNotMatch(page, /<style| style=| on\w+=/);
  });
});
