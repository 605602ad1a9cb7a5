import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { checkAssertion } from './clientAssertion.ts';
import { encodeToken } from './openIdTokens.ts';

export interface OpenIdApplication {
  readonly clientId: string;
  /** `http://localhost`; the port does not count there (RFC 8252, section 7.3). */
  readonly redirectUris?: readonly string[];
  readonly secret?: string;
  /** PEM. */
  readonly certificate?: string;
  /** Delegated permissions that the tenant agreed to. */
  readonly consented?: readonly string[];
  /** Delegated permissions that a person may agree to when signing in. */
  readonly consentable?: readonly string[];
  readonly roles?: readonly string[];
}

export interface OpenIdTenant {
  readonly id: string;
  readonly domains: readonly string[];
  readonly applications: readonly OpenIdApplication[];
  readonly users: readonly string[];
}

/** An error in the words of Entra. */
export class Refusal extends Error {
  readonly error: string;
  readonly number: number;
  readonly suberror: string | undefined;

  constructor(error: string, number: number, message: string, suberror?: string) {
    super(message);
    this.error = error;
    this.number = number;
    this.suberror = suberror;
  }
}

export interface AuthorityOptions {
  readonly tenants: readonly OpenIdTenant[];
  /** What tokens are for: the origin of the loopback Graph. */
  readonly audience: string;
}

/** A question at the authorize endpoint that was found to be right. */
export interface Authorization {
  readonly tenant: OpenIdTenant;
  readonly application: OpenIdApplication;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly nonce: string | null;
}

interface Grant {
  readonly tenant: OpenIdTenant;
  readonly application: OpenIdApplication;
  readonly user: string;
}

interface DeviceGrant {
  readonly tenant: OpenIdTenant;
  readonly application: OpenIdApplication;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  user: string | null;
  declined: boolean;
  polls: number;
}

const openIdScopes = new Set(['openid', 'profile', 'offline_access', 'email']);

/** What a test authority knows and how it answers; {@link startOpenIdServer} puts it on the network. */
export class OpenIdAuthority {
  /** How long access tokens live, in seconds. */
  tokenLifetime = 3600;
  /** In seconds. */
  deviceLifetime = 900;
  /** Undefined leaves the interval out of the answer. In seconds. */
  deviceInterval: number | undefined = 0;
  /** These answers come before the first real one of a device's poll. */
  devicePolls: ('authorization_pending' | 'slow_down')[] = [];
  /** The next question at this endpoint is refused so. */
  readonly refusals: { readonly endpoint: 'authorize' | 'token' | 'devicecode'; readonly refusal: Refusal }[] = [];
  readonly #tenants: readonly OpenIdTenant[];
  readonly #audience: string;
  readonly #codes = new Map<string, Authorization & Grant>();
  readonly #refreshTokens = new Map<string, Grant>();
  readonly #devices = new Map<string, DeviceGrant & { readonly userCode: string }>();
  readonly #assertions = new Set<string>();

  constructor({ tenants, audience }: AuthorityOptions) {
    this.#tenants = tenants;
    this.#audience = audience;
  }

  tenant(name: string): OpenIdTenant {
    const known = this.#tenants.find(({ id, domains }) => id === name || domains.includes(name));
    if (!known) throw new Refusal('invalid_tenant', 90002, `Tenant '${name}' not found.`);
    return known;
  }

  takeRefusal(endpoint: 'authorize' | 'token' | 'devicecode'): void {
    const index = this.refusals.findIndex((planned) => planned.endpoint === endpoint);
    if (index >= 0) for (const { refusal } of this.refusals.splice(index, 1)) throw refusal;
  }

  /** Checks a question at the authorize endpoint (RFC 6749, section 4.1.1; RFC 7636, section 4.3). Throws where the browser must not be sent back. */
  authorization(tenant: OpenIdTenant, query: URLSearchParams): Authorization {
    const application = this.#application(tenant, query.get('client_id'));
    const redirectUri = query.get('redirect_uri') ?? '';
    const plain = redirectUri.replace(/^(http:\/\/localhost):\d+/, '$1');
    if (!(application.redirectUris ?? []).includes(plain)) {
      throw new Refusal('invalid_request', 50011, `The redirect URI '${redirectUri}' does not match.`);
    }
    const need = (name: string, right: (value: string) => boolean): string => {
      const values = query.getAll(name);
      if (values.length !== 1 || !right(values[0] ?? ''))
        throw new Refusal('invalid_request', 900144, `The parameter ${name} is wrong.`);
      return values[0] ?? '';
    };
    need('response_type', (value) => value === 'code');
    need('response_mode', (value) => value === 'form_post');
    need('code_challenge_method', (value) => value === 'S256');
    const challenge = need('code_challenge', (value) => /^[\w-]{43}$/.test(value));
    const state = need('state', (value) => value.length >= 22);
    const scopes = need('scope', (value) => value !== '').split(' ');
    return { tenant, application, redirectUri, state, scopes, challenge, nonce: query.get('nonce') };
  }

