import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import { findFunction, functionTable } from '../../../src/core/functions/functionTable.ts';
import { brief, evaluate } from '../expression/evaluate.ts';

const app =
  `Append AppRoleAssignmentsComplex BitAnd CBool CDate Coalesce ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum
FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNull IsNullOrEmpty IsPresent IsString Item Join Left Mid NormalizeDiacritics Not Now
NumFromDate PCase RandomString Redact RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StripSpaces Switch ToLower ToUpper
Word`.split(/\s+/);
const cloudOnly = ['ConvertFromBase64', 'DNComponent', 'Error', 'StringFromSid', 'Trim'];
const elsewhere = [
  'AppRoleAssignments',
  'AssertiveAppRoleAssignmentsComplex',
  'Contains',
  'CRef',
  'DefaultDomain',
  'IsNothing',
  'Prepend',
];

describe('the function table', () => {
  it('has the 48 functions of the two references and the seven found elsewhere, sorted', () => {
    const names = functionTable.map(({ name }) => name);
    assert.deepEqual(names, [...app, ...cloudOnly, ...elsewhere].sort());
    assert.equal(names.length, 55);
  });

  it('knows which reference has which', () => {
    for (const name of app) assert.ok(findFunction(name)?.dialects.includes('app-provisioning'), name);
    for (const name of cloudOnly) assert.deepEqual(findFunction(name)?.dialects, ['cloud-sync'], name);
    const cloud = functionTable.filter(({ dialects, name }) => dialects.includes('cloud-sync') && !elsewhere.includes(name));
    assert.equal(cloud.length, 37);
  });

  it('does not read the prototype of an object', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) assert.equal(findFunction(name), null);
  });

  for (const row of functionTable) {
    for (const { expression, attributes, result, now } of row.examples) {
      it(`${expression} gives ${JSON.stringify(result)}`, () => {
        const { root, problems } = parseExpression(expression);
        assert.deepEqual(problems, []);
        const dialect = row.dialects[0] ?? 'app-provisioning';
        const errors = checkExpression(expression, root, looseSituation(dialect)).filter(({ severity }) => severity === 'error');
        assert.deepEqual(errors, []);
        const clock = { now: () => Date.parse(now ?? '2025-01-01T00:00:00Z') };
        const evaluation = evaluate(expression, attributes, { dialect, clock, isTaken: () => false });
        assert.deepEqual(brief(evaluation), result);
      });
    }
  }

  it('says why for what is not evaluated locally, and never gives a value for it', () => {
    for (const row of functionTable.filter(({ notLocal }) => notLocal !== null)) {
      const { outcome } = evaluate(`${row.name}([appRoleAssignments])`, { appRoleAssignments: 'Admin' });
      assert.equal(outcome.kind, 'unsupported');
      assert.equal(outcome.kind === 'unsupported' && outcome.message, row.notLocal);
    }
  });
});
