import { basename } from 'node:path';
import { isMappingFileName } from '../paths.ts';

/** The name of a connection file for a configuration file: `users.syncschema.json` gives `users.provision.json`. */
export function newConnectionName(configurationPath: string): string {
  return `${basename(configurationPath).replace(/(\.(syncschema|mapping|scope))?\.json$/i, '')}.provision.json`;
}

/** A connection file to fill in, for a configuration file in the same folder or for none. */
export function newConnectionText(configurationPath: string | null): string {
  const file = JSON.stringify(configurationPath === null ? 'attributes.syncschema.json' : basename(configurationPath));
  const configuration =
    configurationPath !== null && isMappingFileName(configurationPath) ? `{ "mapping": ${file} }` : `{ "schema": ${file} }`;
  return `{
  "name": "New connection",
  "configuration": ${configuration},
  // Where people come from: an LDIF or JSON file beside this one, Active Directory ("kind": "ldap") or Entra ("kind": "graph").
  "source": { "kind": "file", "path": "people.ldif" },
  // What is provisioned: a JSON file that stands for it, "ldap", "graph", or { "kind": "scim", "url": "https://…/scim" }.
  // No secret stands here: VS Code keeps it (“Set credential…”, “Sign in…”).
  "target": { "kind": "file", "path": "target.json" },
  // "readWrite" lets “Provision…” change the target, after a question.
  "access": "readOnly",
  "people": []
}
`;
}
