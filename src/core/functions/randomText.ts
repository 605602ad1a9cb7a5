import type { Random } from '../clock.ts';

const characters = {
  digits: '0123456789',
  specials: '~!@#$%^&*_-+=|\\(){}[]:;"\'<>,.?/`',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lower: 'abcdefghijklmnopqrstuvwxyz',
} as const;

export type CharacterKind = keyof typeof characters;

export interface RandomTextRequest {
  readonly length: number;
  readonly least: Readonly<Record<CharacterKind, number>>;
  /** Characters that must not occur. */
  readonly avoid: string;
}

/** A text with at least so many characters of each kind, in random order; null where a kind is needed and all of it is to be avoided. */
export function randomText(request: RandomTextRequest, random: Random): string | null {
  const allowed = (pool: string): readonly string[] => pool.split('').filter((one) => !request.avoid.includes(one));
  const chosen: string[] = [];
  for (const [kind, pool] of Object.entries(characters)) {
    const candidates = allowed(pool);
    const least = isKind(kind) ? request.least[kind] : 0;
    if (least > 0 && candidates.length === 0) return null;
    for (let count = 0; count < least; count++) chosen.push(pick(candidates, random));
  }
  const any = allowed(Object.values(characters).join(''));
  if (chosen.length < request.length && any.length === 0) return null;
  while (chosen.length < request.length) chosen.push(pick(any, random));
  for (let last = chosen.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [chosen[last], chosen[other]] = [chosen[other] ?? '', chosen[last] ?? ''];
  }
  return chosen.join('');
}

function isKind(kind: string): kind is CharacterKind {
  return Object.hasOwn(characters, kind);
}

function pick(from: readonly string[], random: Random): string {
  return from[Math.floor(random() * from.length)] ?? '';
}

/** A random UUID, version 4 (RFC 9562, section 5.4), in lower case. */
export function randomUuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
