/**
 * Writes the two schemas of the sample workspace: `node scripts/sampleSchemas.ts`. They are committed, and a test holds them equal to what
 * stands here, so change the tables, not the files.
 */
import { writeFile } from 'node:fs/promises';
import { activeDirectoryDefinitions, adToEntraSchema, defaultUserMappings, entraDefinitions } from './adToEntraSchema.ts';
import { entraToScimSchema } from './entraToScimSchema.ts';
import { schemaText } from './schemaParts.ts';

/** The sample schemas by path from the project's root. */
export function sampleSchemas(): ReadonlyMap<string, string> {
  const adToEntra = adToEntraSchema({
    mappings: defaultUserMappings(),
    sourceAttributes: activeDirectoryDefinitions(),
    targetAttributes: entraDefinitions(),
    objects: { 'Provision Active Directory Users': 'user', 'Provision Active Directory inetOrgPersons': 'inetOrgPerson' },
  });
  return new Map([
    ['samples/ad-to-entra/ad-to-entra.syncschema.json', schemaText(adToEntra)],
    ['samples/entra-to-scim/entra-to-scim.syncschema.json', schemaText(entraToScimSchema())],
  ]);
}

if (import.meta.main) {
  for (const [path, content] of sampleSchemas()) {
    await writeFile(new URL(`../${path}`, import.meta.url), content);
    console.log(`${path}: ${Buffer.byteLength(content)} bytes`);
  }
}
