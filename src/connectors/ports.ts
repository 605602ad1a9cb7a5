import type { SecretRequest } from '../core/connection/secretRequest.ts';
import type { Sessions } from './sessions.ts';

/** What a connector gets from the machine it runs on. */
export interface OpenOptions {
  /** Absolute path of the folder of the connection file; paths in the file are relative to it. */
  readonly folder: string;
  /** Ends every call under way with an error of kind `cancelled`. */
  readonly signal: AbortSignal;
  /** How long reading a file may take, in milliseconds; 10 s by default. Servers have a time of their own in their reference. */
  readonly timeoutMs?: number;
  /** The text of a file by absolute path: the unsaved text where it is open. Rejects as `node:fs` does. */
  readText(path: string): Promise<string>;
  /** A secret; undefined where there is none. Rejects where the store cannot be read. */
  secret(request: SecretRequest): Promise<string | undefined>;
  /** How somebody signs in to Entra. Left out where nobody can be asked. */
  readonly signIn?: SignInPorts;
  /** What outlives a run: connections that stay open, tokens. Left out, everything is opened anew for each question. */
  readonly sessions?: Sessions;
  /** The application in Entra that is provisioned to (`service.servicePrincipalId`): whose assignments count. */
  readonly servicePrincipalId?: string | null;
}

/** What signing in to Entra needs from the window or the terminal. */
export interface SignInPorts {
  /** False for runs that nobody started by hand: they use the tokens there are, and fail with `SignInRequired` where there are none. */
  readonly mayAsk: boolean;
  /** Opens the sign-in page. Rejects where there is no browser. */
  openBrowser(url: string): Promise<void>;
  showDeviceCode(code: DeviceCode): void;
  /** The tokens of one application in one tenant, as one text that only this store may hold: encrypted, or in memory. */
  readonly cache: TokenStore;
}

export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenStore {
  read(key: string): Promise<string | undefined>;
  /** @param text undefined forgets it. */
  write(key: string, text: string | undefined): Promise<void>;
}
