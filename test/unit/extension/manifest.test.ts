import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { commandCategory, commandTable } from '../../../src/extension/commands/commandTable.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly description: string } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly languages: readonly { readonly id: string; readonly filenamePatterns: readonly string[] }[];
    readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[];
  };
}

const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
const { contributes } = manifest;

describe('the manifest and the command table', () => {
  it('have the same commands, with the same words and icons', () => {
    const expected = commandTable.map(({ id, title, icon }) => ({ command: id, title, category: commandCategory, icon }));
    assert.deepEqual(contributes.commands, expected);
  });

  it('have the same conditions in the command palette', () => {
    const expected = commandTable.flatMap(({ id, paletteWhen }) =>
      paletteWhen === null ? [] : [{ command: id, when: paletteWhen }],
    );
    assert.deepEqual(contributes.menus.commandPalette, expected);
  });

  it('have the same buttons in the editor title', () => {
    const shown = (contributes.menus['editor/title'] ?? []).map(({ command, when }) => ({ command, when }));
    const expected = commandTable.flatMap(({ id, editorTitleWhen }) =>
      editorTitleWhen === null ? [] : [{ command: id, when: editorTitleWhen }],
    );
    assert.deepEqual(shown, expected);
  });

  it('name no command elsewhere that the table lacks', () => {
    const known = new Set<string>(commandTable.map(({ id }) => id));
    const sources = readdirSync(new URL('src/extension/', root), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    assert.ok(sources.length > 10);
    for (const file of sources) {
      const text = readFileSync(new URL(`src/extension/${file}`, root), 'utf8');
      for (const [id] of text.matchAll(/provisionOnDemand\.(?:run|again|incremental|choose\w*|new\w*|import\w*|export\w*)\b/g)) {
        assert.ok(known.has(id), `${file} names ${id}`);
      }
    }
    for (const { command } of Object.values(contributes.menus).flat()) assert.ok(known.has(command), command);
  });
});

describe('the manifest', () => {
  it('puts the button on the four kinds of file by name, and on no other', () => {
    const when = contributes.menus['editor/title']?.[0]?.when ?? '';
    const pattern = new RegExp(/=~ \/(.+)\/$/.exec(when)?.[1] ?? 'no pattern');
    for (const kind of ['syncschema', 'mapping', 'scope', 'provision']) assert.match(`users.${kind}.json`, pattern);
    for (const name of ['package.json', 'provision.json', 'users.provision.jsonc', 'mapping.json'])
      assert.doesNotMatch(name, pattern);
  });

  it('reads connection files as JSON with comments, the other kinds as JSON', () => {
    const languageOf = (pattern: string): string | undefined =>
      contributes.languages.find((row) => row.filenamePatterns.includes(pattern))?.id;
    assert.equal(languageOf('*.provision.json'), 'jsonc');
    for (const kind of ['syncschema', 'mapping', 'scope']) assert.equal(languageOf(`*.${kind}.json`), 'json');
  });

  it('points to a JSON schema of connection files that exists', () => {
    const [row] = contributes.jsonValidation;
    assert.equal(row?.fileMatch, '*.provision.json');
    assert.ok(existsSync(new URL(row?.url ?? 'missing', root)));
  });

  it('says what does not work in an untrusted workspace', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.match(manifest.capabilities.untrustedWorkspaces.description, /trust the workspace/);
  });

  it('starts the extension with JSON documents only', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage:json', 'onLanguage:jsonc']);
  });
});
