import { kindOfObjectName } from '../../core/schema/objectKind.ts';

/** Where the service asks for objects of a kind and writes them, whatever `/ResourceTypes` says: `/Users` or `/Groups`. */
export function scimEndpoint(objectName: string): '/Users' | '/Groups' {
  return kindOfObjectName(objectName) === 'group' ? '/Groups' : '/Users';
}

/** A text as a part of an address. Half a character, which JSON can carry and an address cannot, becomes the replacement character. */
export function encodedForAddress(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/**
 * Whether an id leads to its object: `.` and `..` are taken out of every address on the way, and what then stands there is something else,
 * at worst the list of everybody.
 */
export function isAddressable(id: string): boolean {
  return id !== '' && id !== '.' && id !== '..' && id.length <= 2000 && !/\p{Cs}/u.test(id);
}
