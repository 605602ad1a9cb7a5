import type { MappingEvaluation, ValueTree } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { icon } from './icon.ts';
import { outcomeView, visibleText } from './value.ts';

const kindWords: Readonly<Record<ValueTree['kind'], string>> = {
  call: 'function',
  attribute: 'attribute',
  constant: 'constant',
  keyword: 'keyword',
  comparison: 'comparison',
  concatenation: 'concatenation',
  blank: 'left out',
};

/** An expression nests a few levels; a tree deeper or wider than this is cut, and says so. */
const termLimit = 400;

/** Reasons are sentences of ours around short values; only what a directory said can be longer. */
const reasonLimit = 400;

const shortReason = (text: string): string => (text.length > reasonLimit ? `${text.slice(0, reasonLimit)}…` : text);

const shortText = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** The values of all sub-terms of a mapping's expression; a click on a term selects it in the file. */
export function evaluationTree(page: Page, evaluation: MappingEvaluation, rowKey: string): Child {
  if (evaluation.tree === null) return null;
  let terms = 0;
  const termView = (term: ValueTree, path: string, level: number): Description => {
    terms += 1;
    return element(
      'li',
      { key: path, attributes: { role: 'none' } },
      element(
        'div',
        {
          class: `term outcome-${term.outcome}`,
          attributes: {
            role: 'treeitem',
            'aria-level': level,
            'data-roving': '',
            title: `Select this ${kindWords[term.kind]} in the file`,
            ...(term.children.length > 0 ? { 'aria-expanded': true } : {}),
          },
          on: {
            click: (event) => {
              event.stopPropagation();
              page.reveal({ kind: 'mapping', pointer: evaluation.mapping, range: term.range });
            },
            keydown: (event) => {
              if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
              event.preventDefault();
              page.reveal({ kind: 'mapping', pointer: evaluation.mapping, range: term.range });
            },
          },
        },
        element('code', { class: `term-text kind-${term.kind}` }, term.kind === 'blank' ? 'left out' : shortText(term.text)),
        term.kind !== 'blank' && [
          element('span', { class: 'gives', attributes: { 'aria-hidden': 'true' } }, icon('arrow')),
          element('span', { class: 'visually-hidden' }, ' gives '),
          element('span', { class: 'term-value' }, outcomeView(page, term.outcome, term.value, `term:${rowKey}:${path}`)),
        ],
        term.reason !== null && element('span', { class: 'term-reason' }, visibleText(shortReason(term.reason))),
      ),
      term.children.length > 0 &&
        element(
          'ul',
          { attributes: { role: 'group' } },
          terms < termLimit
            ? term.children.map((child, index) => termView(child, `${path}.${index}`, level + 1))
            : element('li', { attributes: { role: 'none' } }, 'More terms are not shown.'),
        ),
    );
  };
  return element(
    'ul',
    {
      class: 'tree',
      attributes: { role: 'tree', 'aria-label': `Values of the expression of ${evaluation.target}`, 'data-roving-group': '' },
    },
    termView(evaluation.tree, '0', 1),
  );
}
