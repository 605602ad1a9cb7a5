import { globSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { findDesktopVsCode } from './desktopVsCode.ts';
import { generateSchema } from './generateSchema.ts';
import { inRepository, mustRun, runCommand, toolEnvironment } from './repository.ts';
import { openSampleWorkspace } from './sampleWorkspace.ts';
import { countsFileVariable, type TestCounts } from './testReporter.ts';

/** A group of tests that needs the same things and runs together. */
export interface Suite {
  readonly name: string;
  /** What must be there first; a browser comes with the bundles of dist, VS Code with a browser. */
  readonly needs: 'nothing' | 'bundles' | 'browser' | 'vscode';
  run(): Promise<TestCounts>;
}

/** Every suite, cheapest first. */
export const suites: readonly Suite[] = [
  {
    name: 'static',
    needs: 'nothing',
    run: () => runChecks(),
  },
  nodeSuite('unit', ['test/unit/**/*.test.ts'], 'nothing'),
  nodeSuite('architecture', ['test/architecture.test.ts'], 'nothing'),
  nodeSuite('cli', ['test/cli/**/*.test.ts'], 'bundles'),
  nodeSuite('webview', ['test/webview/**/*.test.ts'], 'browser'),
  { name: 'host', needs: 'vscode', run: () => runInExtensionHost() },
  // One window at a time: each takes a core and a gigabyte.
  nodeSuite('window', ['test/window/**/*.test.ts'], 'vscode', ['--test-concurrency=1']),
  nodeSuite('package', ['test/package/**/*.test.ts'], 'vscode', ['--test-concurrency=1']),
];

/** What the compiler and the linter say; each check counts as one test. */
async function runChecks(): Promise<TestCounts> {
  const checks: readonly (readonly [string, ...string[]])[] = [
    ['tsc', '-p', '.'],
    ['tsc', '-p', 'src/core'],
    ['tsc', '-p', 'webview'],
    ['biome', 'check', '--error-on-warnings'],
  ];
  let failed = 0;
  for (const [tool, ...args] of checks) {
    const result = await runCommand(tool, args);
    if (result.code === 0) continue;
    failed += 1;
    console.log(`✖ ${tool} ${args.join(' ')}\n${result.output}`);
  }
  return { passed: checks.length - failed, failed, skipped: 0 };
}

/** Tests that `node --test` runs. */
function nodeSuite(name: string, patterns: readonly string[], needs: Suite['needs'], options: readonly string[] = []): Suite {
  return {
    name,
    needs,
    async run() {
      const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: inRepository() })).sort();
      if (files.length === 0) throw new Error(`There is no test file in ${patterns.join(', ')}.`);
      const reporter = inRepository('scripts', 'testReporter.ts');
      return withCountsFile(name, async (countsFile) => {
        // The exit code adds nothing to the counts, except where the runner itself broke; then there are none.
        await runCommand(
          process.execPath,
          [
            '--test',
            '--test-timeout=180000',
            `--test-reporter=${reporter}`,
            '--test-reporter-destination=stdout',
            ...options,
            ...files,
          ],
          { inherit: true, env: toolEnvironment({ [countsFileVariable]: countsFile }) },
        );
      });
    },
  };
}

/** The tests that VS Code itself runs, in the process where extensions run, on a copy of the samples. */
async function runInExtensionHost(): Promise<TestCounts> {
  await mustRun(process.execPath, [inRepository('esbuild.mjs'), '--production', '--tests']);
  const desktop = await findDesktopVsCode();
  const samples = await openSampleWorkspace();
  try {
    await writeFile(join(samples.path, 'large.syncschema.json'), generateSchema(500_000));
    return await withCountsFile('host', async (countsFile) => {
      const options = {
        extensionDevelopmentPath: inRepository(),
        extensionTestsPath: inRepository('out', 'test', 'host.cjs'),
        launchArgs: [samples.path],
        extensionTestsEnv: { [countsFileVariable]: countsFile },
        vscodeExecutablePath: desktop ?? inRepository('scripts', 'vscodeChromium.ts'),
      };
      // A failed run has said so and has written its counts.
      await runTests(options).catch(() => undefined);
    });
  } finally {
    await samples.stop();
  }
}

/** Runs a suite that writes its counts to a file, and reads them. */
async function withCountsFile(name: string, run: (countsFile: string) => Promise<void>): Promise<TestCounts> {
  const countsFile = inRepository('out', 'test', `${name}.counts.json`);
  await mkdir(dirname(countsFile), { recursive: true });
  await rm(countsFile, { force: true });
  await run(countsFile);
  const text = await readFile(countsFile, 'utf8').catch(() => null);
  if (text === null) throw new Error(`The suite ${name} ended before it had counted its tests; what it printed says why.`);
  const counts = JSON.parse(text) as TestCounts;
  if (counts.passed + counts.failed + counts.skipped === 0) throw new Error(`The suite ${name} ran no test.`);
  return counts;
}
