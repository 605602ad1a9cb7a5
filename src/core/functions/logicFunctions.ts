import type { Outcome } from '../expression/outcome.ts';
import { readingOf } from '../semantics.ts';
import {
  oneText,
  type Read,
  read,
  readInteger,
  readPresentText,
  readText,
  readValue,
  shown,
  stop,
  undocumentedNull,
} from './arguments.ts';
import { appReference, cloudSyncReference, define, example, graphReference } from './define.ts';
import { emptySource, mindsEmptySource } from './emptySource.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, nullOutcome, text, truth, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { blankText, notQuick, type QuickArgument, type QuickText } from './quickText.ts';
import { hasUnchangedSource } from './unchangedSource.ts';

const expression = parameter('expression', 'Any', 'What to look at.', { key: 'source' });

/** Graph's list gives it a Boolean source, which fits neither IsNull nor IsNullOrEmpty. */
const isNothingUnknown =
  "Only Graph's list of functions has IsNothing, without a word on what counts as nothing, so only the service knows its answer. Use IsNull or IsNullOrEmpty.";

export const logicFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'BitAnd',
    family: 'logic',
    parameters: [
      parameter('value1', 'Integer', 'A number.', { key: 'left' }),
      parameter('value2', 'Integer', 'A number.', { key: 'right' }),
    ],
    summary: 'Keeps the bits that are set in both numbers. Bit 2 of userAccountControl is set where the account is disabled.',
    examples: [
      example('BitAnd(&HF, &HF7)', {}, '7'),
      example('BitAnd([userAccountControl], 2)', { userAccountControl: '514' }, '2'),
    ],
    source: appReference('BitAnd'),
    evaluate: (call) => {
      const left = readInteger(call, 0);
      if (!left.ok) return left.outcome;
      const right = readInteger(call, 1);
      return right.ok ? text((left.value & right.value).toString()) : right.outcome;
    },
  }),
  define({
    name: 'CBool',
    family: 'logic',
    parameters: [parameter('expression', 'Condition', 'A number, or a comparison.')],
    summary: 'Gives True for a number other than zero and for a true comparison, else False.',
    examples: [example('CBool([a] = [b])', { a: 'x', b: 'x' }, 'True')],
    source: appReference('CBool'),
    evaluate: cBool,
  }),
  define({
    name: 'Coalesce',
    family: 'logic',
    parameters: [parameter('source', 'Any', 'A value; the last may be a constant.', { presence: 'blank', repeating: true })],
    dialects: ['app-provisioning'],
    summary: 'Gives the first argument that is not null. Empty text is not null.',
    examples: [
      example(
        'Coalesce([mail],[userPrincipalName])',
        { mail: null, userPrincipalName: 'John.Doe@contoso.com' },
        'John.Doe@contoso.com',
      ),
    ],
    source: appReference('Coalesce'),
    evaluate: (call) => {
      const skipsEmpty = readingOf(call.context, 'coalesceEmptyText') === 'skip';
      for (let index = 0; index < call.count; index++) {
        const outcome = call.argument(index);
        if (outcome.kind === 'null' || (skipsEmpty && isEmpty(outcome))) continue;
        const rule = skipsEmpty ? 'neither null nor empty' : 'not null';
        call.explain?.(`${call.nameOf(index)} is the first that is ${rule}.${isEmpty(outcome) ? ' Empty text is a value.' : ''}`);
        return outcome;
      }
      call.explain?.(`Every argument is ${skipsEmpty ? 'null or empty' : 'null'}.`);
      return nullOutcome;
    },
  }),
  define({
    name: 'Error',
    family: 'logic',
    parameters: [parameter('message', 'String', 'What the log shows.', { key: 'message' })],
    dialects: ['cloud-sync'],
    summary: 'Fails the object with a message of your own. It stands in a branch of IIF.',
    examples: [
      example('IIF(IsPresent([accountName]),[accountName],Error("AccountName is required"))', { accountName: 'jd' }, 'jd'),
    ],
    source: cloudSyncReference('Error'),
    evaluate: (call) => {
      const message = readPresentText(call, 0);
      return message.ok ? failure('CustomError', message.value, call.range) : message.outcome;
    },
  }),
  define({
    name: 'IgnoreFlowIfNullOrEmpty',
    family: 'logic',
    parameters: [parameter('expression', 'Any', 'What to flow.')],
    dialects: ['app-provisioning'],
    summary: 'Leaves the attribute out of the flow where the value is null or empty; it is neither written nor cleared.',
    examples: [example('IgnoreFlowIfNullOrEmpty([department])', { department: 'Sales' }, 'Sales')],
    source: appReference('IgnoreFlowIfNullOrEmpty'),
    evaluate: (call) => {
      const outcome = call.argument(0);
      if (outcome.kind !== 'null' && !isEmpty(outcome)) return outcome;
      call.explain?.(
        `The expression gives ${outcome.kind === 'null' ? 'null' : 'empty text'}, so the attribute is left out of the flow.`,
      );
      return { kind: 'ignored', what: 'attribute' };
    },
  }),
  define({
    name: 'IIF',
    family: 'logic',
    parameters: [
      parameter('condition', 'Condition', 'A comparison, or a function that gives True or False.', { key: 'one' }),
      parameter('valueIfTrue', 'Any', 'What to give where it is true.', { key: 'four', presence: 'blank' }),
      parameter('valueIfFalse', 'Any', 'What to give where it is false.', { key: 'five', presence: 'blank' }),
    ],
    summary: 'Gives one of two values. Nest it for "and" and "or"; only the branch that is taken is evaluated.',
    examples: [
      example('IIF([country]="USA",[country],[department])', { country: 'USA', department: 'Sales' }, 'USA'),
      example('IIF([country]="USA",[country],[department])', { country: 'Canada', department: 'Sales' }, 'Sales'),
    ],
    source: appReference('IIF'),
    evaluate: (call) => {
      const empty = emptySource(call);
      if (empty !== null) {
        const message = `[${empty}] of the condition has no value, for which the reference does not support IIF ("iifEmptySource": "unsupported").`;
        if (readingOf(call.context, 'iifEmptySource') === 'unsupported') return unsupported(message, call.rangeOf(0));
        call.explain?.(`[${empty}] has no value, so the condition fails ("iifEmptySource": "fail").`);
        return call.argument(2);
      }
      const condition = readCondition(call);
      if (!condition.ok) return condition.outcome;
      const taken = condition.value ? 1 : 2;
      call.explain?.(
        `The condition is ${condition.value ? 'true' : 'false'}, so ${call.nameOf(taken)} is taken${call.isSupplied(taken) ? '' : ', which is left blank'}.`,
      );
      return call.argument(taken);
    },
    compile: quickIif,
  }),
  define({
    name: 'IsNothing',
    family: 'logic',
    parameters: [parameter('source', 'Boolean', 'What to look at.', { key: 'source' })],
    dialects: [],
    summary: "Only Graph's list of functions names it; nothing describes it.",
    examples: [],
    source: graphReference('IsNothing'),
    notLocal: isNothingUnknown,
    evaluate: (call) => unsupported(isNothingUnknown, call.range),
  }),
  define({
    name: 'IsNull',
    family: 'logic',
    parameters: [expression],
    summary: 'True where there is no value. Empty text is a value.',
    examples: [example('IsNull([displayName])', {}, 'True'), example('IsNull([displayName])', { displayName: '' }, 'False')],
    source: appReference('IsNull'),
    evaluate: (call) => test(call, (value) => value.kind === 'null'),
  }),
  define({
    name: 'IsNullOrEmpty',
    family: 'logic',
    parameters: [expression],
    summary: 'True where there is no value or empty text.',
    examples: [example('IsNullOrEmpty([displayName])', { displayName: '' }, 'True')],
    source: appReference('IsNullOrEmpty'),
    evaluate: (call) => test(call, (value) => value.kind === 'null' || isEmpty(value)),
  }),
  define({
    name: 'IsPresent',
    family: 'logic',
    parameters: [expression],
    summary: 'True where there is a value that is not empty text.',
    examples: [example('IsPresent([mail])', { mail: 'adele@contoso.com' }, 'True')],
    source: appReference('IsPresent'),
    evaluate: (call) => test(call, (value) => value.kind === 'value' && !isEmpty(value)),
    compile: quickIsPresent,
  }),
  define({
    name: 'IsString',
    family: 'logic',
    parameters: [expression],
    summary: 'True where the value can be read as text.',
    examples: [example('IsString([displayName])', { displayName: 'Adele' }, 'True')],
    source: appReference('IsString'),
    evaluate: (call) => {
      const value = readText(call, 0);
      return value.ok ? truth(value.value !== null) : value.outcome;
    },
  }),
  define({
    name: 'Not',
    family: 'logic',
    parameters: [parameter('source', 'Boolean', 'True or False.', { key: 'source' })],
    summary: 'False for True, and True for anything else.',
    examples: [example('Not([IsSoftDeleted])', { IsSoftDeleted: 'True' }, 'False')],
    source: appReference('Not'),
    evaluate: (call) => {
      const value = readText(call, 0);
      if (!value.ok) return value.outcome;
      const given = value.value?.toLowerCase();
      if (given !== 'true' && given !== 'false')
        call.explain?.(
          `${value.value === null ? 'null' : shown(value.value)} is not True, and Not gives True for everything else.`,
        );
      return truth(given !== 'true');
    },
  }),
  define({
    name: 'Redact',
    family: 'logic',
    parameters: [parameter('attributeOrValue', 'Any', 'What must not be shown.')],
    dialects: ['app-provisioning'],
    summary: 'The value flows unchanged; logs and this view show [Redact].',
    examples: [example('Redact([userPrincipalName])', { userPrincipalName: 'jd@contoso.com' }, 'jd@contoso.com')],
    source: appReference('Redact'),
    evaluate: (call) => call.argument(0),
  }),
  define({
    name: 'Switch',
    family: 'logic',
    parameters: [
      parameter('source', 'String', 'What to compare with the keys.', { key: 'source' }),
      parameter('defaultValue', 'Any', 'What to give where no key is equal; blank for null.', {
        key: 'defaultValue',
        presence: 'blank',
      }),
      parameter('key', 'String', 'A text to compare with, case-sensitively; "" is equal to null.', {
        key: 'switchValue',
        presence: 'optional',
        repeating: true,
      }),
      parameter('value', 'Any', 'What to give for this key.', { key: 'switchValue', presence: 'optional', repeating: true }),
    ],
    summary: 'Gives the value behind the first key that is equal to the source.',
    examples: [
      example('Switch([IsSoftDeleted], , "False", "True", "True", "False")', { IsSoftDeleted: 'False' }, 'True'),
      example('Switch([statusFlag], "Default Value", "true", "1", "", "0")', { statusFlag: '' }, '0'),
    ],
    source: appReference('Switch'),
    evaluate: evaluateSwitch,
    compile: quickSwitch,
  }),
];

