import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect, styleText } from 'node:util';
import { repositoryRoot } from './repository.ts';

/** How many tests of a suite did what. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The environment variable that names the file for the counts. */
export const countsFileVariable = 'PROVISION_TEST_COUNTS';

interface TestData {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly skip?: string | boolean | undefined;
  readonly details: { readonly type?: string | undefined; readonly error?: unknown };
}

/**
 * A reporter for `node --test`: says nothing of what passes, everything of what fails, names what was skipped and why, passes on the
 * tests' own diagnostics, and writes the counts to the file that the environment names.
 */
export async function* testReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  let passed = 0;
  let failed = 0;
  const skipped: TestData[] = [];
  for await (const event of events) {
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      const data: TestData = event.data;
      // Of a suite that is skipped nothing else is heard.
      if (data.skip !== undefined && data.skip !== false) skipped.push(data);
      // A suite fails with its tests; it counts only where it broke by itself.
      else if (data.details.type === 'suite' && (event.type === 'test:pass' || isSubtestFailure(data.details.error))) continue;
      else if (event.type === 'test:pass') passed += 1;
      else {
        failed += 1;
        yield `${styleText('red', '✖')} ${data.name} (${place(data)})\n${indent(describeError(data.details.error))}\n`;
      }
    } else if (event.type === 'test:diagnostic' && event.data.nesting > 0) yield `  ${event.data.message}\n`;
    else if (event.type === 'test:stderr' || event.type === 'test:stdout') yield event.data.message;
  }
  for (const data of skipped)
    yield `  skipped: ${data.name}${typeof data.skip === 'string' && data.skip ? ` (${data.skip})` : ''}\n`;
  const counts: TestCounts = { passed, failed, skipped: skipped.length };
  const file = process.env[countsFileVariable];
  if (file) await writeFile(file, JSON.stringify(counts));
}

// The test runner takes a reporter as a default export only.
// biome-ignore lint/style/noDefaultExport: see above
export default testReporter;

function isSubtestFailure(error: unknown): boolean {
  return error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed';
}

function place(data: TestData): string {
  return data.file ? `${relative(repositoryRoot, data.file)}:${data.line ?? 1}` : 'place unknown';
}

function describeError(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return inspect(cause);
  const stack = (cause.stack ?? cause.message).split('\n').filter((line) => !line.includes('node:internal'));
  return stack.join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
