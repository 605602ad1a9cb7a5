import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { looseSituation } from '../../../src/core/expression/check/situation.ts';
import { checkExpression } from '../../../src/core/expression/checkExpression.ts';
import { parseExpression } from '../../../src/core/expression/parseExpression.ts';
import type { Problem } from '../../../src/core/problem.ts';

const file = new URL('../../../../shared/data/real-expressions.jsonl', import.meta.url);

interface Row {
  readonly expression: string;
  readonly source: string;
}

it('raises no false alarm over expressions as people write them', (context) => {
  if (!existsSync(file)) return context.skip('../shared/data/real-expressions.jsonl is not here');
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line));
  assert.ok(rows.length > 200);
  const errors: string[] = [];
  const warnings = new Map<string, number>();
  for (const { expression, source } of rows) {
    const dialect = /hybrid|cloud-sync/.test(source) ? 'cloud-sync' : 'app-provisioning';
    const { root, problems } = parseExpression(expression);
    const all: readonly Problem[] = [...problems, ...checkExpression(expression, root, looseSituation(dialect))];
    for (const { code, severity, range } of all) {
      if (severity === 'error') errors.push(`${code} ${expression.slice(range.start, range.end)}`);
      else if (severity === 'warning') warnings.set(code, (warnings.get(code) ?? 0) + 1);
    }
  }
  // Both stand in the documents in the wrong case, and the reference says that names are case-sensitive.
  assert.deepEqual(errors.sort(), ['function-unknown Instr', 'function-unknown switch']);
  assert.deepEqual(Object.fromEntries([...warnings].sort()), {
    // Replace with every argument filled in, and with a pattern in the place of oldValue: neither is documented.
    'argument-invalid': 2,
    // The comma that Microsoft's Workday tutorial forgot.
    'expression-syntax': 1,
    // IIF on IsPresent, IsNullOrEmpty and ="" in app provisioning (facts/expression-language.md, E7).
    'function-empty-source': 22,
    // Functions of one dialect in pages of the other.
    'function-wrong-dialect': 65,
    // The reference's own example of IsPresent, which is Connect Sync's Switch (section 11, number 2).
    'switch-condition-pairs': 1,
  });
});
