import type { DirectoryError, DirectoryErrorKind } from '../../core/trace/directory.ts';
import type { LdapOperation } from './ldapPort.ts';

/** What is known of a change that was refused. */
export interface RefusedChange {
  readonly kind: LdapOperation['kind'];
  /** The distinguished name as it may be shown. */
  readonly name: string;
  /** Where it was to go; null for changes that leave it where it is. */
  readonly parent: string | null;
  /** `68 entryAlreadyExists`. */
  readonly answered: string;
  /** What the connection says of it in general. */
  readonly error: DirectoryError;
}

interface Words {
  readonly kind?: DirectoryErrorKind;
  readonly message: string;
  readonly advice: string;
}

/**
 * Cause and advice of a refused change, by the result code (RFC 4511, appendix A) and, where Active Directory gives one, by the Windows error in front
 * of its diagnostic (`0000052D: SvcErr: …`; MS-ERREF, 2.2). Where nothing more is known than in general, the general error.
 */
export function changeFailure(refused: RefusedChange): DirectoryError {
  const code = Number(/^\d+/.exec(refused.answered)?.[0] ?? Number.NaN);
  const words = byWindowsError(windowsError(refused.error)?.replace(/^0+/, '') ?? null) ?? byResultCode(code, refused);
  if (!words) return refused.error;
  const said = /\bIt says: .*$/s.exec(refused.error.message)?.[0];
  const message = said === undefined ? words.message : `${words.message} ${said}`;
  return { kind: words.kind ?? 'refused', code: refused.error.code, message, advice: words.advice };
}

/** `0000052D`, in front of what Active Directory says; null where it says none. */
export function windowsError({ message }: DirectoryError): string | null {
  return /\bIt says: ([0-9A-F]{8}): /i.exec(message)?.[1]?.toUpperCase() ?? null;
}

function byWindowsError(code: string | null): Words | null {
  switch (code) {
    case '524':
    case '526':
      return {
        message: 'Another account or group has this sAMAccountName already.',
        advice: 'Give another sAMAccountName, for example with SelectUniqueValue, or match on sAMAccountName.',
      };
    case '21C8':
      return {
        message: 'Another account has this userPrincipalName already.',
        advice: 'Give another userPrincipalName, for example with SelectUniqueValue, or match on userPrincipalName.',
      };
    case '52D':
      return {
        message:
          'The password policy of the domain refuses the change: the password does not fit it, or the account to be enabled has none.',
        advice: 'Map a password that fits the policy; reset the one of an account before it is enabled.',
      };
    case '20B5':
      return {
        kind: 'notFound',
        message: 'Something that the change refers to (the manager, a member) does not exist.',
        advice: 'Somebody moved or deleted it in between. Run the preview again.',
      };
    default:
      return null;
  }
}

function byResultCode(code: number, { kind, name, parent }: RefusedChange): Words | null {
  switch (code) {
    case 16:
      return kind === 'add'
        ? {
            message: `The schema of the directory does not know an attribute of the new entry ${name}.`,
            advice: 'Remove the mapping of that attribute, or extend the schema (extensionAttribute1 to 15 come with Exchange).',
          }
        : {
            message: `A value that was to be replaced or removed is no longer there, or the schema does not know an attribute: this request changed nothing of ${name}.`,
            advice: 'Somebody changed the entry in between. Run the preview again and look at the new values.',
          };
    case 17:
      return {
        message: `The schema of the directory does not know an attribute of ${name}.`,
        advice: 'Remove the mapping of that attribute, or extend the schema.',
      };
    case 19:
      return {
        message: `A value breaks a rule of the directory (length, range, uniqueness, password policy): this request changed nothing of ${name}.`,
        advice: 'What the server says names the attribute. Shorten or change its value in the mapping.',
      };
    case 20:
      return {
        message: `A value that was to be added is there already: this request changed nothing of ${name}.`,
        advice: 'Somebody changed the entry in between. Run the preview again and look at the new values.',
      };
    case 21:
      return {
        message: `A value does not have the form that its attribute needs: this request changed nothing of ${name}.`,
        advice:
          'Active Directory refuses empty text, and text where it needs a number or a distinguished name. What the server says names the attribute.',
      };
    case 32:
      return missing(kind, name, parent);
    case 34:
    case 64:
      return {
        message: `The directory does not take ${name} as the name of an entry.`,
        advice: 'Look at the values of cn and parentDistinguishedName.',
      };
    case 50:
      return {
        kind: 'unauthorized',
        message: `The account of the connection may not do this to ${name}.`,
        advice:
          'Delegate the right to it in that organizational unit: create, delete and move objects, write the mapped properties, reset passwords.',
      };
    case 53:
      return {
        message: `The server is unwilling to change ${name}.`,
        advice:
          'Most often a password does not fit the policy, an account without a password was to be enabled, or a protected attribute was written.',
      };
    case 65:
      return {
        message: `The entry ${name} would not fit its object classes: an attribute is missing or does not belong there.`,
        advice: 'What the server says names the attribute. Look at its mapping.',
      };
    case 66:
      return {
        message: `${name} has entries below it, so it cannot be deleted or moved.`,
        advice: 'Move or delete the entries below it first (Exchange and BitLocker keep some there).',
      };
    case 68:
      return {
        message:
          kind === 'modrdn'
            ? `Another entry has this name in ${parent ?? 'the container'} already, so ${name} was neither renamed nor moved.`
            : `There is an entry ${name} already, or another one with the same sAMAccountName.`,
        advice:
          'The match did not find it: look at its matching attribute and its kind, or give a cn and a sAMAccountName that nobody has.',
      };
    case 71:
      return {
        message: `${name} cannot be moved to another domain or server.`,
        advice: 'Move it with the tools of Active Directory (Move-ADObject), or correct parentDistinguishedName.',
      };
    default:
      return null;
  }
}

function missing(kind: LdapOperation['kind'], name: string, parent: string | null): Words {
  if (parent !== null) {
    return {
      kind: 'notFound',
      message: `The container ${parent} does not exist${kind === 'modrdn' ? `, or ${name} does not` : ''}.`,
      advice: 'Create the organizational unit, or correct what gives parentDistinguishedName.',
    };
  }
  return {
    kind: 'notFound',
    message: `${name}, or something that the change refers to, does not exist.`,
    advice: 'Somebody moved or deleted it in between, or the manager or a member is gone. Run the preview again.',
  };
}
