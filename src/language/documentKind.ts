import { rootKeys } from '../core/text/rootKeys.ts';

/** The files that a user writes (design, section 3). */
export type DocumentKind = 'schema' | 'mapping' | 'scope' | 'connection';

const endings: readonly (readonly [ending: string, kind: DocumentKind])[] = [
  ['.syncschema.json', 'schema'],
  ['.mapping.json', 'mapping'],
  ['.scope.json', 'scope'],
  ['.provision.json', 'connection'],
];

const scopeKeys: ReadonlySet<string> = new Set(['groups', 'inputFilterGroups', 'categoryFilterGroups']);

/**
 * What a document is. Its content decides, so that a schema may have any name; the name decides where the content does not say, so that
 * a broken file is still reported. Null for other files.
 * @param named what the file is by a pattern that the user chose; asked only where the content does not say it.
 */
export function documentKind(fileName: string, text: string, named: () => DocumentKind | null = () => null): DocumentKind | null {
  const lower = fileName.toLowerCase();
  return kindOfContent(text) ?? named() ?? endings.find(([ending]) => lower.endsWith(ending))?.[1] ?? null;
}

function kindOfContent(text: string): DocumentKind | null {
  const seen = new Set<string>();
  let onlyScope = true;
  for (const key of rootKeys(text)) {
    if (key === 'synchronizationRules') return 'schema';
    if (key === 'attributeMappings') return 'mapping';
    seen.add(key);
    if (seen.has('configuration') && (seen.has('source') || seen.has('target'))) return 'connection';
    onlyScope &&= scopeKeys.has(key) || key.startsWith('$') || key.startsWith('@');
  }
  // A person read over SCIM has "groups", too, but beside other things.
  return onlyScope && [...seen].some((key) => scopeKeys.has(key)) ? 'scope' : null;
}
