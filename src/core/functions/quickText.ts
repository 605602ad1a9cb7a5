import type { EvaluationContext } from '../expression/evaluationContext.ts';

/**
 * A term for many users, as far as it is plain texts: the text, or null for no value. `undefined` says that only the ordinary evaluation
 * can tell, which holds for several values, errors and whatever else needs words; it is then asked in place of the whole expression. It
 * has no effects and is given texts of bounded length only.
 */
export type QuickText = (context: EvaluationContext) => string | null | undefined;

/** An argument for {@link FunctionDefinition.compile}: null where it is never a plain text. */
export type QuickArgument = QuickText | null;

/** A blank argument. */
export const blankText: QuickText = () => null;

/** A branch that is never a plain text. */
export const notQuick: QuickText = () => undefined;

/** The text of the first argument, changed where there is one; null stays null. The other arguments must be blank. */
export function quickSource(
  [source, ...others]: readonly QuickArgument[],
  change: (one: string) => string | undefined,
): QuickText | null {
  if (!source || others.some((one) => one !== blankText)) return null;
  return (context) => {
    const one = source(context);
    return typeof one === 'string' ? change(one) : one;
  };
}
