import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultSemantics, type SemanticsName, semanticsNames, semanticsTable } from '../../../src/core/semantics.ts';
import type { Trace } from '../../../src/core/trace/trace.ts';
import {
  ada,
  adaAccount,
  application,
  applicationWith,
  bo,
  boAccount,
  cloudSync,
  filter,
  runSituation,
  type Situation,
} from './situation.ts';

/** A point on which the reading shows: what the default gives, and what the other reading gives. */
interface Row {
  readonly name: SemanticsName;
  readonly value: string;
  readonly world: Pick<Situation, 'schema' | 'people' | 'accounts'> & Partial<Situation>;
  /** Reads what matters from a trace. */
  readonly look: (trace: Trace) => unknown;
  readonly usual: unknown;
  readonly other: unknown;
}

const action = (trace: Trace): string => [trace.action, trace.code ?? ''].join(' ').trim();
const change =
  (target: string) =>
  (trace: Trace): readonly unknown[] => {
    const found = trace.changes.find((one) => one.target === target);
    return [found?.state, found?.new];
  };
const scoped = (
  clause: readonly [string, string, ...string[]],
  person: object,
  collection?: 'inputFilterGroups',
): Row['world'] => ({
  schema: applicationWith({ scope: filter({ g: [clause] }, collection) }),
  people: [{ ...ada, ...person }],
  accounts: [],
});
const title = { target: 'title', expression: '[jobTitle]' } as const;
const ou = { ...cloudSync, containerFilter: ['OU=Cloud,DC=corp,DC=example'] };
const emptyTitle = applicationWith({ mappings: [{ target: 'title', expression: '""' }] });
const titled = [{ ...adaAccount, title: 'Miss' }];
const switched = applicationWith({
  source: 'Microsoft Entra ID',
  mappings: [title, { target: 'region', expression: 'Switch([country], , "NO", "North")' }],
  attributes: [{ name: 'region', flowNullValues: true }],
});

