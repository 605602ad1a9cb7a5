import type { GraphReference } from '../../core/connection/connection.ts';
import type { DirectoryErrorKind } from '../../core/trace/directory.ts';
import { type Failure, failure } from '../failure.ts';
import { shorten } from '../http/statusFailure.ts';
import { consentRequired } from './consentRequired.ts';
import type { OAuthError } from './oauthError.ts';

/** What an error of the authority is said about. */
export interface AuthContext {
  readonly reference: GraphReference;
  /** The delegated permissions that were asked for. */
  readonly scopes: readonly string[];
}

/** Errors after which signing in anew cannot help: the application or the account itself is not accepted. */
const final = new Set([50034, 50057, 53003, 90002, 700016, 700027, 7000112, 7000215, 7000222]);
const needsConsent = new Set([65001, 90094, 90095]);
/** A person has to do something in the browser (RFC 6749, section 5.2; OpenID Connect Core, section 3.1.2.6). */
const needsPerson = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
]);

/** Whether somebody who signs in anew may get what was refused. */
export function signInHelps(error: OAuthError): boolean {
  return needsPerson.has(error.error) && !(error.number !== null && final.has(error.number));
}

export function isConsentError({ number, error, suberror }: OAuthError): boolean {
  if (number !== null) return needsConsent.has(number);
  return error === 'consent_required' || suberror === 'consent_required';
}

/**
 * The failure that an error of the authority stands for, in words and with its ids, by which an administrator finds it in the sign-in log.
 * Numbers: Microsoft's page "Microsoft Entra authentication and authorization error codes".
 */
export function authFailure(error: OAuthError, context: AuthContext): Failure {
  if (isConsentError(error)) return consentRequired(context, idsOf(error));
  const host = new URL(context.reference.authority).host;
  const known = error.number === null ? undefined : entraErrors[error.number];
  if (known) {
    const { kind, message, advice } = known(context.reference);
    return failure(kind, `AADSTS${error.number}`, `${message} ${idsOf(error)}`, advice);
  }
  const plain = plainErrors[error.error];
  const code = error.number === null ? shorten(error.error).slice(0, 60) : `AADSTS${error.number}`;
  if (plain && error.number === null) {
    return failure(plain.kind, code, `${plain.message} ${idsOf(error)}`, plain.advice);
  }
  const said = error.description === '' ? code : error.description;
  const advice = 'Look the code up in the sign-in log of Entra, or in its list of authentication error codes.';
  return failure('unauthorized', code, `${host} refused to sign in: ${said} ${idsOf(error)}`, advice);
}

/** `(AADSTS50057, trace …, correlation …)` */
function idsOf({ number, error, traceId, correlationId }: OAuthError): string {
  const ids = [
    number === null ? shorten(error).slice(0, 60) : `AADSTS${number}`,
    ...(traceId === null ? [] : [`trace ${traceId}`]),
    ...(correlationId === null ? [] : [`correlation ${correlationId}`]),
  ];
  return `(${ids.join(', ')})`;
}

interface Said {
  readonly kind: DirectoryErrorKind;
  readonly message: string;
  readonly advice: string;
}

const plainErrors: Readonly<Record<string, Said>> = {
  access_denied: {
    kind: 'cancelled',
    message: 'Signing in was declined in the browser.',
    advice: 'Sign in again and accept, or sign in with another account.',
  },
  authorization_declined: {
    kind: 'cancelled',
    message: 'Signing in was declined on the page for the code.',
    advice: 'Sign in again and accept, or sign in with another account.',
  },
  expired_token: {
    kind: 'timeout',
    message: 'The code was not entered in time and has expired.',
    advice: 'Sign in again and enter the new code.',
  },
  bad_verification_code: {
    kind: 'refused',
    message: 'The authority does not know the code any more.',
    advice: 'Sign in again and enter the new code.',
  },
  temporarily_unavailable: {
    kind: 'refused',
    message: 'The sign-in service is not available at the moment.',
    advice: 'Wait a little, then try again.',
  },
};

const refused = (message: string, advice: string): Said => ({ kind: 'unauthorized', message, advice });

