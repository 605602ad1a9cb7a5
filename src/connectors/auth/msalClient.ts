import {
  ConfidentialClientApplication,
  type Configuration,
  type ICachePlugin,
  type INetworkModule,
  PublicClientApplication,
} from '@azure/msal-node';

export interface MsalSettings {
  /** With the tenant: `https://login.microsoftonline.com/contoso.onmicrosoft.com`. */
  readonly authority: string;
  readonly clientId: string;
  readonly network: INetworkModule;
}

export interface Certificate {
  /** SHA-256, hexadecimal. */
  readonly thumbprintSha256: string;
  /** PEM. */
  readonly privateKey: string;
}

/** An application on somebody's machine, which signs a person in. */
export function publicClient(settings: MsalSettings, cachePlugin: ICachePlugin): PublicClientApplication {
  return new PublicClientApplication({ ...configuration(settings), cache: { cachePlugin } });
}

/** An application that signs in for itself. */
export function confidentialClient(
  settings: MsalSettings,
  credential: { readonly clientSecret: string } | { readonly clientCertificate: Certificate },
): ConfidentialClientApplication {
  const base = configuration(settings);
  return new ConfidentialClientApplication({ ...base, auth: { ...base.auth, ...credential } });
}

function configuration({ authority, clientId, network }: MsalSettings): Configuration {
  // The connection file names the authority, and the workspace that holds it is trusted: Microsoft's list of authorities, which MSAL would ask,
  // knows neither own authorities nor is reached from every national cloud.
  const auth = { authority, clientId, knownAuthorities: [new URL(authority).host] };
  // MSAL repeats failed requests only in its own network client.
  return {
    auth,
    system: { networkClient: network, loggerOptions: { loggerCallback: () => undefined, piiLoggingEnabled: false } },
  };
}
