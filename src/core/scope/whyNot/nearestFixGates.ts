import { valuesOf } from '../../flow/compareValues.ts';
import { parseDistinguishedName } from '../../text/distinguishedName.ts';
import type { AttributeValue } from '../../value.ts';
import { quoted } from '../clauseWords.ts';
import { booleanOf, textOf } from '../gate.ts';
import type { ScopeResult } from '../gates.ts';
import { type IsRedacted, type ScopeChange, type ScopeState, subjectOf, userChange } from './scopeChange.ts';

/** Organizational units and groups that are offered. */
const mostPlaces = 2;

type Evaluate = (state: ScopeState) => ScopeResult | null;

/** For each gate that fails, other than the filters, the changes that may open it; a gate without one ends the search. */
export function gateChanges(
  state: ScopeState,
  result: ScopeResult,
  isRedacted: IsRedacted,
  evaluate: Evaluate,
): readonly (readonly ScopeChange[])[] {
  const failing = new Set(result.gates.filter(({ verdict }) => verdict === 'failed').map(({ gate }) => gate));
  const lists: (readonly ScopeChange[])[] = [];
  const subject = subjectOf(state);
  if (failing.has('active')) lists.push(activeChanges(state, isRedacted, evaluate));
  if (failing.has('assignment')) lists.push([assign(`assign the ${subject} to the application`), synchronizeAll()]);
  else if (failing.has('role')) lists.push([assign(`give the ${subject} a role of the application`), synchronizeAll()]);
  if (failing.has('container')) lists.push(isRedacted('distinguishedName') ? [] : containerChanges(state));
  if (failing.has('group')) lists.push(isRedacted('memberOf') ? [] : groupChanges(state));
  return lists;
}

/** What says that an account is not active, in the order in which the gate asks; only what keeps it closed is changed. */
function activeChanges(state: ScopeState, isRedacted: IsRedacted, evaluate: Evaluate): readonly ScopeChange[] {
  const values = new Map<string, AttributeValue>();
  const phrases: string[] = [];
  const flag = (name: string): boolean | null => booleanOf(textOf(state.attributes, name));
  const written = textOf(state.attributes, 'userAccountControl') ?? '';
  const control = /^\s*-?\d{1,10}\s*$/.test(written) ? Number(written) : 0;
  const steps: readonly (readonly [applies: boolean, name: string, value: AttributeValue, phrase: string])[] = [
    [flag('IsSoftDeleted') === true, 'IsSoftDeleted', 'False', 'restore the account, so that IsSoftDeleted is False'],
    [textOf(state.attributes, 'deletedDateTime') !== null, 'deletedDateTime', null, 'restore the account from the recycle bin'],
    [flag('accountEnabled') === false, 'accountEnabled', 'True', 'enable the account: set accountEnabled to "True"'],
    [
      (control & 2) !== 0,
      'userAccountControl',
      String(control & ~2),
      `enable the account: clear bit 2 of userAccountControl, which gives "${control & ~2}"`,
    ],
    [flag('accountDisabled') === true, 'accountDisabled', 'False', 'enable the account: set accountDisabled to "False"'],
  ];
  for (const [applies, name, value, phrase] of steps) {
    if (!applies || isRedacted(name)) continue;
    values.set(name, value);
    phrases.push(phrase);
    const change = userChange(
      phrases.join(', and '),
      [...values].map(([changed, to]) => ({ name: changed, value: to, exact: true })),
      null,
    );
    const after = evaluate(change.apply(state));
    if (after?.gates.every(({ gate, verdict }) => gate !== 'active' || verdict !== 'failed')) return [change];
  }
  return [];
}

function assign(phrase: string): ScopeChange {
  return {
    changes: 'job',
    phrase,
    consequence: null,
    pointer: null,
    attributes: [],
    cost: 1,
    apply: (state) => ({ ...state, attributes: new Map([...state.attributes, ['appRoleAssignments', ['User']]]) }),
  };
}

function synchronizeAll(): ScopeChange {
  return {
    changes: 'job',
    phrase: 'let the job synchronize all users and groups',
    consequence: 'That admits everybody who passes the other gates, assigned or not.',
    pointer: null,
    attributes: [],
    cost: 1,
    apply: (state) => ({ ...state, options: { ...state.options, assignment: 'all' } }),
  };
}

function containerChanges(state: ScopeState): readonly ScopeChange[] {
  const { rule } = state.configuration;
  const { attributes } = state;
  const subject = subjectOf(state);
  const dn = attributes.get('distinguishedName');
  const parts = typeof dn === 'string' ? splitName(dn) : null;
  if (!rule || !parts) return [];
  const moves = rule.containerFilter.slice(0, mostPlaces).map((container) => {
    const moved = { name: 'distinguishedName', value: `${parts.own},${container}`, exact: false };
    return userChange(`move the ${subject} below ${quoted(container)}`, [moved], null);
  });
  const add: ScopeChange = {
    changes: 'job',
    phrase: `add ${quoted(parts.parent)} to the organizational units of the rule`,
    consequence: 'That admits everybody below it who passes the other gates.',
    pointer: `${rule.pointer}/containerFilter`,
    attributes: [],
    cost: 1,
    apply: withPlace('containerFilter', parts.parent),
  };
  return [...moves, add];
}

function groupChanges(state: ScopeState): readonly ScopeChange[] {
  const { rule } = state.configuration;
  const { attributes } = state;
  const subject = subjectOf(state);
  if (!rule) return [];
  const present = valuesOf(attributes.get('memberOf') ?? null);
  const joins = rule.groupFilter.slice(0, mostPlaces).map((group) => {
    const joined = { name: 'memberOf', value: [...present, group], exact: true };
    return userChange(`make the ${subject} a direct member of ${quoted(group)}`, [joined], null);
  });
  const adds = present.slice(0, mostPlaces).map(
    (group): ScopeChange => ({
      changes: 'job',
      phrase: `add ${quoted(group)}, of which the ${subject} is a direct member, to the groups of the rule`,
      consequence: 'That admits all its direct members who pass the other gates.',
      pointer: `${rule.pointer}/groupFilter`,
      attributes: [],
      cost: 1,
      apply: withPlace('groupFilter', group),
    }),
  );
  return [...joins, ...adds];
}

/** An entry's own level and the rest of its distinguished name, as they are written; null where it has no parent. */
export function splitName(name: string): { readonly own: string; readonly parent: string } | null {
  const levels = parseDistinguishedName(name);
  if (!levels || levels.length < 2) return null;
  // The first separator that is neither escaped nor quoted.
  const own = /^(?:[^\\,;"]|\\.|"(?:[^"\\]|\\.)*")*/s.exec(name)?.[0] ?? '';
  return { own, parent: name.slice(own.length + 1).trimStart() };
}

/** Adds an organizational unit or a group to those of the rule. */
function withPlace(filter: 'containerFilter' | 'groupFilter', place: string): ScopeChange['apply'] {
  return (state) => {
    const { rule } = state.configuration;
    return { ...state, configuration: { ...state.configuration, rule: rule && { ...rule, [filter]: [...rule[filter], place] } } };
  };
}