  /** The parameters for the redirect of a person who signed in and accepts what they may. */
  authorize(asked: Authorization, user: string): Record<string, string> {
    if (!asked.tenant.users.includes(user)) throw new Refusal('invalid_request', 50034, 'The user account does not exist.');
    this.takeRefusal('authorize');
    this.#checkConsent(asked.application, asked.scopes, true);
    const code = `code-${randomBytes(30).toString('base64url')}`;
    this.#codes.set(code, { ...asked, user });
    return { code, state: asked.state, session_state: randomUUID() };
  }

  /** RFC 8628, section 3.1. */
  deviceCode(tenant: OpenIdTenant, form: URLSearchParams): Record<string, unknown> {
    this.takeRefusal('devicecode');
    const application = this.#application(tenant, form.get('client_id'));
    const code = `device-${randomBytes(30).toString('base64url')}`;
    const userCode = randomBytes(5).toString('hex').toUpperCase().slice(0, 9);
    const scopes = (form.get('scope') ?? '').split(' ');
    const expiresAt = Date.now() + this.deviceLifetime * 1000;
    this.#devices.set(code, {
      tenant,
      application,
      scopes,
      expiresAt,
      user: null,
      declined: false,
      polls: 0,
      userCode,
    });
    const interval = this.deviceInterval === undefined ? {} : { interval: this.deviceInterval };
    return {
      user_code: userCode,
      device_code: code,
      verification_uri: 'https://microsoft.com/devicelogin',
      expires_in: this.deviceLifetime,
      ...interval,
      message: 'To sign in, use a web browser.',
    };
  }

  /** Somebody enters the code on another machine. @param user null declines. */
  enterCode(userCode: string, user: string | null): void {
    const device = [...this.#devices.values()].find((known) => known.userCode === userCode);
    if (!device) throw new Error('no such code');
    device.user = user;
    device.declined = user === null;
  }

  /** How often the device asked. */
  devicePollCount(userCode: string): number {
    return [...this.#devices.values()].find((known) => known.userCode === userCode)?.polls ?? 0;
  }

  /** Ends every sign-in, as an administrator does. */
  revoke(): void {
    this.#refreshTokens.clear();
  }

  token(tenant: OpenIdTenant, form: URLSearchParams, address: string): Record<string, unknown> {
    this.takeRefusal('token');
    const application = this.#application(tenant, form.get('client_id'));
    const grant = form.get('grant_type');
    if (grant === 'client_credentials') return this.#applicationToken(tenant, application, form, address);
    if (form.has('client_secret') || form.has('client_assertion')) {
      throw new Refusal('invalid_request', 700025, 'Client is public so neither a secret nor an assertion should be presented.');
    }
    if (grant === 'authorization_code') return this.#byCode(tenant, application, form);
    if (grant === 'refresh_token') return this.#byRefreshToken(tenant, application, form);
    if (grant === 'urn:ietf:params:oauth:grant-type:device_code' || grant === 'device_code')
      return this.#byDevice(application, form);
    throw new Refusal('unsupported_grant_type', 70003, 'The grant type is not supported.');
  }

  #byCode(tenant: OpenIdTenant, application: OpenIdApplication, form: URLSearchParams): Record<string, unknown> {
    const code = form.get('code') ?? '';
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (!known || known.application !== application || known.tenant !== tenant) {
      throw new Refusal('invalid_grant', 54005, 'The authorization code was already redeemed or is unknown.');
    }
    if (form.get('redirect_uri') !== known.redirectUri)
      throw new Refusal('invalid_grant', 50148, 'The redirect URI is another one.');
    const made = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (made !== known.challenge)
      throw new Refusal('invalid_grant', 50148, 'The code_verifier does not match the code_challenge.');
    return this.#delegated(known, (form.get('scope') ?? '').split(' '), known.nonce);
  }

  #byRefreshToken(tenant: OpenIdTenant, application: OpenIdApplication, form: URLSearchParams): Record<string, unknown> {
    const token = form.get('refresh_token') ?? '';
    const known = this.#refreshTokens.get(token);
    if (!known || known.application !== application || known.tenant !== tenant) {
      throw new Refusal('invalid_grant', 50173, 'The provided grant has expired due to it being revoked.', 'bad_token');
    }
    const scopes = (form.get('scope') ?? '').split(' ');
    this.#checkConsent(application, scopes, false);
    this.#refreshTokens.delete(token);
    return this.#delegated(known, scopes, null);
  }

  #byDevice(application: OpenIdApplication, form: URLSearchParams): Record<string, unknown> {
    const known = this.#devices.get(form.get('device_code') ?? '');
    if (!known || known.application !== application)
      throw new Refusal('bad_verification_code', 70018, 'Invalid verification code.');
    known.polls += 1;
    if (known.expiresAt < Date.now())
      throw new Refusal('expired_token', 70020, 'The provided value for the device code is not valid.');
    const planned = this.devicePolls.shift();
    if (planned) throw new Refusal(planned, planned === 'slow_down' ? 70017 : 70016, `OAuth 2.0 device flow error: ${planned}.`);
    if (known.declined) throw new Refusal('authorization_declined', 70019, 'Verification was declined.');
    if (known.user === null)
      throw new Refusal('authorization_pending', 70016, 'OAuth 2.0 device flow error. Authorization is pending.');
    this.#checkConsent(application, known.scopes, true);
    this.#devices.delete(form.get('device_code') ?? '');
    return this.#delegated({ tenant: known.tenant, application, user: known.user }, known.scopes, null);
  }

  #applicationToken(
    tenant: OpenIdTenant,
    application: OpenIdApplication,
    form: URLSearchParams,
    address: string,
  ): Record<string, unknown> {
    const { clientId: appid, secret, certificate, roles = [] } = application;
    if (form.has('client_secret')) {
      if (secret === undefined || form.get('client_secret') !== secret) {
        throw new Refusal('invalid_client', 7000215, 'Invalid client secret provided.');
      }
    } else if (
      !certificate ||
      !checkAssertion(form, { certificate, clientId: appid, audience: address, used: this.#assertions })
    ) {
      throw new Refusal('invalid_client', 700027, 'Client assertion failed signature validation.');
    }
    if (form.get('scope') !== `${this.#audience}/.default`) throw new Refusal('invalid_scope', 70011, 'The scope is not valid.');
    const claims = { aud: this.#audience, tid: tenant.id, exp: this.#expiry(), appid, roles };
    return { token_type: 'Bearer', expires_in: this.tokenLifetime, access_token: encodeToken(claims) };
  }

  #delegated({ tenant, application, user }: Grant, scopes: readonly string[], nonce: string | null): Record<string, unknown> {
    const names = scopes.filter((scope) => !openIdScopes.has(scope)).map((scope) => scope.slice(this.#audience.length + 1));
    const oid = identifierOf(user);
    const refreshToken = `refresh-${randomBytes(30).toString('base64url')}`;
    this.#refreshTokens.set(refreshToken, { tenant, application, user });
    const common = { tid: tenant.id, exp: this.#expiry(), oid };
    const access = { ...common, aud: this.#audience, appid: application.clientId, upn: user, scp: names.join(' ') };
    const issuer = { iss: `https://issuer.example/${tenant.id}/v2.0`, sub: oid };
    const id = {
      ...common,
      ...issuer,
      aud: application.clientId,
      preferred_username: user,
      ...(nonce === null ? {} : { nonce }),
    };
    return {
      token_type: 'Bearer',
      scope: scopes.join(' '),
      expires_in: this.tokenLifetime,
      access_token: encodeToken(access),
      ...(scopes.includes('offline_access') ? { refresh_token: refreshToken } : {}),
      id_token: encodeToken(id),
      client_info: Buffer.from(JSON.stringify({ uid: oid, utid: tenant.id })).toString('base64url'),
    };
  }

  /** Every permission must be one of the service, and agreed to. */
  #checkConsent({ consented = [], consentable = [] }: OpenIdApplication, scopes: readonly string[], asked: boolean): void {
    for (const scope of scopes) {
      if (openIdScopes.has(scope)) continue;
      if (!scope.startsWith(`${this.#audience}/`)) throw new Refusal('invalid_scope', 70011, `The scope ${scope} is not valid.`);
      const name = scope.slice(this.#audience.length + 1);
      if (consented.includes(name) || (asked && consentable.includes(name))) continue;
      if (asked) throw new Refusal('access_denied', 90094, 'The grant requires admin permission.');
      throw new Refusal(
        'invalid_grant',
        65001,
        'The user or administrator has not consented to use the application.',
        'consent_required',
      );
    }
  }

  #application(tenant: OpenIdTenant, clientId: string | null): OpenIdApplication {
    const known = tenant.applications.find((application) => application.clientId === clientId);
    if (!known) throw new Refusal('unauthorized_client', 700016, `Application with identifier '${clientId}' was not found.`);
    return known;
  }

  #expiry(): number {
    return Math.floor(Date.now() / 1000) + this.tokenLifetime;
  }
}

function identifierOf(user: string): string {
  const hex = createHash('sha256').update(user).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
