import type { AttributeValue } from '../../src/core/value.ts';

const givenNames = ['Adele', 'Noah', 'Zoë', 'Łukasz', 'Mei', 'Aisha', 'Jürgen', 'Grace', 'Óscar', 'Ines'];
const surnames = ['Vance', 'Fischer', 'Whitfield', 'Nowak', 'Chen', 'Haddad', 'Müller', 'Okafor', 'García', "O'Neil"];
const departments = ['Sales', 'Finance', ' Engineering', 'Support ', 'Legal', 'External Partners'];
const cities = ['Seattle', 'Berlin', 'Warszawa', 'São Paulo', 'Lyon'];

/** Users of Active Directory as an import gives them; the same ones for the same numbers. Some lack what others have. */
export function generateUsers(first: number, count: number): readonly Map<string, AttributeValue>[] {
  return Array.from({ length: count }, (_, index) => generateUser(first + index));
}

function generateUser(number: number): Map<string, AttributeValue> {
  const random = numbersOf(number);
  const pick = (list: readonly string[]): string => list[random() % list.length] ?? '';
  const often = (): boolean => random() % 10 !== 0;
  const givenName = pick(givenNames);
  const surname = pick(surnames);
  const account = `user${number}`;
  const mail = `${account}@corp.example`;
  const user = new Map<string, AttributeValue>([
    ['objectGUID', `guid-${number}`],
    ['cn', `${givenName} ${surname}`],
    ['sn', surname],
    ['givenName', givenName],
    ['sAMAccountName', account],
    ['mailNickname', account],
    ['distinguishedName', `CN=${givenName} ${surname} ${number},OU=People,DC=corp,DC=example`],
    ['objectSid', `sid-${number}`],
    ['department', pick(departments)],
    ['company', 'Corp Example'],
    ['l', pick(cities)],
    ['c', 'US'],
    ['co', 'United States'],
    ['countryCode', '840'],
    ['employeeID', String(40_000 + number)],
    ['msExchRecipientDisplayType', '-2147483642'],
    ['msExchRecipientTypeDetails', '2147483648'],
    ['preferredLanguage', 'en-US'],
  ]);
  if (often()) user.set('displayName', `${givenName} ${surname}`);
  if (often()) user.set('mail', mail);
  if (often()) user.set('userPrincipalName', mail);
  if (often()) user.set('userAccountControl', random() % 5 === 0 ? '514' : '512');
  else user.set('accountDisabled', random() % 2 === 0 ? 'True' : 'False');
  if (often())
    user.set('pwdLastSet', `13${String(random() % 10 ** 8).padStart(8, '0')}${String(random() % 10 ** 8).padStart(8, '0')}`);
  if (often()) user.set('title', ' Senior Account Executive');
  if (often()) user.set('telephoneNumber', `+1 206 555 ${String(random() % 10_000).padStart(4, '0')}`);
  if (often()) user.set('streetAddress', '1420 Harbor Street ');
  if (often()) user.set('manager', `CN=Manager ${random() % 1000},OU=People,DC=corp,DC=example`);
  if (random() % 3 === 0) user.set('description', '  Works from home on Fridays. ');
  if (random() % 3 === 0) user.set('postOfficeBox', [`PO Box ${random() % 1000} `, 'PO Box 1']);
  if (random() % 5 === 0) user.set('url', [' https://corp.example/people', 'https://corp.example']);
  if (often()) user.set('proxyAddresses', [`SMTP:${mail}`, ` smtp:${account}@mail.corp.example`, `SMTP:${mail}`]);
  for (let at = 1; at <= 15; at += 1) if (random() % 4 === 0) user.set(`extensionAttribute${at}`, `value ${random() % 100}`);
  return user;
}

/** A generator of whole numbers below 2³¹, seeded. */
function numbersOf(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 1;
  };
}
