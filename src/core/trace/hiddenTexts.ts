import { valuesOf } from '../flow/compareValues.ts';
import { isRedacted } from '../flow/redaction.ts';
import { redactedText } from '../value.ts';
import type { PlannedWrite } from './directory.ts';
import type { RanSteps } from './runSteps.ts';

/** A text without the values that must not be shown: a target's answer may quote what it got. */
export type Hide = (text: string) => string;

/** Texts shorter than this are replaced only where they stand alone: elsewhere they are parts of other words. */
const shortText = 4;

/** What hides the real values of the attributes of a write, and of the matching attributes, that are masked in its trace. */
export function hiddenTexts(
  write: PlannedWrite,
  { compiled, matched, queries }: Pick<RanSteps, 'compiled' | 'matched' | 'queries'>,
): Hide {
  const masked = new Set(compiled.mappings.filter(isRedacted).map(({ mapping }) => mapping.targetAttributeName));
  const texts = [
    ...write.attributes.filter(({ redacted }) => redacted).flatMap((attribute) => [attribute.old, attribute.new]),
    ...queries.filter(({ attribute }) => masked.has(attribute)).map(({ value }) => value),
    ...[...(matched?.attributes ?? [])].filter(([name]) => masked.has(name)).map(([, value]) => value),
  ].flatMap(valuesOf);
  const forms = texts.flatMap(formsOf);
  const wanted = [...new Set(forms)].filter((text) => text.trim() !== '').sort((one, other) => other.length - one.length);
  const patterns = wanted.map((text) => {
    const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
    return text.length < shortText ? String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])` : literal;
  });
  if (patterns.length === 0) return (text) => text;
  const pattern = new RegExp(patterns.join('|'), 'giu');
  return (text) => text.replace(pattern, redactedText);
}

/** A value as a server may quote it: as it is, or as it stood in JSON, in a filter or name of LDAP (RFC 4515, RFC 4514), or in an address. */
function formsOf(text: string): readonly string[] {
  const filter = text.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const name = text.replace(/[",+;<>\\]|^[ #]| $/g, String.raw`\$&`);
  // A lone surrogate stands in no address.
  const address = /\p{Cs}/u.test(text) ? [] : [encodeURIComponent(text)];
  return [text, JSON.stringify(text).slice(1, -1), filter, name, ...address];
}
