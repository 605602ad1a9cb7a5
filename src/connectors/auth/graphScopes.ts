import type { GraphReference } from '../../core/connection/connection.ts';

/** The service that tokens are for, by the cloud that the connection names: `https://graph.microsoft.us`. */
export function graphOrigin({ graphBaseUrl }: GraphReference): string {
  return new URL(graphBaseUrl).origin;
}

/** Delegated permissions as the authority wants them, sorted, so that equal questions look equal. */
export function delegatedScopes(reference: GraphReference, names: readonly string[]): string[] {
  const origin = graphOrigin(reference);
  return [...new Set(names)].sort().map((name) => `${origin}/${name}`);
}

/** An application cannot ask for single permissions: it gets those that were granted to it. */
export function applicationScopes(reference: GraphReference): string[] {
  return [`${graphOrigin(reference)}/.default`];
}
