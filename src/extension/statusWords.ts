import type { CommandId } from './commands/commandTable.ts';
import type { KnownConnection } from './connections/connectionLookup.ts';

/** What the status bar item says, and what a click on it does. */
export interface StatusWords {
  readonly text: string;
  readonly tooltip: string;
  readonly command: CommandId;
}

/**
 * The words for a connection and the user who was chosen for it.
 * @param connection null where the active configuration has several or none.
 */
export function statusWords(connection: KnownConnection | null, user: string | null, trusted: boolean): StatusWords {
  const without = trusted ? '' : ' Nothing runs in a workspace that you do not trust.';
  if (!connection) {
    const tooltip = `Choose the connection that Provision on Demand runs this configuration with.${without}`;
    return { text: '$(plug) Choose connection…', tooltip, command: 'provisionOnDemand.chooseConnection' };
  }
  const { name } = connection;
  const broken = connection.connection ? '' : ` The connection file ${name} cannot be read now.`;
  const tooltip =
    user === null
      ? `Choose the user that Provision on Demand runs for through ${name}.`
      : `Provision on Demand runs for ${user} through ${name}. Click to choose another user.`;
  return {
    text: `$(${connection.connection ? 'person' : 'warning'}) ${plain(user ?? 'Choose user…')} · ${plain(name)}`,
    tooltip: `${tooltip}${broken}${without}`,
    command: 'provisionOnDemand.chooseUser',
  };
}

/** The status bar reads `$(name)` as an icon, which a name from a directory is not. */
function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
