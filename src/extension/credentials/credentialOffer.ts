import type { Trace } from '../../core/trace/trace.ts';

export type CredentialOffer = 'signIn' | 'setCredential';

/** The command that a failure calls for, by its code and by the advice that names the command; null where it calls for none. */
export function credentialOffer(trace: Trace): CredentialOffer | null {
  const [test] = trace.steps;
  const errors = [...trace.steps.map(({ error }) => error), test.details.source?.error, test.details.target?.error];
  for (const error of errors) {
    if (!error) continue;
    if (error.code === 'SignInRequired' || error.code === 'ConsentRequired') return 'signIn';
    if (error.advice.includes('Set credential…') || credentialCodes.has(error.code)) return 'setCredential';
  }
  return null;
}

/** What directories call a credential that is missing or wrong. */
const credentialCodes = new Set([
  'Unauthorized',
  'SystemForCrossDomainIdentityManagementInvalidCredentials',
  'SecretMissing',
  'EmptyPassword',
  'invalidCredentials',
  // Active Directory's wrong, expired and to-be-changed passwords; another one does not help against its other reasons.
  'invalidCredentials-52e',
  'invalidCredentials-532',
  'invalidCredentials-773',
]);