const entraErrors: Readonly<Record<number, (reference: GraphReference) => Said>> = {
  50011: ({ clientId }) =>
    refused(
      `The application ${clientId} does not accept the redirect to this machine.`,
      'In its registration, under Authentication, add the platform "Mobile and desktop applications" with the redirect URI http://localhost.',
    ),
  50020: ({ tenant }) =>
    refused(
      `This account does not belong to ${tenant}.`,
      'Sign in with an account of the tenant, or have it invited as a guest.',
    ),
  50034: ({ tenant }) =>
    refused(`There is no such account in ${tenant}.`, 'Check the user name, and "tenant" in the connection file.'),
  50053: () => refused('The account is locked after too many wrong attempts.', 'Wait, or have an administrator unlock it.'),
  50055: () => refused('The password of the account has expired.', 'Set a new password, then sign in again.'),
  50057: () => refused('The account is disabled.', 'Have an administrator enable it, or sign in with another account.'),
  50076: () => refused('The tenant asks for a second factor.', 'Sign in again and complete the second factor.'),
  50079: () => refused('The tenant asks to register a second factor.', 'Sign in again in the browser and register it there.'),
  50105: ({ clientId }) =>
    refused(
      `The account is not assigned to the application ${clientId}.`,
      'Have an administrator assign it under Enterprise applications, Users and groups.',
    ),
  50126: () => refused('The user name or the password is wrong.', 'Sign in again.'),
  50173: () =>
    refused('The sign-in is no longer valid, since the password was changed or the sign-ins were revoked.', 'Sign in again.'),
  53000: () =>
    refused('Conditional Access asks for a compliant device.', 'Sign in from a device that your organization manages.'),
  53003: () =>
    refused(
      'Conditional Access blocks this sign-in.',
      'Ask an administrator which policy applies (sign-in log, tab Conditional Access); the ids are above.',
    ),
  65004: () => refused('The permissions were declined.', 'Sign in again and accept them.'),
  70008: () => refused('The sign-in has expired.', 'Sign in again.'),
  70011: () =>
    refused(
      'The authority does not know one of the permissions.',
      'Check "graphBaseUrl" and "authority": they must be of the same cloud.',
    ),
  70020: () => ({
    kind: 'timeout',
    message: 'The code was not entered in time and has expired.',
    advice: 'Sign in again and enter the new code.',
  }),
  500011: ({ tenant, graphBaseUrl }) =>
    refused(
      `${tenant} knows no service ${new URL(graphBaseUrl).origin}.`,
      'Check "graphBaseUrl" and "authority": they must be of the same cloud as the tenant.',
    ),
  700016: ({ clientId, tenant }) =>
    refused(
      `There is no application ${clientId} in ${tenant}.`,
      'Check "clientId" and "tenant" in the connection file. An application of another tenant must first be agreed to in this one.',
    ),
  700027: ({ clientId }) =>
    refused(
      `The certificate is not one of the application ${clientId}, or does not fit the private key.`,
      'Upload the certificate in the registration, under Certificates & secrets, or name the right one in "certificateFile".',
    ),
  700082: () => refused('The sign-in has not been used for too long.', 'Sign in again.'),
  90002: ({ tenant, authority }) =>
    refused(
      `There is no tenant ${tenant} at ${new URL(authority).host}.`,
      'Check "tenant" in the connection file. Tenants of national clouds need the "authority" of their cloud.',
    ),
  7000112: ({ clientId }) =>
    refused(`The application ${clientId} is disabled.`, 'Have an administrator enable it under Enterprise applications.'),
  7000215: ({ clientId }) =>
    refused(
      `The client secret of ${clientId} is wrong.`,
      'Set the value of the secret with "Set credential…" or its environment variable, not the id of the secret.',
    ),
  7000218: ({ clientId }) =>
    refused(
      `The application ${clientId} is registered as one that needs a secret.`,
      'In its registration, under Authentication, allow public client flows, and use the platform "Mobile and desktop applications".',
    ),
  7000222: ({ clientId }) =>
    refused(
      `The client secret of ${clientId} has expired.`,
      'Make a new one in the registration, under Certificates & secrets, and set it with "Set credential…" or its environment variable.',
    ),
};
