import { dialects } from '../expression/dialect.ts';
import type { FunctionDefinition, FunctionExample, FunctionSource } from './functionDefinition.ts';

type Usual = 'otherParameters' | 'notLocal' | 'rootOnly' | 'dialects';

/** A row of the function table: in both dialects, one signature, evaluated locally, unless the row says otherwise. */
export function define(row: Omit<FunctionDefinition, Usual> & Partial<Pick<FunctionDefinition, Usual>>): FunctionDefinition {
  return { otherParameters: null, notLocal: null, rootOnly: false, dialects, ...row };
}

/** An example that does not depend on the time. */
export function example(
  expression: string,
  attributes: FunctionExample['attributes'],
  result: FunctionExample['result'],
  now: string | null = null,
): FunctionExample {
  return { expression, attributes, result, now };
}

/** Microsoft's reference for app provisioning; the function has a section of its own name. */
export function appReference(section: string): FunctionSource {
  return { document: 'docs/identity/app-provisioning/functions-for-customizing-application-data.md', section, mark: 'D' };
}

/** Microsoft's reference for cloud sync. */
export function cloudSyncReference(section: string): FunctionSource {
  return { document: 'docs/identity/hybrid/cloud-sync/reference-expressions.md', section, mark: 'D' };
}

/** Graph's list of functions with their parameters, which describes none of them. */
export function graphReference(section: string): FunctionSource {
  return { document: 'api-reference/beta/api/synchronization-synchronizationschema-functions.md', section, mark: 'G' };
}
