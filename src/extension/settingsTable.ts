import type { ProblemCode } from '../core/problemCodes.ts';
import type { DocumentKind } from '../language/documentKind.ts';

/** When the open view runs again after an edit. */
export type RunMode = 'asTyped' | 'onSave' | 'byHand';

/** How a problem is shown; `off` hides it. */
export type ProblemLevel = 'error' | 'warning' | 'information' | 'off';

/** What each setting gives once it is read. */
export interface SettingValues {
  readonly run: RunMode;
  /** Only what was changed; every other problem has the severity that the check gave it. */
  readonly 'problems.severity': Readonly<Partial<Record<ProblemCode, ProblemLevel>>>;
  readonly 'codeLens.enabled': boolean;
  readonly 'inlayHints.enabled': boolean;
  /** Glob patterns of file names and what the files are, where their content does not say it. */
  readonly files: Readonly<Record<string, NamedKind>>;
}

export type SettingName = keyof SettingValues;

/** Connection files are found by their ending, which is not a matter of choice. */
export type NamedKind = Exclude<DocumentKind, 'connection'>;

/** One setting as the settings editor shows it. */
export type SettingRow =
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | {
      readonly type: 'choice';
      readonly default: string;
      readonly description: string;
      /** Each value with its meaning. */
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'choices';
      readonly default: Readonly<Record<string, string>>;
      readonly description: string;
      readonly values: Readonly<Record<string, string>>;
      /** What the names of the properties are. */
      readonly keys: 'problemCodes' | 'patterns';
    };

export const settingSection = 'provisionOnDemand';

/** Every setting of the extension. `npm run docs` writes them into the manifest, and a test holds it equal to this table. */
export const settingsTable = {
  run: {
    type: 'choice',
    default: 'asTyped',
    description:
      'When the open view runs again after its configuration, its connection or one of its directory files has changed.',
    values: {
      asTyped: 'A moment after the last keystroke, with the text as it stands.',
      onSave: 'When a file is saved.',
      byHand: 'Only on command. The view says that the text is newer than the result.',
    },
  },
  'problems.severity': {
    type: 'choices',
    default: {},
    description: 'How problems are shown, by their code. A code that is not named here keeps its usual severity.',
    values: {
      error: 'Shown as an error.',
      warning: 'Shown as a warning.',
      information: 'Shown as information.',
      off: 'Not shown in the editor.',
    },
    keys: 'problemCodes',
  },
  'codeLens.enabled': {
    type: 'boolean',
    default: true,
    description: 'Show commands and counts above object mappings, and results above scoping groups.',
  },
  'inlayHints.enabled': {
    type: 'boolean',
    default: true,
    description: 'Show behind each mapping what it gave for the user of the last run.',
  },
  files: {
    type: 'choices',
    default: { '*.syncschema.json': 'schema', '*.mapping.json': 'mapping', '*.scope.json': 'scope' },
    description:
      'Glob patterns of JSON files that hold provisioning configuration, and what they are. Any JSON file is told by its content; the name counts where the content does not say it, for instance while the text is broken. Connection files always end in .provision.json.',
    values: {
      schema: 'A synchronization schema.',
      mapping: 'The attribute mappings of one object mapping.',
      scope: 'A scoping filter.',
    },
    keys: 'patterns',
  },
} as const satisfies Readonly<Record<SettingName, SettingRow>>;

/**
 * Reads a setting. What has another type than the table says is left out, since settings are written by hand: a setting of the wrong type
 * gives its default, a wrong entry of several gives none.
 * @param stored what `WorkspaceConfiguration.get` gives for the name.
 */
export function readSetting<Name extends SettingName>(name: Name, stored: unknown): SettingValues[Name] {
  // The rows have the values of `SettingValues` and no others, which a type cannot say of a name that is not known yet.
  return checkedValue(settingsTable[name], stored) as SettingValues[Name];
}

function checkedValue(row: SettingRow, stored: unknown): boolean | string | Readonly<Record<string, string>> {
  switch (row.type) {
    case 'boolean':
      return typeof stored === 'boolean' ? stored : row.default;
    case 'choice':
      return typeof stored === 'string' && Object.hasOwn(row.values, stored) ? stored : row.default;
    case 'choices': {
      if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return row.default;
      const known = Object.entries(stored).filter(([, value]) => typeof value === 'string' && Object.hasOwn(row.values, value));
      return Object.fromEntries(known);
    }
  }
}
