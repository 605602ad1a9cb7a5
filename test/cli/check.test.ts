import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../src/core/problem.ts';
import { analyse } from '../../src/language/analysis.ts';
import { diagnose } from '../../src/language/diagnostics.ts';
import { schemaText } from '../support/schemaText.ts';
import { runCli } from './runCli.ts';
import { sarifFaults } from './sarifFaults.ts';

const samples = [
  'samples/ad-to-entra/ad-to-entra.syncschema.json',
  'samples/ad-to-entra/ad-to-entra.provision.json',
  'samples/entra-to-scim/entra-to-scim.syncschema.json',
  'samples/entra-to-scim/entra-to-scim.provision.json',
];

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string; readonly index: number };
          readonly region: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
        };
      }[];
    }[];
  }[];
}

describe('check', () => {
  let folder: string;
  let wrong: string;
  const text = schemaText({
    mappings: [
      { target: 'userName', expression: '[userPrincipalName]', matchingPriority: 1 },
      { target: 'title', expression: 'Frobnicate("x", [jobTitle])' },
      { target: 'name', expression: 'Switch([a], , "b", "c")' },
    ],
  });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'provision check '));
    wrong = join(folder, 'wrong.json');
    await writeFile(wrong, text);
  });
  after(() => rm(folder, { recursive: true }));

  it('finds no errors in the samples and exits 0', async () => {
    const result = await runCli(['check', ...samples]);
    assert.equal(result.err, '');
    assert.match(result.out, /^0 errors, \d+ warnings? in 4 files\n$/);
    assert.equal(result.code, 0);
  });

  it('prints each problem with its place and what to do, and exits 1 for an error', async () => {
    const result = await runCli(['check', wrong]);
    assert.ok(result.out.includes(`${wrong}:`), result.out);
    assert.match(result.out, /: error function-unknown: The function Frobnicate does not exist\.\n {4}Use a function/);
    assert.match(result.out, /warning switch-unchanged-source: .*\n.*\n {4}Documented in docs\/.*, section Switch\.\n/);
    assert.match(result.out, /1 error, 1 warning in 1 file\n$/);
    assert.ok(!result.out.includes('\u001b'), 'no colours in a pipe');
    assert.equal(result.code, 1);
  });

  it('prints JSON whose ranges and places name the same text', async () => {
    const result = await runCli(['check', '--format', 'json', wrong]);
    const report = JSON.parse(result.out) as {
      readonly errors: number;
      readonly warnings: number;
      readonly files: readonly {
        readonly kind: string;
        readonly problems: readonly {
          readonly code: string;
          readonly range: readonly [number, number];
          readonly start: { readonly line: number; readonly column: number };
        }[];
      }[];
    };
    assert.deepEqual([report.errors, report.warnings, report.files[0]?.kind], [1, 1, 'schema']);
    const lines = text.split('\n');
    const marked = report.files[0]?.problems.map(({ code, range, start }) => {
      const slice = text.slice(...range);
      assert.ok(lines[start.line - 1]?.slice(start.column - 1).startsWith(slice));
      return `${code} ${slice}`;
    });
    assert.deepEqual(marked, ['function-unknown Frobnicate', 'switch-unchanged-source Switch']);
  });

  it('prints SARIF 2.1.0: rules of the code table, regions that name the text, a URI for the file', async () => {
    const result = await runCli(['check', '--format', 'sarif', samples[0] ?? '', wrong]);
    const log = JSON.parse(result.out) as SarifLog;
    assert.equal(log.version, '2.1.0');
    const [run, ...others] = log.runs;
    assert.ok(run);
    assert.equal(others.length, 0);
    const { rules } = run.tool.driver;
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.deepEqual(
      run.artifacts.map(({ location }) => (location.uri.startsWith('file:') ? fileURLToPath(location.uri) : location.uri)),
      [samples[0], wrong],
    );
    const lines = text.split('\n');
    const found = run.results.map(({ ruleId, ruleIndex, level, message, locations }) => {
      assert.equal(rules[ruleIndex]?.id, ruleId);
      assert.ok(message.text.length > 0);
      const place = locations[0]?.physicalLocation;
      assert.ok(place);
      assert.equal(run.artifacts[place.artifactLocation.index]?.location.uri, place.artifactLocation.uri);
      const { startLine, startColumn, endLine, endColumn } = place.region;
      assert.equal(startLine, endLine);
      return `${level} ${ruleId} ${lines[startLine - 1]?.slice(startColumn - 1, endColumn - 1)}`;
    });
    assert.deepEqual(found, ['error function-unknown Frobnicate', 'warning switch-unchanged-source Switch']);
    assert.equal(result.code, 1);
  });

  it('prints SARIF that holds what section 3 of the standard requires', async () => {
    const scope = join(folder, 'odd name ü.scope.json');
    const filter = '{ "groups": [\r\n  { "name": "😀", "clauses": [{ "sourceOperandName": "😀", "operatorName": "FROB" }] }] }';
    await writeFile(scope, filter);
    const log: unknown = JSON.parse((await runCli(['check', '--format', 'sarif', wrong, scope])).out);
    assert.deepEqual(sarifFaults(log), []);
    const uris = JSON.stringify(log).match(/"uri":"[^"]+"/g) ?? [];
    assert.ok(uris.length > 0 && uris.every((uri) => /^"uri":"[\w\-.~:/%@!$&'()*+,;=]+"$/.test(uri)), uris.join());
    const { results } = (log as SarifLog).runs[0] ?? { results: [] };
    const place = results.find(({ ruleId }) => ruleId === 'clause-operator-unknown')?.locations[0]?.physicalLocation.region;
    const column = (filter.split('\r\n')[1] ?? '').indexOf('"FROB"') + 1;
    assert.deepEqual(place, { startLine: 2, startColumn: column, endLine: 2, endColumn: column + 6 });
    // Proof that the check of the structure can fail.
    assert.notDeepEqual(sarifFaults({ version: '2.1.0', runs: [{ tool: { driver: {} }, results: [{ ruleIndex: 1 }] }] }), []);
  });

  it('gives the problems that the editor gives', async () => {
    const { out } = await runCli(['check', '--format', 'json', wrong]);
    const { files } = JSON.parse(out) as { readonly files: readonly { readonly problems: readonly Problem[] }[] };
    const shown = (problems: readonly Problem[]): readonly string[] =>
      problems.map(({ code, severity, message, fix }) => [code, severity, message, fix].join(' | '));
    assert.deepEqual(shown(files[0]?.problems ?? []), shown(diagnose(analyse('schema', text, null))));
  });

  it('still checks the other files where one is unusable, and exits 2', async () => {
    const people = join(folder, 'people.json');
    await writeFile(people, '[{ "displayName": "Adele Vance" }]');
    for (const unusable of [people, join(folder, 'absent.json'), folder]) {
      const result = await runCli(['check', unusable, wrong]);
      assert.equal(result.code, 2);
      assert.ok(result.err.includes(unusable));
      assert.match(result.out, /function-unknown/);
    }
  });

  it('exits 2 for a call that it cannot use', async () => {
    for (const args of [[], ['--format', 'xml', wrong], ['--dialect', 'ad', wrong], ['--frob', wrong]]) {
      const result = await runCli(['check', ...args]);
      assert.equal(result.code, 2);
      assert.ok(result.err.length > 0);
      assert.equal(result.out, '');
    }
  });

  it('takes the dialect of a mapping file, and reports a broken file by its name', async () => {
    const mapping = join(folder, 'users.mapping.json');
    const source = { type: 'Function', name: 'Trim', expression: 'Trim([a])', parameters: [] };
    await writeFile(mapping, JSON.stringify({ attributeMappings: [{ targetAttributeName: 'a', matchingPriority: 1, source }] }));
    assert.match((await runCli(['check', mapping])).out, /1 warning/);
    assert.match((await runCli(['check', '--dialect', 'cloud-sync', mapping])).out, /0 warnings/);
    const broken = join(folder, 'x.scope.json');
    await writeFile(broken, '{ "groups": ');
    const result = await runCli(['check', broken]);
    assert.match(result.out, /error json-syntax/);
    assert.equal(result.code, 1);
  });

  it('is in the help', async () => {
    assert.match((await runCli(['--help'])).out, /check/);
    const help = (await runCli(['check', '--help'])).out;
    for (const word of ['check FILE…', '--format', '--dialect', 'sarif']) assert.ok(help.includes(word), word);
  });
});
