import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { DeviceCode, OpenOptions, SignInPorts } from '../../../src/connectors/ports.ts';
import { Sessions } from '../../../src/connectors/sessions.ts';
import type { GraphReference } from '../../../src/core/connection/connection.ts';
import type { DirectoryError, DirectoryResult } from '../../../src/core/trace/directory.ts';
import type { TlsFiles } from '../directories/testTls.ts';
import type { OpenIdApplication } from './openIdAuthority.ts';
import { type OpenIdServer, startOpenIdServer } from './openIdServer.ts';
import { playBrowser, type ShownPage } from './playBrowser.ts';

export const graphOrigin = 'https://graph.example';
export const contoso = '0a0a0a0a-1111-4222-8333-444444444444';
export const fabrikam = '0b0b0b0b-1111-4222-8333-444444444444';
export const application = '0c0c0c0c-1111-4222-8333-444444444444';
export const adele = 'adele@contoso.example';
export const alex = 'alex@contoso.example';
export const bianca = 'bianca@fabrikam.example';
export const plantedSecret = 'Pl4nted~Secret.Value-0123456789';

/** Two tenants with one application each under the same id, at a loopback authority, and somebody in front of a browser. */
export class SignInWorld {
  readonly server: OpenIdServer;
  readonly sessions = new Sessions();
  /** What the store holds. */
  readonly stored = new Map<string, string>();
  /** Every address that was opened. */
  readonly opened: string[] = [];
  readonly pages: Promise<ShownPage>[] = [];
  readonly codes: DeviceCode[] = [];
  /** Who sits there; null closes the browser. */
  user: string | null = adele;
  mayAsk = true;
  secret: string | undefined = plantedSecret;
  /** What to do with the address instead of signing in. */
  open: ((url: string) => Promise<void>) | null = null;

  constructor(server: OpenIdServer) {
    this.server = server;
  }

  static async start(context: TestContext, changes: Partial<OpenIdApplication> = {}, tls?: TlsFiles): Promise<SignInWorld> {
    const registration: OpenIdApplication = {
      clientId: application,
      redirectUris: ['http://localhost'],
      secret: plantedSecret,
      consented: ['User.Read.All', 'Group.Read.All'],
      roles: ['User.Read.All'],
      ...changes,
    };
    const server = await startOpenIdServer({
      audience: graphOrigin,
      tenants: [
        { id: contoso, domains: ['contoso.example'], applications: [registration], users: [adele, alex] },
        { id: fabrikam, domains: ['fabrikam.example'], applications: [registration], users: [bianca] },
      ],
      ...(tls ? { tls } : {}),
    });
    const world = new SignInWorld(server);
    context.after(async () => {
      await world.sessions.close();
      await server.close();
    });
    return world;
  }

  reference(changes: Partial<GraphReference> = {}): GraphReference {
    return {
      kind: 'graph',
      tenant: contoso,
      clientId: application,
      signIn: 'interactive',
      graphBaseUrl: `${graphOrigin}/v1.0`,
      authority: this.server.origin,
      secretEnv: null,
      certificateFile: null,
      timeoutMs: 5000,
      range: { start: 0, end: 0 },
      ...changes,
    };
  }

  options(changes: Partial<OpenOptions> = {}): OpenOptions {
    return {
      folder: tmpdir(),
      signal: new AbortController().signal,
      readText: () => Promise.reject(new Error('no files here')),
      secret: () => Promise.resolve(this.secret),
      signIn: this.ports(),
      sessions: this.sessions,
      ...changes,
    };
  }

  ports(): SignInPorts {
    return {
      mayAsk: this.mayAsk,
      openBrowser: async (url) => {
        this.opened.push(url);
        if (this.open) return this.open(url);
        if (this.user !== null) this.pages.push(playBrowser(url, this.user));
      },
      showDeviceCode: (code) => {
        this.codes.push(code);
        if (this.user !== null) this.server.authority.enterCode(code.userCode, this.user);
      },
      cache: {
        read: (key) => Promise.resolve(this.stored.get(key)),
        write: (key, text) => {
          if (text === undefined) this.stored.delete(key);
          else this.stored.set(key, text);
          return Promise.resolve();
        },
      },
    };
  }

  /** How often the token endpoint was asked so. */
  grants(kind: string): number {
    return this.server.requests.filter(({ grant }) => grant === kind).length;
  }
}

export function gained<T>(result: DirectoryResult<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

export function errorOf(result: DirectoryResult<unknown>): DirectoryError {
  assert.ok(!result.ok, 'succeeded');
  const { message, advice } = result.error;
  assert.ok(message.length > 15 && advice.length > 10, JSON.stringify(result.error));
  assert.ok(!/undefined|null|\[object|NaN/.test(`${message} ${advice}`), `${message} ${advice}`);
  return result.error;
}

export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
