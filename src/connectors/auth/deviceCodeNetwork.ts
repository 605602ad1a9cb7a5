import { setTimeout as pause } from 'node:timers/promises';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { refusalOfAddress } from '../../core/connection/webAddress.ts';
import { type Failure, failure } from '../failure.ts';
import { type AuthNetwork, SignInError } from './authNetwork.ts';

/** RFC 8628, section 3.2: where the authority does not say how long to wait between two questions. In seconds. */
const defaultInterval = 5;
/** RFC 8628, section 3.5: `slow_down` adds this for good. In seconds. */
const slower = 5;
const shortestPause = 200;
const longestInterval = 60;
const longestLife = 1800;
/** Questions in a row that may fail before the sign-in does. */
const maximumFailures = 4;

/** Waits; rejects when the sign-in is cancelled. */
export type Pause = (milliseconds: number) => Promise<unknown>;

export function pauseUntil(signal: AbortSignal): Pause {
  return (milliseconds) => pause(milliseconds, undefined, { signal });
}

/**
 * What MSAL's device code flow leaves out (its DeviceCodeClient): it takes `slow_down` for a failure, cannot be cancelled while it waits, ends at
 * the first lost answer, and asks for ever where the authority gave no code. So the waiting is done here, and MSAL is told not to wait.
 */
export function deviceCodeNetwork(network: AuthNetwork, wait: Pause): INetworkModule {
  let interval = defaultInterval;
  let failures = 0;
  let begun = false;

  const begin = async <T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const response = await network.sendPostRequestAsync<T>(url, options);
    const body = response.body as Readonly<Record<string, unknown>>;
    const { user_code: userCode, device_code: deviceCode, verification_uri: address, expires_in: life } = body;
    if (
      !isText(userCode, 100) ||
      !isText(deviceCode, 20_000) ||
      !isText(address, 2000) ||
      refusalOfAddress(address) ||
      !isAmount(life)
    ) {
      // Where the authority said why, its words are better than ours.
      if (network.oauthError === null) network.failure = noCode(new URL(url).host);
      throw new SignInError(noCode(new URL(url).host));
    }
    begun = true;
    interval = Math.min(isAmount(body.interval) ? body.interval : defaultInterval, longestInterval);
    return { ...response, body: { ...response.body, interval: 0, expires_in: Math.min(life, longestLife) } };
  };

  const ask = async <T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    await wait(Math.max(interval * 1000, shortestPause));
    let response: NetworkResponse<T>;
    try {
      response = await network.sendPostRequestAsync<T>(url, options);
    } catch (error) {
      failures += 1;
      const cancelled = error instanceof SignInError && error.failure.error.kind === 'cancelled';
      if (cancelled || failures > maximumFailures) throw error;
      interval += slower;
      return pending<T>();
    }
    failures = 0;
    if ((response.body as { readonly error?: unknown }).error !== 'slow_down') return response;
    interval += slower;
    return pending<T>();
  };

  return {
    sendGetRequestAsync: (url, options) => network.sendGetRequestAsync(url, options),
    sendPostRequestAsync: (url, options) => (begun ? ask(url, options) : begin(url, options)),
  };
}

function noCode(host: string): Failure {
  const advice = 'In the registration of the application, under Authentication, allow public client flows.';
  return failure('refused', 'DeviceCodeRefused', `${host} gave no code to sign in with.`, advice);
}

function pending<T>(): NetworkResponse<T> {
  return { headers: {}, body: { error: 'authorization_pending' } as T, status: 400 };
}

function isText(value: unknown, maximumLength: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maximumLength;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
