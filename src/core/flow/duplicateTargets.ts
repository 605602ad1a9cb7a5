import { sameTexts, sameValue } from './compareValues.ts';
import type { CompiledConfiguration } from './compileConfiguration.ts';
import type { FlowedAttribute } from './flowAttribute.ts';

/**
 * Settles mappings that write one target attribute. The service does not de-duplicate them (facts/graph-synchronization.md, section 2.3), and
 * which of two values wins is not documented: equal values are written once, of differing ones none is claimed.
 */
export function settleDuplicates(
  { duplicates }: CompiledConfiguration,
  flowed: readonly FlowedAttribute[],
): readonly FlowedAttribute[] {
  if (duplicates.length === 0) return flowed;
  const settled = [...flowed];
  for (const indices of duplicates) {
    const claims = indices.flatMap((index) => {
      const one = flowed[index];
      return one && hasClaim(one) ? [{ index, one }] : [];
    });
    const known = claims.filter(({ one }) => one.failure === null);
    const [first] = known;
    if (!first) continue;
    for (const index of indices) {
      const one = flowed[index];
      if (one?.failure === 'required') settled[index] = suppliedElsewhere(one, first.one);
    }
    if (claims.length < 2) continue;
    const { definition } = first.one.evaluated.compiled;
    // Where the target has the value already, its case is the target's; where it is written, every letter counts.
    const idle = known.every(({ one }) => !one.written);
    const agreed =
      known.length === claims.length &&
      known.every(({ one }) => (idle ? sameValue(first.one.new, one.new, definition) : sameTexts(first.one.new, one.new)));
    const writer = known.find(({ one }) => one.written) ?? first;
    const note = conflictNote(claims.map(({ one }) => one));
    for (const { index, one } of known) {
      if (!agreed) settled[index] = { ...one, state: 'failed', written: false, failure: 'notLocal', note };
      else if (index !== writer.index) settled[index] = writtenElsewhere(one, writer.one);
    }
  }
  return settled;
}

/** What says something about the target's value. A null that is not written, and a mapping that does not flow, do not. */
function hasClaim({ state, failure }: FlowedAttribute): boolean {
  return state === 'changed' || state === 'unchanged' || failure === 'notLocal';
}

function writtenElsewhere(one: FlowedAttribute, writer: FlowedAttribute): FlowedAttribute {
  const note = `${writer.evaluated.shown.mapping} gives the same value for this attribute; it is written once.`;
  return { ...one, state: one.state === 'changed' ? 'ignored' : one.state, written: false, note };
}

function suppliedElsewhere(one: FlowedAttribute, supplier: FlowedAttribute): FlowedAttribute {
  const note = `This mapping gives no value; ${supplier.evaluated.shown.mapping} gives the one that the target requires.`;
  return { ...one, state: 'null', failure: null, note };
}

function conflictNote(claims: readonly FlowedAttribute[]): string {
  const pointers = claims.map(({ evaluated }) => evaluated.shown.mapping);
  const target = claims[0]?.evaluated.shown.target ?? '';
  const both = claims.length === 2 ? 'both' : 'all';
  const named = `${pointers.slice(0, -1).join(', ')} and ${pointers.at(-1)}`;
  const unknown = claims.some(({ failure }) => failure === 'notLocal');
  const why = unknown
    ? ', and not all of their values are known here'
    : ' with different values, and which one wins is not documented';
  return `Cannot be evaluated locally: mappings ${named} ${both} write ${target}${why}.`;
}
