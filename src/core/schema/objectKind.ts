/** The two kinds that directories tell apart; contacts and inetOrgPersons count as users. */
export type ObjectKind = 'user' | 'group';

/**
 * The kind of an object by the name that a schema gives it: `group`, `Group` and SCIM's `urn:…:Group` are groups, everything else is a
 * user (`User`, `inetOrgPerson`, `Worker`, a URN of users). Null where there is no name, as in a mapping file.
 */
export function kindOfObjectName(objectName: string | null): ObjectKind | null {
  if (objectName === null || objectName === '') return null;
  return /(^|[:.])group$/i.test(objectName) ? 'group' : 'user';
}

/** Whether an object may be meant by the name; one whose directory does not tell what it is always may. */
export function isOfKind(kind: ObjectKind | null, objectName: string | null): boolean {
  const wanted = kindOfObjectName(objectName);
  return kind === null || wanted === null || kind === wanted;
}
