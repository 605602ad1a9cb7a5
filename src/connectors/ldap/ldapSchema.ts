/** Syntaxes of LDAP whose values are bytes (RFC 4517, section 3.3, and RFC 4523): octet string, binary, JPEG, fax, audio, certificates, lists. */
const binarySyntaxes = new Set(
  ['40', '5', '28', '23', '4', '8', '9', '10', '49'].map((last) => `1.3.6.1.4.1.1466.115.121.1.${last}`),
);

/**
 * Syntaxes of Active Directory whose values are bytes (MS-ADTS, section 3.1.1.2.2.2): String(Octet), String(NT-Sec-Desc), String(Sid).
 */
export const binaryAdSyntaxes: readonly string[] = ['2.5.5.10', '2.5.5.15', '2.5.5.17'];

/** The names, in lower case, of the binary attributes among `attributeTypes` (RFC 4512, section 4.1.2). */
export function binaryTypes(definitions: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of definitions) {
    const syntax = /\sSYNTAX\s+'?([\d.]+)/.exec(definition)?.[1];
    if (syntax === undefined || !binarySyntaxes.has(syntax)) continue;
    const [, one, several = ''] = /\sNAME\s+(?:'([^']+)'|\(([^)]*)\))/.exec(definition) ?? [];
    const spelled = one === undefined ? [...several.matchAll(/'([^']+)'/g)].map(([, name = '']) => name) : [one];
    for (const name of spelled) names.add(name.toLowerCase());
  }
  return names;
}
