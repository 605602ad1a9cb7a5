/**
 * How DateTime.Parse tells dates from times: a state holds what has been read since the last complete date or time (N a number, Y a
 * number of three or more digits, M the name of a month), with the separator after it where that matters.
 */
export type FreeState =
  | 'start'
  | 'N'
  | 'N N'
  | 'N/'
  | 'N/N'
  | 'N/N/'
  | 'M'
  | 'M N'
  | 'N M'
  | 'M N/'
  | 'Y'
  | 'Y N'
  | 'Y N/'
  | 'Y M'
  | 'Y M/'
  | 'N:'
  | 'N:N:'
  | 'N unit'
  | 'date units'
  | 'time units';

/** A complete date or time, named by what it consists of. */
export type FreeResult =
  | 'date NN'
  | 'date NNN'
  | 'date MN'
  | 'date NM'
  | 'date MNN'
  | 'date YNN'
  | 'date NNY'
  | 'date YMN'
  | 'date YN'
  | 'date YM'
  | 'date units'
  | 'date units N'
  | 'date N units'
  | 'date NN units'
  | 'time N'
  | 'time NN'
  | 'time NNN'
  | 'time units';

/** A number, year or month together with what follows it, or a word of its own. */
export type FreeInput =
  | 'end'
  | 'number end'
  | 'number afternoon'
  | 'number space'
  | 'number date'
  | 'number time'
  | 'number dateUnit'
  | 'number timeUnit'
  | 'month end'
  | 'month space'
  | 'month date'
  | 'year end'
  | 'year space'
  | 'year date'
  | 'dayOfWeek'
  | 'utc'
  | 'era';

export type FreeStep = { readonly state: FreeState } | { readonly result: FreeResult };

type Steps = Readonly<Partial<Record<FreeInput, FreeState | `=${FreeResult}`>>>;

function number(last: `=${FreeResult}`): Steps {
  return { 'number end': last, 'number afternoon': last, 'number space': last };
}

function month(last: `=${FreeResult}`): Steps {
  return { 'month end': last, 'month space': last };
}

function year(last: `=${FreeResult}`): Steps {
  return { 'year end': last, 'year space': last };
}

