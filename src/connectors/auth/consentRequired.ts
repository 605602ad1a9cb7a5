import { type Failure, failure } from '../failure.ts';
import type { AuthContext } from './authFailure.ts';
import { graphOrigin } from './graphScopes.ts';

/**
 * That the tenant has not agreed to what is asked for, with the permissions and the page on which an administrator agrees (Microsoft's page
 * "Grant tenant-wide admin consent to an application").
 * @param ids what the authority calls this error.
 */
export function consentRequired({ reference, scopes }: AuthContext, ids: string): Failure {
  const { authority, tenant, clientId, signIn } = reference;
  const asked = scopes.length === 0 ? 'the permissions of its registration' : scopes.join(', ');
  const message = `${tenant} has not agreed that the application ${clientId} may use ${asked} of ${graphOrigin(reference)}. ${ids}`;
  const page = `${authority}/${tenant}/adminconsent?client_id=${encodeURIComponent(clientId ?? '')}`;
  const own =
    signIn === 'interactive' || signIn === 'deviceCode' ? 'Sign in and accept, where your tenant lets you. Otherwise add' : 'Add';
  const advice =
    `${own} the permissions to the registration of the application, and have a Cloud Application Administrator ` +
    `or a Privileged Role Administrator agree for everybody at ${page}`;
  return failure('unauthorized', 'ConsentRequired', message, advice);
}
