/** Where a command writes: results to standard output, messages to standard error. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** False in a pipe and where `NO_COLOR` is set (no-color.org). */
  readonly colour: boolean;
}

export type Colour = 'green' | 'yellow' | 'red' | 'grey' | 'bold';

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  grey: [90, 39],
  bold: [1, 22],
};

/** Text in a colour, where the output has colours. */
export function painted(output: Output, colour: Colour, text: string): string {
  const [on, off] = codes[colour];
  return output.colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

/** Exit codes of every command (design, section 6). */
export const exitCodes = { ok: 0, failed: 1, unusable: 2 } as const;
