import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readBackAttribute, tellsApplied } from '../../../src/core/flow/readBack.ts';
import type { PlannedAttribute } from '../../../src/core/trace/directory.ts';
import type { ReadBackState } from '../../../src/core/trace/writeReport.ts';
import type { AttributeValue } from '../../../src/core/value.ts';

function planned(value: AttributeValue, more: Partial<PlannedAttribute> = {}): PlannedAttribute {
  return {
    name: 'title',
    multivalued: Array.isArray(value),
    type: 'String',
    old: null,
    new: value,
    redacted: false,
    mapping: '/m/0',
    ...more,
  };
}

type Row = readonly [
  why: string,
  sent: AttributeValue,
  read: AttributeValue,
  state: ReadBackState,
  reason: RegExp | null,
  more?: Partial<PlannedAttribute>,
];

const rows: readonly Row[] = [
  ['the same text', 'Engineer', 'Engineer', 'equal', null],
  ['one value in a list', 'Engineer', ['Engineer'], 'equal', null],
  ['a list in another order', ['a', 'b', 'c'], ['c', 'a', 'b'], 'equal', null],
  ['nothing and nothing', null, null, 'equal', null, { old: 'x' }],
  ['nothing and an empty list', null, [], 'equal', null, { old: 'x' }],
  ['empty text and nothing', '', null, 'equal', null, { old: 'x' }],
  ['nothing arrived', 'Engineer', null, 'missing', /no value/],
  ['the old value is gone and the new one not there', 'Engineer', [], 'missing', /no value/, { old: 'Trainee' }],
  ['the old value', 'Engineer', 'Trainee', 'refused', /still holds the old value\.$/, { old: 'Trainee' }],
  ['the old value, which was to go', null, 'Trainee', 'refused', /old value/, { old: 'Trainee' }],
  [
    'the old value, which differs by case',
    'ENGINEER',
    'Engineer',
    'refused',
    /same as what was sent but for its form/,
    { old: 'Engineer' },
  ],
  ['old values in another order', ['a', 'b'], ['c', 'a'], 'refused', /old value/, { old: ['a', 'c'] }],
  ['another value', 'Engineer', 'Director', 'different', /another value/, { old: 'Trainee' }],
  ['another value where there was to be none', null, 'Director', 'different', /to be removed/, { old: 'Trainee' }],
  ['one of several lost', ['a', 'b', 'c'], ['a', 'c'], 'different', /Of the 3 values sent, 1 is not there/],
  ['one added', ['a'], ['a', 'b'], 'different', /1 that was not sent/],
  ['a list sent twice', ['a', 'a', 'b'], ['b', 'a'], 'normalised', /once/],
  ['a value kept twice', ['a', 'b'], ['a', 'b', 'b'], 'different', /not sent/],
  ['True as true', 'True', 'true', 'normalised', /boolean/, { type: 'Boolean' }],
  ['True as TRUE', 'True', 'TRUE', 'normalised', /boolean/],
  ['True as 1', 'True', '1', 'different', /another/, { type: 'Boolean' }],
  ['other case', 'adele@Contoso.example', 'adele@contoso.example', 'normalised', /case/],
  ['composed and decomposed', 'Zoe\u0308', 'Zo\u00eb', 'normalised', /Unicode/],
  ['without its accent', 'Zoë', 'Zoe', 'different', /another/],
  ['trimmed', ' Adele  Vance ', 'Adele Vance', 'normalised', /blanks/],
  ['trimmed and lowered', ' Adele ', 'adele', 'normalised', /case, blanks or Unicode/],
  [
    'a DN spelled otherwise',
    'CN=Müller\\, Ann, OU=Sales,DC=corp',
    'cn=M\\C3\\BCller\\2C Ann,ou=sales,dc=corp',
    'normalised',
    /distinguished name/,
  ],
  ['another DN', 'CN=Ann,OU=Sales,DC=corp', 'CN=Ann,OU=IT,DC=corp', 'different', /another/],
  ['phone separators', '+1 (425) 555-0100', '+14255550100', 'normalised', /separators/, { name: 'telephoneNumber' }],
  ['another phone', '+1 425 555-0100', '+1 425 555-0101', 'different', /another/, { name: 'mobile' }],
  ['a phone that lost its plus', '+1425555010', '1425555010', 'different', /another/, { name: 'mobile' }],
  ['separators of what is no phone', '12-34', '1234', 'different', /another/, { name: 'employeeId' }],
  ['a date as its midnight', '2026-01-31', '2026-01-31T00:00:00Z', 'normalised', /same time/],
  ['a time in another zone', '2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z', 'normalised', /same time/],
  ['generalized time', '2026-01-31T12:00:00Z', '20260131120000.0Z', 'normalised', /same time/],
  ['another date', '2026-01-31', '2026-02-01', 'different', /another/],
  ['a date that is none', '2026-02-30', '2026-03-02', 'different', /another/],
  ['a time without a zone', '2026-01-31T12:00:00', '2026-01-31T12:00:00Z', 'different', /another/],
  ['a number', '007', '7', 'normalised', /number/, { type: 'Integer' }],
  ['a number with decimals', '1.50', '1.5', 'normalised', /number/, { type: 'Decimal' }],
  ['minus nothing', '-0', '0', 'normalised', /number/, { type: 'Integer' }],
  ['a text of digits', '007', '7', 'different', /another/, { name: 'employeeId' }],
  ['bytes that differ by case', 'AQID', 'aqid', 'different', /another/, { type: 'Binary' }],
  ['an id that differs by case', 'abc', 'ABC', 'different', /another/, { type: 'Reference' }],
  [
    'a GUID in other case',
    '5F0C0F1E-0000-4000-8000-00000000000A',
    '5f0c0f1e-0000-4000-8000-00000000000a',
    'normalised',
    /GUID/,
    { type: 'Reference' },
  ],
  ['a reference by DN', 'CN=Boss,DC=corp', 'cn=boss, dc=corp', 'normalised', /distinguished name/, { type: 'Reference' }],
  ['members in another order', ['1', '2'], ['2', '1'], 'equal', null, { type: 'Reference', multivalued: true }],
  [
    'the primary address made a second one',
    ['SMTP:a@x.example'],
    ['smtp:a@x.example'],
    'different',
    /another/,
    { name: 'proxyAddresses' },
  ],
  ['an address in other case', ['SMTP:A@x.example'], ['SMTP:a@X.example'], 'normalised', /case/, { name: 'proxyAddresses' }],
  ['several forms at once', ['True', ' b '], ['b', 'true'], 'normalised', /boolean.* and .*blanks/],
  ['a password', 'Pa55', null, 'notRead', /password/, { name: 'unicodePwd' }],
];

