import type { GateKind, GateResult, LookedAt, Verdict } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';

/** A gate's result. `reason` is one sentence; it may repeat values of `lookedAt` and no others. */
export function gate(kind: GateKind, verdict: Verdict, reason: string, lookedAt: readonly LookedAt[] = []): GateResult {
  return { gate: kind, verdict, reason, lookedAt };
}

/** Those of the named attributes that the source gives, with what they hold. */
export function lookAt(attributes: Attributes, names: readonly string[]): readonly LookedAt[] {
  return names.flatMap((name) => {
    const value = attributes.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
}

/** An attribute's text; null where it has none, several values, or empty text. */
export function textOf(attributes: Attributes, name: string): string | null {
  const value = attributes.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Directories write booleans as `True`, `TRUE` and `true`; null for every other text. */
export function booleanOf(text: string | null): boolean | null {
  const folded = text?.trim().toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : null;
}
