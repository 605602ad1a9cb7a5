import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerFailure, codeText, socketFailure } from '../../../../src/connectors/ldap/ldapFailure.ts';

const place = { url: 'ldaps://dc1.corp.example', account: 'CORP\\reader', timeoutMs: 10_000 };
const refused = (code: number, diagnostic = ''): { code: number; diagnostic: string; referrals: readonly string[] } => ({
  code,
  diagnostic,
  referrals: [],
});

describe('reasons of Active Directory for a sign-in that it refuses', () => {
  for (const [code, words] of [
    ['525', /no such account/],
    ['52e', /password or the name is wrong/],
    ['530', /time of the day/],
    ['531', /from this machine/],
    ['532', /password of the account has expired/],
    ['533', /the account is disabled/],
    ['701', /the account has expired/],
    ['773', /must be changed first/],
    ['775', /locked out/],
  ] as const) {
    test(code, () => {
      const diagnostic = `80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data ${code}, v4563`;
      const { error } = answerFailure(refused(49, diagnostic), 'bind', place);
      assert.equal(error.kind, 'unauthorized');
      assert.equal(error.code, `invalidCredentials-${code}`);
      assert.match(error.message, words);
      assert.match(error.message, /^dc1\.corp\.example does not let CORP\\reader in: /);
    });
  }

  test('a reason that nobody knows is still a wrong sign-in', () => {
    const { error } = answerFailure(refused(49, 'data constructor'), 'bind', place);
    assert.equal(error.code, 'invalidCredentials');
  });
});

describe('every result code', () => {
  for (let code = 1; code <= 123; code++) {
    test(`${code} has cause and advice, whatever was under way`, () => {
      for (const doing of ['bind', 'search', 'change', 'startTls'] as const) {
        const { error } = answerFailure(refused(code, 'because\u0007 of\nthis'), doing, place, 'OU=Staff');
        assert.match(error.message, /dc1\.corp\.example/);
        assert.ok(error.message.length > 20 && error.advice.length > 10);
        assert.ok(!['\u0007', '\n'].some((character) => error.message.includes(character)));
      }
    });
  }

  test('kinds', () => {
    const kinds = [3, 4, 8, 11, 13, 32, 50, 51, 52].map(
      (code) => answerFailure(refused(code), 'search', place, 'OU=A').error.kind,
    );
    const [timeLimit, sizeLimit, strongAuth, adminLimit, tls, noBase, noRight, busy, unavailable] = kinds;
    assert.deepEqual([timeLimit, sizeLimit, adminLimit], ['timeout', 'refused', 'refused']);
    assert.deepEqual([strongAuth, tls, noRight], ['unauthorized', 'unauthorized', 'unauthorized']);
    assert.deepEqual([noBase, busy, unavailable], ['notFound', 'throttled', 'throttled']);
  });

  test('what a server says is cut', () => {
    const { error } = answerFailure(refused(80, 'x'.repeat(10_000)), 'search', place);
    assert.ok(error.message.length < 500);
  });

  test('in few words', () => {
    assert.equal(codeText(0), '0 success');
    assert.equal(codeText(68), '68 entryAlreadyExists');
    assert.equal(codeText(4711), '4711');
  });
});

describe('no connection', () => {
  for (const [code, doing, words] of [
    ['ENOTFOUND', 'connect', /cannot be resolved/],
    ['ECONNREFUSED', 'connect', /refuses the connection/],
    ['EHOSTUNREACH', 'connect', /cannot be reached from this network/],
    ['ECONNRESET', 'tls', /does not speak TLS here/],
    ['CERT_HAS_EXPIRED', 'tls', /it has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /it is for another name/],
  ] as const) {
    test(code, () => {
      const { error } = socketFailure(Object.assign(new Error('socket'), { code }), doing, place);
      assert.match(error.message, words);
      assert.match(error.message, /dc1\.corp\.example/);
      assert.doesNotMatch(`${error.message} ${error.advice}`, /http|token/i);
    });
  }
});
