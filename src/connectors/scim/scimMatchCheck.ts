import type { MatchQuery } from '../../core/trace/directory.ts';
import { allAtScimPath, type JsonObject, parseScimPath } from './scimPath.ts';

/**
 * A resource that an equality filter cannot have found: it has the attribute, and none of its values is the one that was asked for. A server
 * that ignores filters gives such ones, and each would be a wrong match. Null where there is none.
 */
export function strayResource(resources: readonly JsonObject[], { attribute, value }: MatchQuery): JsonObject | null {
  const path = parseScimPath(attribute);
  if (!path) return null;
  const formatted = /^phoneNumbers$/i.test(path.attribute);
  const wanted = folded(value, formatted);
  for (const resource of resources) {
    const held = allAtScimPath(resource, path);
    if (held.length > 0 && !held.some((text) => folded(text, formatted) === wanted)) return resource;
  }
  return null;
}

/**
 * Servers compare more loosely than texts do: without case, accents or blanks, phone numbers without their punctuation (RFC 7643, section
 * 4.1.2), times by the moment they name.
 */
function folded(text: string, formatted: boolean): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) {
    const moment = Date.parse(text);
    if (!Number.isNaN(moment)) return `moment ${moment}`;
  }
  const plain = text.normalize('NFKD').replace(/[\p{M}\s]/gu, '');
  return (formatted ? plain.replace(/[().\-/]|^tel:/gi, '') : plain).toLowerCase();
}