describe('reading back', () => {
  for (const [why, sent, read, state, reason, more] of rows) {
    it(`${why}: ${state}`, () => {
      const compared = readBackAttribute(planned(sent, more), read);
      assert.deepEqual([compared.state, compared.target, compared.mapping], [state, more?.name ?? 'title', '/m/0']);
      if (reason === null) assert.equal(compared.reason, null);
      else assert.match(compared.reason ?? '', reason);
    });
  }

  it('compares redacted values and masks both, in the reason too', () => {
    const compared = readBackAttribute(planned('Firefly', { redacted: true, old: 'Moth' }), 'Bee');
    assert.deepEqual([compared.state, compared.sent, compared.read], ['different', '[Redact]', '[Redact]']);
    assert.doesNotMatch(JSON.stringify(compared), /Firefly|Moth|Bee/);
    assert.equal(readBackAttribute(planned('Firefly', { redacted: true }), 'Firefly').state, 'equal');
    assert.equal(readBackAttribute(planned(null, { redacted: true, old: 'Moth' }), null).sent, null);
  });

  it('shows no value of a password, even where a target gives one', () => {
    const compared = readBackAttribute(planned('Pa55', { name: 'passwordProfile.password' }), 'Pa55');
    assert.deepEqual([compared.state, compared.sent, compared.read], ['notRead', '[Redact]', null]);
  });

  it('is quick for many members, and does not guess at forms of very many', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => `m${index}`);
    assert.equal(readBackAttribute(planned(members, { type: 'Reference' }), [...members].reverse()).state, 'equal');
    const lowered = members.map((member) => member.toUpperCase());
    assert.equal(readBackAttribute(planned(members), lowered).state, 'different');
  });
});

