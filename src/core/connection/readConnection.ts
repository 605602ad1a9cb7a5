import { dialects } from '../expression/dialect.ts';
import type { Problem } from '../problem.ts';
import { type Semantics, withReading } from '../semantics.ts';
import { readJson } from '../text/readJson.ts';
import type { ConfigurationReference, Connection, ServiceReference } from './connection.ts';
import { ObjectFields } from './objectFields.ts';
import { readDirectoryReference } from './readDirectoryReference.ts';
import { findSecrets } from './secretNames.ts';

/** A connection file is a page of text; anything far longer is another file. In UTF-16 code units. */
const maximumLength = 1_000_000;

/**
 * Reads a connection file (`*.provision.json`, design section 3): JSON with comments, trailing commas and a byte-order mark. Never
 * throws. `connection` is null where a part is missing that a run cannot do without; problems of severity `error` forbid a run even
 * where it is not. Ranges are offsets into the text as it was given.
 */
export function readConnection(text: string): { readonly connection: Connection | null; readonly problems: readonly Problem[] } {
  if (text.length > maximumLength) {
    const message = `The file is too long for a connection file: ${text.length} characters, at most ${maximumLength} are read.`;
    const range = { start: 0, end: 1 };
    return { connection: null, problems: [{ code: 'connection-wrong-type', severity: 'error', range, message, fix: null }] };
  }
  const { root, problems: syntaxProblems } = readJson(text);
  const problems: Problem[] = [...syntaxProblems];
  if (!root) return { connection: null, problems };
  if (root.type !== 'object') {
    const range = { start: root.offset, end: root.offset + root.length };
    const message = 'A connection file must be one JSON object.';
    const fix = 'Write { "name": …, "configuration": …, "source": …, "target": … }.';
    problems.push({ code: 'connection-wrong-type', severity: 'error', range, message, fix });
    return { connection: null, problems };
  }
  problems.push(...findSecrets(root));
  const connection = readRoot(new ObjectFields(root, 'the connection', problems));
  problems.sort((a, b) => a.range.start - b.range.start);
  return { connection, problems };
}

function readRoot(fields: ObjectFields): Connection | null {
  fields.text('$schema');
  const name = fields.requiredText('name', 'the screen calls the connection by it');
  const configuration = readConfiguration(fields);
  const source = readDirectoryReference(fields, 'source');
  const target = readDirectoryReference(fields, 'target');
  const assignment = fields.oneOf('assignment', ['assigned', 'all']);
  const skipOutOfScopeDeletions = fields.flag('skipOutOfScopeDeletions');
  const access = fields.oneOf('access', ['readOnly', 'readWrite']) ?? 'readOnly';
  const people = fields.texts('people');
  const tenantConstants = readTenantConstants(fields);
  const semantics = readSemantics(fields);
  const service = readService(fields);
  fields.finish();
  if (!name || !configuration || !source || !target) return null;
  return {
    name: name.value,
    configuration,
    source,
    target,
    assignment,
    skipOutOfScopeDeletions,
    access,
    service,
    people,
    tenantConstants,
    semantics,
  };
}

function readService(parent: ObjectFields): ServiceReference {
  const fields = parent.object('service', '"service"');
  const servicePrincipalId = fields?.text('servicePrincipalId')?.value ?? null;
  const jobId = fields?.text('jobId')?.value ?? null;
  fields?.finish();
  return { servicePrincipalId, jobId };
}

function readConfiguration(parent: ObjectFields): ConfigurationReference | null {
  if (!parent.has('configuration')) {
    const fix = 'Add "configuration": { "schema": "….syncschema.json" }.';
    parent.report('connection-missing', parent.brace, 'The connection has no "configuration".', fix);
    return null;
  }
  const fields = parent.object('configuration', '"configuration"');
  if (!fields) return null;
  const dialect = fields.oneOf('dialect', dialects);
  const schema = fields.text('schema');
  const mapping = fields.text('mapping');
  let reference: ConfigurationReference | null = null;
  if (schema && mapping) {
    const message = '"configuration" names both a "schema" and a "mapping"; it can be only one of them.';
    fields.report(
      'connection-wrong-type',
      mapping.range,
      message,
      'Keep "schema" for a whole synchronization schema, else "mapping".',
    );
  } else if (schema) {
    const rule = fields.text('rule')?.value ?? null;
    const objectMapping = fields.text('objectMapping')?.value ?? null;
    reference = { kind: 'schema', schema: schema.value, schemaRange: schema.range, rule, objectMapping, dialect };
  } else if (mapping) {
    const scope = fields.text('scope')?.value ?? null;
    reference = { kind: 'mapping', mapping: mapping.value, mappingRange: mapping.range, scope, dialect };
  } else if (!fields.has('schema') && !fields.has('mapping')) {
    const message = '"configuration" names neither a "schema" nor a "mapping".';
    fields.report(
      'connection-missing',
      fields.brace,
      message,
      'Add "schema": "….syncschema.json", or "mapping": "….mapping.json".',
    );
  }
  if (reference) fields.finish();
  return reference;
}

/** The service writes `%DomainFQDN%`; both spellings are read. */
function readTenantConstants(fields: ObjectFields): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const [name, value] of fields.textsByName('tenantConstants')) constants.set(/^%(.+)%$/.exec(name)?.[1] ?? name, value);
  return constants;
}

/** An unknown name or reading is an error: a run with another meaning than the file asks for would mislead. */
function readSemantics(parent: ObjectFields): Partial<Semantics> {
  const fields = parent.object('semantics', '"semantics"');
  let semantics: Partial<Semantics> = {};
  for (const name of fields?.names() ?? []) {
    const value = fields?.text(name);
    if (!fields || !value) continue;
    const read = withReading(semantics, name, value.value);
    if (read.ok) semantics = read.semantics;
    else fields.report('connection-wrong-type', value.range, read.message, read.fix);
  }
  return semantics;
}