function isEmpty(outcome: Outcome): boolean {
  return outcome.kind === 'value' && isEmptyText(oneText(outcome.value));
}

function isEmptyText(one: string | null | undefined): boolean {
  return one === '';
}

function quickIsPresent([source]: readonly QuickArgument[]): QuickText | null {
  if (!source) return null;
  return (context) => {
    const one = source(context);
    if (one === undefined) return undefined;
    return one !== null && !isEmptyText(one) ? 'True' : 'False';
  };
}

function test(call: FunctionCall, holds: (value: Outcome) => boolean): Outcome {
  const value = readValue(call, 0);
  return value.ok ? truth(holds(call.argument(0))) : value.outcome;
}

const holdsTrue = read(true);
const holdsFalse = read(false);

function readCondition(call: FunctionCall): Read<boolean> {
  const value = readText(call, 0);
  if (!value.ok) return value;
  const answer = truthOf(value.value);
  if (answer !== undefined) return answer ? holdsTrue : holdsFalse;
  if (value.value === null) return stop(undocumentedNull(call, 0));
  const message = `The condition of ${call.name} gave ${shown(value.value)}, which is neither True nor False. Compare it, as in [attribute] = "1".`;
  return stop(unsupported(message, call.rangeOf(0)));
}

/** The truth of a condition; undefined for what is neither True nor False. */
function truthOf(value: string | null): boolean | undefined {
  if (value === 'True') return true;
  if (value === 'False') return false;
  const answer = value?.toLowerCase();
  return answer === 'true' ? true : answer === 'false' ? false : undefined;
}

