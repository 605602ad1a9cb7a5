import type { Connection, DirectoryReference, GraphReference } from '../../core/connection/connection.ts';
import { type SecretRequest, secretRequestOf } from '../../core/connection/secretRequest.ts';

/** A side of a connection that needs a credential. */
export interface CredentialSide {
  readonly side: 'source' | 'target' | 'source and target';
  readonly reference: DirectoryReference;
  readonly request: SecretRequest;
}

/** The sides that need a credential; one where both need the same. */
export function credentialSides({ source, target }: Connection): readonly CredentialSide[] {
  const ofSource = secretRequestOf(source);
  const ofTarget = secretRequestOf(target);
  if (ofSource && ofTarget && ofSource.key === ofTarget.key) {
    return [{ side: 'source and target', reference: source, request: ofSource }];
  }
  return [
    ...(ofSource ? [{ side: 'source', reference: source, request: ofSource } as const] : []),
    ...(ofTarget ? [{ side: 'target', reference: target, request: ofTarget } as const] : []),
  ];
}

/** The sides that are Entra, each application in its tenant once. */
export function entraSides({ source, target }: Connection): readonly GraphReference[] {
  const sides = [source, target].filter((reference) => reference.kind === 'graph');
  const nameOf = ({ authority, tenant, clientId, signIn }: GraphReference): string =>
    [authority, tenant, clientId, signIn].join(' ');
  return [...new Map(sides.map((reference) => [nameOf(reference), reference])).values()];
}

/** What every session with a directory of this kind is called first (`Sessions.use`). */
export function sessionPrefix({ kind }: DirectoryReference): string {
  return kind;
}
