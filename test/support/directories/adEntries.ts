/** A value of an entry; `b64` is bytes. */
export type SeedValue = string | { readonly b64: string };

/** What is done to a directory before it starts. `password` is the account's password, not an attribute. */
export interface SeedEntry {
  readonly dn: string;
  /** Added where left out. */
  readonly op?: 'replace' | 'delete';
  readonly attrs: Readonly<Record<string, SeedValue | readonly SeedValue[]>>;
}

export const baseDN = 'DC=corp,DC=example';
export const readerPassword = 'S3rv!ceReader';
export const userPassword = 'S3cret!pw9';

/** JPEG bytes that are not UTF-8. */
export const jpegPhoto = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(120, 0x7f),
  Buffer.from('ffd9', 'hex'),
]).toString('base64');
/** Bytes that happen to be ASCII and are a picture all the same. */
export const asciiPhoto = Buffer.from('GIF89a only ascii in here').toString('base64');

/** 100 ns since 1601, as Active Directory counts. */
export function fileTime(iso: string): string {
  return String((BigInt(Date.parse(iso)) + 11644473600000n) * 10000n);
}

/** A value as a part of a DN (RFC 4514, section 2.4). */
export function escapeRdn(value: string): string {
  return value
    .replace(/[\\,+"<>;=]/g, (character) => `\\${character}`)
    .replace(/^([# ])/, '\\$1')
    .replace(/ $/, '\\ ');
}

interface PersonSeed {
  readonly sam: string;
  readonly given: string;
  readonly surname: string;
  readonly cn: string;
  readonly place: string;
  readonly extra?: Readonly<Record<string, SeedValue | readonly SeedValue[] | null>>;
}

const staff = `OU=Staff,${baseDN}`;
const graz = `OU=Graz,${staff}`;
const osaka = `OU=大阪支社,${staff}`;
const groups = `OU=Groups,${baseDN}`;
export const serviceOu = `OU=Service,${baseDN}`;
export const containers: readonly string[] = [staff, graz, osaka, `OU=Leavers,${baseDN}`, groups, serviceOu];

const people: readonly PersonSeed[] = [
  {
    sam: 'kaethe.kruger',
    given: 'Käthe',
    surname: 'Krüger',
    cn: 'Krüger, Käthe',
    place: graz,
    extra: {
      employeeID: '2001',
      department: 'Einkauf & Logistik',
      title: 'Bereichsleiterin',
      thumbnailPhoto: { b64: jpegPhoto },
      proxyAddresses: ['SMTP:kaethe.kruger@corp.example', 'smtp:kk@corp.example'],
      otherTelephone: ['+43 316 1', '+43 316 2'],
      extensionAttribute1: 'EA-1',
    },
  },
  {
    sam: 'siobhan.oneill',
    given: 'Siobhán',
    surname: "O'Neill",
    cn: "O'Neill, Siobhán",
    place: graz,
    extra: { employeeID: '2002' },
  },
  {
    sam: 'hanako.sato',
    given: '花子',
    surname: '佐藤',
    cn: '佐藤 花子',
    place: osaka,
    extra: { employeeID: '2003', department: '経理部' },
  },
  {
    sam: 'jo.gross',
    given: 'Jo',
    surname: 'Groß',
    cn: 'Groß (Jo) *ext*',
    place: graz,
    extra: { employeeID: '2004', department: 'Straße' },
  },
  {
    sam: 'q.quote',
    given: 'Quentin',
    surname: 'Quote',
    cn: 'Quote, Quentin "Q" <q>',
    place: staff,
    extra: { employeeID: '2005' },
  },
  {
    sam: 'b.slash',
    given: 'Bea',
    surname: 'Slash',
    cn: 'Bea\\Slash + Plus = Eq; semi',
    place: staff,
    extra: { employeeID: '2006' },
  },
  { sam: 'hash.tag', given: 'Hash', surname: 'Tag', cn: '#Hash Tag', place: staff, extra: { employeeID: '2007' } },
  { sam: 'tina.trail', given: 'Tina', surname: 'Trail', cn: 'Tina Trail ', place: staff, extra: { employeeID: '2008' } },
  {
    sam: 'paul.disabled',
    given: 'Paul',
    surname: 'Disabled',
    cn: 'Paul Disabled',
    place: staff,
    extra: { userAccountControl: '514' },
  },
  {
    sam: 'eve.expired',
    given: 'Eve',
    surname: 'Expired',
    cn: 'Eve Expired',
    place: staff,
    extra: { accountExpires: fileTime('2020-01-01T00:00:00Z') },
  },
  { sam: 'nomail', given: 'Nils', surname: 'Ohnemail', cn: 'Nils Ohnemail', place: staff, extra: { mail: null } },
  { sam: 'twin.one', given: 'Toni', surname: 'Twin', cn: 'Toni Twin', place: staff, extra: { employeeID: '2010' } },
  { sam: 'twin.two', given: 'Toni', surname: 'Twin', cn: 'Toni Twin', place: graz, extra: { employeeID: '2010' } },
  {
    sam: 'ascii.photo',
    given: 'Asta',
    surname: 'Foto',
    cn: 'Asta Foto',
    place: staff,
    extra: { thumbnailPhoto: { b64: asciiPhoto } },
  },
  { sam: 'padded', given: 'Padma', surname: 'Deden', cn: 'Padma Deden', place: staff, extra: { title: ' lead and trail ' } },
  { sam: 'ali.farsi', given: 'محمد', surname: 'علي', cn: 'محمد علي', place: osaka, extra: {} },
  // A precomposed name and the same letters with combining marks are two texts.
  { sam: 'noel.nfd', given: 'Noe\u0308l', surname: 'Bayard', cn: 'Noe\u0308l Bayard', place: staff, extra: {} },
  { sam: 'must.change', given: 'Mustafa', surname: 'Change', cn: 'Mustafa Change', place: staff, extra: {} },
  { sam: 'gone.person', given: 'Gone', surname: 'Person', cn: 'Gone Person', place: `OU=Leavers,${baseDN}`, extra: {} },
  { sam: 'removed', given: 'Remo', surname: 'Ved', cn: 'Remo Ved', place: `OU=Leavers,${baseDN}`, extra: { employeeID: '2099' } },
];

/** Who everybody reports to. */
export const managerSam = 'kaethe.kruger';
/** Deleted before the server starts: a tombstone in Active Directory. */
export const tombstoneSam = 'removed';

/** The DN of a person of these entries. */
export function personDN(sam: string): string {
  const found = people.find((person) => person.sam === sam);
  if (!found) throw new Error(`nobody is called ${sam}`);
  return `CN=${escapeRdn(found.cn)},${found.place}`;
}

export function groupDN(cn: string): string {
  return `CN=${escapeRdn(cn)},${groups}`;
}

const groupMembers: readonly (readonly [cn: string, members: readonly string[]])[] = [
  ['VPN Users', [personDN('kaethe.kruger'), personDN('b.slash'), personDN('hash.tag')]],
  ['Büro, Graz', [personDN('kaethe.kruger'), personDN('jo.gross')]],
  ['Nested', [groupDN('VPN Users')]],
  ['Empty', []],
];

export interface SeedOptions {
  /** So many people `bulk00001`, … in `OU=Bulk`, all of them members of the group `All Bulk`. */
  readonly bulk?: number;
  readonly extra?: readonly SeedEntry[];
}

/** What Samba is filled with, in this order: containers, people, groups, then a deletion. */
export function adEntries({ bulk = 0, extra = [] }: SeedOptions = {}): readonly SeedEntry[] {
  const bulkPeople = Array.from({ length: bulk }, (_, index) => bulkPerson(index + 1));
  const all: readonly (readonly [string, readonly string[]])[] =
    bulk === 0 ? groupMembers : [...groupMembers, ['All Bulk', bulkPeople.map(({ dn }) => dn)]];
  return [
    ...containers.map(organizationalUnit),
    ...(bulk === 0 ? [] : [organizationalUnit(`OU=Bulk,${baseDN}`)]),
    ...people.map(personEntry),
    reader,
    ...bulkPeople,
    ...all.map(([cn, members]) => groupEntry(cn, members)),
    { dn: personDN('must.change'), op: 'replace', attrs: { pwdLastSet: '0' } },
    ...extra,
    { dn: personDN(tombstoneSam), op: 'delete', attrs: {} },
  ];
}

const userClasses = ['top', 'person', 'organizationalPerson', 'user'];
export const readerDN = `CN=svc-reader,${serviceOu}`;

const reader: SeedEntry = {
  dn: readerDN,
  attrs: {
    objectClass: userClasses,
    sAMAccountName: 'svc-reader',
    userPrincipalName: 'svc-reader@corp.example',
    sn: 'Reader',
    userAccountControl: '66048',
    password: readerPassword,
  },
};

function organizationalUnit(dn: string): SeedEntry {
  return { dn, attrs: { objectClass: ['top', 'organizationalUnit'], ou: dn.slice(3, dn.indexOf(',')) } };
}

function personEntry({ sam, given, surname, cn, extra = {} }: PersonSeed): SeedEntry {
  const attrs: Record<string, SeedValue | readonly SeedValue[] | null> = {
    objectClass: userClasses,
    sAMAccountName: sam,
    userPrincipalName: `${sam}@corp.example`,
    givenName: given,
    sn: surname,
    displayName: cn,
    mail: `${sam}@corp.example`,
    userAccountControl: '512',
    password: userPassword,
    ...(sam === managerSam ? {} : { manager: personDN(managerSam) }),
    ...extra,
  };
  return { dn: personDN(sam), attrs: withoutNulls(attrs) };
}

function withoutNulls(
  attrs: Readonly<Record<string, SeedValue | readonly SeedValue[] | null>>,
): Readonly<Record<string, SeedValue | readonly SeedValue[]>> {
  const kept: Record<string, SeedValue | readonly SeedValue[]> = {};
  for (const [name, value] of Object.entries(attrs)) if (value !== null) kept[name] = value;
  return kept;
}

/** A group that the domain knows: global security (MS-ADTS 2.2.12). */
export function groupEntry(cn: string, members: readonly string[]): SeedEntry {
  const sam = cn.replace(/[^A-Za-z0-9]/g, '-');
  const attrs = { objectClass: ['top', 'group'], sAMAccountName: sam, groupType: '-2147483646' };
  return { dn: groupDN(cn), attrs: members.length > 0 ? { ...attrs, member: members } : attrs };
}

export function bulkPerson(number: number): SeedEntry {
  const sam = `bulk${String(number).padStart(5, '0')}`;
  const attrs = {
    objectClass: userClasses,
    sAMAccountName: sam,
    userPrincipalName: `${sam}@corp.example`,
    givenName: 'Bulk',
    sn: `User ${number}`,
    displayName: `Bulk User ${number}`,
    mail: `${sam}@corp.example`,
    employeeID: String(100000 + number),
    department: `Dept ${number % 17}`,
    userAccountControl: '546',
  };
  return { dn: `CN=Bulk User ${number},OU=Bulk,${baseDN}`, attrs };
}
