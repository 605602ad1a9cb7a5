import { checkConfiguration } from '../core/flow/check/checkConfiguration.ts';
import { CheckMemo } from '../core/flow/check/checkMemo.ts';
import type { Problem } from '../core/problem.ts';
import { checkFilter } from '../core/scope/check/checkFilter.ts';
import type { DocumentAnalysis } from './analysis.ts';

/**
 * Everything that is wrong with a document, in the order of its text; ranges are offsets into it.
 * @param memo what earlier versions of the document had: the same for each version, or left out.
 */
export function diagnose(analysis: DocumentAnalysis, memo: CheckMemo = new CheckMemo()): readonly Problem[] {
  const { text, structure, configurations, filter } = analysis;
  memo.start();
  const problems = [...structure];
  for (const configuration of configurations) problems.push(...checkConfiguration(configuration, { text, memo }));
  if (filter) problems.push(...checkFilter(text, filter, null));
  // The parser places what is not closed behind the end of the text.
  return problems
    .map((problem) => within(problem, text.length))
    .sort((left, right) => left.range.start - right.range.start || left.range.end - right.range.end);
}

function within(problem: Problem, end: number): Problem {
  const { range } = problem;
  if (range.end <= end) return problem;
  return { ...problem, range: { start: Math.min(range.start, end), end } };
}
