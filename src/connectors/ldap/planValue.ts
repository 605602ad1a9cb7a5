import type { PlannedAttribute } from '../../core/trace/directory.ts';
import { redactedText } from '../../core/value.ts';
import { isBinaryAttribute } from '../file/binaryAttributes.ts';
import { isHidden, truthOf } from '../wire/plannedValues.ts';

/** A value of a change, as it is sent and as it is shown. */
export type PlanValue =
  | { readonly kind: 'text'; readonly text: string; readonly attribute: PlannedAttribute | null }
  | { readonly kind: 'bytes'; readonly base64: string; readonly attribute: PlannedAttribute | null }
  /** Sent, but not shown. `encoded`: it always travels as bytes. */
  | { readonly kind: 'masked'; readonly encoded: boolean; readonly attribute: PlannedAttribute | null };

/** What stands on the screen for a masked value. */
export const maskedText = redactedText;

export function planValues(attribute: PlannedAttribute, texts: readonly string[]): readonly PlanValue[] {
  const isPassword = attribute.name.toLowerCase() === 'unicodepwd';
  const isBinary = attribute.type.toLowerCase() === 'binary' || isBinaryAttribute(attribute.name);
  return texts.map((text): PlanValue => {
    if (isHidden(attribute)) return { kind: 'masked', encoded: isPassword, attribute };
    if (isPassword) return { kind: 'bytes', base64: passwordBytes(text), attribute };
    if (isBinary && isBase64(text)) return { kind: 'bytes', base64: text, attribute };
    return { kind: 'text', text: ldapText(attribute, text), attribute };
  });
}

/** The password that a new account gets. @param password null where it is not made yet. */
export function randomPassword(password: string | null): PlanValue {
  if (password === null) return { kind: 'masked', encoded: true, attribute: null };
  return { kind: 'bytes', base64: passwordBytes(password), attribute: null };
}

/** In quotes and UTF-16, low bytes first (MS-ADTS, 3.1.1.3.1.5.1). */
function passwordBytes(password: string): string {
  return Buffer.from(`"${password}"`, 'utf16le').toString('base64');
}

/** Binary values travel through the service as base64. */
function isBase64(text: string): boolean {
  return text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Booleans are `TRUE` and `FALSE` in LDAP (RFC 4517, section 3.3.3). */
function ldapText({ type }: PlannedAttribute, text: string): string {
  return type.toLowerCase() === 'boolean' && truthOf(text) !== null ? text.toUpperCase() : text;
}
