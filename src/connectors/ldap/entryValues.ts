import { isSecretAttribute } from '../../core/secretAttributes.ts';
import type { AttributeValue } from '../../core/value.ts';
import type { LdapEntry } from './ldapPort.ts';

/** The values of an entry as the engine has them, and as an LDIF file gives them: bytes as base64, one value alone, no secrets. */
export function entryValues({ attributes }: LdapEntry): Map<string, AttributeValue> {
  const values = new Map<string, AttributeValue>();
  for (const [name, list] of attributes) {
    if (isSecretAttribute(name)) continue;
    const texts = list.map((value) => (typeof value === 'string' ? value : value.toString('base64')));
    const [only] = texts;
    if (only !== undefined) values.set(name, texts.length === 1 ? only : texts);
  }
  return values;
}
