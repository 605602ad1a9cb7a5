import type { Dialect } from '../core/expression/dialect.ts';
import { quoteText } from '../core/expression/printExpression.ts';
import type {
  FunctionDefinition,
  FunctionExample,
  FunctionParameter,
  FunctionSource,
} from '../core/functions/functionDefinition.ts';
import { findFunction, functionTable } from '../core/functions/functionTable.ts';
import { findKeyword } from '../core/functions/keywords.ts';
import { nearestName } from '../core/functions/suggest.ts';
import { semanticsNames, semanticsTable } from '../core/semantics.ts';
import type { AttributeValue } from '../core/value.ts';
import { shownName } from './hoverValue.ts';
import { code, codeBlock, emphasis, list, type MarkdownBlock, type MarkdownSpan, paragraph, strong } from './markdownBlocks.ts';

const dialectTitles: Readonly<Record<Dialect, string>> = {
  'app-provisioning': 'app provisioning',
  'cloud-sync': 'cloud sync',
};

/** `Mid(source, start, length)`, and where in it each parameter stands. */
export interface WrittenSignature {
  readonly label: string;
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
}

/** A signature as documents write it: brackets around what may be left out, an ellipsis behind what repeats. */
export function writtenSignature(name: string, parameters: readonly FunctionParameter[]): WrittenSignature {
  const pieces: string[] = [`${name}(`];
  const places: { readonly start: number; readonly end: number }[] = [];
  let at = name.length + 1;
  for (const [index, parameter] of parameters.entries()) {
    if (index > 0) {
      pieces.push(', ');
      at += 2;
    }
    const written = writtenParameter(parameter);
    places.push({ start: at, end: at + written.length });
    pieces.push(written);
    at += written.length;
  }
  pieces.push(')');
  return { label: pieces.join(''), parameters: places };
}

function writtenParameter(parameter: FunctionParameter): string {
  const name = parameter.repeating ? `${parameter.name}…` : parameter.name;
  return parameter.presence === 'optional' ? `[${name}]` : name;
}

/** The signatures of a function: one, or two that are told apart by the number of arguments. */
export function signaturesOf({ parameters, otherParameters }: FunctionDefinition): readonly (readonly FunctionParameter[])[] {
  return otherParameters ? [parameters, otherParameters] : [parameters];
}

const presences = { required: 'required', blank: 'may be blank', optional: 'may be left out' } as const;

/** What a parameter takes: `String, may be blank. The text to look for. One of …`. */
export function parameterSpans(parameter: FunctionParameter): readonly MarkdownSpan[] {
  const { type, presence, repeating, values, summary } = parameter;
  const known = values.flatMap((value, index): readonly MarkdownSpan[] => [index === 0 ? ' One of ' : ', ', code(value)]);
  const repeats = repeating ? ', any number of times' : '';
  return [`${type}, ${presences[presence]}${repeats}. ${summary}`, ...known, ...(known.length > 0 ? ['.'] : [])];
}

/** What there is to know of a function: signatures, meaning, examples with results, readings, source. */
export function functionBlocks(definition: FunctionDefinition): readonly MarkdownBlock[] {
  const { name, summary, parameters, examples, notLocal, rootOnly } = definition;
  return [
    codeBlock(
      signaturesOf(definition)
        .map((signature) => writtenSignature(name, signature).label)
        .join('\n'),
    ),
    paragraph(summary),
    ...(notLocal === null ? [] : [paragraph(strong('Not evaluated locally.'), ` ${notLocal}`)]),
    ...(rootOnly ? [paragraph('Allowed as the whole expression only.')] : []),
    ...(parameters.length === 0 ? [] : [list(parameters.map((one) => [code(one.name), ': ', ...parameterSpans(one)]))]),
    ...(examples.length === 0 ? [] : [codeBlock(examples.slice(0, 4).map(exampleText).join('\n'))]),
    ...readingBlocks(name),
    paragraph(emphasis(`${dialectSentence(definition)}.`), ' ', sourceText(definition.source)),
  ];
}

/** What to say about a name that stands where a function stands. */
export function unknownFunctionBlocks(name: string): readonly MarkdownBlock[] {
  const near = nearestName(
    name,
    functionTable.map((row) => row.name),
  );
  const definition = near === null ? null : findFunction(near);
  if (!definition) return [paragraph('Microsoft documents no function ', code(shownName(name)), '.')];
  return [
    paragraph(
      'There is no function ',
      code(shownName(name)),
      '; upper and lower case count. Did you mean ',
      code(definition.name),
      '?',
    ),
    ...functionBlocks(definition),
  ];
}

/** What an unquoted word means; null for one that the language does not have. */
export function keywordBlocks(name: string): readonly MarkdownBlock[] | null {
  const keyword = findKeyword(name);
  if (!keyword) return null;
  return [paragraph(code(keyword.name), `: ${keyword.summary} `, emphasis(`${titlesOf(keyword.dialects)}.`))];
}

function readingBlocks(name: string): readonly MarkdownBlock[] {
  return semanticsNames.flatMap((point) => {
    const row = semanticsTable[point];
    const about = row.about;
    if (typeof about === 'string' || about.function !== name) return [];
    return [paragraph(strong('The documents are not clear.'), ` ${row.title}: `, readingOfDefault(point), ' ', settingOf(point))];
  });
}

/** What the usual reading of a doubtful point says. */
export function readingOfDefault(point: (typeof semanticsNames)[number]): string {
  const row = semanticsTable[point];
  const values: Readonly<Record<string, string>> = row.values;
  return values[row.default] ?? '';
}

/** Where another reading is chosen. */
export function settingOf(point: (typeof semanticsNames)[number]): string {
  return `(The connection may choose otherwise: "semantics", ${point}.)`;
}

function dialectSentence({ dialects }: FunctionDefinition): string {
  return dialects.length === 0 ? 'No dialect documents it' : titlesOf(dialects);
}

function titlesOf(names: readonly Dialect[]): string {
  const text = names.map((name) => dialectTitles[name]).join(' and ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function exampleText({ expression, attributes, result, now }: FunctionExample): string {
  const given = Object.entries(attributes).map(([name, value]) => `${name} = ${exampleValue(value)}`);
  if (now !== null) given.push(`clock ${now}`);
  return `${expression}  →  ${exampleValue(result)}${given.length === 0 ? '' : `  (${given.join(', ')})`}`;
}

function exampleValue(value: AttributeValue): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? quoteText(value) : `{ ${value.map(quoteText).join(', ')} }`;
}

const standing: Readonly<Record<FunctionSource['mark'], string>> = {
  D: '',
  G: ", Graph's list only",
  S: ', in an example only; what it does is taken from Entra Connect Sync',
};

function sourceText({ document, section, mark }: FunctionSource): string {
  return `Source: ${document}, ${section}${standing[mark]}.`;
}
