import type { GraphObject } from './evaluateFilter.ts';
import { type GraphCall, readQueryText } from './graphCall.ts';
import { type CatalogProperty, catalogProperty, isExtensionAttribute } from './graphCatalog.ts';
import { breach, Refused, refusal } from './graphFailure.ts';
import { domainOf, type GraphStore } from './graphStore.ts';

type WrittenKind = 'user' | 'group';

/** The body of a write as an object, each property checked: known, writable, of its type (facts, section 10.2). */
export function readBody(call: GraphCall, kind: WrittenKind): GraphObject {
  const body = objectBody(call);
  for (const [name, value] of Object.entries(body)) {
    const property = catalogProperty(kind, name);
    if (!property) throw breach(`Invalid property '${name}' for a ${kind}.`);
    if (!property.writable) throw breach(`Property '${name}' is read-only and cannot be set.`);
    if (property.personOnly && call.permissions?.roles)
      throw refusal(403, 'Authorization_RequestDenied', `An application cannot set ${name}.`);
    checkValue(property, value);
  }
  return body;
}

export function objectBody({ body }: GraphCall): GraphObject {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw breach('The body is no JSON object.');
  return body as GraphObject;
}

function checkValue({ name, type, maximum }: CatalogProperty, value: unknown): void {
  const wrong = (wanted: string): Error =>
    breach(`Property '${name}' wants ${wanted}, not ${JSON.stringify(value)?.slice(0, 60)}.`);
  if (type === 'list') {
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw wrong('a list of texts');
    if (name === 'businessPhones' && value.length > 1)
      throw refusal(400, 'Request_BadRequest', 'Only one number can be set for businessPhones.');
    return;
  }
  if (name === 'passwordProfile') {
    checkPassword(value);
    return;
  }
  if (name === 'onPremisesExtensionAttributes') {
    checkExtensionAttributes(value);
    return;
  }
  if (type === 'object' || type === 'objects' || value === null) return;
  if (type === 'boolean') {
    if (typeof value !== 'boolean') throw wrong('true or false');
    return;
  }
  if (typeof value !== 'string') throw wrong('text or null');
  if (type === 'date' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) throw wrong('a date and time in UTC');
  if (value === '')
    throw refusal(400, 'Request_BadRequest', `Invalid value specified for property '${name}' of resource 'User'.`);
  if (maximum !== null && value.length > maximum)
    throw refusal(400, 'Request_BadRequest', `Property '${name}' is longer than ${maximum} characters.`);
}

function checkPassword(value: unknown): void {
  const profile = (typeof value === 'object' && value !== null ? value : {}) as GraphObject;
  const names = Object.keys(profile).filter((name) => !/^(password|forceChangePasswordNextSignIn(WithMfa)?)$/.test(name));
  if (names.length > 0) throw breach(`passwordProfile knows no ${names.join(', ')}.`);
  if (typeof profile.password !== 'string' || profile.password === '') throw breach('passwordProfile has no password.');
  const force = profile.forceChangePasswordNextSignIn;
  if (force !== undefined && typeof force !== 'boolean') throw breach('forceChangePasswordNextSignIn is true or false.');
  // Entra's password policy: 8 to 256 characters, three of four kinds.
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(String(profile.password))).length;
  if (profile.password.length < 8 || profile.password.length > 256 || kinds < 3)
    throw refusal(400, 'Request_BadRequest', 'The specified password does not comply with password complexity requirements.');
}

function checkExtensionAttributes(value: unknown): void {
  if (typeof value !== 'object' || value === null) throw breach('onPremisesExtensionAttributes is no object.');
  for (const [name, text] of Object.entries(value)) {
    if (!isExtensionAttribute(name)) throw breach(`onPremisesExtensionAttributes has no '${name}'.`);
    if (text !== null && (typeof text !== 'string' || text === '')) throw breach(`${name} wants text or null.`);
    if (typeof text === 'string' && text.length > 1024)
      throw refusal(400, 'Request_BadRequest', `Property '${name}' is longer than 1024 characters.`);
  }
}

/** What a new user needs (facts, section 10.2). The password is a breach: no mapping gives it, the client has to. */
export function checkNewUser(store: GraphStore, body: GraphObject): void {
  if (body.passwordProfile === undefined) throw breach('A new user needs passwordProfile.');
  const missing = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'].filter(
    (name) => (body[name] ?? null) === null,
  );
  if (missing.length > 0)
    throw refusal(400, 'Request_BadRequest', `A value is required for property '${missing[0]}' of resource 'User'.`);
  checkPrincipalName(store, body.userPrincipalName);
  checkUnique(store, null, body);
}

export function checkNewGroup(body: GraphObject): void {
  const missing = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'].filter(
    (name) => (body[name] ?? null) === null,
  );
  if (missing.length > 0)
    throw refusal(400, 'Request_BadRequest', `A value is required for property '${missing[0]}' of resource 'Group'.`);
}

