import type { MatchAttempt, MatchDetails, MatchedObject } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { attemptWords, count } from '../words.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';
import { longList } from './longList.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView, valueView } from './value.ts';

const icons: Readonly<Record<MatchAttempt['verdict'], IconName>> = {
  matched: 'success',
  notFound: 'empty',
  ambiguous: 'failure',
  noValue: 'warning',
  error: 'failure',
  notAsked: 'waiting',
};

/** Candidates side by side: one column each, one row for each attribute that any of them has. */
const candidateTable = (page: Page, attempt: MatchAttempt): Child => {
  if (attempt.candidates.length === 0) return null;
  const names = [...new Set(attempt.candidates.flatMap((candidate) => candidate.attributes.map(({ name }) => name)))].slice(
    0,
    200,
  );
  const valueIn = (candidate: MatchedObject, name: string): Child => {
    const attribute = candidate.attributes.find((one) => one.name === name);
    return valueView(page, attribute?.value ?? null, `candidate:${attempt.mapping}:${candidate.id}:${name}`);
  };
  return element(
    'div',
    { class: 'scroll', attributes: { tabindex: 0, role: 'region', 'aria-label': `What was found by ${attempt.target}` } },
    element(
      'table',
      { class: 'grid candidates' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { attributes: { scope: 'col' } }, 'Attribute'),
          attempt.candidates.map((candidate) =>
            element(
              'th',
              { key: candidate.id, attributes: { scope: 'col' } },
              candidate.displayName ?? 'no display name',
              element('code', { class: 'wrap block' }, candidate.id),
            ),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        names.map((name) =>
          element(
            'tr',
            { key: name, class: name === attempt.target ? 'deciding' : '' },
            element('th', { class: 'name', attributes: { scope: 'row' } }, name),
            attempt.candidates.map((candidate) => element('td', { key: candidate.id }, valueIn(candidate, name))),
          ),
        ),
      ),
    ),
  );
};

/** Who else in the source has the value. */
const holdersView = (page: Page, attempt: MatchAttempt): Child => {
  const { sourceHolders, sourceCount } = attempt;
  if (sourceHolders.length === 0) return null;
  // The count has the person too.
  const hidden = (sourceCount ?? 0) - 1 - sourceHolders.length;
  const { shown, more } = longList(page, `holders:${attempt.mapping}`, sourceHolders, 10, 'person');
  return [
    element('dt', {}, 'Also held by'),
    element(
      'dd',
      {},
      element(
        'ul',
        { class: 'people' },
        shown.map((holder) =>
          element(
            'li',
            { key: holder.id },
            element('strong', {}, sentenceView(holder.displayName ?? 'no display name', 200)),
            ' ',
            element('code', { class: 'wrap' }, sentenceView(holder.id, 400)),
          ),
        ),
      ),
      more,
      hidden > 0 && element('p', { class: 'faint' }, `and ${hidden.toLocaleString('en-US')} more`),
    ),
  ];
};

const notesView = (attempt: MatchAttempt): Child =>
  attempt.notes.length > 0 &&
  element(
    'ul',
    { class: 'notes' },
    attempt.notes
      .slice(0, 50)
      .map((note) => element('li', {}, icon('info', 'informative'), element('span', {}, sentenceView(note)))),
  );

const facts = (page: Page, attempt: MatchAttempt): Description =>
  element(
    'dl',
    { class: 'facts' },
    element('dt', {}, 'Value'),
    element('dd', {}, valueView(page, attempt.value, `attempt:${attempt.mapping}`)),
    attempt.asked !== null && [element('dt', {}, 'Asked'), element('dd', {}, element('code', { class: 'wrap' }, attempt.asked))],
    attempt.asked !== null && [
      element('dt', {}, 'Found'),
      element('dd', {}, attempt.found === 0 ? 'nothing' : count(attempt.found, 'object')),
    ],
    attempt.sourceCount !== null && [
      element('dt', {}, 'In the source'),
      element('dd', {}, `${count(attempt.sourceCount, 'object')} ${attempt.sourceCount === 1 ? 'has' : 'have'} this value`),
    ],
    holdersView(page, attempt),
  );

const attemptView = (page: Page, attempt: MatchAttempt): Description =>
  element(
    'li',
    { class: `card attempt attempt-${attempt.verdict}`, key: attempt.mapping },
    element(
      'h3',
      { class: 'card-title' },
      icon(icons[attempt.verdict]),
      revealButton(
        page,
        { kind: 'mapping', pointer: attempt.mapping, range: null },
        attempt.target,
        `the mapping of ${attempt.target}`,
      ),
      element('span', { class: 'aside' }, `${attemptWords[attempt.verdict]} · priority ${attempt.matchingPriority}`),
    ),
    element('p', { class: 'reason' }, sentenceView(attempt.reason)),
    facts(page, attempt),
    notesView(attempt),
    candidateTable(page, attempt),
  );

/** The matching attributes in order: what was asked, what came back, and whom it decided on. */
export function matchDetails(page: Page, details: MatchDetails): Child {
  const { attempts } = details;
  return [
    attempts !== undefined &&
      attempts.length > 0 &&
      element(
        'ol',
        { class: 'attempts', key: 'attempts' },
        attempts.map((attempt) => attemptView(page, attempt)),
      ),
    attempts !== undefined &&
      attempts.length === 0 &&
      element('p', { class: 'nothing' }, 'The configuration has no matching attribute.'),
  ];
}
