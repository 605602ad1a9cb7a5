/** The flags of System.Globalization.DateTimeStyles that change what a text means. */
export type DateTimeStyles = {
  readonly allowLeadingWhite: boolean;
  readonly allowTrailingWhite: boolean;
  readonly allowInnerWhite: boolean;
  readonly noCurrentDateDefault: boolean;
  readonly adjustToUniversal: boolean;
  readonly assumeLocal: boolean;
  readonly assumeUniversal: boolean;
  readonly roundtripKind: boolean;
};

export type StylesResult =
  | { readonly ok: true; readonly styles: DateTimeStyles }
  | { readonly ok: false; readonly message: string };

const bits: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['allowleadingwhite', 1],
  ['allowtrailingwhite', 2],
  ['allowinnerwhite', 4],
  ['allowwhitespaces', 7],
  ['nocurrentdatedefault', 8],
  ['adjusttouniversal', 16],
  ['assumelocal', 32],
  ['assumeuniversal', 64],
  ['roundtripkind', 128],
]);

const known =
  'None, AllowLeadingWhite, AllowTrailingWhite, AllowInnerWhite, AllowWhiteSpaces, NoCurrentDateDefault, AdjustToUniversal, AssumeLocal, AssumeUniversal, RoundtripKind';

function stylesFromBits(value: number): DateTimeStyles {
  return {
    allowLeadingWhite: (value & 1) !== 0,
    allowTrailingWhite: (value & 2) !== 0,
    allowInnerWhite: (value & 4) !== 0,
    noCurrentDateDefault: (value & 8) !== 0,
    adjustToUniversal: (value & 16) !== 0,
    assumeLocal: (value & 32) !== 0,
    assumeUniversal: (value & 64) !== 0,
    roundtripKind: (value & 128) !== 0,
  };
}

/** What FormatDateTime uses when its dateTimeStyles is blank (function reference): RoundtripKind, AllowLeadingWhite, AllowTrailingWhite. */
export const defaultStyles: DateTimeStyles = stylesFromBits(1 | 2 | 128);

/** How CDate and its neighbours read: no offset means UTC, and the result is UTC. */
export const universalStyles: DateTimeStyles = stylesFromBits(16 | 64);

/**
 * Reads comma-separated style names, with or without `DateTimeStyles.` before them. Upper and lower case are not told apart; the
 * reference does not say whether the service does. Null or blank gives `defaultStyles`. Fails on a name that does not exist and on
 * combinations that .NET refuses.
 */
export function readStyles(text: string | null): StylesResult {
  if (text === null || text.trim() === '') {
    return { ok: true, styles: defaultStyles };
  }
  let value = 0;
  for (const name of text.split(',')) {
    const bit = bits.get(
      name
        .trim()
        .toLowerCase()
        .replace(/^datetimestyles\./, ''),
    );
    if (bit === undefined) {
      return { ok: false, message: `"${name.trim().slice(0, 80)}" is not a date and time style. Use one or more of ${known}.` };
    }
    value |= bit;
  }
  const styles = stylesFromBits(value);
  if (styles.assumeLocal && styles.assumeUniversal) {
    return { ok: false, message: 'AssumeLocal and AssumeUniversal exclude each other. Keep one of the two styles.' };
  }
  if (styles.roundtripKind && (styles.assumeLocal || styles.assumeUniversal || styles.adjustToUniversal)) {
    return {
      ok: false,
      message: 'RoundtripKind cannot stand with AssumeLocal, AssumeUniversal or AdjustToUniversal. Remove one of these styles.',
    };
  }
  return { ok: true, styles };
}
