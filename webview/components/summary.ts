import type { Action, Mode } from '../../src/core/trace/trace.ts';
import type { ViewState } from '../../src/protocol/messages.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { lensOf } from '../state.ts';
import type { Headline } from '../verdict.ts';
import { headline, provisionPhase } from '../verdict.ts';
import { visibleRuns } from '../visibleText.ts';
import { modeWords, nameList, stepNames, writeWords } from '../words.ts';
import { callout, errorCallout } from './callout.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';

const actionIcons: Readonly<Record<Action, IconName>> = {
  create: 'plus',
  update: 'pencil',
  disable: 'skipped',
  delete: 'bin',
  skip: 'skipped',
  none: 'equal',
};

/** Up to two first letters; a person without any gets a dot. */
export function initials(name: string): string {
  const letters = name
    .slice(0, 200)
    .split(/[\s,.]+/u)
    .flatMap((word) => word.match(/\p{L}/u) ?? []);
  return letters.slice(0, 2).join('').toUpperCase() || '•';
}

/** A name or sentence from a file, cut to what a heading can bear, with what cannot be seen marked. */
const spoken = (text: string, limit = 400): Child =>
  visibleRuns(text.length > limit ? `${text.slice(0, limit)}…` : text, 'block').map((run) =>
    run.mark === null ? run.text : element('span', { class: 'unseen', attributes: { title: run.mark } }, run.text),
  );

/** What kind of result this is: whatever was not written looks like a preview. */
const modeBadge = ({ mode, running, trace }: ViewState): Description => {
  const badge = (kind: Mode, words: { readonly label: string; readonly meaning: string }): Description =>
    element('span', { class: `badge mode-${kind}`, attributes: { title: words.meaning } }, words.label);
  if (mode !== 'provision') return badge(mode, modeWords[mode]);
  if (running) return badge('provision', writeWords.looking);
  const state = trace?.steps[4].details.write?.state ?? 'nothing';
  return badge(state === 'nothing' || state === 'notSent' ? 'preview' : 'provision', writeWords[state]);
};

const badges = (page: Page, code: string | null): Description => {
  const { unsaved, outdated } = page.state;
  return element(
    'p',
    { class: 'badges' },
    modeBadge(page.state),
    lensOf(page.state) !== null &&
      element(
        'span',
        {
          class: 'badge badge-lens',
          attributes: { title: 'Not a full import: only some source attributes are taken as changed.' },
        },
        'Incremental',
      ),
    unsaved &&
      element(
        'span',
        { class: 'badge badge-unsaved', attributes: { title: 'The configuration has edits that are not saved; they are used.' } },
        'unsaved text',
      ),
    outdated &&
      element(
        'span',
        {
          class: 'badge badge-outdated',
          attributes: { title: 'The text has changed since this run. Preview again to see what it gives now.' },
        },
        'text is newer',
      ),
    code !== null && element('code', { class: 'badge badge-code' }, code),
  );
};

const button = (
  key: string,
  label: string,
  appearance: 'primary' | 'secondary',
  click: () => void,
  disabled = false,
): Description => element('vscode-button', { key, attributes: { appearance, disabled }, on: { click } }, label);

const buttons = (page: Page): Description => {
  const { user, running, incremental, provision, trace } = page.state;
  return element(
    'div',
    { class: 'actions' },
    user !== null &&
      (running
        ? provisionPhase(page.state) !== 'writing' && button('cancel', 'Cancel', 'secondary', page.cancel)
        : button('again', 'Preview again', 'primary', page.runAgain)),
    button('choose', 'Choose user…', user === null ? 'primary' : 'secondary', page.chooseUser),
    incremental !== null && [
      button('full', 'Back to the full import', 'secondary', page.fullImport),
      button('lens', 'Other attributes…', 'secondary', page.chooseLens),
    ],
    trace !== null && !running && button('provision', 'Provision…', 'secondary', page.provision, !provision.allowed),
    trace !== null &&
      !running &&
      !provision.allowed &&
      provision.reason !== null &&
      element('p', { class: 'faint provision-reason' }, 'Provision… is off. ', spoken(provision.reason, 1_000)),
  );
};

