import type { AttributeValue } from '../../src/core/value.ts';
import { direct, trimmed } from '../adToEntraTables.ts';
import { words } from '../schemaParts.ts';

type User = ReadonlyMap<string, AttributeValue>;
/** One attribute mapping, as somebody would write it in JavaScript who knows the data. */
export type MappingByHand = (user: User) => AttributeValue;

/** What the sample job fills in for `%DomainFQDN%` and `%DomainNetBios%`. */
export const tenantConstants: ReadonlyMap<string, string> = new Map([
  ['DomainFQDN', 'corp.example'],
  ['DomainNetBios', 'CORP'],
]);

function trim(value: AttributeValue | undefined): AttributeValue {
  if (typeof value === 'string') return value.trim();
  return value ? value.map((one) => one.trim()) : null;
}

function present(value: AttributeValue | undefined): value is string | readonly string[] {
  return value !== undefined && value !== null && value !== '';
}

function left(value: AttributeValue, length: number): AttributeValue {
  if (typeof value === 'string') return value.slice(0, length);
  return value ? value.map((one) => one.slice(0, length)) : '';
}

function first(value: AttributeValue | undefined): AttributeValue {
  if (!present(value)) return '';
  return left(trim(typeof value === 'string' ? value : (value[0] ?? null)), 448);
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

function passwordChanged(fileTime: string): string {
  const date = new Date(Number((BigInt(fileTime) - 116_444_736_000_000_000n) / 10_000n));
  const day = `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
  return `${day}${two(date.getUTCHours())}${two(date.getUTCMinutes())}${two(date.getUTCSeconds())}.0Z`;
}

const computed: Readonly<Record<string, MappingByHand>> = {
  AccountEnabled: (user) => {
    const control = user.get('userAccountControl');
    if (present(control)) return (Number(control) & 2) === 0 ? 'True' : 'False';
    return user.get('accountDisabled') === 'True' ? 'False' : 'True';
  },
  Description: (user) => left(trim(user.get('description')), 448),
  DisplayName: (user) => {
    const name = user.get('displayName');
    return present(name) ? name : (user.get('cn') ?? null);
  },
  dnsDomainName: () => 'corp.example',
  Info: (user) => left(trim(user.get('info')), 448),
  LastPasswordChangeTimestamp: (user) => {
    const changed = user.get('pwdLastSet');
    return typeof changed === 'string' && changed !== '' ? passwordChanged(changed) : null;
  },
  netBiosName: () => 'CORP',
  onPremisesObjectIdentifier: (user) => user.get('objectGUID') ?? null,
  onPremisesUserPrincipalName: (user) => {
    const name = user.get('userPrincipalName');
    if (present(name)) return name;
    const account = user.get('sAMAccountName');
    return present(account) ? `${account}@corp.example` : null;
  },
  PostOfficeBox: (user) => first(user.get('postOfficeBox')),
  ProxyAddresses: (user) => {
    const trimmedValues = trim(user.get('proxyAddresses'));
    return Array.isArray(trimmedValues) ? [...new Set(trimmedValues)] : trimmedValues;
  },
  Url: (user) => first(user.get('url')),
};

/** The mappings of the sample from Active Directory to Entra, by target attribute. */
export function mappingsByHand(): ReadonlyMap<string, MappingByHand> {
  const mappings = new Map<string, MappingByHand>(Object.entries(computed));
  for (const [target, source] of pairs(direct)) mappings.set(target, (user) => user.get(source) ?? null);
  for (const [target, source] of pairs(trimmed)) mappings.set(target, (user) => trim(user.get(source)));
  return mappings;
}

function pairs(table: string): readonly (readonly [target: string, source: string])[] {
  return words(table).map((word) => {
    const [target = '', source = ''] = word.split('=');
    return [target, source];
  });
}
