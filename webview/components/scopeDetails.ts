import type { ClauseResult, CollectionResult, GateResult, GroupResult, ScopeDetails } from '../../src/core/trace/trace.ts';
import type { Child, Description } from '../dom.ts';
import { element } from '../dom.ts';
import type { Page } from '../state.ts';
import { gateNames, ruleWords, verdictWords } from '../words.ts';
import { callout } from './callout.ts';
import { verdictIcon } from './icon.ts';
import { lookedAtView } from './lookedAt.ts';
import { revealButton } from './revealButton.ts';
import { sentenceView, valueView } from './value.ts';
import { whyNotView } from './whyNot.ts';

const gateRow = (page: Page, gate: GateResult): Description =>
  element(
    'li',
    { class: `gate verdict-${gate.verdict}`, key: gate.gate },
    verdictIcon(gate.verdict),
    element('span', { class: 'gate-name' }, gateNames[gate.gate]),
    element('span', { class: 'gate-verdict' }, verdictWords[gate.verdict]),
    element(
      'div',
      { class: 'gate-reason' },
      element('p', {}, sentenceView(gate.reason)),
      lookedAtView(page, gate.lookedAt, `gate:${gate.gate}`),
    ),
  );

const expectedView = (page: Page, clause: ClauseResult): Child => {
  const [only] = clause.expected;
  if (only === undefined) return null;
  return valueView(page, clause.expected.length === 1 ? only : clause.expected, `expected:${clause.pointer}`);
};

const clauseView = (page: Page, clause: ClauseResult): Description =>
  element(
    'li',
    { class: `clause verdict-${clause.verdict}`, key: clause.pointer, attributes: { 'data-roving-row': '' } },
    element('span', { class: 'clause-verdict' }, verdictIcon(clause.verdict), verdictWords[clause.verdict]),
    element(
      'div',
      { class: 'clause-body' },
      element(
        'div',
        { class: 'condition' },
        revealButton(
          page,
          { kind: 'scope', pointer: clause.pointer },
          [element('strong', {}, clause.attribute), ' ', element('span', { class: 'operator' }, clause.operator)],
          `the clause on ${clause.attribute}`,
        ),
        ' ',
        expectedView(page, clause),
      ),
      element(
        'div',
        { class: 'actual' },
        element('span', { class: 'label' }, 'Actual: '),
        valueView(page, clause.actual, `actual:${clause.pointer}`),
      ),
      element(
        'p',
        { class: 'clause-reason' },
        element('span', { class: 'tag', attributes: { title: ruleWords[clause.rule].meaning } }, ruleWords[clause.rule].label),
        ' ',
        sentenceView(clause.reason),
      ),
    ),
  );

const groupView = (page: Page, group: GroupResult): Description =>
  element(
    'section',
    { class: `card group verdict-${group.verdict}`, key: group.pointer },
    element(
      'h4',
      { class: 'card-title' },
      verdictIcon(group.verdict),
      revealButton(
        page,
        { kind: 'scope', pointer: group.pointer },
        group.name === '' ? 'Group without a name' : group.name,
        'the filter group',
      ),
      element('span', { class: 'aside' }, verdictWords[group.verdict]),
    ),
    element(
      'ul',
      { class: 'clauses' },
      group.clauses.map((clause, index) => [
        index > 0 && element('li', { class: 'and', key: `and:${clause.pointer}` }, 'AND'),
        clauseView(page, clause),
      ]),
    ),
    group.clauses.length === 0 && element('p', { class: 'nothing' }, 'No clauses.'),
  );

const collectionView = (page: Page, name: string, collection: CollectionResult): Child =>
  collection.groups.length > 0 &&
  element(
    'section',
    { class: 'collection', key: name },
    element(
      'h3',
      {},
      name,
      element(
        'span',
        { class: 'aside' },
        verdictWords[collection.verdict],
        collection.groups.length > 1 && ' · one group must pass',
      ),
    ),
    collection.groups.map((group, index) => [
      index > 0 && element('p', { class: 'or', key: `or:${group.pointer}` }, element('span', {}, 'OR')),
      groupView(page, group),
    ]),
  );

/** Why not and what would help first, then the gates, then each collection of filters as an OR of groups, and each group as an AND of clauses. */
export function scopeDetails(page: Page, details: ScopeDetails): Child {
  const { gates, collections, whyNot, onDemand } = details;
  const named: readonly (readonly [string, CollectionResult])[] =
    collections === undefined
      ? []
      : [
          ['Scoping filters', collections.groups],
          ['Input filters', collections.inputFilterGroups],
          ['Category filters', collections.categoryFilterGroups],
        ];
  const empty = named.filter(([, collection]) => collection.groups.length === 0).map(([name]) => name.toLowerCase());
  return [
    whyNot !== undefined && whyNot !== null && whyNotView(page, whyNot),
    onDemand !== undefined && onDemand !== null && callout(sentenceView(onDemand), null, 'note'),
    gates !== undefined &&
      gates.length > 0 &&
      element(
        'ul',
        { class: 'gates', key: 'gates', attributes: { 'aria-label': 'Gates' } },
        gates.map((gate) => gateRow(page, gate)),
      ),
    element(
      'div',
      { key: 'collections', attributes: { 'data-roving-group': '' } },
      named.map(([name, collection]) => collectionView(page, name, collection)),
    ),
    empty.length > 0 &&
      element(
        'p',
        { class: 'nothing', key: 'empty' },
        `No ${empty.join(', no ')}: without groups a collection lets everyone through.`,
      ),
  ];
}