/** What the run takes as changed, where it is not a full import. */
const lensLine = (page: Page): Child => {
  const changed = lensOf(page.state);
  if (changed === null) return null;
  return element(
    'p',
    { class: 'verdict-reason' },
    element('strong', {}, 'Incremental: '),
    changed.length === 0 ? 'nothing changed.' : ['only ', spoken(nameList(changed)), ' changed.'],
  );
};

/** What a cycle would do instead: the verdict above it is that of provisioning on demand. */
const cycleLine = (page: Page): Child => {
  const cycle = page.state.running ? null : page.state.trace?.steps[4].details.cycle;
  if (cycle === undefined || cycle === null) return null;
  return element(
    'p',
    { class: 'verdict-reason cycle-line' },
    icon('warning'),
    element('span', {}, spoken(cycle.sentence, 1_000)),
  );
};

const connectionLine = (page: Page): Description => {
  const { connectionName, sourceLabel, targetLabel, configurationLabel } = page.state;
  return element(
    'p',
    { class: 'connection' },
    element('span', { class: 'connection-name' }, spoken(connectionName)),
    (sourceLabel !== '' || targetLabel !== '') &&
      element(
        'span',
        { class: 'connection-sides' },
        spoken(sourceLabel),
        ' ',
        icon('arrow'),
        element('span', { class: 'visually-hidden' }, ' to '),
        spoken(targetLabel),
      ),
    configurationLabel !== '' && element('span', { class: 'connection-file' }, spoken(configurationLabel)),
  );
};

const person = (page: Page): Child => {
  const { user, trace } = page.state;
  if (user === null) return null;
  const id = trace?.subject.id ?? user.id;
  return element(
    'p',
    { class: 'person' },
    element('strong', {}, spoken(user.displayName)),
    id !== user.displayName && element('span', { class: 'person-id' }, spoken(id)),
  );
};

const mark = (page: Page, line: Headline): Child => {
  const { user, trace, running } = page.state;
  if (user === null) return null;
  return element(
    'div',
    { class: 'avatar', attributes: { 'aria-hidden': 'true' } },
    initials(user.displayName),
    trace !== null &&
      !running &&
      element(
        'span',
        { class: `avatar-mark tone-${line.tone}` },
        icon(line.tone === 'negative' ? 'failure' : actionIcons[trace.action], line.tone),
      ),
  );
};

const progress = (page: Page): Child => {
  const kinds = Object.values(stepNames);
  const next = kinds[page.state.steps.length];
  if (!page.state.running) return null;
  const phase = provisionPhase(page.state);
  if (phase === 'asking') return 'The exact requests stand under “Perform action”. Nothing is written before you agree.';
  if (phase === 'writing') return 'What was sent is awaited and read back.';
  return next === undefined ? 'Putting the result together.' : `Step ${page.state.steps.length + 1} of 5: ${next}.`;
};

/** The verdict first, then the person, the connection and what can be done. */
export function summary(page: Page): Child {
  const line = headline(page.state);
  if (line === null) return null;
  const { problem } = page.state;
  return element(
    'header',
    { key: 'summary', class: `summary tone-${line.tone}` },
    element(
      'div',
      { class: 'summary-main' },
      mark(page, line),
      element(
        'div',
        { class: 'summary-text' },
        badges(page, line.code),
        element('h1', { class: 'verdict' }, spoken(line.sentence)),
        line.reason !== null && element('p', { class: 'verdict-reason' }, spoken(line.reason, 1_000)),
        page.state.running && element('p', { class: 'verdict-reason' }, progress(page)),
        cycleLine(page),
        lensLine(page),
        person(page),
        connectionLine(page),
      ),
    ),
    line.error !== null && errorCallout(line.error, line.tone === 'negative' ? 'failure' : 'warning'),
    problem !== null && callout(spoken(problem.message, 4_000), problem.advice, 'failure'),
    buttons(page),
  );
}
