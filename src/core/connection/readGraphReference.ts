import { type GraphReference, type SignInKind, signInKinds } from './connection.ts';
import type { ObjectFields } from './objectFields.ts';
import { readSecretName } from './readSecretName.ts';
import { checkWebAddress } from './webAddress.ts';

/** Microsoft's public cloud. National clouds have addresses of their own (Graph's page on national cloud deployments). */
const publicGraph = 'https://graph.microsoft.com/v1.0';
const publicAuthority = 'https://login.microsoftonline.com';

/** These sign in as an application that the tenant knows. */
const withApplication: ReadonlySet<SignInKind> = new Set(['interactive', 'deviceCode', 'clientSecret', 'clientCertificate']);

/** Reads a `graph` source or target. Null where what it needs is missing. */
export function readGraphReference(fields: ObjectFields, timeoutMs: number): GraphReference | null {
  const tenant = fields.requiredText('tenant', 'the tenant id or one of its domains');
  const clientId = fields.text('clientId');
  const named = fields.oneOf('signIn', signInKinds);
  const signIn = named ?? 'interactive';
  const graphBaseUrl = fields.text('graphBaseUrl');
  const authority = fields.text('authority');
  const certificateFile = fields.text('certificateFile');
  const secretEnv = readSecretName(fields);
  const addresses = [checkWebAddress(fields, 'graphBaseUrl', graphBaseUrl), checkWebAddress(fields, 'authority', authority)];
  if (!tenant || addresses.includes(false)) return null;
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenant.value)) {
    const message = '"tenant" must be the id of the tenant or one of its domains.';
    fields.report('connection-wrong-type', tenant.range, message, 'Write it as "contoso.onmicrosoft.com".');
    return null;
  }
  if (!clientId && withApplication.has(signIn)) {
    const fix = 'Register an application in the tenant and write its application id, or sign in with "signIn": "azureCli".';
    fields.report('connection-missing', fields.brace, `Signing in with "${signIn}" needs a "clientId".`, fix);
    return null;
  }
  return {
    kind: 'graph',
    tenant: tenant.value,
    clientId: clientId?.value ?? null,
    signIn,
    graphBaseUrl: withVersion(withoutSlash(graphBaseUrl?.value ?? publicGraph)),
    authority: withoutSlash(authority?.value ?? publicAuthority),
    secretEnv,
    certificateFile: certificateFile?.value ?? null,
    timeoutMs,
    range: tenant.range,
  };
}

function withoutSlash(address: string): string {
  return address.trim().replace(/\/+$/, '');
}

/** `https://graph.microsoft.us` means its stable version. */
function withVersion(address: string): string {
  return /\/(v1\.0|beta)$/i.test(address) ? address : `${address}/v1.0`;
}
