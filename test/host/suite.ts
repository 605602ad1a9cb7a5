import { writeFile } from 'node:fs/promises';
import type { TestCounts } from '../../scripts/testReporter.ts';

/** The test runner of Node waits for the end of its process, and this process is VS Code's: so this suite counts for itself. */
const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];

/** Declares a test of the extension host. Tests run one after the other, in the order of their declaration. */
export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

const timeoutMs = 60_000;

/** Runs every declared test and writes the counts to the file that `countsFile` names. Rejects when one failed. */
export async function runDeclaredTests(countsFile: string | undefined): Promise<void> {
  let failed = 0;
  for (const { name, body } of tests) {
    const start = performance.now();
    try {
      await within(timeoutMs, body());
      console.log(`✔ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`✖ ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  const counts: TestCounts = { passed: tests.length - failed, failed, skipped: 0 };
  if (countsFile) await writeFile(countsFile, JSON.stringify(counts));
  if (failed > 0) throw new Error(`${failed} of ${tests.length} tests failed.`);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The test did not end within ${ms / 1000} s.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
