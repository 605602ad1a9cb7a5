import { distinguishedNameKey } from '../text/distinguishedName.ts';

/** Of what attribute a value is: its forms depend on it. */
export interface FormOf {
  readonly name: string;
  /** The attribute's type in the target's definition. */
  readonly type: string;
}

/** A way in which a directory may keep a value otherwise than it was sent, without it being another value. */
export interface ValueForm {
  /** Completes "The target keeps it …". */
  readonly words: string;
  /** A text that two values share exactly when they differ in this way only; null for a value that has no such form. */
  keyOf(text: string): string | null;
}

const booleans: ValueForm = {
  words: 'as a boolean of its own spelling',
  keyOf: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : null),
};
const unicode: ValueForm = { words: 'in another Unicode form of the same characters', keyOf: (text) => text.normalize('NFC') };
const letters: ValueForm = { words: 'in other upper and lower case', keyOf: (text) => text.toLowerCase() };
const blanks: ValueForm = { words: 'with other blanks', keyOf: withoutBlanks };
const spelling: ValueForm = {
  words: 'with other case, blanks or Unicode form',
  keyOf: (text) => withoutBlanks(text.normalize('NFC').toLowerCase()),
};
const names: ValueForm = { words: 'as another spelling of the same distinguished name', keyOf: distinguishedNameKey };
const instants: ValueForm = { words: 'as another spelling of the same time', keyOf: instantKey };
const numbers: ValueForm = { words: 'as another spelling of the same number', keyOf: numberKey };
const phones: ValueForm = { words: 'with other separators between the same digits', keyOf: phoneKey };
const guids: ValueForm = {
  words: 'in other upper and lower case of the same GUID',
  keyOf: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null),
};
/** The scheme of a proxy address tells the primary one (`SMTP:`) from the others (`smtp:`) by its case. */
const addresses: ValueForm = {
  words: letters.words,
  keyOf: (text) => {
    const scheme = /^[A-Za-z0-9]+:/.exec(text)?.[0] ?? '';
    return scheme + text.slice(scheme.length).toLowerCase();
  },
};

const numberTypes = new Set(['integer', 'int32', 'int64', 'long', 'decimal', 'double', 'number']);

/** The forms that a value of an attribute may take, the closest first. Bytes have none: base64 differs by case in its bytes. */
export function formsOf({ name, type }: FormOf): readonly ValueForm[] {
  const kind = type.toLowerCase();
  if (kind === 'binary') return [];
  // Ids of objects may differ by case alone (RFC 7643, section 3.1): only names and GUIDs are known to be the same.
  if (kind === 'reference') return [guids, names];
  if (/proxyaddresses/i.test(name)) return [unicode, addresses];
  return [
    booleans,
    unicode,
    letters,
    blanks,
    spelling,
    names,
    instants,
    ...(numberTypes.has(kind) ? [numbers] : []),
    // A number of another kind keeps its separators: `1-2` is not `12`.
    ...(/phone|mobile|fax|pager/i.test(name) ? [phones] : []),
  ];
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Digits with their leading plus; the usual separators go, and anything else makes it no phone number. */
function phoneKey(text: string): string | null {
  const digits = text.replace(/[\s().\-/]/g, '');
  return /^\+?\d{3,}$/.test(digits) ? digits : null;
}

function numberKey(text: string): string | null {
  const parts = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text.trim());
  if (!parts) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d))?$/i;
/** RFC 4517, section 3.3.13, with its seconds. */
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d{4})$/;

/** An instant in UTC. A date alone is its midnight in UTC, as Graph gives it back; a time without a zone is none. */
function instantKey(text: string): string | null {
  const parts = isoTime.exec(text) ?? generalizedTime.exec(text);
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const midnight = new Date(Date.UTC(year, month - 1, day));
  const real = year >= 100 && midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  if (!real || hour > 23 || minute > 59 || second > 59) return null;
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(parts[8] ?? '');
  const offset = zone ? (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === '-' ? -60 : 60) : 0;
  const seconds = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  return `${seconds}.${(parts[7] ?? '').replace(/0+$/, '')}`;
}
