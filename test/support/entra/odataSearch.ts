import type { GraphObject } from './evaluateFilter.ts';
import type { GraphKind } from './graphCatalog.ts';
import { breach } from './graphFailure.ts';

export type SearchClause = (object: GraphObject) => boolean;

/** Names and descriptions are searched word by word, other properties from their beginning (Graph's page on `$search`). */
const byWords = new Set(['displayName', 'description']);

const searchable: Readonly<Record<GraphKind, ReadonlySet<string>>> = {
  user: new Set(['displayName', 'givenName', 'surname', 'mail', 'userPrincipalName', 'otherMails', 'mailNickname', 'jobTitle']),
  group: new Set(['displayName', 'description', 'mail', 'mailNickname']),
  servicePrincipal: new Set(['displayName']),
  appRoleAssignment: new Set(),
};

/** `"displayName:ada" OR "mail:ada"`: alternatives of clauses that all have to hold. */
export function parseSearch(kind: GraphKind, text: string): readonly (readonly SearchClause[])[] {
  const pattern = /"((?:[^"\\]|\\["\\])*)"(?: (AND|OR) |$)/y;
  const alternatives: SearchClause[][] = [[]];
  let end = 0;
  for (let part = pattern.exec(text); part; part = pattern.exec(text)) {
    end = pattern.lastIndex;
    const [, quoted = '', joined] = part;
    alternatives.at(-1)?.push(clauseOf(kind, quoted.replaceAll(/\\(["\\])/g, '$1')));
    if (joined === 'OR') alternatives.push([]);
    if (joined === undefined) break;
  }
  const complete = end === text.length && end > 0 && alternatives.every((clauses) => clauses.length > 0);
  if (!complete) throw breach(`Syntax error in $search: each clause stands in double quotes, joined by AND or OR: ${text}`);
  return alternatives;
}

function clauseOf(kind: GraphKind, clause: string): SearchClause {
  const colon = clause.indexOf(':');
  const name = clause.slice(0, Math.max(colon, 0));
  if (!searchable[kind].has(name)) throw breach(`$search knows no property '${name}' of a ${kind}.`);
  const wanted = clause.slice(colon + 1).toLowerCase();
  if (wanted.trim() === '') throw breach('$search looks for nothing.');
  if (!byWords.has(name)) return (object) => textsOf(object[name]).some((text) => text.startsWith(wanted));
  const words = wordsOf(wanted);
  return (object) =>
    textsOf(object[name]).some((text) => {
      const held = wordsOf(text);
      return words.every((word) => held.some((other) => other.startsWith(word)));
    });
}

function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string').map((one) => one.toLowerCase());
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
