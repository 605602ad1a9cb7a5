/** A token with what is known of it. */
export interface HeldToken {
  readonly token: string;
  /** Milliseconds since 1970; null where nobody said. */
  readonly expiresAt: number | null;
  /** The user name, or the application's id; null where the token does not say. */
  readonly account: string | null;
  /** The tenant's id; null where the token does not say. */
  readonly tenant: string | null;
}

/** How a token may be had. `any`: with as little trouble as possible. `renew`: not from memory. `ask`: somebody signs in now. */
export interface TokenWish {
  /** Delegated permissions by their short names. */
  readonly scopes: readonly string[];
  readonly how: 'any' | 'renew' | 'ask';
}
