import { maximumExpressionLength, parseExpression } from '../../src/core/expression/parseExpression.ts';
import { described, report, time } from './measure.ts';

/** Parsing the longest expression that the service accepts. */
export async function benchParsing(): Promise<void> {
  console.log(`\nParsing an expression of ${maximumExpressionLength.toLocaleString('en-US')} characters`);
  const timing = await time(() => parseExpression(longExpression), 200);
  if (parseExpression(longExpression).problems.length > 0) throw new Error('The expression does not parse.');
  report('parse', described(timing), 'goal 1 ms', timing.median < 1);
}

/** Calls, attributes, texts and blanks as real mappings mix them, of exactly the greatest length. */
const longExpression = ((): string => {
  const part = ', IIF(IsPresent([displayName]), Replace(ToLower([displayName]), " ", , , ".", , ), Left(Trim([cn]), 64))';
  const opening = 'Join("-"';
  const count = Math.floor((maximumExpressionLength - opening.length - 10) / part.length);
  const body = opening + part.repeat(count);
  return `${body}, "${'x'.repeat(maximumExpressionLength - body.length - 5)}")`;
})();
