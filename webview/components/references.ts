import type { FollowedAttribute, FollowedReference } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { count, outcomeWords } from '../words.ts';
import type { IconName } from './icon.ts';
import { icon } from './icon.ts';
import { longList } from './longList.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView } from './value.ts';

const icons: Readonly<Record<FollowedReference['outcome'], IconName>> = {
  written: 'success',
  notFound: 'skipped',
  ambiguous: 'warning',
  outOfScope: 'skipped',
  notInTarget: 'skipped',
  notSupported: 'skipped',
  unknown: 'unknown',
};

/** Rows of thousands: the same description again costs the renderer nothing. */
const drawn = new WeakMap<FollowedReference, Description>();

const referenceView = (reference: FollowedReference): Description => {
  const known = drawn.get(reference);
  if (known !== undefined) return known;
  const description = describe(reference);
  drawn.set(reference, description);
  return description;
};

const describe = (reference: FollowedReference): Description => {
  const isWritten = reference.outcome === 'written';
  return element(
    'li',
    { class: `reference${isWritten ? '' : ' is-left-out'}` },
    icon(icons[reference.outcome]),
    element('span', { class: 'reference-outcome' }, outcomeWords[reference.outcome]),
    element(
      'div',
      { class: 'reference-body' },
      reference.displayName !== null && [element('strong', {}, sentenceView(reference.displayName, 200)), ' '],
      element('code', { class: 'wrap' }, sentenceView(reference.reference, 400)),
      reference.targetId !== null && [
        element('span', { class: 'gives', attributes: { 'aria-hidden': 'true' } }, icon('arrow')),
        element('span', { class: 'visually-hidden' }, ' is in the target '),
        element('code', { class: 'wrap' }, sentenceView(reference.targetId, 400)),
      ],
      // For what is written the two ids say it.
      (!isWritten || reference.targetId === null) && element('p', { class: 'reference-reason' }, sentenceView(reference.reason)),
    ),
  );
};

const attributeView = (page: Page, { target, mapping, references }: FollowedAttribute, index: number): Description => {
  const leftOut = references.filter(({ outcome }) => outcome !== 'written');
  const written = references.filter(({ outcome }) => outcome === 'written');
  const { shown, more } = longList(page, `references:${index}:${mapping}`, [...leftOut, ...written], 100, 'reference');
  const writtenWords = `${written.length.toLocaleString('en-US')} written`;
  return element(
    'section',
    { class: 'card', key: `${index}:${mapping}` },
    element(
      'h4',
      { class: 'card-title' },
      revealButton(page, { kind: 'mapping', pointer: mapping, range: null }, target, `the mapping of ${target}`),
      element(
        'span',
        { class: 'aside' },
        leftOut.length === 0 ? writtenWords : `${writtenWords}, ${leftOut.length.toLocaleString('en-US')} left out`,
      ),
    ),
    references.length === 0 && element('p', { class: 'faint' }, 'Refers to nothing.'),
    element(
      'ul',
      { class: 'references', attributes: { 'aria-label': `${count(references.length, 'reference')} of ${target}` } },
      shown.map(referenceView),
    ),
    more,
  );
};

/** What the reference attributes lead to; what is left out of the write comes first. */
export function referencesView(page: Page, attributes: readonly FollowedAttribute[]): Child {
  if (attributes.length === 0) return null;
  return element(
    'section',
    { class: 'followed', key: 'references', attributes: { 'data-roving-group': '' } },
    element('h3', {}, 'References'),
    element('p', { class: 'faint' }, 'Each is looked up in the target in a second pass; what is not found there is left out.'),
    element(
      'div',
      { class: 'stack' },
      attributes.map((attribute, index) => attributeView(page, attribute, index)),
    ),
  );
}
