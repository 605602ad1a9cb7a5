import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaJson } from './schemaJson.ts';

/** The sample workspace, by path from the project's root. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** @throws SyntaxError where the file is not JSON: what the service takes has no comments. */
export function readJson<T>(path: string): T {
  return JSON.parse(readText(path)) as T;
}

export interface Sample {
  /** The path of the connection file. */
  readonly connection: string;
  readonly schema: SchemaJson;
}

export const adToEntra: Sample = {
  connection: 'samples/ad-to-entra/ad-to-entra.provision.json',
  schema: readJson('samples/ad-to-entra/ad-to-entra.syncschema.json'),
};

export const entraToScim: Sample = {
  connection: 'samples/entra-to-scim/entra-to-scim.provision.json',
  schema: readJson('samples/entra-to-scim/entra-to-scim.syncschema.json'),
};