describe('whether a write was applied', () => {
  it('is told by the value, unless old and new are the same or neither is there', () => {
    assert.equal(tellsApplied(planned('b', { old: 'a' }), 'b'), true);
    assert.equal(tellsApplied(planned('Bee', { old: 'a' }), 'bee'), true);
    assert.equal(tellsApplied(planned('b', { old: 'a' }), 'a'), false);
    assert.equal(tellsApplied(planned('b'), null), false);
    assert.equal(tellsApplied(planned(null, { old: 'a' }), null), true);
    assert.equal(tellsApplied(planned('b', { old: 'a' }), 'c'), null);
    assert.equal(tellsApplied(planned('a', { old: 'a' }), 'a'), null);
    assert.equal(tellsApplied(planned('A', { old: 'a' }), 'a'), null);
    assert.equal(tellsApplied(planned('x', { name: 'userPassword' }), null), null);
  });
});

/** Texts that are close to one another, in which a sloppy comparison would find itself. */
const close = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    ' a',
    'a ',
    'True',
    'true',
    'TRUE',
    '1',
    '01',
    '1.0',
    '+1 425',
    '+1425',
    '',
    'é',
    'e\u0301',
    'ı',
    'I',
    'ß',
    'SS',
  ),
  fc.constantFrom('2026-01-31', '2026-01-31T00:00:00Z', '20260131000000Z', 'CN=a,DC=b', 'cn=A, dc=B', 'SMTP:a@b', 'smtp:a@b'),
  fc.string({ maxLength: 6 }),
);
const values: fc.Arbitrary<AttributeValue> = fc.oneof(fc.constant(null), close, fc.array(close, { maxLength: 4 }));
const kinds = fc.record({
  name: fc.constantFrom('title', 'mobile', 'proxyAddresses', 'employeeId'),
  type: fc.constantFrom('String', 'Boolean', 'Integer', 'Reference', 'Binary', 'DateTime'),
});
/** What counts as one and the same to any directory: the values that are there, in whatever order. */
const canonical = (value: AttributeValue): readonly string[] =>
  (value === null ? [] : typeof value === 'string' ? [value] : [...value]).filter((text) => text !== '').sort();

describe('for all values', () => {
  it('equal is said of equal values, and of no others', () => {
    fc.assert(
      fc.property(values, values, values, kinds, (sent, read, old, kind) => {
        const { state } = readBackAttribute(planned(sent, { ...kind, old }), read);
        assert.equal(state === 'equal', JSON.stringify(canonical(sent)) === JSON.stringify(canonical(read)));
      }),
      { numRuns: 2000 },
    );
  });

  it('equal and normalised do not depend on which of the two was sent', () => {
    fc.assert(
      fc.property(values, values, kinds, (one, other, kind) => {
        const there = readBackAttribute(planned(one, kind), other);
        const back = readBackAttribute(planned(other, kind), one);
        // A list in which a value stands twice comes back with it once, and not the other way round.
        if ([there, back].some(({ reason }) => reason?.includes('once'))) return;
        for (const state of ['equal', 'normalised'] as const) assert.equal(there.state === state, back.state === state);
      }),
      { numRuns: 2000 },
    );
  });

  it('there is a reason wherever the values do not say it all', () => {
    fc.assert(
      fc.property(values, values, values, kinds, (sent, read, old, kind) => {
        const { state, reason } = readBackAttribute(planned(sent, { ...kind, old }), read);
        assert.equal(reason === null, state === 'equal');
        if (reason !== null) assert.match(reason, /^[A-Z].*\.$/);
      }),
    );
  });
});
