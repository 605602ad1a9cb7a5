import type { Dialect } from '../core/expression/dialect.ts';
import { type Token, tokenize } from '../core/expression/tokenize.ts';
import type { FunctionDefinition, FunctionParameter } from '../core/functions/functionDefinition.ts';
import { findFunction } from '../core/functions/functionTable.ts';
import { parameterAt, parameterName } from '../core/functions/parameters.ts';
import type { DocumentAnalysis } from './analysis.ts';
import { expressionAt } from './expressionAt.ts';
import { parameterSpans, signaturesOf, writtenSignature } from './hoverFunction.ts';
import { code, type MarkdownBlock, paragraph } from './markdownBlocks.ts';
import { placeAt } from './place.ts';

/** The call whose arguments are being typed. */
export interface SignatureHelp {
  readonly signatures: readonly SignatureText[];
  readonly activeSignature: number;
  /** Past the last one where the call has more arguments than the function takes. */
  readonly activeParameter: number;
}

export interface SignatureText {
  readonly label: string;
  readonly documentation: readonly MarkdownBlock[];
  readonly parameters: readonly {
    /** In the label. */
    readonly range: { readonly start: number; readonly end: number };
    readonly documentation: readonly MarkdownBlock[];
  }[];
}

/** A call that is open where the cursor stands. */
interface OpenCall {
  readonly name: string;
  /** The argument that the cursor stands in, counted from 0. */
  readonly argument: number;
  /** How many arguments are written, those behind the cursor included. */
  readonly count: number;
}

/** The function whose arguments are typed at an offset, with the parameter that is next. Null outside of calls and for unknown functions. */
export function signatureAt(analysis: DocumentAnalysis, offset: number): SignatureHelp | null {
  const place = placeAt(analysis, offset);
  const expression = expressionAt(place);
  const call = expression && openCall(expression.text, expression.offset);
  const definition = call && findFunction(call.name);
  if (!call || !definition) return null;
  const signatures = signaturesOf(definition);
  const activeSignature = signatureFor(definition, call.count, place.configuration?.dialect ?? null);
  const active = signatures[activeSignature] ?? [];
  const parameter = parameterAt(active, call.argument);
  return {
    signatures: signatures.map((signature) => textOf(definition, signature, call.argument)),
    activeSignature,
    activeParameter: parameter ? active.indexOf(parameter) : active.length,
  };
}

/** As the checker takes it: the shorter one where it is enough, but app provisioning documents the longer one. */
function signatureFor({ otherParameters }: FunctionDefinition, count: number, dialect: Dialect | null): number {
  if (!otherParameters || count > otherParameters.length) return 0;
  return dialect === 'cloud-sync' ? 1 : 0;
}

function textOf(definition: FunctionDefinition, signature: readonly FunctionParameter[], argument: number): SignatureText {
  const { label, parameters } = writtenSignature(definition.name, signature);
  const active = parameterAt(signature, argument);
  return {
    label,
    documentation: [paragraph(definition.summary)],
    parameters: signature.map((parameter, index) => {
      const name = parameter === active ? parameterName(signature, argument) : parameter.name;
      return {
        range: parameters[index] ?? { start: 0, end: 0 },
        documentation: [paragraph(code(name), ': ', ...parameterSpans(parameter))],
      };
    }),
  };
}

interface Level {
  /** Null for a parenthesis that is no call. */
  readonly name: string | null;
  commas: number;
}

/** The innermost call that is open at an offset. The text is read up to there, so that what is not finished does not matter. */
function openCall(text: string, offset: number): OpenCall | null {
  const before = tokenize(text.slice(0, offset));
  const levels = levelsOf(before);
  const level = levels.at(-1);
  if (!level || level.name === null) return null;
  return { name: level.name, argument: level.commas, count: level.commas + 1 + commasBehind(text, before, offset) };
}

function levelsOf(tokens: readonly Token[]): readonly Level[] {
  const levels: Level[] = [];
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    const top = levels.at(-1);
    if (token.kind === 'open') levels.push({ name: previous?.kind === 'name' ? previous.value : null, commas: 0 });
    else if (token.kind === 'close') levels.pop();
    else if (token.kind === 'comma' && top) top.commas += 1;
  }
  return levels;
}

/** The commas of the open call behind the cursor. A text that the cursor stands in is read from its beginning. */
function commasBehind(text: string, before: readonly Token[], offset: number): number {
  const whole = tokenize(text);
  const cut = before.at(-2);
  const from = cut?.kind === 'invalid' && cut.range.end === offset ? cut.range.start : offset;
  let depth = 0;
  let commas = 0;
  for (const token of whole) {
    if (token.range.start < from || token.kind === 'end') continue;
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    if (depth < 0) break;
    if (token.kind === 'comma' && depth === 0) commas += 1;
  }
  return commas;
}
