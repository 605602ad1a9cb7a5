import { parseScimPath } from './scimPath.ts';

/**
 * The filter that asks for one value, as the service asks it: `userName eq "…"`, `emails[type eq "work"].value eq "…"`. The value is a
 * JSON string (RFC 7644, section 3.4.2.2), so that quotes and backslashes in it cannot end it. Null where the attribute name is no path.
 */
export function equalityFilter(attribute: string, value: string): string | null {
  return parseScimPath(attribute) ? `${attribute} eq ${JSON.stringify(value)}` : null;
}
