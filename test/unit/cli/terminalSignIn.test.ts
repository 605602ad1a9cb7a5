import assert from 'node:assert/strict';
import { test } from 'node:test';
import { terminalSignIn } from '../../../src/cli/terminalSignIn.ts';

interface Printed {
  readonly out: string[];
  readonly err: string[];
  readonly opened: string[];
  readonly ports: ReturnType<typeof terminalSignIn>;
}

function terminal(): Printed {
  const [out, err, opened]: [string[], string[], string[]] = [[], [], []];
  const output = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), colour: false };
  return { out, err, opened, ports: terminalSignIn(output, (url) => void opened.push(url)) };
}

test('the page is printed to standard error and opened, where it is a web page', async () => {
  const { out, err, opened, ports } = terminal();
  await ports.openBrowser('https://login.example/authorize?state=a%20b');
  assert.ok(err.join('\n').includes('https://login.example/authorize?state=a%20b'));
  assert.deepEqual(opened, ['https://login.example/authorize?state=a%20b']);
  for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'http://login.example/', '--help', 'ms-settings:']) {
    await assert.rejects(ports.openBrowser(address));
  }
  await ports.openBrowser('http://127.0.0.1:8080/authorize');
  assert.deepEqual([opened.length, out.length], [1, 0]);
});

test('a device code is printed without what a terminal would obey', () => {
  const { err, ports } = terminal();
  ports.showDeviceCode({
    userCode: 'AB\u001b[2JCD',
    verificationUri: 'https://microsoft.com/devicelogin',
    expiresAt: Date.now() + 900_000,
  });
  const text = err.join('\n');
  assert.ok(text.includes('https://microsoft.com/devicelogin') && text.includes('15 minutes') && text.includes('AB'), text);
  assert.ok(!text.includes('\u001b'));
});

test('tokens live as long as the command', async () => {
  const { ports } = terminal();
  await ports.cache.write('key', 'tokens');
  assert.equal(await ports.cache.read('key'), 'tokens');
  await ports.cache.write('key', undefined);
  assert.equal(await ports.cache.read('key'), undefined);
  assert.equal(await terminal().ports.cache.read('key'), undefined);
});
