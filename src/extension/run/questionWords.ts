import type { WriteQuestion } from '../../core/trace/provision.ts';

/** Longer names are cut: the question must fit on the screen with its buttons. */
const longestName = 200;

/** What somebody is asked before anything is written: the action, the person, the target and the number of attributes. */
export function questionWords(question: WriteQuestion): { readonly message: string; readonly detail: string } {
  const { action, attributes, trace } = question;
  const person = plain(question.person);
  const target = plain(question.target);
  const many = `${attributes.toLocaleString('en-US')} ${attributes === 1 ? 'attribute' : 'attributes'}`;
  const verb = { create: 'Create', update: 'Update', disable: 'Disable', delete: 'Delete' }[action];
  const consequence = {
    create: `${many} ${attributes === 1 ? 'is' : 'are'} set.`,
    update: `${many} ${attributes === 1 ? 'changes' : 'change'}.`,
    disable: `${many} ${attributes === 1 ? 'changes' : 'change'}.`,
    delete: 'the object is removed.',
  }[action];
  const warning = trace.status === 'warning' ? 'The preview has warnings.\n' : '';
  const detail = `${warning}The trace view shows the exact requests. Afterwards the target is read back, and the audit log gets a line.`;
  return { message: `${verb} ${person} in ${target}: ${consequence}`, detail };
}

/** A name from a directory as one line in which nothing hides or turns the direction: it must not reword the question. */
function plain(text: string): string {
  const line = text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > longestName ? `${characters.slice(0, longestName).join('')}…` : line;
}
