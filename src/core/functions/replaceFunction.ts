import type { DotNetRegex, RegexMatch } from '../dotnet/regex/regex.ts';
import { rememberedRegex } from '../dotnet/regex/rememberedRegex.ts';
import type { Outcome } from '../expression/outcome.ts';
import { readingOf } from '../semantics.ts';
import type { TextRange } from '../text/range.ts';
import type { AttributeValue } from '../value.ts';
import { oneText, perValue, type Read, read, readSecondaryText, readText, readValue, shown, stop } from './arguments.ts';
import { appReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { maximumTextLength, tooLong } from './limits.ts';
import { failure, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { blankText, type QuickArgument, type QuickText } from './quickText.ts';

/** Positions of the parameters. */
const at = { source: 0, oldValue: 1, pattern: 2, group: 3, replacement: 4, attribute: 5, template: 6 } as const;

/** The ways to call it, as the positions of the arguments beside the source that are supplied: bit 1 for position 1. */
const forms = {
  text: bits(at.oldValue, at.replacement),
  template: bits(at.oldValue, at.template),
  pattern: bits(at.pattern, at.replacement),
  group: bits(at.pattern, at.group, at.replacement),
  attribute: bits(at.pattern, at.group, at.attribute),
} as const;

function bits(...positions: readonly number[]): number {
  return positions.reduce((set, position) => set | (1 << position), 0);
}

export const replaceFunction: FunctionDefinition = define({
  name: 'Replace',
  family: 'text',
  parameters: [
    parameter('source', 'String', 'The text to change.', { key: 'source' }),
    parameter('oldValue', 'String', 'The text to replace, case-sensitively.', { key: 'Find', presence: 'optional' }),
    parameter('regexPattern', 'String', 'A .NET regular expression, in place of oldValue.', {
      key: 'RegularExpression',
      presence: 'optional',
    }),
    parameter('regexGroupName', 'String', 'The group of the pattern to replace.', {
      key: 'RegularExpressionGroupName',
      presence: 'optional',
    }),
    parameter('replacementValue', 'String', 'What to write in its place; "" removes it.', {
      key: 'Replacement',
      presence: 'optional',
    }),
    parameter('replacementAttributeName', 'String', 'An attribute to take the group from where the source is empty.', {
      key: 'ReplacementPropertyName',
      presence: 'optional',
    }),
    parameter('template', 'String', 'A text in which oldValue is replaced by the source.', {
      key: 'Template',
      presence: 'optional',
    }),
  ],
  summary: 'Replaces text, matches of a pattern, or one group of them. What it does depends on which arguments are there.',
  examples: [
    example('Replace([mail], "@contoso.com", , ,"", ,)', { mail: 'john.doe@contoso.com' }, 'john.doe'),
    example('Replace([UserID],"<username>", , , , , "<username>@contoso.com")', { UserID: 'jsmith' }, 'jsmith@contoso.com'),
    example(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: .NET's form of a group in a replacement.
      'Replace([telephoneNumber], , "\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})", , "${phoneNumber}", , )',
      { telephoneNumber: '+91 9998887777' },
      '9998887777',
    ),
    example(
      'Replace([AddressLineData], ,"(?<streetNumber>^\\\\d*)","streetNumber", "888", , )',
      { AddressLineData: '545 Tremont Street' },
      '888 Tremont Street',
    ),
  ],
  source: appReference('Replace'),
  evaluate,
  compile: quickReplace,
});

function evaluate(call: FunctionCall): Outcome {
  const source = readValue(call, at.source);
  if (!source.ok) return source.outcome;
  switch (suppliedBits(call)) {
    case forms.text:
      return replaceText(call, source.value);
    case forms.template:
      return fillTemplate(call, source.value);
    case forms.pattern:
      return replaceMatches(call, source.value);
    case forms.group:
      return replaceGroup(call, source.value);
    case forms.attribute:
      if (readingOf(call.context, 'replaceFromAttribute') === 'replaceInSource')
        return replaceGroup(call, source.value, at.attribute);
      return groupOfAttribute(call, source.value);
    default: {
      const names =
        Object.values(at)
          .filter((index) => index !== at.source && call.isSupplied(index))
          .map((index) => call.nameOf(index))
          .join(', ') || 'only a source';
      const message = `The reference does not say what Replace does with ${names}. It knows oldValue or regexPattern with replacementValue, oldValue with template, and regexPattern with regexGroupName and replacementValue or replacementAttributeName.`;
      return unsupported(message, call.range);
    }
  }
}

function suppliedBits(call: FunctionCall): number {
  let set = 0;
  for (let position: number = at.oldValue; position <= at.template; position++)
    if (call.isSupplied(position)) set |= 1 << position;
  return set;
}

function replaceText(call: FunctionCall, source: AttributeValue): Outcome {
  const oldValue = readOldValue(call);
  if (!oldValue.ok) return oldValue.outcome;
  const replacement = readSecondaryText(call, at.replacement);
  if (!replacement.ok) return replacement.outcome;
  let found = 0;
  const outcome = perValue(call, source, (one) => {
    if (one.includes(oldValue.value)) found++;
    return replaceAll(call, one, oldValue.value, replacement.value);
  });
  explainFound(call, source, 'oldValue', found);
  return outcome;
}

function fillTemplate(call: FunctionCall, source: AttributeValue): Outcome {
  const oldValue = readOldValue(call);
  if (!oldValue.ok) return oldValue.outcome;
  const template = readSecondaryText(call, at.template);
  if (!template.ok) return template.outcome;
  if (source === null)
    return unsupported(
      'It is not documented what Replace makes of a template when the source has no value.',
      call.rangeOf(at.source),
    );
  if (!template.value.includes(oldValue.value))
    call.explain?.('oldValue does not stand in the template, so the template is given as it is.');
  return perValue(call, source, (one) => replaceAll(call, template.value, oldValue.value, one));
}

/** Says whether what is looked for was found: in the source, or in how many of its values. */
function explainFound(call: FunctionCall, source: AttributeValue, what: string, found: number): void {
  if (source === null) return;
  if (typeof source !== 'string') call.explain?.(`${what} is found in ${found} of ${source.length} values.`);
  else call.explain?.(found > 0 ? `${what} is found.` : `${what} is not found, so the source stays as it is.`);
}

function isMatch(pattern: DotNetRegex, one: string): boolean {
  const found = pattern.isMatch(one);
  return found.ok && found.value;
}

function readOldValue(call: FunctionCall): Read<string> {
  const oldValue = readSecondaryText(call, at.oldValue);
  if (!oldValue.ok || oldValue.value !== '') return oldValue;
  return stop(failure('InvalidArgument', 'Replace needs an oldValue that is not empty.', call.rangeOf(at.oldValue)));
}

/** The form with oldValue and replacementValue. */
function quickReplace(given: readonly QuickArgument[]): QuickText | null {
  const [source, oldValue] = given;
  const { [at.replacement]: replacement } = given;
  const supplied = bits(...given.flatMap((one, position) => (position === at.source || one === blankText ? [] : [position])));
  if (supplied !== forms.text || !source || !oldValue || !replacement) return null;
  return (context) => {
    const whole = source(context);
    const old = oldValue(context);
    const by = replacement(context);
    // An empty oldValue is an error.
    if (whole === undefined || by === undefined || !old) return undefined;
    return whole === null ? null : replaced(whole, old, by ?? '');
  };
}

function replaceAll(call: FunctionCall, whole: string, oldValue: string, replacement: string): Outcome {
  const result = replaced(whole, oldValue, replacement);
  return result === undefined ? tooLong(call) : text(result);
}

/** Undefined where the result is longer than a text may be. */
function replaced(whole: string, oldValue: string, replacement: string): string | undefined {
  let at = whole.indexOf(oldValue);
  if (at < 0) return whole;
  let result = '';
  let copied = 0;
  while (at >= 0) {
    result += whole.slice(copied, at) + replacement;
    if (result.length > maximumTextLength) return undefined;
    copied = at + oldValue.length;
    at = whole.indexOf(oldValue, copied);
  }
  result += whole.slice(copied);
  return result.length > maximumTextLength ? undefined : result;
}

function replaceMatches(call: FunctionCall, source: AttributeValue): Outcome {
  const pattern = readPattern(call);
  if (!pattern.ok) return pattern.outcome;
  const replacement = readSecondaryText(call, at.replacement);
  if (!replacement.ok) return replacement.outcome;
  let found = 0;
  const outcome = perValue(call, source, (one) => {
    const replaced = pattern.value.replace(one, replacement.value);
    if (!replaced.ok) return patternFailure(replaced, call.rangeOf(at.pattern));
    // Only a text that stays the same leaves it open whether something was found in it.
    if (call.explain && (replaced.value !== one || isMatch(pattern.value, one))) found++;
    return text(replaced.value);
  });
  explainFound(call, source, 'The pattern', found);
  return outcome;
}

/** The text of the group is replaced literally in every match; the rest of the match stays. */
function replaceGroup(call: FunctionCall, source: AttributeValue, replacementAt: number = at.replacement): Outcome {
  const pattern = readPattern(call);
  if (!pattern.ok) return pattern.outcome;
  const group = readGroup(call, pattern.value);
  if (!group.ok) return group.outcome;
  const replacement = readSecondaryText(call, replacementAt);
  if (!replacement.ok) return replacement.outcome;
  let found = 0;
  const outcome = perValue(call, source, (one) => {
    const matches = pattern.value.matches(one);
    if (!matches.ok) return patternFailure(matches, call.rangeOf(at.pattern));
    if (matches.value.length > 0) found++;
    return replaceCaptures(call, one, matches.value, group.value, replacement.value);
  });
  explainFound(call, source, 'The pattern', found);
  return outcome;
}

function replaceCaptures(
  call: FunctionCall,
  whole: string,
  matches: readonly RegexMatch[],
  group: string,
  replacement: string,
): Outcome {
  const pieces: string[] = [];
  let end = 0;
  let length = 0;
  for (const match of matches) {
    const captured = match.groups.get(group);
    if (!captured?.success) continue;
    // A group inside a lookaround can lie outside its match; what is replaced then is not documented.
    if (captured.index < end || captured.captures.length > 1) {
      return unsupported(
        `The group ${group} matches several times at one place; which of them Replace changes is not documented.`,
        call.rangeOf(at.group),
      );
    }
    pieces.push(whole.slice(end, captured.index), replacement);
    length += captured.index - end + replacement.length;
    if (length > maximumTextLength) return tooLong(call);
    end = captured.index + captured.length;
  }
  return text(pieces.join('') + whole.slice(end));
}

/** The group is taken from the attribute where the source is empty; a source with a value stays as it is. */
function groupOfAttribute(call: FunctionCall, source: AttributeValue): Outcome {
  const own = oneText(source);
  if (own === undefined) return perValue(call, source, (one) => fillFromAttribute(call, one));
  const outcome = fillFromAttribute(call, own);
  call.explain?.(
    own
      ? 'The source has a value, so it is given as it is.'
      : `The source is empty, so ${call.nameOf(at.attribute)} is searched for the group.`,
  );
  return outcome;
}

function fillFromAttribute(call: FunctionCall, own: string | null): Outcome {
  if (own) return text(own);
  const pattern = readPattern(call);
  if (!pattern.ok) return pattern.outcome;
  const group = readGroup(call, pattern.value);
  if (!group.ok) return group.outcome;
  const attribute = readText(call, at.attribute);
  if (!attribute.ok) return attribute.outcome;
  if (!attribute.value) {
    return unsupported(
      'It is not documented what Replace gives when the source and the replacement attribute are both empty.',
      call.range,
    );
  }
  const match = pattern.value.match(attribute.value);
  if (!match.ok) return patternFailure(match, call.rangeOf(at.pattern));
  const captured = match.value?.groups.get(group.value);
  if (captured?.success) return text(captured.value);
  return unsupported(
    `The pattern does not find ${group.value} in ${shown(attribute.value)}; what Replace gives then is not documented.`,
    call.range,
  );
}

function readPattern(call: FunctionCall): Read<DotNetRegex> {
  const pattern = readText(call, at.pattern);
  if (!pattern.ok) return pattern;
  const range = call.rangeOf(at.pattern);
  if (pattern.value === null) return stop(failure('InvalidPattern', 'The regular expression of Replace has no value.', range));
  const compiled = rememberedRegex(pattern.value);
  return compiled.ok ? read(compiled.value) : stop(patternFailure(compiled, range));
}

function readGroup(call: FunctionCall, pattern: DotNetRegex): Read<string> {
  const group = readSecondaryText(call, at.group);
  if (!group.ok || pattern.groupNames.includes(group.value)) return group;
  const message = `The pattern has no group named ${shown(group.value)}; what Replace does then is not documented. Names are case-sensitive.`;
  return stop(unsupported(message, call.rangeOf(at.group)));
}

function patternFailure(failed: { readonly reason: string; readonly message: string }, range: TextRange): Outcome {
  switch (failed.reason) {
    case 'invalid':
      return failure('InvalidPattern', failed.message, range);
    case 'limit':
      return failure('LimitExceeded', failed.message, range);
    default:
      return unsupported(failed.message, range);
  }
}
