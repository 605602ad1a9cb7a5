/** The classes of Active Directory by the object name of the schema. */
const objectClasses: ReadonlyMap<string, readonly string[]> = new Map([
  ['user', ['top', 'person', 'organizationalPerson', 'user']],
  ['inetorgperson', ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson']],
  ['contact', ['top', 'person', 'organizationalPerson', 'contact']],
  ['group', ['top', 'group']],
]);

/** The object classes of a new entry; none where the object name is not one of Active Directory. */
export function classesOf(objectName: string): readonly string[] {
  return objectClasses.get(objectName.toLowerCase()) ?? [];
}

/** Whether such an object can sign in, and so has a password and a userAccountControl. */
export function isAccount(objectName: string): boolean {
  return classesOf(objectName).includes('user');
}
