import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { describe, test } from 'node:test';
import { inRepository, repositoryRoot } from '../scripts/repository.ts';
import { findViolations, rooms, type ViolationKind } from './architecture/rules.ts';
import { blank, findImports } from './architecture/sourceText.ts';

/** Lines of a file beyond which it should be looked at; a report, not a failure. */
const lineCeiling = 300;

function readSources(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const folder of ['src', 'webview']) {
    for (const entry of readdirSync(inRepository(folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const path = join(entry.parentPath, entry.name);
      files.set(relative(repositoryRoot, path).split(sep).join(posix.sep), readFileSync(path, 'utf8'));
    }
  }
  return files;
}

describe('the rooms of the house', () => {
  const sources = readSources();

  test('every room has files', () => {
    const empty = Object.keys(rooms).filter((room) => ![...sources.keys()].some((file) => file.startsWith(`${room}/`)));
    assert.deepEqual(empty, []);
  });

  test('the arrows run one way, there are no circles, the core is pure, the toolkit stands behind one file', () => {
    const found = findViolations(sources).map(({ kind, file, message }) => `${kind}: ${file} ${message}`);
    assert.deepEqual(found, []);
  });

  test('long files (a report)', (t) => {
    for (const [file, source] of sources) {
      const lines = source.split('\n').length - 1;
      if (lines > lineCeiling) t.diagnostic(`${file} has ${lines} lines`);
    }
  });
});

describe('a planted breach is found', () => {
  /** A small sound house, into which each test plants one breach. */
  const sound: Readonly<Record<string, string>> = {
    'src/core/engine.ts':
      "import { parseTree } from 'jsonc-parser';\nexport const engine = parseTree;\nexport type Engine = typeof engine;\n",
    'src/language/hover.ts': "import { engine } from '../core/engine.ts';\nexport const hover = engine;\n",
    'src/connectors/file.ts': "import { readFile } from 'node:fs/promises';\nexport const file = readFile;\n",
    'src/connectors/ldap/client.ts': "import { Client } from 'ldapts';\nexport const c = Client;\n",
    'src/connectors/open.ts': "export const open = () => import('./ldap/client.ts');\n",
    'src/run/run.ts': "import { file } from '../connectors/file.ts';\nexport const run = file;\n",
    'src/protocol/messages.ts': "import type { Engine } from '../core/engine.ts';\nexport const version: Engine | 1 = 1;\n",
    'src/extension/activate.ts':
      "import * as vscode from 'vscode';\nimport { run } from '../run/run.ts';\nexport const activate = [vscode, run];\n",
    'src/cli/main.ts': "import { run } from '../run/run.ts';\nexport const main = run;\n",
    'webview/toolkit.ts': "import { vsCodeButton } from '@vscode/webview-ui-toolkit';\nexport const button = vsCodeButton;\n",
    'webview/main.ts':
      "import type { Engine } from '../src/core/engine.ts';\nimport { button } from './toolkit.ts';\nexport const page: Engine | object = button;\n",
  };
  const kindsWith = (file: string, text: string): readonly ViolationKind[] => {
    const files = new Map(Object.entries(sound));
    files.set(file, (files.get(file) ?? '') + text);
    return findViolations(files).map((violation) => violation.kind);
  };

  test('the house itself is sound', () => assert.deepEqual(findViolations(new Map(Object.entries(sound))), []));

  const breaches: readonly (readonly [name: string, file: string, text: string, kind: ViolationKind])[] = [
    ['core imports a connector', 'src/core/a.ts', "import { file } from '../connectors/file.ts';", 'arrow'],
    ['core imports a type of a connector', 'src/core/a.ts', "import type { file } from '../connectors/file.ts';", 'arrow'],
    ['core re-exports from the extension', 'src/core/a.ts', "export { activate } from '../extension/activate.ts';", 'arrow'],
    ['core imports on demand', 'src/core/a.ts', "export const late = () => import('../run/run.ts');", 'arrow'],
    ['core imports for the side effect', 'src/core/a.ts', "import '../run/run.ts';", 'arrow'],
    ['core imports over several lines', 'src/core/a.ts', "import {\n  run,\n  type other,\n} from '../run/run.ts';", 'arrow'],
    ['language imports a connector', 'src/language/a.ts', "import { file } from '../connectors/file.ts';", 'arrow'],
    ['run imports the command line', 'src/run/a.ts', "import { main } from '../cli/main.ts';", 'arrow'],
    ['a connector imports run', 'src/connectors/a.ts', "import { run } from '../run/run.ts';", 'arrow'],
    ['the command line imports the extension', 'src/cli/a.ts', "import { activate } from '../extension/activate.ts';", 'arrow'],
    ['the extension imports the page', 'src/extension/a.ts', "import { page } from '../../webview/main.ts';", 'arrow'],
    ['the page imports a value of the core', 'webview/a.ts', "import { engine } from '../src/core/engine.ts';", 'arrow'],
    ['the page imports the extension', 'webview/a.ts', "import type { activate } from '../src/extension/activate.ts';", 'arrow'],
    ['the protocol imports a value of the core', 'src/protocol/a.ts', "import { engine } from '../core/engine.ts';", 'arrow'],
    ['core imports Node', 'src/core/a.ts', "import { readFile } from 'node:fs/promises';", 'package'],
    ['core imports a type of vscode', 'src/core/a.ts', "import type { Uri } from 'vscode';", 'package'],
    ['language imports vscode', 'src/language/a.ts', "import * as vscode from 'vscode';", 'package'],
    ['run requires vscode', 'src/run/a.ts', "const vscode = require('vscode');", 'package'],
    ['a connector imports a package', 'src/connectors/a.ts', "import { x } from 'ldapjs';", 'package'],
    ['a package outside its folder', 'src/connectors/graph/a.ts', "export type { Client } from 'ldapts';", 'package'],
    [
      'a file outside its folder loads a lazy package',
      'src/connectors/a.ts',
      "import { c } from './ldap/client.ts';",
      'eager package',
    ],
    ['a package whose name begins like an allowed one', 'src/core/a.ts', "import { x } from 'jsonc-parser-extra';", 'package'],
    ['the core tells the time', 'src/core/a.ts', 'export const now = () => Date.now();', 'impure core'],
    ['the core makes the present date', 'src/core/a.ts', 'export const now = () => new Date();', 'impure core'],
    ['the core throws dice', 'src/core/a.ts', 'export const dice = () => Math.random();', 'impure core'],
    ['the core fetches', 'src/core/a.ts', "export const get = () => fetch('https://example.com');", 'impure core'],
    ['the core reads the environment', 'src/core/a.ts', 'export const home = process.env.HOME;', 'impure core'],
    ['the core tells the time inside a template', 'src/core/a.ts', 'export const at = `at $\u007bDate.now()}`;', 'impure core'],
    ['a second file imports the toolkit', 'webview/a.ts', "import { vsCodeLink } from '@vscode/webview-ui-toolkit';", 'toolkit'],
    ['a file outside every room', 'src/helpers/a.ts', 'export const a = 1;', 'unknown room'],
    ['an import of a file that is not there', 'src/core/a.ts', "import { b } from './b.ts';", 'missing file'],
    ['a file that imports itself', 'src/core/a.ts', "import { a } from './a.ts';\nexport const b = a;", 'circle'],
  ];
  for (const [name, file, text, kind] of breaches) {
    test(name, () => assert.deepEqual(kindsWith(file, text), [kind]));
  }

  test('a lazy package over two files', () => {
    const files = new Map(Object.entries(sound));
    files.set('src/connectors/ldap/source.ts', "import { c } from './client.ts';\nexport const source = c;");
    files.set('src/connectors/openAll.ts', "import { source } from './ldap/source.ts';\nexport const all = source;");
    assert.deepEqual(
      findViolations(files).map(({ kind, file }) => [kind, file]),
      [['eager package', 'src/connectors/openAll.ts']],
    );
  });

  test('a circle over three files', () => {
    const files = new Map(Object.entries(sound));
    files.set('src/core/a.ts', "import { b } from './b.ts';\nexport const a = b;");
    files.set('src/core/b.ts', "import { c } from './c.ts';\nexport const b = c;");
    files.set('src/core/c.ts', "import { a } from './a.ts';\nexport const c = a;");
    assert.deepEqual(
      findViolations(files).map((violation) => violation.message),
      ['src/core/a.ts -> src/core/b.ts -> src/core/c.ts -> src/core/a.ts'],
    );
  });

  test('a circle of types only is none', () => {
    const files = new Map(Object.entries(sound));
    files.set('src/core/a.ts', "import type { B } from './b.ts';\nexport interface A { b: B }");
    files.set('src/core/b.ts', "import type { A } from './a.ts';\nexport interface B { a: A }");
    assert.deepEqual(findViolations(files), []);
  });

  test('the toolkit imported nowhere', () => assert.deepEqual(toolkitKinds(sound), ['toolkit']));
});

function toolkitKinds(house: Readonly<Record<string, string>>): readonly ViolationKind[] {
  const files = new Map(Object.entries(house));
  files.set('webview/toolkit.ts', 'export const button = 1;\n');
  return findViolations(files).map((violation) => violation.kind);
}

describe('the scanner', () => {
  test('sees no import in comments, and no clock in strings and regular expressions', () => {
    const source = [
      "// import { a } from './a.ts';",
      "/* import { b } from './b.ts'; */",
      "export const text = 'Date.now()';",
      'export const pattern = /Math.random/;',
      "export const url = 'https://example.com'; // Date.now()",
      "export const quote = /'/; import { c } from './c.ts';",
      'export const ratio = 4 / 2; export const other = 8 / 2;',
    ].join('\n');
    assert.deepEqual(findImports(source), [{ specifier: './c.ts', typeOnly: false, dynamic: false }]);
    const code = blank(source, true);
    assert.doesNotMatch(code, /Date\.now|Math\.random|example/);
    assert.match(code, /4 \/ 2; export const other = 8 \/ 2/);
    assert.equal(code.length, source.length);
  });

  test('tells types from values', () => {
    const source = [
      "import type { A } from './a.ts';",
      "import { type B } from './b.ts';",
      "import type, { C } from './c.ts';",
      "export type { D } from './d.ts';",
      "export * from './e.ts';",
    ].join('\n');
    assert.deepEqual(
      findImports(source).map(({ specifier, typeOnly }) => `${specifier} ${typeOnly ? 'type' : 'value'}`),
      ['./a.ts type', './b.ts value', './c.ts value', './d.ts type', './e.ts value'],
    );
  });
});
