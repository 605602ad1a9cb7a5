// `npm test`: sets up what is missing, runs every suite, and ends with one line of counts. `npm test -- unit window` runs only those.
import { ensureChromium, howToGetChromium } from './chromium.ts';
import { findDesktopVsCode } from './desktopVsCode.ts';
import { inRepository, runCommand } from './repository.ts';
import type { TestCounts } from './testReporter.ts';
import { type Suite, suites } from './testSuites.ts';
import { ensureVsCodeServer } from './vscodeHost.ts';

const inCi = Boolean(process.env.CI) && process.env.CI !== 'false';
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`Unknown suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}.`);
  process.exit(2);
}

const say = (line: string): void => console.log(line);
const selected = suites.filter((suite) => chosen.length === 0 || chosen.includes(suite.name));

/** Why suites that need something cannot run; undefined where they can. */
const obstacles = new Map<Suite['needs'], string>();

async function prepare(): Promise<void> {
  const needs = new Set(selected.map((suite) => suite.needs));
  needs.delete('nothing');
  if (needs.size === 0) return;
  const build = await runCommand(process.execPath, [inRepository('esbuild.mjs'), '--production']);
  if (build.code !== 0) {
    const reason = `the bundles could not be built:\n${build.output.trim()}`;
    for (const need of needs) obstacles.set(need, reason);
    return;
  }
  needs.delete('bundles');
  if (needs.size === 0) return;
  if (!(await ensureChromium(say))) {
    for (const need of needs) obstacles.set(need, `no Chromium was found. ${howToGetChromium}`);
  }
  if (!needs.has('vscode')) return;
  try {
    await ensureVsCodeServer(say);
  } catch (error) {
    obstacles.set('vscode', `the VS Code server could not be installed: ${messageOf(error)}`);
  }
}

/** The counts of a suite. What cannot run fails in CI, and where our own bundles are broken; elsewhere it is left out by name. */
async function runSuite(suite: Suite): Promise<TestCounts> {
  let obstacle = obstacles.get(suite.needs);
  // The extension host's tests can do without Chromium where there is a desktop.
  if (obstacle && suite.name === 'host' && !obstacle.startsWith('the bundles') && (await findDesktopVsCode()))
    obstacle = undefined;
  if (obstacle) {
    const broken = inCi || obstacle.startsWith('the bundles');
    say(`${broken ? 'The suite could not run' : 'Left out'}: ${obstacle}`);
    return { passed: 0, failed: broken ? 1 : 0, skipped: broken ? 0 : 1 };
  }
  try {
    return await suite.run();
  } catch (error) {
    say(`✖ ${suite.name}: ${messageOf(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function line(counts: TestCounts): string {
  return `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

await prepare();
const results: (readonly [Suite, TestCounts, number])[] = [];
for (const suite of selected) {
  say(`\n── ${suite.name}`);
  const start = performance.now();
  const counts = await runSuite(suite);
  results.push([suite, counts, (performance.now() - start) / 1000]);
  say(`   ${line(counts)}`);
}

say('\nSuites:');
for (const [suite, counts, seconds] of results) say(`  ${suite.name.padEnd(13)} ${line(counts)} in ${seconds.toFixed(1)} s`);
const total = results.reduce(
  (sum, [, counts]) => ({
    passed: sum.passed + counts.passed,
    failed: sum.failed + counts.failed,
    skipped: sum.skipped + counts.skipped,
  }),
  { passed: 0, failed: 0, skipped: 0 },
);
say('');
say(line(total));
process.exit(total.failed > 0 ? 1 : 0);
