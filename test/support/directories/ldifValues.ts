/** The entries of what `ldapsearch` printed: values by attribute name, base64 read as UTF-8. */
export function ldifValues(ldif: string): readonly ReadonlyMap<string, readonly string[]>[] {
  return ldif
    .split(/\n\n+/)
    .filter((record) => /^dn:/m.test(record))
    .map((record) => {
      const values = new Map<string, string[]>();
      for (const line of record.split('\n')) {
        const [, name, encoded, text = ''] = /^([^:#][^:]*):(:?) ?(.*)$/.exec(line) ?? [];
        if (name === undefined) continue;
        const value = encoded === ':' ? Buffer.from(text, 'base64').toString('utf8') : text;
        values.set(name, [...(values.get(name) ?? []), value]);
      }
      return values;
    });
}
