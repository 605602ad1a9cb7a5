import * as vscode from 'vscode';
import { onSettingChanged } from '../settings.ts';
import type { SettingName } from '../settingsTable.ts';

/** An event that fires with each of several, and with nothing of its own to dispose. */
export function anyEvent(...events: readonly vscode.Event<void>[]): vscode.Event<void> {
  return (listener, thisArgument, disposables) => {
    const together = vscode.Disposable.from(...events.map((event) => event(() => void listener.call(thisArgument))));
    disposables?.push(together);
    return together;
  };
}

/** Fires where one of the settings changes. */
export function settingEvent(...names: readonly SettingName[]): vscode.Event<void> {
  return (listener, thisArgument, disposables) => {
    const watching = onSettingChanged(names, () => void listener.call(thisArgument));
    disposables?.push(watching);
    return watching;
  };
}
