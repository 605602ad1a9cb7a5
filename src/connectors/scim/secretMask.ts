import { isObject, type JsonValue } from './scimPath.ts';

const mask = '***';
/** A shorter secret is a word that data may hold by chance, and data must not be falsified. */
const shortestInData = 8;

/**
 * Takes secrets out of a text that is about to be shown, as they are and as JSON, addresses and web pages write them.
 * @returns null where there is nothing to hide
 */
export function secretMask(secrets: readonly string[]): ((text: string) => string) | null {
  const written = new Set(secrets.flatMap(spellings).filter((spelling) => spelling !== ''));
  // A secret may be a part of another one.
  const longestFirst = [...written].sort((left, right) => right.length - left.length);
  if (longestFirst.length === 0) return null;
  return (text) => longestFirst.reduce((hidden, spelling) => hidden.replaceAll(spelling, mask), text);
}

function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const address = /\p{Cs}/u.test(secret) ? [] : [encodeURIComponent(secret)];
  return [secret, json, json.replaceAll('/', '\\/'), html, html.replaceAll("'", '&#39;'), ...address];
}

/** The same in every text of a JSON value, names included, for secrets that cannot be there by chance. */
export function withoutSecrets(value: JsonValue, secrets: readonly string[]): JsonValue {
  const hide = secretMask(secrets.filter((secret) => secret.length >= shortestInData));
  return hide ? hidden(value, hide, 0) : value;
}

/** Deeper than any resource; what lies deeper is not read either. */
const maximumDepth = 20;

function hidden(value: JsonValue, hide: (text: string) => string, depth: number): JsonValue {
  if (typeof value === 'string') return hide(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maximumDepth) return null;
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [hide(name), hidden(inner, hide, depth + 1)]));
  }
  return value.map((inner) => hidden(inner, hide, depth + 1));
}
