import { parseDistinguishedName, type RelativeName } from '../../core/text/distinguishedName.ts';

/** A value as it stands in a distinguished name (RFC 4514, section 2.4). Samba reads no `=` that is not escaped, though it may stand so. */
export function escapeNameValue(value: string): string {
  const characters = [...value];
  const escaped = characters.map((character, index) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return `\\${code.toString(16).padStart(2, '0').toUpperCase()}`;
    const outerBlank = character === ' ' && (index === 0 || index === characters.length - 1);
    const special = '\\"+,;<=>'.includes(character) || outerBlank || (character === '#' && index === 0);
    return special ? `\\${character}` : character;
  });
  return escaped.join('');
}

/** One level of a distinguished name as text. */
export function relativeNameText(parts: RelativeName): string {
  return parts.map(({ type, value }) => `${type}=${escapeNameValue(value)}`).join('+');
}

/** The own level of an entry and the rest, as text; null where the text is no distinguished name or the root. */
export function splitName(name: string): { readonly own: RelativeName; readonly parent: string } | null {
  const [own, ...rest] = parseDistinguishedName(name) ?? [];
  return own ? { own, parent: rest.map(relativeNameText).join(',') } : null;
}
