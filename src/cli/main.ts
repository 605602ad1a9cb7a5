import { checkCommand } from './checkCommand.ts';
import { type CommandDefinition, commandHelp, type FlagValues, readCommandLine } from './commandLine.ts';
import { checkDefinition, commandDefinitions, evalDefinition, scopeDefinition, traceDefinition } from './commandTable.ts';
import { evalCommand } from './evalCommand.ts';
import { exitCodes, type Output } from './output.ts';
import { scopeCommand } from './scopeCommand.ts';
import { traceCommand } from './traceCommand.ts';

const program = 'provision-on-demand';

type Handler = (values: FlagValues, output: Output, operands: readonly string[]) => Promise<number>;

const handlers: ReadonlyMap<CommandDefinition, Handler> = new Map<CommandDefinition, Handler>([
  [traceDefinition, traceCommand],
  [evalDefinition, evalCommand],
  [scopeDefinition, scopeCommand],
  [checkDefinition, checkCommand],
]);

async function main(args: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    const width = Math.max(...commandDefinitions.map((command) => command.name.length));
    const commands = commandDefinitions.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`);
    output.out(
      [`${program} COMMAND [FLAGS]`, '', ...commands, '', `${program} COMMAND --help prints the flags of a command.`].join('\n'),
    );
    return name === undefined ? exitCodes.unusable : exitCodes.ok;
  }
  const command = commandDefinitions.find((candidate) => candidate.name === name);
  const handler = command && handlers.get(command);
  if (!command || !handler) {
    output.err(`There is no command "${name}". The commands are: ${commandDefinitions.map((each) => each.name).join(', ')}.`);
    return exitCodes.unusable;
  }
  const line = readCommandLine(command, rest);
  if (!line.ok) {
    output.err(`${line.message}\nSee ${program} ${command.name} --help.`);
    return exitCodes.unusable;
  }
  if (line.values.help !== undefined) {
    output.out(commandHelp(program, command));
    return exitCodes.ok;
  }
  return handler(line.values, output, line.operands);
}

const output: Output = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
};

// A closed pipe (`… | head`) is the reader's choice, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCodes.ok : exitCodes.failed),
);

process.exitCode = await main(process.argv.slice(2), output);
