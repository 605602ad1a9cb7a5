import { basename } from 'node:path';
import type { ViewState } from '../../protocol/messages.ts';
import type { RunRefusal } from '../../run/run.ts';

/** The view names so many errors beside the first; the rest comes to light as these are corrected. */
const maximumFurther = 2;

/** What the view says of a run that could not start: its sentence, and the first errors that the sentence does not tell. */
export function refusalProblem(refusal: RunRefusal): NonNullable<ViewState['problem']> {
  const further = refusal.problems
    .filter(({ problem }) => problem.severity === 'error' && !refusal.message.includes(problem.message))
    .slice(0, maximumFurther)
    .map(({ path, line, column, problem }) => `${basename(path)}, line ${line}, column ${column}: ${problem.message}`);
  return { message: [refusal.message, ...further].join(' '), advice: refusal.advice };
}
