import { compileRegex } from '../core/dotnet/regex/regex.ts';
import { dialects } from '../core/expression/dialect.ts';
import { evaluateExpression } from '../core/expression/evaluateExpression.ts';
import type { Outcome } from '../core/expression/outcome.ts';
import { parseExpression } from '../core/expression/parseExpression.ts';
import { toAttributes, UnusableInput } from './readAttributes.ts';

/** How a file of cases went. */
export interface CaseReport {
  readonly total: number;
  readonly passed: number;
  /** The same by the cases' own `status` (`documented`, `derived`, …). */
  readonly byStatus: Readonly<Record<string, StatusCount>>;
  readonly missed: readonly MissedCase[];
}

export interface StatusCount {
  readonly total: number;
  readonly passed: number;
}

export interface MissedCase {
  readonly id: string;
  readonly expression: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The clock of cases that name none. */
const defaultNow = '2026-01-01T00:00:00Z';

/**
 * Runs a conformance file (facts/expression-language.md, section 12): a list of `{ id, expression, inputs, expected }` with `dialect`,
 * `now`, `taken`, `guid`, `domain` and `computed` where they apply. `computed` stands in for an `expected` that the documentation
 * prints wrongly.
 * @throws UnusableInput where the file has another form
 */
export function runCases(file: unknown, path: string): CaseReport {
  if (!Array.isArray(file)) throw new UnusableInput(`${path} must hold a JSON list of cases.`);
  const missed: MissedCase[] = [];
  const counts = new Map<string, StatusCount>();
  for (const [index, item] of file.entries()) {
    const result = runCase(item, `${path}[${index}]`);
    if (result) missed.push(result);
    const status = isObject(item) && typeof item.status === 'string' ? item.status : 'without status';
    const count = counts.get(status) ?? { total: 0, passed: 0 };
    counts.set(status, { total: count.total + 1, passed: count.passed + (result ? 0 : 1) });
  }
  return { total: file.length, passed: file.length - missed.length, byStatus: Object.fromEntries(counts), missed };
}

/** Null where the case gives what it should. */
function runCase(item: unknown, where: string): MissedCase | null {
  if (!isObject(item) || typeof item.expression !== 'string') throw new UnusableInput(`${where} has no "expression".`);
  const { expression, inputs, id, now, taken, guid, domain, dialect } = item;
  const expected: unknown = 'computed' in item ? item.computed : item.expected;
  const time = Date.parse(typeof now === 'string' ? now : defaultNow);
  const takenValues = new Set(Array.isArray(taken) ? taken.map((value) => String(value).toLowerCase()) : []);
  const { outcome } = evaluateExpression(parseExpression(expression).root, {
    dialect: dialects.find((candidate) => candidate === dialect) ?? dialects[0],
    attributes: toAttributes(isObject(inputs) ? inputs : {}, where),
    clock: { now: () => time },
    random: () => Math.random(),
    tenantConstants: new Map(),
    defaultDomain: typeof domain === 'string' ? domain : null,
    isTaken: (candidate) => takenValues.has(candidate.toLowerCase()),
    ...(typeof guid === 'string' ? { newGuid: () => guid } : {}),
  });
  if (isExpected(outcome, expected)) return null;
  const actual =
    outcome.kind === 'value'
      ? outcome.value
      : outcome.kind === 'null'
        ? null
        : { [`$${outcome.kind}`]: 'message' in outcome ? outcome.message : true };
  return { id: typeof id === 'string' ? id : where, expression, expected, actual };
}

function isExpected(outcome: Outcome, expected: unknown): boolean {
  if (expected === null || expected === undefined) return outcome.kind === 'null';
  if (isObject(expected)) return isExpectedKind(outcome, expected);
  return outcome.kind === 'value' && JSON.stringify(outcome.value) === JSON.stringify(expected);
}

function isExpectedKind(outcome: Outcome, expected: Readonly<Record<string, unknown>>): boolean {
  if ('$pattern' in expected)
    return outcome.kind === 'value' && typeof outcome.value === 'string' && matches(String(expected.$pattern), outcome.value);
  if ('$ignored' in expected || '$ignore' in expected) return outcome.kind === 'ignored' && outcome.what === 'attribute';
  if ('$ignoredObject' in expected) return outcome.kind === 'ignored' && outcome.what === 'object';
  if ('$error' in expected) return outcome.kind === 'error';
  // The documents call these forms unsupported, the service's own schemas use them: evaluating them is right (facts, section 11, no. 1).
  if ('$unsupported' in expected) return outcome.kind !== 'error';
  return false;
}

function matches(pattern: string, text: string): boolean {
  const compiled = compileRegex(pattern);
  const found = compiled.ok ? compiled.value.isMatch(text) : compiled;
  return found.ok && found.value === true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
