import * as vscode from 'vscode';
import { kindOfObjectName } from '../core/schema/objectKind.ts';
import type { PersonSummary, SourceDirectory } from '../core/trace/directory.ts';
import type { ChosenUser } from './run/chosenUser.ts';
import { realTimers } from './run/timers.ts';
import { SearchAsTyped, type SearchState } from './searchAsTyped.ts';
import { type UserItem, userItems } from './userItems.ts';

const searchLimit = 50;
/** The connection's people are looked up one by one; more are reached by typing. */
const maximumPeople = 25;

/** What the picker is opened for. */
export interface UserQuestion {
  readonly connectionName: string;
  readonly sourceLabel: string;
  readonly source: SourceDirectory;
  /** The source object name of the mapping: whether people or groups are listed. */
  readonly objectName: string;
  /** Identifiers of people worth testing. */
  readonly people: readonly string[];
  readonly last: ChosenUser | null;
}

interface PickItem extends vscode.QuickPickItem {
  readonly user: ChosenUser | null;
}

/** Asks for a user, searching the source as one types. Null where nobody was chosen. */
export async function pickUser(question: UserQuestion): Promise<ChosenUser | null> {
  const pick = vscode.window.createQuickPick<PickItem>();
  // The source has searched already, so its order and its hits stand. `sortByLabel` is not in the stable typings (microsoft/vscode#73904);
  // where it is not known the list is only sorted otherwise.
  Object.assign(pick, { sortByLabel: false });
  const isGroup = kindOfObjectName(question.objectName) === 'group';
  pick.title = `Choose ${isGroup ? 'group' : 'user'} · ${question.connectionName}`;
  pick.placeholder = isGroup
    ? `Name, mail, account name or distinguished name of a group in ${question.sourceLabel}`
    : `Name, user principal name, mail, account name or distinguished name in ${question.sourceLabel}`;
  pick.ignoreFocusOut = false;

  let people: readonly PersonSummary[] = [];
  let state: SearchState<PersonSummary> = { query: '', busy: true, found: null };
  const show = (): void => {
    const { query, found } = state;
    pick.busy = state.busy;
    pick.items = userItems({ query, found, people, last: question.last, limit: searchLimit }).map(quickPickItem);
  };
  const search = new SearchAsTyped<PersonSummary>(
    (query) => question.source.search(query.trim(), searchLimit, question.objectName),
    (next) => {
      // The hits of the text before stay until the new ones are there, so that the list does not blink.
      state = next.busy ? { ...next, found: state.found?.ok ? state.found : null } : next;
      show();
    },
    realTimers,
  );

  const chosen = new Promise<ChosenUser | null>((resolve) => {
    pick.onDidChangeValue((value) => search.type(value));
    pick.onDidAccept(() => {
      const user = pick.selectedItems[0]?.user;
      if (!user) return;
      resolve(user);
      pick.hide();
    });
    pick.onDidHide(() => resolve(null));
  });
  pick.show();
  search.type('', 0);
  void lookUpPeople(question).then((found) => {
    people = found;
    show();
  });
  try {
    return await chosen;
  } finally {
    search.stop();
    pick.dispose();
  }
}

/** The connection's people as the source knows them; one that it does not know is listed by its identifier. */
async function lookUpPeople(question: UserQuestion): Promise<readonly PersonSummary[]> {
  return Promise.all(
    question.people.slice(0, maximumPeople).map(async (id) => {
      const unknown: PersonSummary = { id, displayName: '', principalName: null, detail: null };
      const answer = await question.source.search(id, 2, question.objectName).catch(() => null);
      if (!answer?.ok) return unknown;
      const exact = answer.value.find((person) =>
        [person.id, person.principalName].some((text) => text?.toLowerCase() === id.toLowerCase()),
      );
      return exact ?? (answer.value.length === 1 ? (answer.value[0] ?? unknown) : unknown);
    }),
  );
}

function quickPickItem(item: UserItem): PickItem {
  if (item.kind === 'separator') return { label: item.label, kind: vscode.QuickPickItemKind.Separator, user: null };
  const { label, description, detail, user } = item;
  return { label, description, detail, user, alwaysShow: true };
}
