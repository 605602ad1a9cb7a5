import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planChange } from '../../../../src/connectors/ldap/changePlan.ts';
import { ldapOperations } from '../../../../src/connectors/ldap/ldapOperations.ts';
import { ldifChange } from '../../../../src/connectors/ldap/ldifChange.ts';
import { unmasked } from '../../../../src/connectors/wire/plannedValues.ts';
import type { PlannedAttribute, PlannedWrite } from '../../../../src/core/trace/directory.ts';
import { comparable, readChange } from '../../../support/ldifOperation.ts';
import { planned, plannedWrite } from '../../../support/plannedWrites.ts';

const usable = fc
  .oneof(fc.string({ maxLength: 120 }), fc.string({ unit: 'binary', maxLength: 40 }))
  .filter((text) => !/[\0\p{Cs}]/u.test(text));
const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array).toString('base64'));
const person = fc.constantFrom('CN=A,DC=x', 'cn=a, dc=x', 'CN=B\\, b,DC=x', 'CN=Ä,DC=x', 'no name');
const truth = fc.constantFrom('True', 'False', 'maybe', null);

/** An attribute with and without a value before and after. */
function attribute(
  name: string,
  value: fc.Arbitrary<string>,
  change: Partial<PlannedAttribute> = {},
): fc.Arbitrary<PlannedAttribute> {
  const values = change.multivalued ? fc.option(fc.uniqueArray(value, { maxLength: 3 })) : fc.option(value);
  return fc
    .record({ old: values, next: values, redacted: fc.boolean() })
    .map(({ old, next, redacted }) => planned(name, next, { ...change, old, redacted }));
}

const attributes: fc.Arbitrary<readonly PlannedAttribute[]> = fc
  .tuple(
    attribute('cn', usable),
    attribute('parentDistinguishedName', fc.constantFrom('OU=IT,DC=x', 'ou=sales,dc=x', 'DC=ä', 'nowhere')),
    attribute('title', usable),
    attribute('otherTelephone', usable, { multivalued: true }),
    attribute('thumbnailPhoto', bytes, { type: 'Binary' }),
    attribute('msExchHideFromAddressLists', fc.constantFrom('True', 'False', 'x'), { type: 'Boolean' }),
    attribute('unicodePwd', usable),
    attribute('userAccountControl', fc.constantFrom('512', '66048', 'x')),
    truth.map((value) => planned('accountDisabled', value)),
    truth.map((value) => planned('isSecurityGroup', value)),
    truth.map((value) => planned('UniversalScope', value)),
    attribute('manager', person, { type: 'Reference' }),
    attribute('member', person, { type: 'Reference', multivalued: true }),
    attribute('evil\nchangetype: delete', usable),
  )
  .chain((all) => fc.subarray(all));

const write: fc.Arbitrary<PlannedWrite> = fc
  .record({
    action: fc.constantFrom('create', 'update', 'disable', 'delete' as const),
    id: fc.constantFrom('CN=Old\\, Name,OU=Sales,DC=x', 'uid=adele,dc=x', '47ba20ef'),
    objectName: fc.constantFrom('user', 'group', 'contact', 'Worker'),
    attributes,
    held: fc.constantFrom(new Map(), new Map([['userAccountControl', '512']]), new Map([['groupType', '-2147483646']])),
  })
  .map(({ action, id, objectName, attributes: all, held }) =>
    plannedWrite(action, all, action === 'create' ? { objectName } : { objectName, id, held }),
  );

test('what is sent is what the LDIF says, byte for byte', () => {
  fc.assert(
    fc.property(write, fc.boolean(), (one, secure) => {
      const real = unmasked(one);
      const options = { secure, password: 'Pässword" 1' };
      const said = ldifChange(real, options).filter(({ method }) => method !== 'none');
      const operations = ldapOperations(planChange(real, options));
      assert.deepEqual(
        operations.map(comparable),
        said.map(({ body }) => readChange(body ?? '')),
      );
      // On the screen it is the same but for the masks.
      const shown = ldifChange(one, { secure, password: null }).filter(({ method }) => method !== 'none');
      assert.deepEqual(
        shown.map(({ method, purpose }) => [method, purpose]),
        said.map(({ method, purpose }) => [method, purpose]),
      );
      for (const [index, { body }] of shown.entries()) {
        const lines = (text: string | null | undefined): readonly string[] => (text ?? '').replaceAll('\n ', '').split('\n');
        const real = lines(said[index]?.body);
        for (const [at, line] of lines(body).entries()) {
          if (!/\[Redact\]|^[^ :]+:: /.test(line)) assert.equal(line, real[at]);
          else assert.equal(line.split(':')[0], real[at]?.split(':')[0]);
        }
      }
    }),
    { numRuns: 1500, seed: 6 },
  );
});

test('a masked value never becomes an operation', () => {
  const options = { secure: true, password: 'x' };
  const attempts = [
    plannedWrite('update', [planned('title', 'secret', { redacted: true })], { id: 'CN=A,DC=x' }),
    plannedWrite('update', [planned('unicodePwd', 'secret')], { id: 'CN=A,DC=x' }),
    plannedWrite('update', [planned('cn', 'secret', { redacted: true })], { id: 'CN=A,DC=x' }),
    plannedWrite('update', [planned('parentDistinguishedName', 'DC=y', { redacted: true })], { id: 'CN=A,DC=x' }),
    plannedWrite('create', [planned('cn', 'secret', { redacted: true }), planned('parentDistinguishedName', 'DC=x')], {
      objectName: 'user',
    }),
  ];
  for (const attempt of attempts) {
    assert.throws(() => ldapOperations(planChange(attempt, options)), /masked/);
    assert.equal(ldapOperations(planChange(unmasked(attempt), options)).length, 1);
  }
  // The password that is only announced is none.
  const create = plannedWrite('create', [planned('cn', 'A'), planned('parentDistinguishedName', 'DC=x')], { objectName: 'user' });
  assert.throws(() => ldapOperations(planChange(unmasked(create), { secure: true, password: null })), /masked/);
});
