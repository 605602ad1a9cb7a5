import type { ScopeFix, WhyNot } from '../../src/core/trace/trace.ts';
import type { Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { fixWords } from '../words.ts';
import { callout } from './callout.ts';
import { longList } from './longList.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView } from './value.ts';

/** The sentence names the values; where many would do, what was tried is one of them and not advice. */
const fixView = (page: Page, fix: ScopeFix): Description => {
  const { label, meaning } = fixWords[fix.changes];
  return element(
    'li',
    { class: 'fix' },
    element('span', { class: 'tag', attributes: { title: meaning } }, label),
    element(
      'div',
      { class: 'fix-body' },
      element('span', { class: 'fix-sentence' }, sentenceView(fix.sentence)),
      ' ',
      fix.pointer !== null &&
        revealButton(page, { kind: 'scope', pointer: fix.pointer }, 'Show in the file', 'what this changes or passes'),
    ),
  );
};

/** Why the person is out of scope, then what would let them in, the smallest change first. */
export function whyNotView(page: Page, { sentence, fixes }: WhyNot): Description {
  const { shown, more } = longList(page, 'fixes', fixes, 6, 'change');
  return callout(
    sentenceView(sentence),
    null,
    'warning',
    fixes.length > 0 && [
      element(
        'p',
        { class: 'fixes-lead' },
        fixes.length === 1 ? 'This would let the person in. ' : 'Any one of these would let the person in, the smallest first. ',
        element('span', { class: 'faint' }, 'Nothing is changed by itself.'),
      ),
      element(
        'ol',
        { class: 'fixes', attributes: { 'data-roving-group': '', 'aria-label': 'What would let the person in' } },
        shown.map((fix) => fixView(page, fix)),
      ),
      more,
    ],
  );
}
