import { compileRegex, type DotNetRegex, type RegexMatch } from '../dotnet/regex/regex.ts';
import type { Outcome } from '../expression/outcome.ts';
import type { TextRange } from '../text/range.ts';
import type { AttributeValue } from '../value.ts';
import { oneText, perValue, type Read, read, readSecondaryText, readText, readValue, shown, stop } from './arguments.ts';
import { appReference, define, example } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { maximumTextLength, tooLong } from './limits.ts';
import { failure, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';

/** Positions of the parameters. */
const at = { source: 0, oldValue: 1, pattern: 2, group: 3, replacement: 4, attribute: 5, template: 6 } as const;

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
});

function evaluate(call: FunctionCall): Outcome {
  const source = readValue(call, at.source);
  if (!source.ok) return source.outcome;
  const supplied = Object.entries(at)
    .filter(([name, index]) => name !== 'source' && call.isSupplied(index))
    .map(([name]) => name)
    .join(' ');
  switch (supplied) {
    case 'oldValue replacement':
      return replaceText(call, source.value);
    case 'oldValue template':
      return fillTemplate(call, source.value);
    case 'pattern replacement':
      return replaceMatches(call, source.value);
    case 'pattern group replacement':
      return replaceGroup(call, source.value);
    case 'pattern group attribute':
      return groupOfAttribute(call, source.value);
    default: {
      const names =
        supplied === ''
          ? 'only a source'
          : supplied
              .split(' ')
              .map((_, index) => call.nameOf(suppliedIndex(call, index)))
              .join(', ');
      const message = `The reference does not say what Replace does with ${names}. It knows oldValue or regexPattern with replacementValue, oldValue with template, and regexPattern with regexGroupName and replacementValue or replacementAttributeName.`;
      return unsupported(message, call.range);
    }
  }
}

function suppliedIndex(call: FunctionCall, nth: number): number {
  const indexes = Object.values(at).filter((index) => index !== at.source && call.isSupplied(index));
  return indexes[nth] ?? at.source;
}

function replaceText(call: FunctionCall, source: AttributeValue): Outcome {
  const oldValue = readOldValue(call);
  if (!oldValue.ok) return oldValue.outcome;
  const replacement = readSecondaryText(call, at.replacement);
  if (!replacement.ok) return replacement.outcome;
  return perValue(call, source, (one) => replaceAll(call, one, oldValue.value, replacement.value));
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
  return perValue(call, source, (one) => replaceAll(call, template.value, oldValue.value, one));
}

function readOldValue(call: FunctionCall): Read<string> {
  const oldValue = readSecondaryText(call, at.oldValue);
  if (!oldValue.ok || oldValue.value !== '') return oldValue;
  return stop(failure('InvalidArgument', 'Replace needs an oldValue that is not empty.', call.rangeOf(at.oldValue)));
}

function replaceAll(call: FunctionCall, whole: string, oldValue: string, replacement: string): Outcome {
  const pieces = whole.split(oldValue);
  const length = whole.length + (pieces.length - 1) * (replacement.length - oldValue.length);
  return length > maximumTextLength ? tooLong(call) : text(pieces.join(replacement));
}

function replaceMatches(call: FunctionCall, source: AttributeValue): Outcome {
  const pattern = readPattern(call);
  if (!pattern.ok) return pattern.outcome;
  const replacement = readSecondaryText(call, at.replacement);
  if (!replacement.ok) return replacement.outcome;
  return perValue(call, source, (one) => {
    const replaced = pattern.value.replace(one, replacement.value);
    return replaced.ok ? text(replaced.value) : patternFailure(replaced, call.rangeOf(at.pattern));
  });
}

/** The text of the group is replaced literally in every match; the rest of the match stays. */
function replaceGroup(call: FunctionCall, source: AttributeValue): Outcome {
  const pattern = readPattern(call);
  if (!pattern.ok) return pattern.outcome;
  const group = readGroup(call, pattern.value);
  if (!group.ok) return group.outcome;
  const replacement = readSecondaryText(call, at.replacement);
  if (!replacement.ok) return replacement.outcome;
  return perValue(call, source, (one) => {
    const matches = pattern.value.matches(one);
    if (!matches.ok) return patternFailure(matches, call.rangeOf(at.pattern));
    return replaceCaptures(call, one, matches.value, group.value, replacement.value);
  });
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
  if (own === undefined)
    return unsupported(
      'It is not documented what Replace does with several values and replacementAttributeName.',
      call.rangeOf(at.source),
    );
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
  const compiled = compileRegex(pattern.value);
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
