import type { ObjectMappingChoice } from '../../language/objectMappingLenses.ts';
import type { ChosenUser } from '../run/chosenUser.ts';

/** What a command was called with: by a lens, a menu, the view, a key binding or another extension. */
export interface RunArguments {
  /** Absolute path of a configuration or connection file; null means the active editor's. */
  readonly file: string | null;
  readonly choice: ObjectMappingChoice | null;
  readonly user: ChosenUser | null;
  /** Run for the last user of the connection without asking, where there is one. */
  readonly useLastUser: boolean;
}

const none: RunArguments = { file: null, choice: null, user: null, useLastUser: false };

/**
 * Reads the first argument of a command: nothing, a `Uri` (menus), or `{ file, rule, objectMapping, user, useLastUser }`. Whatever has
 * another form counts as absent, since menus pass arguments of their own.
 */
export function readRunArguments(argument: unknown): RunArguments {
  if (typeof argument !== 'object' || argument === null) return none;
  const given = new Map<string, unknown>(Object.entries(argument));
  // A Uri keeps its parts behind accessors, which Object.entries does not list.
  const uri = argument as { readonly scheme?: unknown; readonly fsPath?: unknown };
  if (typeof uri.fsPath === 'string') return uri.scheme === 'file' ? { ...none, file: uri.fsPath } : none;
  const rule = text(given.get('rule'));
  const objectMapping = text(given.get('objectMapping'));
  const user = text(given.get('user'));
  return {
    file: text(given.get('file')),
    choice: rule !== null && objectMapping !== null ? { rule, objectMapping } : null,
    user: user === null ? null : { id: user, displayName: user },
    useLastUser: given.get('useLastUser') === true,
  };
}

/** The source attributes of `{ changed: […] }`, for other extensions and tests; null where the argument has another form. */
export function readChanged(argument: unknown): readonly string[] | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const { changed } = argument as { readonly changed?: unknown };
  if (!Array.isArray(changed) || changed.length === 0) return null;
  const names = changed.flatMap((name: unknown) => text(name) ?? []);
  return names.length === changed.length ? [...new Set(names)] : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
