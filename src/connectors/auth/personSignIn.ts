import { createHash, randomBytes } from 'node:crypto';
import type { AuthenticationResult, INetworkModule, PublicClientApplication } from '@azure/msal-node';
import { failure } from '../failure.ts';
import type { SignInPorts } from '../ports.ts';
import { type Attempt, attempt } from './authAttempt.ts';
import type { AuthContext } from './authFailure.ts';
import { AuthNetwork, asReached, msalAuthority, SignInError } from './authNetwork.ts';
import { deviceCodeNetwork, pauseUntil } from './deviceCodeNetwork.ts';
import { delegatedScopes } from './graphScopes.ts';
import { readOAuthError } from './oauthError.ts';
import { listenForRedirect } from './redirectListener.ts';
import type { TokenSession } from './tokenSession.ts';
import { tokenStoreKey, tokenStorePlugin } from './tokenStorePlugin.ts';

/** What signing a person in works with. */
export interface PersonContext extends AuthContext {
  readonly session: TokenSession;
  readonly ports: SignInPorts;
  readonly signal: AbortSignal;
}

/** How long somebody may take in the browser. Longer than any second factor, shorter than a forgotten window. */
const longestWaitMs = 300_000;

/** A token without asking anybody: from the store, or by its refresh token. */
export function silentToken(context: PersonContext, renew: boolean): Promise<Attempt> {
  const network = new AuthNetwork(context.reference, context.signal);
  return attempt(network, context, context.signal, async () => {
    const application = await publicApplication(context, network);
    const [account] = await application.getTokenCache().getAllAccounts();
    if (!account) throw noAccount;
    return application.acquireTokenSilent({
      account,
      scopes: delegatedScopes(context.reference, context.scopes),
      forceRefresh: renew,
    });
  });
}

const noAccount = { errorCode: 'no_account_found' };

/** A token from somebody who signs in now, in the browser or on another machine with a code. @param choose lets them choose the account. */
export function askedToken(context: PersonContext, choose: boolean): Promise<Attempt> {
  const { reference, signal } = context;
  const network = new AuthNetwork(reference, signal);
  return attempt(network, context, signal, async () => {
    const device = reference.signIn === 'deviceCode';
    const application = await publicApplication(context, device ? deviceCodeNetwork(network, pauseUntil(signal)) : network);
    const result = await (device ? byDeviceCode(application, context) : inBrowser(application, network, context, choose));
    if (result) await keepOnly(application, result);
    return result;
  });
}

async function publicApplication(
  { reference, ports, session }: PersonContext,
  network: INetworkModule,
): Promise<PublicClientApplication> {
  const { publicClient } = await import('./msalClient.ts');
  const settings = { authority: msalAuthority(reference), clientId: reference.clientId ?? '', network };
  const clear = (): void => client.clearCache();
  const client: PublicClientApplication = publicClient(
    settings,
    tokenStorePlugin(ports.cache, tokenStoreKey(reference), session, clear),
  );
  return client;
}

async function byDeviceCode(
  application: PublicClientApplication,
  { reference, scopes, ports }: PersonContext,
): Promise<AuthenticationResult | null> {
  return application.acquireTokenByDeviceCode({
    scopes: delegatedScopes(reference, scopes),
    deviceCodeCallback: ({ userCode, verificationUri, expiresIn }) => {
      ports.showDeviceCode({ userCode, verificationUri, expiresAt: Date.now() + expiresIn * 1000 });
    },
  });
}

/** Authorization code with PKCE (RFC 7636) and a redirect to this machine's loopback (RFC 8252). */
async function inBrowser(
  application: PublicClientApplication,
  network: AuthNetwork,
  context: PersonContext,
  choose: boolean,
): Promise<AuthenticationResult> {
  const { reference, scopes: names, ports, signal } = context;
  const state = randomBytes(32).toString('base64url');
  const nonce = randomBytes(32).toString('base64url');
  const codeVerifier = randomBytes(32).toString('base64url');
  const scopes = delegatedScopes(reference, names);
  const [known] = await application.getTokenCache().getAllAccounts();
  const listener = await listenForRedirect(state).catch(() => {
    const advice = 'Check what keeps programs from listening on 127.0.0.1, or use "signIn": "deviceCode".';
    throw new SignInError(
      failure('refused', 'ListenFailed', 'This machine gives no port for the answer of the browser.', advice),
    );
  });
  const close = (): void => listener.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    const url = await application.getAuthCodeUrl({
      scopes,
      redirectUri: listener.redirectUri,
      responseMode: 'form_post',
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      codeChallengeMethod: 'S256',
      state,
      nonce,
      ...(choose ? { prompt: 'select_account' } : known ? { loginHint: known.username } : {}),
    });
    const answer = await browserAnswer(asReached(reference, url), listener.answer, ports);
    if (answer === null) throw new SignInError(nobodyAnswered(reference.authority));
    const code = answer.get('code');
    const error = readOAuthError(Object.fromEntries(answer));
    network.oauthError = error;
    if (error || code === undefined) throw new Error('the authority sent no code');
    const { redirectUri } = listener;
    return await application.acquireTokenByCode({ scopes, redirectUri, code, codeVerifier, nonce });
  } finally {
    signal.removeEventListener('abort', close);
    listener.close();
  }
}

/** What came back; null where nothing did in time. */
async function browserAnswer(
  url: string,
  answer: Promise<ReadonlyMap<string, string> | null>,
  ports: SignInPorts,
): Promise<ReadonlyMap<string, string> | null> {
  const opened = openPage(url, ports);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), longestWaitMs);
  });
  try {
    return await Promise.race([opened.then(() => answer), answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function openPage(url: string, ports: SignInPorts): Promise<void> {
  try {
    await ports.openBrowser(url);
  } catch {
    const advice = 'Set a browser for this machine, or use "signIn": "deviceCode" in the connection file.';
    throw new SignInError(failure('refused', 'BrowserFailed', 'The browser could not be opened.', advice));
  }
}

function nobodyAnswered(authority: string): ReturnType<typeof failure> {
  const message = `Nobody signed in at ${new URL(authority).host} within 5 minutes.`;
  const advice =
    'Run it again and sign in on the page that opens. If that page shows an error, its code says why: AADSTS50011 means that the registration of ' +
    'the application lacks the redirect URI http://localhost under "Mobile and desktop applications".';
  return failure('timeout', 'SignInTimeout', message, advice);
}

/** One account for each application and tenant: who signs in last is who runs. */
async function keepOnly(application: PublicClientApplication, { account }: AuthenticationResult): Promise<void> {
  const cache = application.getTokenCache();
  for (const other of await cache.getAllAccounts()) {
    if (account && other.homeAccountId !== account.homeAccountId) await cache.removeAccount(other);
  }
}
