import * as vscode from 'vscode';
import { readSetting, type SettingName, type SettingValues, settingSection } from './settingsTable.ts';

/** What a setting is now, for a file where folders may differ. */
export function setting<Name extends SettingName>(name: Name, file?: vscode.Uri): SettingValues[Name] {
  return readSetting(name, vscode.workspace.getConfiguration(settingSection, file ?? null).get(name));
}

/** Calls back whenever one of the settings changes. */
export function onSettingChanged(names: readonly SettingName[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${settingSection}.${name}`))) changed();
  });
}