/** Where each input leads. An input that is not listed makes the text unreadable. */
const steps: Readonly<Record<FreeState, Steps>> = {
  start: {
    end: 'start',
    'number afternoon': '=time N',
    'number space': 'N',
    'number date': 'N/',
    'number time': 'N:',
    'month space': 'M',
    'month date': 'M',
    'number dateUnit': 'date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'start',
    'year space': 'Y',
    'year date': 'Y',
    utc: 'start',
    era: 'start',
  },
  N: {
    'number end': '=date NN',
    'number afternoon': '=time NN',
    'number space': 'N N',
    'number date': 'N/N/',
    'month end': '=date NM',
    'month space': 'N M',
    'month date': 'M N/',
    'number dateUnit': 'N unit',
    dayOfWeek: 'N',
    'year space': 'Y N',
    'year date': 'Y N/',
    'year end': '=date YN',
    utc: 'N',
    era: 'N',
  },
  'N N': {
    end: '=date NN',
    'number end': '=date NNN',
    'number afternoon': '=time NNN',
    'number space': '=date NNN',
    'number time': 'N:',
    ...month('=date MNN'),
    'number timeUnit': 'time units',
    dayOfWeek: 'N N',
    ...year('=date NNY'),
    utc: 'N N',
    era: 'N N',
  },
  'N/': {
    'number end': '=date NN',
    'number space': 'N/N',
    'number date': 'N/N/',
    'month end': '=date NM',
    'month space': 'M N',
    'month date': 'M N/',
    dayOfWeek: 'N/',
    'year space': 'Y N',
    'year date': 'Y N/',
    'year end': '=date YN',
    era: 'N/',
  },
  'N/N': {
    end: '=date NN',
    'number end': '=date NNN',
    'number afternoon': '=time N',
    'number space': '=date NNN',
    'number time': 'N:',
    ...month('=date MNN'),
    'number dateUnit': '=date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'N/N',
    ...year('=date NNY'),
    era: 'N/N',
  },
  'N/N/': {
    ...number('=date NNN'),
    ...month('=date MNN'),
    'number dateUnit': '=date units',
    dayOfWeek: 'N/N/',
    ...year('=date NNY'),
    era: 'N/N/',
  },
  M: {
    'number end': '=date MN',
    'number space': 'M N',
    'number date': 'M N/',
    dayOfWeek: 'M',
    'year space': 'Y M',
    'year date': 'Y M/',
    'year end': '=date YM',
    era: 'M',
  },
  'M N': {
    end: '=date MN',
    ...number('=date MNN'),
    'number time': 'N:',
    'number dateUnit': '=date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'M N',
    ...year('=date YMN'),
    era: 'M N',
  },
  'N M': {
    end: '=date NM',
    ...number('=date MNN'),
    'number time': 'N:',
    'number dateUnit': '=date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'N M',
    ...year('=date YMN'),
    era: 'N M',
  },
  'M N/': {
    'number end': '=date MNN',
    'number space': '=date MNN',
    dayOfWeek: 'M N/',
    ...year('=date YMN'),
    era: 'M N/',
  },
  Y: {
    'number end': '=date YN',
    'number space': 'Y N',
    'number date': 'Y N/',
    'month end': '=date YM',
    'month space': 'Y M',
    'month date': 'Y M/',
    'number dateUnit': 'Y M',
    dayOfWeek: 'Y',
    era: 'Y',
  },
  'Y N': {
    end: '=date YN',
    ...number('=date YNN'),
    ...month('=date YMN'),
    dayOfWeek: 'Y N',
    era: 'Y N',
  },
  'Y N/': {
    ...number('=date YNN'),
    ...month('=date YMN'),
    dayOfWeek: 'Y N',
    era: 'Y N',
  },
  'Y M': {
    end: '=date YM',
    ...number('=date YMN'),
    dayOfWeek: 'Y M',
    era: 'Y M',
  },
  'Y M/': {
    ...number('=date YMN'),
    dayOfWeek: 'Y M',
    era: 'Y M',
  },
  'N:': {
    ...number('=time NN'),
    'number time': 'N:N:',
    'month end': '=date NM',
    'month space': 'N M',
    'number timeUnit': 'time units',
    utc: 'N:',
    era: 'N:',
  },
  'N:N:': {
    ...number('=time NNN'),
    'number timeUnit': 'time units',
    dayOfWeek: 'N:N:',
    utc: 'N:N:',
    era: 'N:N:',
  },
  'N unit': {
    end: '=date N units',
    ...number('=date NN units'),
    'number time': 'N:',
    'number dateUnit': 'N unit',
    'number timeUnit': 'time units',
    dayOfWeek: 'N unit',
    era: 'N unit',
  },
  'date units': {
    end: '=date units',
    'number end': '=date units N',
    'number afternoon': '=time N',
    'number space': 'N:',
    'number time': 'N:',
    'number dateUnit': 'date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'date units',
    era: 'date units',
  },
  'time units': {
    end: '=time units',
    'number end': '=time units',
    'number afternoon': '=time units',
    'number space': 'N:',
    'number date': 'N/',
    'number dateUnit': 'date units',
    'number timeUnit': 'time units',
    dayOfWeek: 'time units',
    utc: 'time units',
    era: 'time units',
  },
};

function isResult(step: string): step is `=${FreeResult}` {
  return step.startsWith('=');
}

/** Where an input leads from a state, or null when the text cannot be a date. */
export function nextFreeStep(state: FreeState, input: FreeInput): FreeStep | null {
  const step = steps[state][input];
  if (step === undefined) {
    return null;
  }
  return isResult(step) ? { result: step.slice(1) as FreeResult } : { state: step };
}

/** Whether a hyphen after a number, year or month must begin an offset: the date is complete without a further separator. */
export function completesBeforeHyphen(state: FreeState, what: 'number' | 'year' | 'month'): boolean {
  const spaced = nextFreeStep(state, `${what} space`);
  return nextFreeStep(state, `${what} date`) === null && spaced !== null && 'result' in spaced;
}
