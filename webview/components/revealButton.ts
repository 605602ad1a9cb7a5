import type { RevealTarget } from '../../src/protocol/messages.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { icon } from './icon.ts';

/** Where a pointer leads: to an attribute mapping, or to a group or clause of a scoping filter. */
export function targetOf(pointer: string): RevealTarget {
  return /\/attributeMappings\/\d+$/.test(pointer) ? { kind: 'mapping', pointer, range: null } : { kind: 'scope', pointer };
}

/** A link into the configuration's text. `description` is what screen readers say it leads to. */
export function revealButton(page: Page, target: RevealTarget, label: Child, description: string): Description {
  return element(
    'button',
    {
      class: 'link reveal',
      attributes: { type: 'button', title: `Show ${description} in the file`, 'data-roving': '' },
      on: {
        click: (event) => {
          event.stopPropagation();
          page.reveal(target);
        },
      },
    },
    label,
    icon('reveal'),
  );
}
