import type { CandidateAnswer } from '../expression/evaluationContext.ts';
import type { Outcome } from '../expression/outcome.ts';
import { oneText, readCount, readSecondaryText, shown } from './arguments.ts';
import { appReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { randomText, randomUuid } from './randomText.ts';

const maximumRandomLength = 256;

export const uniqueFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'Guid',
    family: 'unique',
    parameters: [],
    summary: 'Gives a new random GUID in lower case. The service will make another one.',
    examples: [],
    source: appReference('Guid'),
    evaluate: (call) => text(call.context.newGuid?.() ?? randomUuid(call.context.random)),
  }),
  define({
    name: 'RandomString',
    family: 'unique',
    parameters: [
      parameter('length', 'Integer', 'How many characters; at most 256.'),
      parameter('minimumNumbers', 'Integer', 'At least so many digits.'),
      parameter('minimumSpecialCharacters', 'Integer', 'At least so many special characters.'),
      parameter('minimumCapital', 'Integer', 'At least so many capital letters.'),
      parameter('minimumLowerCase', 'Integer', 'At least so many small letters.'),
      parameter('charactersToAvoid', 'String', 'Characters that must not occur.', { presence: 'optional' }),
    ],
    dialects: ['app-provisioning'],
    summary: 'Gives a random text. The service will make another one.',
    examples: [],
    source: appReference('RandomString'),
    evaluate: randomString,
  }),
  define({
    name: 'SelectUniqueValue',
    family: 'unique',
    parameters: [
      parameter('firstRule', 'String', 'The candidate to try first.', { key: 'uniqueValueRule' }),
      parameter('nextRule', 'String', 'The candidate to try where the ones before are taken.', {
        key: 'uniqueValueRule',
        repeating: true,
      }),
    ],
    summary: 'Gives the first candidate that no object in the target has. It is the whole expression, never a part of one.',
    examples: [example('SelectUniqueValue([a], [b])', { a: 'adele', b: 'adelev' }, 'adele')],
    source: appReference('SelectUniqueValue'),
    rootOnly: true,
    evaluate: selectUniqueValue,
  }),
];

function randomString(call: FunctionCall): Outcome {
  const numbers: number[] = [];
  for (let index = 0; index < 5; index++) {
    const number = readCount(call, index);
    if (!number.ok) return number.outcome;
    if (number.value < 0)
      return failure('InvalidArgument', `${call.nameOf(index)} of RandomString is negative.`, call.rangeOf(index));
    numbers.push(number.value);
  }
  const avoid = readSecondaryText(call, 5);
  if (!avoid.ok) return avoid.outcome;
  const [length = 0, digits = 0, specials = 0, capitals = 0, lower = 0] = numbers;
  const least = digits + specials + capitals + lower;
  if (length > maximumRandomLength)
    return failure(
      'InvalidArgument',
      `RandomString gives at most ${maximumRandomLength} characters, not ${length}.`,
      call.rangeOf(0),
    );
  if (least > length)
    return failure(
      'InvalidArgument',
      `The least numbers of characters add up to ${least}, which is more than the length of ${length}.`,
      call.range,
    );
  const made = randomText({ length, least: { digits, specials, capitals, lower }, avoid: avoid.value }, call.context.random);
  return made === null
    ? failure('InvalidArgument', 'All characters of a kind that RandomString needs are to be avoided.', call.rangeOf(5))
    : text(made);
}

function selectUniqueValue(call: FunctionCall): Outcome {
  const tried: TakenCandidate[] = [];
  for (let index = 0; index < call.count; index++) {
    const outcome = call.argument(index);
    if (outcome.kind === 'null') continue;
    if (outcome.kind !== 'value') return outcome;
    const candidate = oneText(outcome.value);
    if (candidate === undefined)
      return unsupported('It is not documented what SelectUniqueValue does with several values.', call.rangeOf(index));
    if (!candidate) continue;
    const answer = call.context.isTaken?.(candidate) ?? null;
    if (answer === false) {
      call.explain?.(
        tried.length === 0 ? `${shown(candidate)} is free in the target.` : `${shown(candidate)} is free; ${takenList(tried)}.`,
      );
      return text(candidate);
    }
    const stopped = unanswered(call, index, candidate, answer);
    if (stopped) return stopped;
    tried.push({ candidate, by: typeof answer === 'object' && answer && 'takenBy' in answer ? answer.takenBy : null });
  }
  const message =
    tried.length === 0
      ? 'Every rule of SelectUniqueValue gave an empty value.'
      : `No candidate is free in the target: ${takenList(tried)}. Add a rule that gives another one.`;
  return failure('NoUniqueValue', message, call.range);
}

interface TakenCandidate {
  readonly candidate: string;
  /** Who has it; null where that is not known. */
  readonly by: string | null;
}

/** What keeps a candidate from being judged; null where it is taken. */
function unanswered(call: FunctionCall, index: number, candidate: string, answer: CandidateAnswer): Outcome | null {
  const range = call.rangeOf(index);
  if (answer === null)
    return unsupported(
      `Whether ${shown(candidate)} is free in the target was not looked up, so the unique value is not known.`,
      range,
    );
  if (typeof answer === 'boolean' || 'takenBy' in answer) return null;
  return 'unknown' in answer ? unsupported(answer.unknown, range) : failure(answer.failed.code, answer.failed.message, range);
}

function takenList(tried: readonly TakenCandidate[]): string {
  const most = 10;
  const named = tried
    .slice(0, most)
    .map(({ candidate, by }) => `${shown(candidate)} is taken${by === null ? '' : ` by ${shown(by)}`}`);
  return tried.length > most ? `${named.join(', ')}, and ${tried.length - most} more` : named.join(', ');
}
