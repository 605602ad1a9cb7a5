import type { Filter } from 'ldapts';
import { kindOfObjectName } from '../../core/schema/objectKind.ts';
import type { MatchQuery } from '../../core/trace/directory.ts';
import { filterValue } from './filterValue.ts';

/** `ldapFilters.ts`, which brings ldapts with it and so is loaded by whoever asks. */
export type Filters = Pick<typeof import('./ldapFilters.ts'), 'allOf' | 'anyOf' | 'equals'>;

/**
 * Objects of the asked kind with this value. In Active Directory computers are of the class `user` and contacts are persons: only class and category
 * together tell users (Microsoft, "Search Filter Syntax"). Other servers have no categories, and classes of other names.
 */
export function matchFilter({ allOf, anyOf, equals }: Filters, query: MatchQuery, isActiveDirectory: boolean): Filter {
  const { attribute, value, objectName } = query;
  const has = equals(attribute, filterValue(attribute, value));
  if (isActiveDirectory) return allOf(...activeDirectoryKind(objectName).map(([name, one]) => equals(name, one)), has);
  const classes = otherClasses(objectName);
  return classes.length === 0 ? has : allOf(anyOf(...classes.map((one) => equals('objectClass', one))), has);
}

function activeDirectoryKind(objectName: string): readonly (readonly [attribute: string, value: string])[] {
  const person = ['objectCategory', 'person'] as const;
  switch (objectName.toLowerCase()) {
    case 'contact':
      return [person, ['objectClass', 'contact']];
    case 'inetorgperson':
      return [person, ['objectClass', 'inetOrgPerson']];
  }
  switch (kindOfObjectName(objectName)) {
    case 'user':
      return [person, ['objectClass', 'user']];
    case 'group':
      return [['objectCategory', 'group']];
    case null:
      return [];
  }
}

function otherClasses(objectName: string): readonly string[] {
  switch (kindOfObjectName(objectName)) {
    case 'user':
      return ['person', 'user', 'account', 'posixAccount'];
    case 'group':
      return ['group', 'groupOfNames', 'groupOfUniqueNames', 'posixGroup'];
    case null:
      return [];
  }
}
