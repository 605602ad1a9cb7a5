import type { Filter } from 'ldapts';
import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import { guidKey } from '../file/guidKey.ts';
import { filterValue } from './filterValue.ts';
import { allOf, anyOf, begins, contains, equals, not, present } from './ldapFilters.ts';

/* This file brings ldapts with it, so it is only reached by `await import`. */

/** Whatever it is. */
export function anything(): Filter {
  return present('objectClass');
}

/**
 * Who may be meant by a text: by objectGUID, objectSid, userPrincipalName, account name, mail or name; for Active Directory also by ambiguous name
 * resolution, which finds the beginnings of names too (MS-ADTS, section 3.1.1.3.1.3.4).
 * @param names whether names count, or identifiers alone
 */
export function subjectFilter(text: string, isActiveDirectory: boolean, names: boolean, beginnings: boolean): Filter {
  const choices: Filter[] = [];
  if (guidKey(text) !== null) choices.push(equals('objectGUID', filterValue('objectGUID', text)));
  const sid = filterValue('objectSid', text);
  // Revision 1 and as many parts as it says (MS-DTYP, section 2.4.2.2).
  if (typeof sid !== 'string' && sid[0] === 1 && sid.length === 8 + 4 * (sid[1] ?? 0)) choices.push(equals('objectSid', sid));
  const account = /^[^\\]+\\([^\\]+)$/.exec(text)?.[1] ?? text;
  for (const name of ['sAMAccountName', ...(isActiveDirectory ? [] : ['uid'])]) choices.push(equals(name, account));
  if (text.includes('@')) {
    for (const name of ['userPrincipalName', 'mail']) choices.push(equals(name, text));
    choices.push(equals('proxyAddresses', `smtp:${text}`));
  }
  if (names) for (const name of ['displayName', 'cn']) choices.push(equals(name, text));
  if (names && beginnings && isActiveDirectory) choices.push(equals('anr', text));
  const any = anyOf(...choices);
  return isActiveDirectory ? allOf(any, notComputer()) : any;
}

/** For a picker: whose name, address or account name begins with the text. */
export function beginningFilter(text: string, objectName: string | null, isActiveDirectory: boolean): Filter {
  const choices = searched.map((attribute) => begins(attribute, text));
  const any = isActiveDirectory ? [equals('anr', text), ...choices] : choices;
  return allOf(...kindFilter(objectName, isActiveDirectory), anyOf(...any));
}

/** For a picker: in whose name, address or account name every word stands somewhere. */
export function containingFilter(text: string, objectName: string | null, isActiveDirectory: boolean): Filter {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const each = words.map((word) => anyOf(...searched.map((attribute) => contains(attribute, word))));
  return allOf(...kindFilter(objectName, isActiveDirectory), ...each);
}

/** Objects of a kind with a value. */
export function valueFilter(attribute: string, value: string, objectName: string | null, isActiveDirectory: boolean): Filter {
  return allOf(...kindFilter(objectName, isActiveDirectory), equals(attribute, filterValue(attribute, value)));
}

/** Everybody of a kind. */
export function everybodyFilter(objectName: string | null, isActiveDirectory: boolean): Filter {
  return allOf(...kindFilter(objectName, isActiveDirectory));
}

const searched = ['displayName', 'cn', 'userPrincipalName', 'mail', 'sAMAccountName'];

const classes = {
  user: { activeDirectory: ['user', 'contact'], other: ['person', 'account', 'posixAccount', 'user', 'contact'] },
  group: { activeDirectory: ['group'], other: ['group', 'groupOfNames', 'groupOfUniqueNames', 'posixGroup'] },
} as const;

/** By class alone: deleted objects have no category any more. */
function kindFilter(objectName: string | null, isActiveDirectory: boolean): readonly Filter[] {
  const kind = kindOfObjectName(objectName);
  const kinds = kind === null ? (['user', 'group'] as const) : [kind];
  const names = kinds.flatMap((one) => classes[one][isActiveDirectory ? 'activeDirectory' : 'other']);
  const any = anyOf(...names.map((name) => equals('objectClass', name)));
  return isActiveDirectory ? [any, notComputer()] : [any];
}

/** In Active Directory a computer is of the class `user` too. */
function notComputer(): Filter {
  return not(equals('objectClass', 'computer'));
}
