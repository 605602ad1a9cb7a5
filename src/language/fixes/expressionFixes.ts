import type { CallNode, ExpressionNode } from '../../core/expression/ast.ts';
import { quoteText } from '../../core/expression/printExpression.ts';
import type { FunctionParameter } from '../../core/functions/functionDefinition.ts';
import { findFunction, functionTable } from '../../core/functions/functionTable.ts';
import { keywords } from '../../core/functions/keywords.ts';
import {
  argumentProblem,
  parameterAt,
  parameterName,
  signatureOf,
  withoutSurplusBlanks,
} from '../../core/functions/parameters.ts';
import { nearestName } from '../../core/functions/suggest.ts';
import type { Problem } from '../../core/problem.ts';
import type { Configuration } from '../../core/schema/configuration.ts';
import { rangeInNode } from '../../core/schema/nodeInText.ts';
import type { TextEdit } from '../../core/text/jsonEdit.ts';
import { callAt, type WrittenExpression } from './expressionTerm.ts';
import { didYouMean, type QuickFix, quickFix } from './quickFix.ts';

/** Fixes of what is wrong with an expression, by the tables that the check reads. */
export function expressionFixes(
  text: string,
  configuration: Configuration,
  written: WrittenExpression,
  problem: Problem,
): readonly QuickFix[] {
  const call = callAt(written, problem.range);
  const [place] = written.at(problem.range);
  switch (problem.code) {
    case 'function-unknown':
      return call ? unknownFunction(written, call) : [];
    case 'function-arguments':
      return call ? wrongArguments(written, call) : [];
    case 'attribute-unknown':
      return place?.node.kind === 'attribute' ? unknownAttribute(text, configuration, written, place.node) : [];
    case 'expression-syntax':
      return place?.node.kind === 'keyword' ? unknownWord(configuration, written, place.node) : [];
    case 'argument-invalid':
      return place ? wrongValue(written, place.node, place.parent) : [];
    case 'function-misplaced':
      return place ? misplaced(written, place.node) : [];
    case 'switch-duplicate-key':
      return place?.parent?.kind === 'call' ? withoutKey(written, place.parent, place.node) : [];
    default:
      return [];
  }
}

function unknownFunction(written: WrittenExpression, call: CallNode): readonly QuickFix[] {
  const near = nearestName(
    call.name,
    functionTable.map(({ name }) => name),
  );
  return near === null ? [] : didYouMean(near, [written.replace(call.nameRange, near)]);
}

function unknownAttribute(
  text: string,
  { sourceObject }: Configuration,
  written: WrittenExpression,
  node: ExpressionNode & { readonly kind: 'attribute' },
): readonly QuickFix[] {
  const near = nearestName(node.name, sourceObject?.attributes.map(({ name }) => name) ?? []);
  if (near === null) return [];
  return didYouMean(near, [written.replace(node.range, `[${near}]`), ...nameOfSource(text, written, node.name, near)]);
}

/** The source of a plain attribute names it a second time. */
function nameOfSource(text: string, { mapping }: WrittenExpression, name: string, near: string): readonly TextEdit[] {
  const { source } = mapping;
  if (source?.type !== 'Attribute' || source.name !== name) return [];
  return [{ range: rangeInNode(text, source, '/name'), newText: JSON.stringify(near) }];
}

function unknownWord(
  { sourceObject }: Configuration,
  written: WrittenExpression,
  node: ExpressionNode & { readonly kind: 'keyword' },
): readonly QuickFix[] {
  const near = nearestName(
    node.name,
    keywords.map(({ name }) => name),
  );
  const attribute = sourceObject?.attributes.find(({ name }) => name.toLowerCase() === node.name.toLowerCase())?.name ?? null;
  return [
    ...(near === null ? [] : didYouMean(near, [written.replace(node.range, near)])),
    ...(attribute === null
      ? []
      : quickFix(`Read the attribute [${attribute}]`, [written.replace(node.range, `[${attribute}]`)], near === null)),
    ...quickFix(`Write it as the text "${node.name}"`, [written.replace(node.range, quoteText(node.name))]),
  ];
}