const rows: readonly Row[] = [
  {
    name: 'nullInGroups',
    value: 'passNegative',
    world: scoped(['city', 'NOT EQUALS', 'Oslo'], {}),
    look: action,
    usual: 'skip NotEffectivelyEntitled',
    other: 'create',
  },
  {
    name: 'nullInInputFilters',
    value: 'fail',
    world: scoped(['city', 'NOT EQUALS', 'Oslo'], {}, 'inputFilterGroups'),
    look: action,
    usual: 'create',
    other: 'skip NotEffectivelyEntitled',
  },
  {
    name: 'multivaluedComparison',
    value: 'any',
    world: scoped(['otherMails', 'INCLUDES', '@a'], { otherMails: ['x@a', 'x@b'] }),
    look: action,
    usual: 'skip NotEffectivelyEntitled',
    other: 'create',
  },
  {
    name: 'severalFilterValues',
    value: 'all',
    world: scoped(['displayName', 'INCLUDES', 'Ada', 'Grace'], {}),
    look: action,
    usual: 'create',
    other: 'skip NotEffectivelyEntitled',
  },
  {
    name: 'filterRegex',
    value: 'whole',
    world: scoped(['employeeId', 'REGEX MATCH', '[1-9][0-9]'], { employeeId: '123' }),
    look: action,
    usual: 'create',
    other: 'skip NotEffectivelyEntitled',
  },
  {
    name: 'ampersandOperator',
    value: 'text',
    world: scoped(['flags', '&', '10'], { flags: '1' }),
    look: action,
    usual: 'skip NotEffectivelyEntitled',
    other: 'create',
  },
  {
    name: 'onDemandScope',
    value: 'applied',
    world: { schema: ou, people: [bo], accounts: [], user: bo.dn },
    look: action,
    usual: 'create',
    other: 'skip JoinNotFound',
  },
  {
    name: 'duplicateSource',
    value: 'link',
    world: { schema: application, people: [ada, { ...ada, id: 'a2', displayName: 'Twin' }], accounts: [], user: ada.id },
    look: action,
    usual: 'none DuplicateSourceEntries',
    other: 'create',
  },
  {
    name: 'disabledPeople',
    value: 'created',
    world: { schema: cloudSync, people: [{ ...bo, userAccountControl: 514 }], accounts: [], user: bo.dn },
    look: action,
    usual: 'skip NotEffectivelyEntitled',
    other: 'create',
  },
  {
    name: 'withoutDisable',
    value: 'skip',
    world: {
      schema: { ...cloudSync, scope: filter({ g: [['department', 'EQUALS', 'Sales']] }) },
      people: [bo],
      accounts: [boAccount],
      user: bo.dn,
    },
    look: action,
    usual: 'delete',
    other: 'skip NotEffectivelyEntitled',
  },
  {
    name: 'defaultValueApplies',
    value: 'always',
    world: {
      schema: applicationWith({ mappings: [{ ...title, defaultValue: 'Staff' }] }),
      people: [ada],
      accounts: [adaAccount],
    },
    look: change('title'),
    usual: ['null', null],
    other: ['changed', 'Staff'],
  },
  {
    name: 'emptyText',
    value: 'write',
    world: {
      schema: { ...cloudSync, mappings: [...cloudSync.mappings, { target: 'City', expression: '""' }] },
      people: [bo],
      accounts: [{ ...boAccount, City: 'Oslo' }],
      user: bo.dn,
    },
    look: change('City'),
    usual: ['changed', null],
    other: ['changed', ''],
  },
  {
    name: 'emptyText',
    value: 'clear',
    world: { schema: emptyTitle, people: [ada], accounts: titled },
    look: change('title'),
    usual: ['changed', ''],
    other: ['changed', null],
  },
  {
    name: 'emptyText',
    value: 'skip',
    world: { schema: emptyTitle, people: [ada], accounts: titled },
    look: (trace) => change('title')(trace)[0],
    usual: 'changed',
    other: 'ignored',
  },
  {
    name: 'nullOnUpdate',
    value: 'bothFlags',
    world: {
      schema: applicationWith({ mappings: [title], attributes: [{ name: 'title', flowNullValues: true }] }),
      people: [ada],
      accounts: titled,
    },
    look: change('title'),
    usual: ['changed', null],
    other: ['null', null],
  },
  {
    name: 'nullOnUpdate',
    value: 'keep',
    world: {
      schema: applicationWith({
        mappings: [title],
        attributes: [{ name: 'title', flowNullValues: true }],
        sourceAttributes: [{ name: 'jobTitle', flowNullValues: true }],
      }),
      people: [ada],
      accounts: titled,
    },
    look: change('title'),
    usual: ['changed', null],
    other: ['null', null],
  },
  {
    name: 'switchUnchangedSource',
    value: 'null',
    world: {
      schema: switched,
      people: [{ ...ada, jobTitle: 'Countess', country: 'NO' }],
      accounts: [{ ...adaAccount, title: 'Miss', region: 'North' }],
      changed: ['jobTitle'],
    },
    look: (trace) => [action(trace), change('region')(trace)],
    usual: ['update', ['ignored', 'North']],
    other: ['update', ['changed', null]],
  },
];

describe('readings of the doubtful points of the rules', () => {
  for (const { name, value, world, look, usual, other } of rows) {
    it(`${name}: ${value}`, async () => {
      const situation: Situation = {
        name,
        shows: value,
        user: ada.userPrincipalName,
        expected: ['none', null, 'success'],
        ...world,
      };
      assert.deepEqual(look(await runSituation(situation)), usual);
      const explicit = { semantics: { [name]: defaultSemantics[name] } };
      assert.deepEqual(look(await runSituation({ ...situation, connection: explicit })), usual);
      assert.deepEqual(look(await runSituation({ ...situation, connection: { semantics: { [name]: value } } })), other);
    });
  }

  it('every reading but the default has a row above', () => {
    const held = new Set(rows.map(({ name, value }) => `${name}=${value}`));
    const others = semanticsNames
      .filter((name) => typeof semanticsTable[name].about === 'string')
      .flatMap((name) =>
        Object.keys(semanticsTable[name].values)
          .filter((value) => value !== defaultSemantics[name])
          .map((value) => `${name}=${value}`),
      );
    assert.deepEqual([...held].sort(), others.sort());
  });
});
