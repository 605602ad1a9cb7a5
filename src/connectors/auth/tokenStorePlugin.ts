import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import type { GraphReference } from '../../core/connection/connection.ts';
import type { TokenStore } from '../ports.ts';
import type { TokenSession } from './tokenSession.ts';

/** A store gives no more than what a handful of accounts need. In characters. */
const maximumLength = 4_000_000;

/** MSAL takes an empty text for "nothing new", not for "nothing". */
const nothing = '{}';

/** Under which the tokens of one application in one tenant are kept. */
export function tokenStoreKey({ authority, tenant, clientId }: GraphReference): string {
  return ['graph-tokens', authority.toLowerCase(), tenant.toLowerCase(), clientId?.toLowerCase() ?? '-'].join(' ');
}

/**
 * Lets MSAL keep its tokens in a store. What cannot be read counts as nothing; what cannot be written is asked for again next time, since a
 * sign-in that worked must not fail for it.
 * @param clear empties the memory of the MSAL client.
 */
export function tokenStorePlugin(store: TokenStore, key: string, session: TokenSession, clear: () => void): ICachePlugin {
  let leave: (() => void) | undefined;
  let readable = true;
  return {
    beforeCacheAccess: async (context: TokenCacheContext) => {
      leave = await session.storeAccess.enter();
      const read = await readTokens(store, key);
      readable = read !== null;
      const text = read ?? nothing;
      // MSAL adds what it reads to what it has: an account that was removed in another window would stay, and be written again.
      clear();
      try {
        context.tokenCache.deserialize(text);
      } catch {
        context.tokenCache.deserialize(nothing);
      }
    },
    afterCacheAccess: async (context: TokenCacheContext) => {
      try {
        if (!context.cacheHasChanged || session.closed) return;
        const text = withAccounts(context.tokenCache.serialize());
        // A store that could not be read a moment ago may well hold an account.
        if (text !== undefined || readable) await store.write(key, text);
      } catch {
        // As above.
      } finally {
        leave?.();
        leave = undefined;
      }
    },
  };
}

/** Undefined where nobody is signed in: what MSAL writes then would bring back what signing out in another window removed. */
function withAccounts(text: string): string | undefined {
  const { Account: accounts = {} } = JSON.parse(text) as { readonly Account?: object };
  return Object.keys(accounts).length === 0 ? undefined : text;
}

/** What MSAL can read: its own error about anything else would repeat the text. Null where the store does not answer. */
async function readTokens(store: TokenStore, key: string): Promise<string | null> {
  let text: string | undefined;
  try {
    text = await store.read(key);
  } catch {
    return null;
  }
  return text !== undefined && text.length <= maximumLength && isCache(text) ? text : nothing;
}

function isCache(text: string): boolean {
  const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
  try {
    const cache: unknown = JSON.parse(text);
    return isRecord(cache) && Object.values(cache).every(isRecord);
  } catch {
    return false;
  }
}
