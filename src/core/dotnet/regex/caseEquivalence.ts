/**
 * Which characters are equal under IgnoreCase, as .NET 7 and later have it with the invariant culture: those with the same simple lower
 * case. So K, k and the Kelvin sign are equal, σ and final ς are not, and İ and ı equal only themselves.
 */
let classes: ReadonlyMap<number, readonly number[]> | null = null;

/** All code units equal to `code` under IgnoreCase, itself among them; null where there is no other. */
export function caseEquivalents(code: number): readonly number[] | null {
  classes ??= buildClasses();
  return classes.get(code) ?? null;
}

/** True when the two code units are equal under IgnoreCase. */
export function equalIgnoringCase(a: number, b: number): boolean {
  return a === b || (caseEquivalents(a)?.includes(b) ?? false);
}

function buildClasses(): ReadonlyMap<number, readonly number[]> {
  const byLower = new Map<number, number[]>();
  for (let code = 0; code <= 0xffff; code++) {
    const lower = simpleLower(code);
    if (lower === code) continue;
    const members = byLower.get(lower);
    if (members === undefined) byLower.set(lower, [lower, code]);
    else members.push(code);
  }
  const byMember = new Map<number, readonly number[]>();
  for (const members of byLower.values()) for (const member of members) byMember.set(member, members);
  return byMember;
}

/** One code unit to one code unit. A longer lower case (only İ has one) is not a simple mapping. */
function simpleLower(code: number): number {
  const lower = String.fromCharCode(code).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}