function wrongArguments(written: WrittenExpression, call: CallNode): readonly QuickFix[] {
  const definition = findFunction(call.name);
  if (!definition) return [];
  const signature = signatureOf(definition, call.arguments);
  const given = withoutSurplusBlanks(signature, call.arguments);
  const close = { start: call.range.end - 1, end: call.range.end - 1 };
  const added: string[] = [];
  const isWrong = (): boolean => {
    const blanks = added.map((): ExpressionNode => ({ kind: 'constant', value: '', form: 'string', range: close }));
    return argumentProblem(call.name, signature, [...given, ...blanks]) !== null;
  };
  const blank = given.findIndex(
    (argument, index) => argument.kind === 'blank' && parameterAt(signature, index)?.presence === 'required',
  );
  const filled = blank < 0 ? undefined : given[blank];
  if (filled) {
    const placeholder = placeholderOf(parameterAt(signature, blank));
    const isGap = written.text.slice(filled.range.start, filled.range.end).startsWith(' ');
    return quickFix(`Add ${parameterName(signature, blank)}`, [
      written.replace(filled.range, isGap ? ` ${placeholder}` : placeholder),
    ]);
  }
  const most = signature.some(({ repeating }) => repeating) ? null : signature.length;
  if (most !== null && given.length > most) return surplus(written, call, most);
  while (isWrong() && added.length < signature.length + 1)
    added.push(placeholderOf(parameterAt(signature, given.length + added.length)));
  if (isWrong() || added.length === 0 || written.text[close.start] !== ')') return [];
  // Blanks that a trailing comma adds are no arguments; what is added takes their place.
  const last = given.at(-1);
  const start = last ? last.range.end : call.nameRange.end + 1;
  const names = added.map((_, index) => parameterName(signature, given.length + index)).join(' and ');
  const newText = `${last ? ', ' : ''}${added.join(', ')}`;
  return quickFix(`Add ${names}`, [written.replace({ start, end: close.start }, newText)], true);
}

function surplus(written: WrittenExpression, call: CallNode, most: number): readonly QuickFix[] {
  const kept = call.arguments[most - 1];
  const start = kept ? kept.range.end : call.nameRange.end + 1;
  const end = call.range.end - 1;
  if (written.text[end] !== ')') return [];
  return quickFix(`Remove what ${call.name} does not take: ${written.text.slice(start, end).replace(/^,\s*/, '')}`, [
    written.replace({ start, end }, ''),
  ]);
}

/** Something that the function takes, for the user to replace. */
function placeholderOf(parameter: FunctionParameter | null): string {
  const [value] = parameter?.values ?? [];
  if (value !== undefined) return parameter?.type === 'Word' ? value : quoteText(value);
  if (parameter?.type === 'Integer') return '1';
  return parameter?.type === 'Boolean' || parameter?.type === 'Condition' ? '"True"' : '""';
}

/** Other values of a parameter that takes a few. */
function wrongValue(written: WrittenExpression, node: ExpressionNode, parent: ExpressionNode | null): readonly QuickFix[] {
  const definition = parent?.kind === 'call' ? findFunction(parent.name) : null;
  if (!definition || parent?.kind !== 'call') return [];
  const parameter = parameterAt(signatureOf(definition, parent.arguments), parent.arguments.indexOf(node));
  const given = node.kind === 'constant' ? node.value : node.kind === 'keyword' ? node.name : null;
  if (!parameter || given === null || parameter.values.includes(given)) return [];
  const near = nearestName(given, parameter.values);
  return parameter.values
    .toSorted((left, right) => Number(right === near) - Number(left === near))
    .slice(0, 10)
    .flatMap((value) => {
      const newText = parameter.type === 'Word' ? value : quoteText(value);
      return quickFix(`Change to ${newText}`, [written.replace(node.range, newText)], value === near);
    });
}

function misplaced(written: WrittenExpression, node: ExpressionNode): readonly QuickFix[] {
  const piece = written.text.slice(node.range.start, node.range.end);
  if (node.kind === 'comparison')
    return quickFix('Put IIF(…, "True", "False") around it', [
      written.replace({ start: node.range.start, end: node.range.start }, 'IIF('),
      written.replace({ start: node.range.end, end: node.range.end }, ', "True", "False")'),
    ]);
  if (node.kind === 'keyword' && node.name === 'IgnoreObjectFlow')
    return quickFix('Leave out this attribute only: IgnoreAttributeFlow', [written.replace(node.range, 'IgnoreAttributeFlow')]);
  if (node.kind !== 'call' || node.name !== 'IgnoreFlowIfNullOrEmpty') return [];
  const [argument] = node.arguments;
  if (!argument || piece === written.text) return [];
  const inner = written.text.slice(argument.range.start, argument.range.end);
  const whole = written.text.slice(0, node.range.start) + inner + written.text.slice(node.range.end);
  return quickFix(
    'Wrap the whole expression in IgnoreFlowIfNullOrEmpty instead',
    [written.replace({ start: 0, end: written.text.length }, `IgnoreFlowIfNullOrEmpty(${whole.trim()})`)],
    true,
  );
}

function withoutKey(written: WrittenExpression, call: CallNode, key: ExpressionNode): readonly QuickFix[] {
  const index = call.arguments.indexOf(key);
  const before = call.arguments[index - 1];
  const value = call.arguments[index + 1];
  if (!before || !value) return [];
  return quickFix('Remove the key and its value', [written.replace({ start: before.range.end, end: value.range.end }, '')], true);
}
