import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsFiles } from '../directories/testTls.ts';
import { type AuthorityOptions, OpenIdAuthority, Refusal } from './openIdAuthority.ts';

export interface OpenIdServerOptions extends AuthorityOptions {
  /** Speaks TLS with these; plain on loopback otherwise. */
  readonly tls?: TlsFiles;
}

/** A request as it arrived, with the names of its parameters and those values that are no secret. */
export interface OpenIdRequest {
  readonly method: string;
  readonly path: string;
  readonly grant: string | null;
  readonly scope: string | null;
  readonly prompt: string | null;
}

export interface OpenIdServer {
  /** For `authority` in a connection file. */
  readonly origin: string;
  readonly authority: OpenIdAuthority;
  readonly requests: readonly OpenIdRequest[];
  /** Answers the next request so instead. @param path what the path ends with; whatever it is by default. */
  intercept(listener: RequestListener, path?: string): void;
  close(): Promise<void>;
}

/**
 * An OpenID authority on loopback with the addresses of Entra: discovery, authorize (with a page to sign in on), token and device code. It checks
 * what Entra checks and refuses in Entra's words.
 */
export async function startOpenIdServer(options: OpenIdServerOptions): Promise<OpenIdServer> {
  const authority = new OpenIdAuthority(options);
  const requests: OpenIdRequest[] = [];
  const interceptors: { readonly listener: RequestListener; readonly path: string }[] = [];
  let origin = '';
  const listener: RequestListener = (request, response) => {
    const next = interceptors.findIndex(({ path }) => request.url?.split('?')[0]?.endsWith(path));
    if (next >= 0) return interceptors.splice(next, 1)[0]?.listener(request, response);
    answer(request, response).catch(() => request.socket.destroy());
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', origin);
    const form = new URLSearchParams(await bodyOf(request));
    const parameters = request.method === 'POST' ? form : url.searchParams;
    requests.push({
      method: request.method ?? '',
      path: url.pathname,
      grant: parameters.get('grant_type'),
      scope: parameters.get('scope'),
      prompt: parameters.get('prompt'),
    });
    const [, tenantName = '', ...rest] = url.pathname.split('/');
    const path = rest.join('/');
    try {
      const tenant = authority.tenant(tenantName);
      const base = `${origin}/${tenantName}`;
      const key = `${request.method} ${path}`;
      if (key === 'GET v2.0/.well-known/openid-configuration') {
        return json(response, 200, {
          issuer: `${origin}/${tenant.id}/v2.0`,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          token_endpoint: `${base}/oauth2/v2.0/token`,
          device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
          end_session_endpoint: `${base}/oauth2/v2.0/logout`,
          jwks_uri: `${base}/discovery/v2.0/keys`,
        });
      }
      if (key === 'GET oauth2/v2.0/authorize') {
        authority.authorization(tenant, url.searchParams);
        const hint = url.searchParams.get('login_hint') ?? '';
        return html(response, 200, formPage(`${url.pathname}?${url.searchParams}`, { username: hint }, 'login'));
      }
      if (key === 'POST oauth2/v2.0/authorize') {
        const asked = authority.authorization(tenant, url.searchParams);
        const back = (() => {
          try {
            return authority.authorize(asked, form.get('username') ?? '');
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            return { ...bodyOfRefusal(error), error_codes: '', state: asked.state };
          }
        })();
        return html(response, 200, formPage(asked.redirectUri, back, 'answer'));
      }
      const posted = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      // MSAL accepts only https authorities, so the address that it signs an assertion for says https even where TLS is left out.
      const address = `${base}/oauth2/v2.0/token`.replace(/^http:/, 'https:');
      if (key === 'POST oauth2/v2.0/token' && posted) return json(response, 200, authority.token(tenant, form, address));
      if (key === 'POST oauth2/v2.0/devicecode' && posted) return json(response, 200, authority.deviceCode(tenant, form));
      return json(response, 404, { error: 'not_found', error_description: `${key} is no address of the authority` });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const page = path === 'oauth2/v2.0/authorize';
      if (page) return html(response, 200, `<p>AADSTS${error.number}: ${error.message}</p>`);
      return json(response, error.error === 'invalid_client' ? 401 : 400, bodyOfRefusal(error));
    }
  };

  const { tls } = options;
  const server = tls
    ? createTlsServer({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, listener)
    : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    authority,
    requests,
    intercept: (listener, path = '') => void interceptors.push({ listener, path }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const traceId = '11111111-aaaa-4bbb-8ccc-000000000001';
const correlationId = '22222222-aaaa-4bbb-8ccc-000000000002';

function bodyOfRefusal({ error, number, message, suberror }: Refusal): Record<string, unknown> {
  const ids = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: 2026-01-01 00:00:00Z`;
  return {
    error,
    error_description: `AADSTS${number}: ${message} ${ids}`,
    error_codes: [number],
    trace_id: traceId,
    correlation_id: correlationId,
    ...(suberror === undefined ? {} : { suberror }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 100_000) throw new Error('too long');
  }
  return text;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function html(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html><html>${text}</html>`);
}

function formPage(action: string, fields: Readonly<Record<string, unknown>>, id: string): string {
  const escaped = (value: unknown): string =>
    String(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${escaped(value)}">`);
  return `<form id="${id}" method="post" action="${escaped(action)}">${inputs.join('')}</form>`;
}
