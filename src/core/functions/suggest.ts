/** The known name that is most like the given one, or null where none is near. Differences in upper and lower case count least. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (name.length > 60) return null;
  const lower = name.toLowerCase();
  const most = Math.min(2, Math.floor(lower.length / 2));
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    // Lengths that differ by more are more changes than that.
    if (Math.abs(other.length - lower.length) > most) continue;
    const distance = editDistance(lower, other);
    if (distance <= most && (!best || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name ?? null;
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts. */
function editDistance(left: string, right: string): number {
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const least = Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same);
      current.push(swapped ? Math.min(least, (before[column - 2] ?? least) + 1) : least);
    }
    before = above;
    above = current;
  }
  return above.at(-1) ?? 0;
}
