import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { escapePattern } from '../../../src/core/dotnet/regex/escape.ts';
import { compileRegex, type DotNetRegex, type RegexMatch, type RegexResult } from '../../../src/core/dotnet/regex/regex.ts';

const goldenFile = new URL('../../../../shared/data/dotnet-golden.json', import.meta.url);

interface GoldenRow {
  readonly id: string;
  readonly op: 'IsMatch' | 'Match' | 'Matches' | 'Replace' | 'RegexSplit' | 'GroupNames' | 'RegexEscape';
  readonly pattern?: string;
  readonly input?: string;
  readonly replacement?: string;
  readonly expected?: unknown;
  readonly error?: boolean;
  readonly suspect?: boolean;
  /** What .NET 6 and later is believed to return where Mono differs. */
  readonly netHint?: unknown;
}

/** Rows made on Mono that the .NET of today answers otherwise, with the reason. */
const judgedWrong: ReadonlyMap<string, string> = new Map([
  [
    'regex.cond.018',
    'A conditional without a "no" branch matches the empty text there, as documented; since .NET 6 the parser adds that branch itself ' +
      '(ReduceBackreferenceConditional). Mono and .NET Framework miss the match because their search for a first character overlooks it.',
  ],
]);

test('every regular-expression row of the golden file is reproduced', (context) => {
  if (!existsSync(goldenFile)) {
    context.skip('../shared/data/dotnet-golden.json is not here');
    return;
  }
  const { regex: rows } = JSON.parse(readFileSync(goldenFile, 'utf8')) as { readonly regex: readonly GoldenRow[] };
  const counts = { reproduced: 0, suspect: 0, hinted: 0, judgedWrong: 0 };
  const misses: string[] = [];
  for (const row of rows) {
    const actual = outcome(row);
    const isEqual = (expected: unknown): boolean => JSON.stringify(actual) === JSON.stringify(expected);
    if (row.suspect === true) {
      counts.suspect++;
      if (row.netHint === undefined) continue;
      counts.hinted++;
      if (!isEqual({ value: row.netHint })) misses.push(`${row.id} (hint): ${JSON.stringify(actual)}`);
    } else if (judgedWrong.has(row.id)) {
      counts.judgedWrong++;
    } else if (isEqual(row.error === true ? { error: 'invalid' } : { value: row.expected })) {
      counts.reproduced++;
    } else {
      misses.push(`${row.id} ${row.pattern}: ${JSON.stringify(actual)}, expected ${JSON.stringify(row.expected ?? 'an error')}`);
    }
  }
  context.diagnostic(`${rows.length} rows: ${JSON.stringify(counts)}`);
  assert.deepEqual(misses, []);
  assert.ok(counts.reproduced > 400, 'the golden file has fewer rows than expected');
  assert.equal(counts.judgedWrong, judgedWrong.size, 'a row listed as wrong is no longer in the file');
});

type Outcome = { readonly value: unknown } | { readonly error: string };

function outcome(row: GoldenRow): Outcome {
  if (row.op === 'RegexEscape') return { value: escapePattern(row.input ?? '') };
  const compiled = compileRegex(row.pattern ?? '');
  if (!compiled.ok) return { error: compiled.reason };
  const result = run(compiled.value, row);
  return result.ok ? { value: result.value } : { error: result.reason };
}

function run(regex: DotNetRegex, row: GoldenRow): RegexResult<unknown> {
  const input = row.input ?? '';
  switch (row.op) {
    case 'IsMatch':
      return regex.isMatch(input);
    case 'Match':
      return map(regex.match(input), (match) => (match === null ? { success: false } : describeMatch(match)));
    case 'Matches':
      return map(regex.matches(input), (matches) => matches.map(({ index, value }) => ({ index, value })));
    case 'Replace':
      return regex.replace(input, row.replacement ?? '');
    case 'RegexSplit':
      return regex.split(input);
    default:
      return { ok: true, value: { names: regex.groupNames, numbers: regex.groupNumbers } };
  }
}

function map<T, U>(result: RegexResult<T>, change: (value: T) => U): RegexResult<U> {
  return result.ok ? { ok: true, value: change(result.value) } : result;
}

/** A match in the form of the golden file, which lists the captures only where there are several. */
function describeMatch(match: RegexMatch): unknown {
  const groups = [...match.groups].map(([name, group]) => {
    if (!group.success) return { name, success: false };
    const several = group.captures.length > 1 ? { captures: group.captures.map(({ value }) => value) } : {};
    return { name, success: true, index: group.index, value: group.value, ...several };
  });
  return { success: true, index: match.index, value: match.value, groups };
}
