/**
 * Attributes that hold a password or what a password can be recovered from. They are dropped when a directory is read and reach no
 * trace, screen or log. Names are lower case, without options.
 */
const secretAttributes = new Set([
  'userpassword',
  'unicodepwd',
  'password',
  'passwordprofile',
  'dbcspwd',
  'ntpwdhistory',
  'lmpwdhistory',
  'pwdhistory',
  'supplementalcredentials',
  'authpassword',
  'clearpassword',
  'sambantpassword',
  'sambalmpassword',
  'sambapasswordhistory',
  'krbprincipalkey',
  'userpkcs12',
  'ms-mcs-admpwd',
  'mslaps-password',
  'mslaps-encryptedpassword',
  'mslaps-encryptedpasswordhistory',
  'mslaps-encrypteddsrmpassword',
  'mslaps-encrypteddsrmpasswordhistory',
  'msds-managedpassword',
  'msds-executescriptpassword',
  'msfve-recoverypassword',
  'msfve-keypackage',
  'trustauthincoming',
  'trustauthoutgoing',
  'initialauthincoming',
  'initialauthoutgoing',
  'currentvalue',
  'priorvalue',
]);

/** Whether an attribute must not leave its directory. Takes LDAP names with options, SCIM paths and URN-prefixed names. */
export function isSecretAttribute(name: string): boolean {
  const plain = name.toLowerCase().replace(/;.*$/, '');
  return plain.split(/[.:[\]]/).some((part) => secretAttributes.has(part));
}
