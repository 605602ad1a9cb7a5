import type { WireValue } from '../../src/core/trace/directory.ts';
import type { RevealTarget } from '../../src/protocol/messages.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import { isSelecting } from '../selection.ts';
import { visibleRuns } from '../visibleText.ts';

/** Beyond this a body helps no reader and slows the page. */
const bodyLimit = 400_000;
/** A group of thousands has as many values; the first ones show where they come from. */
const linkLimit = 1_000;
const nameLimit = 120;

type Reveal = (target: RevealTarget) => void;

const plain = (body: string): (Description | string)[] =>
  visibleRuns(body, 'block').map((run) =>
    run.mark === null ? run.text : element('span', { class: 'unseen', attributes: { title: run.mark } }, run.text),
  );

const shorten = (text: string): string => (text.length > nameLimit ? `${text.slice(0, nameLimit)}…` : text);

/** A value in the body that leads to the mapping that made it. Its name shows on hover and focus (`data-target`). */
const link = (reveal: Reveal, text: string, { target, mapping }: WireValue): Description => {
  const to: RevealTarget = { kind: 'mapping', pointer: mapping, range: null };
  return element(
    'span',
    {
      class: 'wire',
      attributes: {
        role: 'link',
        'data-roving': '',
        'data-target': shorten(target),
        'aria-label': `${shorten(text)}, from the mapping of ${shorten(target)}`,
      },
      on: {
        click: () => {
          if (!isSelecting()) reveal(to);
        },
        keydown: (event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          reveal(to);
        },
      },
    },
    plain(text),
  );
};

/** The body of a request with its values as links. Places that do not fit the body stay plain text. */
export function requestBody(reveal: Reveal, whole: string, values: readonly WireValue[]): Child {
  const body = whole.slice(0, bodyLimit);
  const parts: Child[] = [];
  let at = 0;
  for (const value of values.slice(0, linkLimit)) {
    const [start, end] = value.range;
    if (start < at || end <= start || end > body.length) continue;
    parts.push(plain(body.slice(at, start)), link(reveal, body.slice(start, end), value));
    at = end;
  }
  parts.push(plain(body.slice(at)));
  if (whole.length > bodyLimit) parts.push(`\n… ${whole.length.toLocaleString('en-US')} characters in all`);
  return parts;
}