export function checkChangedUser(store: GraphStore, user: GraphObject, body: GraphObject): void {
  if (Object.keys(body).length === 0) throw breach('A PATCH without any property changes nothing and must not be sent.');
  for (const name of ['displayName', 'userPrincipalName', 'mailNickname', 'accountEnabled'])
    if (body[name] === null)
      throw refusal(400, 'Request_BadRequest', `A value is required for property '${name}' of resource 'User'.`);
  const ownHere = new Set(['passwordProfile', 'usageLocation', 'passwordPolicies', 'ageGroup']);
  const synced = Object.keys(body).filter((name) => !ownHere.has(name));
  if (user.onPremisesSyncEnabled === true && synced.length > 0) {
    const message =
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';
    throw refusal(400, 'Request_BadRequest', message);
  }
  if (body.userPrincipalName !== undefined) checkPrincipalName(store, body.userPrincipalName);
  checkUnique(store, String(user.id), body);
}

function checkPrincipalName(store: GraphStore, value: unknown): void {
  const name = String(value);
  const local = name.slice(0, Math.max(name.lastIndexOf('@'), 0));
  if (!/^[A-Za-z0-9'.\-_!#^~]+$/.test(local) || local.endsWith('.'))
    throw refusal(400, 'Request_BadRequest', 'Property userPrincipalName is invalid.');
  if (!store.domains.has(domainOf(name).toLowerCase())) {
    const message =
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.';
    throw refusal(400, 'Request_BadRequest', message);
  }
}

/** 409 where another user has the principal name, or the address (facts, section 10.3). */
function checkUnique(store: GraphStore, id: string | null, body: GraphObject): void {
  for (const other of store.users.values()) {
    if (other.id === id) continue;
    if (same(other.userPrincipalName, body.userPrincipalName)) throw conflict('userPrincipalName');
    if (typeof body.mail === 'string' && addressesOf(other).has(body.mail.toLowerCase())) throw conflict('proxyAddresses');
    if (same(other.onPremisesImmutableId, body.onPremisesImmutableId)) throw conflict('onPremisesImmutableId');
  }
}

function same(left: unknown, right: unknown): boolean {
  return typeof left === 'string' && typeof right === 'string' && left.toLowerCase() === right.toLowerCase();
}

function addressesOf(user: GraphObject): ReadonlySet<string> {
  const proxies = Array.isArray(user.proxyAddresses) ? user.proxyAddresses.map(String) : [];
  const own = typeof user.mail === 'string' ? [user.mail] : [];
  return new Set([...proxies.map((address) => address.replace(/^smtp:/i, '')), ...own].map((address) => address.toLowerCase()));
}

function conflict(target: string): Refused {
  const message = `Another object with the same value for property ${target} already exists.`;
  const details = [{ code: 'ObjectConflict', target, message }];
  return new Refused({ status: 409, code: 'Request_MultipleObjectsWithSameKeyValue', message, details, violation: null });
}

/** The object after a write: extension attributes are merged, `mail` rewrites the primary proxy address (facts, section 10.2). */
export function changed(object: GraphObject, body: GraphObject): GraphObject {
  const { passwordProfile: _, onPremisesExtensionAttributes: attributes, ...rest } = body;
  const merged = { ...(object.onPremisesExtensionAttributes as object | undefined), ...(attributes as object | undefined) };
  const proxies = Array.isArray(object.proxyAddresses) ? object.proxyAddresses.map(String) : [];
  return {
    ...object,
    ...rest,
    ...(attributes !== undefined && { onPremisesExtensionAttributes: merged }),
    ...(typeof body.mail === 'string' && {
      proxyAddresses: [`SMTP:${body.mail}`, ...proxies.filter((one) => !one.startsWith('SMTP:'))],
    }),
  };
}

/** The id behind `{ "@odata.id": "https://graph.microsoft.com/v1.0/users/{id}" }` (facts, section 10.2). */
export function readReference(call: GraphCall, base: string, collections: readonly string[]): string {
  const body = objectBody(call);
  const names = Object.keys(body);
  const address = body['@odata.id'];
  if (names.length !== 1 || typeof address !== 'string')
    throw breach(`A reference is { "@odata.id": … }, not { ${names.join(', ')} }.`);
  const own = [base, 'https://graph.microsoft.com/v1.0'].find((start) => address.startsWith(`${start}/`));
  const [collection = '', id = '', ...rest] = own === undefined ? [] : address.slice(own.length + 1).split('/');
  if (own === undefined || rest.length > 0 || !collections.includes(collection) || id === '')
    throw breach(`'${address}' is no address of ${collections.join(' or ')}.`);
  // As in any address, the id is percent-encoded.
  return [...readQueryText(id).keys()][0] ?? '';
}
