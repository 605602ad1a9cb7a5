import type { WriteRequest } from '../core/trace/directory.ts';
import type { ActionDetails, FollowedAttribute, IncrementalLens, LensDifference } from '../core/trace/trace.ts';
import type { ReadBackAttribute, ReadBackState, WriteReport } from '../core/trace/writeReport.ts';
import { type Colour, type Output, painted } from './output.ts';
import { valueText, visible } from './valueText.ts';

/** Lists and bodies are cut in the terminal; `--json` has them whole. */
const maximumListed = 20;
const maximumLines = 60;
const maximumLine = 400;

/** What a cycle would do, what is referred to, the requests, and the same person as an incremental change. */
export function actionLines(output: Output, details: ActionDetails): readonly string[] {
  const { cycle, references, requests, incremental } = details;
  return [
    ...(cycle ? [`${painted(output, 'yellow', 'cycle')}: ${visible(cycle.sentence)}${codeOf(cycle.code)}`] : []),
    ...(references ?? []).flatMap((attribute) => referenceLines(output, attribute)),
    ...(requests ?? []).flatMap((request) => requestLines(output, request)),
    ...(incremental ? lensLines(output, incremental) : []),
  ];
}

const sentColours: Readonly<Record<WriteReport['sent'][number]['state'], Colour>> = {
  accepted: 'green',
  refused: 'red',
  unknown: 'yellow',
  notSent: 'grey',
};

const readBackWords: Readonly<Record<ReadBackState, readonly [words: string, colour: Colour]>> = {
  equal: ['equal', 'green'],
  normalised: ["in the target's own form", 'green'],
  refused: ['still the old value', 'red'],
  missing: ['missing', 'red'],
  different: ['different', 'red'],
  notRead: ['not shown by the target', 'grey'],
  notSent: ['not sent', 'yellow'],
};

/** What was sent, what was answered, and each attribute as it was read back. */
export function writeLines(output: Output, { sent, readBack }: WriteReport): readonly string[] {
  return [
    ...sent.slice(0, maximumListed).map(({ method, address, state, answered, requestId }) => {
      const answer = painted(output, sentColours[state], visible(shortened(answered)));
      const id = requestId === null ? '' : painted(output, 'grey', ` (request id ${visible(shortened(requestId))})`);
      return `${painted(output, 'bold', 'sent')}: ${visible(method)} ${visible(shortened(address))} → ${answer}${id}`;
    }),
    ...(readBack ? [`${painted(output, 'bold', 'read back')}: ${visible(readBack.sentence)}`] : []),
    ...(readBack?.attributes ?? []).map((attribute) => `   ${readBackLine(output, attribute)}`),
  ];
}

/** Equal values are shown once. */
function readBackLine(output: Output, { target, state, sent, read, reason }: ReadBackAttribute): string {
  const [words, colour] = readBackWords[state];
  const values =
    state === 'equal' ? valueText(read) : `sent ${valueText(sent)}${state === 'notRead' ? '' : `, read ${valueText(read)}`}`;
  return `${visible(target)}: ${painted(output, colour, words)}: ${values}${reason === null ? '' : `. ${visible(reason)}`}`;
}

/** `department, title` */
export function changedNames(changed: readonly string[]): string {
  const names = changed.slice(0, maximumListed).join(', ');
  return visible(changed.length > maximumListed ? `${names} and ${changed.length - maximumListed} more` : names);
}

function codeOf(code: string | null): string {
  return code === null ? '' : ` (${visible(code)})`;
}

function referenceLines(output: Output, { target, references }: FollowedAttribute): readonly string[] {
  const leftOut = references.filter(({ outcome }) => outcome !== 'written');
  const counts = `${references.length - leftOut.length} written${leftOut.length === 0 ? '' : `, ${leftOut.length} left out`}`;
  return [
    `${painted(output, 'bold', 'references')} of ${visible(target)}: ${counts}`,
    ...leftOut.slice(0, maximumListed).map(({ reference, displayName, reason }) => {
      const name = displayName === null ? reference : `${displayName} (${reference})`;
      return `   left out: ${visible(shortened(name))}. ${visible(reason)}`;
    }),
    ...(leftOut.length > maximumListed ? [`   and ${leftOut.length - maximumListed} more left out`] : []),
  ];
}

function requestLines(output: Output, request: WriteRequest): readonly string[] {
  const { purpose, method, address, headers, body, notes } = request;
  const lines = body === null ? [] : body.split('\n');
  return [
    `${painted(output, 'bold', 'request')}: ${visible(purpose)}`,
    `   ${visible(method)} ${visible(shortened(address))}`,
    ...headers.slice(0, maximumListed).map(([name, value]) => painted(output, 'grey', `   ${visible(name)}: ${visible(value)}`)),
    ...lines.slice(0, maximumLines).map((line) => `   ${visible(shortened(line))}`),
    ...(lines.length > maximumLines ? [`   … ${lines.length - maximumLines} more lines`] : []),
    ...notes.slice(0, maximumListed).map((note) => `   note: ${visible(note)}`),
  ];
}

function lensLines(output: Output, lens: IncrementalLens): readonly string[] {
  const names = lens.changed.length === 0 ? '' : ` of ${changedNames(lens.changed)}`;
  return [
    `${painted(output, 'bold', `as an incremental change${names}`)}: ${lens.action}. ${visible(lens.sentence)}`,
    ...lens.differences
      .slice(0, maximumListed)
      .map(
        ({ target, full, incremental, reason }) =>
          `   ${visible(target)}: ${painted(output, 'grey', side(full))} → ${painted(output, 'yellow', side(incremental))}. ${visible(reason)}`,
      ),
    ...(lens.differences.length > maximumListed ? [`   and ${lens.differences.length - maximumListed} more`] : []),
  ];
}

/** `changed "Sales"`; a state without a value says it all. */
function side({ state, value }: LensDifference['full']): string {
  return value === null ? state : `${state} ${valueText(value)}`;
}

function shortened(text: string): string {
  return text.length > maximumLine ? `${text.slice(0, maximumLine)}…` : text;
}
