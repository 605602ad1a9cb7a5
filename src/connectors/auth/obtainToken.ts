import { createHash } from 'node:crypto';
import type { GraphReference } from '../../core/connection/connection.ts';
import { secretRequestOf } from '../../core/connection/secretRequest.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { cancelled, type Failure, failure, success } from '../failure.ts';
import type { OpenOptions } from '../ports.ts';
import { applicationToken } from './applicationSignIn.ts';
import { type Attempt, asResult } from './authAttempt.ts';
import { azureCliToken } from './azureCli.ts';
import { checkedToken } from './givenToken.ts';
import { graphOrigin } from './graphScopes.ts';
import type { HeldToken, TokenWish } from './heldToken.ts';
import { askedToken, type PersonContext, silentToken } from './personSignIn.ts';
import { readSecret } from './readSecret.ts';
import { TokenSession, tokenSessionPrefix } from './tokenSession.ts';

/** A token by the connection's way of signing in, with as little trouble as the wish allows. Never rejects. */
export async function obtainToken(
  reference: GraphReference,
  wish: TokenWish,
  options: OpenOptions,
): Promise<DirectoryResult<HeldToken>> {
  // Where there is no secret the session is there at once, so that signing out right after this ends it.
  const request = secretRequestOf(reference);
  const secret = request ? await readSecret(request, options) : success('');
  if (!secret.ok) return secret;
  const session = sessionOf(reference, secret.value, options);
  const question = [...new Set(wish.scopes)].sort().join(' ');
  switch (reference.signIn) {
    case 'token':
      return givenToken(reference, secret.value, wish, session);
    case 'azureCli':
      return remembered(session, 'azureCli', wish, options.signal, (signal) => azureCliToken(reference, signal));
    case 'clientSecret':
    case 'clientCertificate':
      return remembered(session, 'application', wish, options.signal, (signal) =>
        applicationToken({ reference, scopes: [] }, secret.value, signal, options),
      );
    case 'interactive':
    case 'deviceCode':
      return personToken({ reference, wish, question, session, options });
  }
}

/** What is kept of this connection between questions; nothing but for this one question where there is no place for it. */
function sessionOf(reference: GraphReference, secret: string, { sessions }: OpenOptions): TokenSession {
  if (!sessions) return new TokenSession();
  const digest = createHash('sha256').update(secret).digest('hex');
  const { signIn, certificateFile } = reference;
  const key = `${tokenSessionPrefix(reference)}${[signIn, graphOrigin(reference), certificateFile ?? '-', digest].join(' ')}`;
  return sessions.use(key, () => new TokenSession());
}

/** Without a person: what is in memory, or asked for once by everybody who wants it at the same time. */
async function remembered(
  session: TokenSession,
  key: string,
  { how }: TokenWish,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<DirectoryResult<HeldToken>>,
): Promise<DirectoryResult<HeldToken>> {
  const held = how === 'any' ? session.held(key) : null;
  if (held) return { ok: true, value: held };
  const result = await session.share(key, signal, work);
  if (!result) return cancelled('Signing in');
  if (result.ok) session.keep(key, result.value);
  return result;
}

function givenToken(
  reference: GraphReference,
  secret: string,
  { how }: TokenWish,
  session: TokenSession,
): DirectoryResult<HeldToken> {
  const checked = checkedToken(secret, reference, 'the access token');
  // The session's key holds the digest of the token: a new token has a new session.
  if (checked.ok && how === 'renew' && session.given) {
    const message = `${new URL(reference.graphBaseUrl).host} does not take the access token any more.`;
    return failure('unauthorized', 'TokenRefused', message, 'It has expired or was revoked: set a new one.');
  }
  session.given = true;
  return checked;
}

interface PersonWish {
  readonly reference: GraphReference;
  readonly wish: TokenWish;
  /** The scopes, so that the same set is the same question. */
  readonly question: string;
  readonly session: TokenSession;
  readonly options: OpenOptions;
}

async function personToken({ reference, wish, question, session, options }: PersonWish): Promise<DirectoryResult<HeldToken>> {
  const { how, scopes } = wish;
  const { signIn: ports, signal: waiting } = options;
  const held = how === 'any' ? session.held(question) : null;
  if (held) return { ok: true, value: held };
  if (!ports) return signInRequired(reference, null);
  const context = (signal: AbortSignal): PersonContext => ({ reference, scopes, session, ports, signal });
  const silently = async (signal: AbortSignal): Promise<Attempt> => {
    const tried = await session.renewals.run(() => silentToken(context(signal), how === 'renew'));
    if (tried.kind === 'token') session.keep(question, tried.token);
    return tried;
  };
  const before = session.signIns;
  let reason: Failure | null = null;
  if (how !== 'ask') {
    const tried = await session.share(`silent ${how} ${question}`, waiting, silently);
    if (!tried) return cancelled('Signing in');
    if (tried.kind !== 'signIn') return asResult(tried, { reference, scopes });
    reason = tried.reason;
  }
  if (!ports.mayAsk) return reason?.error.code === 'ConsentRequired' ? reason : signInRequired(reference, reason);
  const asked = await session.share(`ask ${how} ${question}`, waiting, (signal) =>
    session.questions.run(async () => {
      // While this one waited for its turn, somebody signed in for another one.
      const again = how !== 'ask' && session.signIns !== before ? await silently(signal) : null;
      if (again && again.kind !== 'signIn') return again;
      return ask(context(signal), how === 'ask', question);
    }),
  );
  return asked ? asResult(asked, { reference, scopes }) : cancelled('Signing in');
}

async function ask(context: PersonContext, choose: boolean, question: string): Promise<Attempt> {
  const tried = await askedToken(context, choose);
  if (tried.kind !== 'token') return tried;
  const { session } = context;
  session.signIns += 1;
  // Another account may have signed in than the one whose tokens are in memory.
  session.drop();
  session.keep(question, tried.token);
  return tried;
}

function signInRequired({ tenant, clientId }: GraphReference, reason: Failure | null): Failure {
  const message = reason
    ? `Somebody has to sign in to ${tenant} again: ${reason.error.message}`
    : `Nobody is signed in to ${tenant} with the application ${clientId}.`;
  return failure('unauthorized', 'SignInRequired', message, 'Use the command "Sign in…", then run it again.');
}
