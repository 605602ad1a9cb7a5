import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inRepository, mustRun, readManifest } from '../../scripts/repository.ts';
import { adele, type OpenSamples, openSamples, schemaName, screenshot } from '../window/support/samples.ts';

describe('the package as a person installs it', { timeout: 180_000 }, () => {
  let open: OpenSamples;
  before(async () => {
    const path = inRepository('out', 'test', 'package.vsix');
    await rm(path, { force: true });
    await mustRun('npm', ['run', '--silent', 'package', '--', '--out', path]);
    open = await openSamples({ kind: 'package', path });
  });
  after(() => open?.close());

  test('holds what it needs and nothing else', () => {
    const { publisher, name, version } = readManifest();
    const folder = join(open.window.extensionsFolder, `${publisher}.${name}-${version}`);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(join(folder, file)).isFile())
      .map((file) => relative('.', file).split(sep).join('/'));
    const needed = [
      ...['package.json', 'dist/extension.cjs', 'dist/engine.cjs', 'dist/webview.js', 'media/icon.png'],
      ...['media/provision.schema.json', 'media/syncschema.schema.json', 'media/expression.tmLanguage.json', 'docs/problems.md'],
    ];
    for (const file of needed) assert.ok(files.includes(file), `${file} is in the package`);
    assert.ok(files.some((file) => /^readme\.md$/i.test(file)) && files.some((file) => /^license/i.test(file)));
    const allowed =
      /^(package\.json|readme\.md|changelog\.md|license(\.txt|\.md)?|\.vsixmanifest|dist\/([\w-]+\.cjs|webview\.(js|css))|media\/.+|docs\/([\w-]+\.png|problems\.md))$/i;
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
  });

  test('runs the main command', async () => {
    const { window } = open;
    await window.openFile(schemaName);
    await window.runCommand('Provision on demand…');
    await window.pick(adele.name);
    const steps = await window.waitForTrace(adele.name);
    assert.equal(steps.length, 5);
    for (const step of steps) assert.doesNotMatch(step.status, /Failed|Not run/, `${step.kind}: ${step.summary}`);
    await screenshot(window, 'package');
  });
});
