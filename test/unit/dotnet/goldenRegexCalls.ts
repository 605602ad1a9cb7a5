import { escapePattern } from '../../../src/core/dotnet/regex/escape.ts';
import { compileRegex, type DotNetRegex, type RegexMatch } from '../../../src/core/dotnet/regex/regex.ts';
import { accepted, type Calls, field, type GoldenRow } from './golden.ts';

/** Rows made on Mono that the .NET of today answers otherwise, with the reason. */
export const regexRowsJudgedWrong: ReadonlyMap<string, string> = new Map([
  [
    'regex.cond.018',
    'A conditional without a "no" branch matches the empty text there, as documented; since .NET 6 the parser adds that branch itself ' +
      '(ReduceBackreferenceConditional). Mono and .NET Framework miss the match because their search for a first character overlooks it.',
  ],
]);

function compiled(row: GoldenRow): DotNetRegex {
  return accepted(compileRegex(field(row, 'pattern'))).value;
}

/** The calls on regular expressions that the table has. */
export const regexCalls: Calls = {
  IsMatch: (row) => accepted(compiled(row).isMatch(field(row, 'input'))).value,
  Match: (row) => describeMatch(accepted(compiled(row).match(field(row, 'input'))).value),
  Matches: (row) => accepted(compiled(row).matches(field(row, 'input'))).value.map(({ index, value }) => ({ index, value })),
  Replace: (row) => accepted(compiled(row).replace(field(row, 'input'), field(row, 'replacement'))).value,
  RegexSplit: (row) => accepted(compiled(row).split(field(row, 'input'))).value,
  GroupNames: (row) => {
    const { groupNames, groupNumbers } = compiled(row);
    return { names: [...groupNames], numbers: [...groupNumbers] };
  },
  RegexEscape: (row) => escapePattern(field(row, 'input')),
};

/** A match in the form of the golden file, which lists the captures only where there are several. */
function describeMatch(match: RegexMatch | null): unknown {
  if (match === null) return { success: false };
  const groups = [...match.groups].map(([name, group]) => {
    if (!group.success) return { name, success: false };
    const several = group.captures.length > 1 ? { captures: group.captures.map(({ value }) => value) } : {};
    return { name, success: true, index: group.index, value: group.value, ...several };
  });
  return { success: true, index: match.index, value: match.value, groups };
}