function quickIif([condition, ifTrue = blankText, ifFalse = blankText]: readonly QuickArgument[]): QuickText | null {
  if (!condition || (!ifTrue && !ifFalse)) return null;
  const [onTrue, onFalse] = [ifTrue ?? notQuick, ifFalse ?? notQuick];
  return (context) => {
    if (mindsEmptySource(context)) return undefined;
    const given = condition(context);
    const answer = given === undefined ? undefined : truthOf(given);
    return answer === undefined ? undefined : answer ? onTrue(context) : onFalse(context);
  };
}

function cBool(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  const given = value.value?.trim().toLowerCase() ?? '';
  if (value.value === null || given === 'false') return truth(false);
  if (given === 'true') return truth(true);
  if (/^[+-]?[0-9]+(\.[0-9]+)?$/.test(given)) return truth(/[1-9]/.test(given));
  return unsupported(
    `It is not documented what CBool gives for ${shown(value.value)}, which is neither a number nor True or False.`,
    call.rangeOf(0),
  );
}

function sourceText(value: string | null): string {
  return value === null ? '(null)' : shown(value);
}

function evaluateSwitch(call: FunctionCall): Outcome {
  if (hasUnchangedSource(call)) {
    call.explain?.(
      'The source is no part of the incremental change, and a known defect of the service gives null for it ("switchUnchangedSource": "null").',
    );
    return nullOutcome;
  }
  const source = readText(call, 0);
  if (!source.ok) return source.outcome;
  for (let index = 2; index + 1 < call.count; index += 2) {
    if (!call.isSupplied(index)) {
      // Commas at the end add blanks that mean nothing; a value whose key is blank means something, but what is not known.
      if (!call.isSupplied(index + 1)) continue;
      return unsupported(
        'It is not documented what Switch does with a blank key. Write "" for null and empty text.',
        call.rangeOf(index),
      );
    }
    const key = readText(call, index);
    if (!key.ok) return key.outcome;
    if (!equalsKey(source.value, key.value)) continue;
    call.explain?.(`The source ${sourceText(source.value)} equals ${call.nameOf(index)}, ${shown(key.value ?? '')}.`);
    return call.argument(index + 1);
  }
  call.explain?.(
    `No key equals the source ${sourceText(source.value)}, ${call.isSupplied(1) ? 'so the default is taken' : 'and there is no default'}.`,
  );
  return call.argument(1);
}

function equalsKey(source: string | null, key: string | null): boolean {
  return (key ?? '') === (source ?? '');
}

function quickSwitch([source, byDefault = blankText, ...pairs]: readonly QuickArgument[]): QuickText | null {
  if (!source) return null;
  const cases: { readonly key: QuickText; readonly value: QuickText }[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    const [key, value = blankText] = [pairs[index], pairs[index + 1]];
    // What a blank key does is for the ordinary evaluation to say.
    if (!key || key === blankText) return null;
    cases.push({ key, value: value ?? notQuick });
  }
  const otherwise = byDefault ?? notQuick;
  return (context) => {
    if (context.changedSources) return undefined;
    const given = source(context);
    if (given === undefined) return undefined;
    for (const { key, value } of cases) {
      const wanted = key(context);
      if (wanted === undefined) return undefined;
      if (equalsKey(given, wanted)) return value(context);
    }
    return otherwise(context);
  };
}
