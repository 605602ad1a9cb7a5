/**
 * Attributes of Active Directory (and inetOrgPerson) whose values are bytes. They travel as base64, as the service shows them, even
 * where their bytes happen to be valid UTF-8. Names are lower case, without options such as `;binary`.
 */
const binaryAttributes = new Set([
  'audio',
  'auditingpolicy',
  'authorityrevocationlist',
  'cacertificate',
  'certificaterevocationlist',
  'dnsproperty',
  'dnsrecord',
  'dsasignature',
  'jpegphoto',
  'logonhours',
  'ms-ds-consistencyguid',
  'ms-ds-creatorsid',
  'msds-allowedtoactonbehalfofotheridentity',
  'msds-generationid',
  'msds-groupmsamembership',
  'msexcharchiveguid',
  'msexchblockedsendershash',
  'msexchdisabledarchiveguid',
  'msexchmailboxguid',
  'msexchmailboxsecuritydescriptor',
  'msexchmasteraccountsid',
  'msexchsaferecipientshash',
  'msexchsafesendershash',
  'msexchumpinchecksum',
  'msexchumspokenname',
  'msmqdigests',
  'msmqsigncertificates',
  'ntsecuritydescriptor',
  'objectguid',
  'objectsid',
  'photo',
  'replpropertymetadata',
  'repluptodatevector',
  'securityidentifier',
  'sidhistory',
  'thumbnaillogo',
  'thumbnailphoto',
  'tokengroups',
  'usercertificate',
  'usersmimecertificate',
]);

/** Whether the values of an attribute are bytes, by its name alone. */
export function isBinaryAttribute(name: string): boolean {
  const [base = '', ...options] = name.toLowerCase().split(';');
  return binaryAttributes.has(base) || options.includes('binary');
}
