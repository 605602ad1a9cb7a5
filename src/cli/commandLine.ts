import { parseArgs } from 'node:util';

/** A flag of a command. `value` names what stands behind it; null for a switch. */
export interface Flag {
  readonly name: string;
  readonly value: string | null;
  readonly help: string;
}

/** A command as `--help` prints it and the parser reads it. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** What stands behind the flags, any number of times, such as FILE; left out where nothing does. */
  readonly operand?: string;
  readonly examples: readonly string[];
}

/** The flags of a call. A missing flag is undefined; a switch is `''`. */
export type FlagValues = Readonly<Partial<Record<string, string>>>;

export type CommandLine =
  | { readonly ok: true; readonly values: FlagValues; readonly operands: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Reads the arguments of a command by its own table of flags. */
export function readCommandLine(command: CommandDefinition, args: readonly string[]): CommandLine {
  const options = Object.fromEntries(
    command.flags.map((flag) => [flag.name, { type: flag.value === null ? ('boolean' as const) : ('string' as const) }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: command.operand !== undefined,
    });
    const entries = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : '']);
    return { ok: true, values: Object.fromEntries(entries), operands: positionals };
  } catch (error) {
    // parseArgs explains itself in its message and says no more than what was typed.
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The help of one command. */
export function commandHelp(program: string, command: CommandDefinition): string {
  const width = Math.max(...command.flags.map((flag) => label(flag).length));
  const flags = command.flags.map((flag) => `  ${label(flag).padEnd(width)}  ${flag.help}`);
  const examples = command.examples.map((example) => `  ${program} ${example}`);
  const call = command.operand === undefined ? command.name : `${command.name} ${command.operand}…`;
  return [`${program} ${call}: ${command.summary}`, '', ...flags, '', 'Examples', ...examples, ''].join('\n');
}

function label({ name, value }: Flag): string {
  return value === null ? `--${name}` : `--${name} ${value}`;
}
