import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { settingsManifest } from '../../../scripts/settingsManifest.ts';
import { problemCodes } from '../../../src/core/problemCodes.ts';
import { commandCategory, commandTable, hasEditedKey, hasRunKey } from '../../../src/extension/commands/commandTable.ts';
import { readSetting, type SettingName, settingSection, settingsTable } from '../../../src/extension/settingsTable.ts';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
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
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly properties?: object }>>;
    };
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly grammars: readonly { readonly scopeName: string; readonly path: string; readonly injectTo: readonly string[] }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
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
      for (const [id] of text.matchAll(
        /provisionOnDemand\.(?:run|again|incremental|provision|set\w*|sign\w*|show\w*|choose\w*|new\w*|import\w*|export\w*)\b/g,
      )) {
        assert.ok(known.has(id), `${file} names ${id}`);
      }
    }
    for (const { command } of Object.values(contributes.menus).flat()) assert.ok(known.has(command), command);
  });
});

describe('the manifest and the table of settings', () => {
  it('have the same settings, with the same words (`npm run docs` writes them)', () => {
    assert.deepEqual(contributes.configuration, settingsManifest());
  });

  it('have a severity for every problem code and for no other name', () => {
    const codes = contributes.configuration.properties['provisionOnDemand.problems.severity']?.properties ?? {};
    assert.deepEqual(Object.keys(codes), Object.keys(problemCodes));
  });

  it('have defaults that are read as they stand', () => {
    for (const name of Object.keys(settingsTable) as SettingName[]) {
      const shown = contributes.configuration.properties[`${settingSection}.${name}`];
      assert.ok(shown, name);
      assert.deepEqual(readSetting(name, shown.default), shown.default);
    }
  });

  it('name no setting in the sources that the table lacks', () => {
    const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const asked = sources.flatMap((file) =>
      [...readFileSync(new URL(`src/${file}`, root), 'utf8').matchAll(/\bsetting\(\s*'([^']+)'/g)].map(([, name]) => name ?? ''),
    );
    assert.ok(asked.includes('run'));
    for (const name of asked) assert.ok(Object.hasOwn(settingsTable, name), name);
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

  it('points to a JSON schema of each kind of file, and to the colours of expressions', () => {
    assert.deepEqual(contributes.jsonValidation.map(({ fileMatch }) => fileMatch).sort(), [
      '*.mapping.json',
      '*.provision.json',
      '*.scope.json',
      '*.syncschema.json',
    ]);
    const [grammar] = contributes.grammars;
    assert.ok(grammar && contributes.grammars.length === 1);
    for (const path of [...contributes.jsonValidation.map(({ url }) => url), grammar.path])
      assert.ok(existsSync(new URL(path, root)), path);
    const { scopeName } = JSON.parse(readFileSync(new URL(grammar.path, root), 'utf8')) as { readonly scopeName: string };
    assert.equal(scopeName, grammar.scopeName);
    assert.deepEqual(grammar.injectTo, ['source.json', 'source.json.comments']);
  });

  it('has a walkthrough whose pages exist and whose links and events are commands and keys that exist', () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.ok(walkthrough && walkthrough.steps.length >= 4);
    const known = new Set<string>(commandTable.map(({ id }) => id));
    const keys = new Set<string>([hasRunKey, hasEditedKey]);
    for (const { id, description, media, completionEvents } of walkthrough.steps) {
      assert.ok(existsSync(new URL(media.markdown, root)), id);
      assert.ok(completionEvents.length > 0, id);
      for (const event of completionEvents) {
        const [, kind, name = ''] = /^(onCommand|onContext):(.+)$/.exec(event) ?? [];
        assert.ok(kind, event);
        if (name.startsWith('provisionOnDemand.')) assert.ok(kind === 'onCommand' ? known.has(name) : keys.has(name), event);
      }
      for (const [, name = ''] of description.matchAll(/\(command:(provisionOnDemand\.\w+)/g)) assert.ok(known.has(name), name);
    }
  });

  it('welcomes an empty window with the walkthrough', () => {
    const { name, publisher } = manifest;
    const address = encodeURIComponent(JSON.stringify(`${publisher}.${name}#${contributes.walkthroughs[0]?.id}`));
    const [welcome] = contributes.viewsWelcome;
    assert.equal(welcome?.view, 'explorer');
    assert.ok(welcome.contents.includes(`(command:workbench.action.openWalkthrough?${address})`), welcome.contents);
  });

  it('says what does not work in an untrusted workspace', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.match(manifest.capabilities.untrustedWorkspaces.description, /trust the workspace/);
  });

  it('starts the extension with JSON documents only', () => {
    assert.deepEqual(manifest.activationEvents, ['onLanguage:json', 'onLanguage:jsonc']);
  });
});
