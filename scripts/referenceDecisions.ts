/** A point that is decided for good: what happens here, and what speaks for it. */
export interface Decision {
  readonly point: string;
  readonly reading: string;
  readonly evidence: string;
}

/** What expressions do where the references say nothing. `unsupported` stays the answer for everything that is not listed. */
export const expressionDecisions: readonly Decision[] = [
  {
    point: 'No value in the source of a text function',
    reading:
      'Null gives null in Append, Prepend, Mid, Replace (but with a template), StripSpaces, ToLower, ToUpper, Trim, PCase, NormalizeDiacritics, Split, ConvertToBase64, ConvertToUTF8Hex, ConvertFromBase64, FormatDateTime, NumFromDate and CDate. Null in another argument of Append, Prepend, Replace, ToLower and ToUpper counts as empty text.',
    evidence: 'Not documented, but for Left and Word, which give empty text for null.',
  },
  {
    point: 'Several values in the source of a text function',
    reading:
      'Append, Prepend, Replace, StripSpaces, ToLower, ToUpper, Trim, NormalizeDiacritics, Mid and Left change each value. In other functions that take one value several are the error InvalidArgument. Operators, SingleAppRoleAssignment and SelectUniqueValue are not evaluated for several values.',
    evidence: 'Not documented, but for Trim, which changes each value.',
  },
  {
    point: '= and <>',
    reading:
      'Compare numbers where both sides read as numbers, else texts, character by character and with case; null counts as empty text. The other operators compare numbers and are an error for anything else.',
    evidence:
      'Documented examples compare the text attribute "1" with 1, BitAnd(…) with "0" and InStr(…) with 0. Case is not stated; authors put ToLower around one side.',
  },
  {
    point: 'Join and empty sources',
    reading: 'Null and empty text are left out, with their separator.',
    evidence: 'The documented result of Join(", ", "", [surname], [givenName]) is "Doe, John".',
  },
  {
    point: 'Switch',
    reading: 'Keys are compared with case and are not trimmed; null equals the key "".',
    evidence:
      'The references state it of case and of "". The Workday guide has one example that only trimmed keys would explain.',
  },
  {
    point: 'Switch in incremental cycles',
    reading: 'An unchanged source gives its value.',
    evidence:
      'The documents report a defect of the service by which Switch gives null there, where Entra is the source. It is not reproduced.',
  },
  {
    point: 'Branches',
    reading:
      'Only the branch of IIF, Switch and Coalesce that is taken is evaluated, and only as many rules of SelectUniqueValue as needed.',
    evidence: 'Error(…) in a branch of IIF, in the reference for cloud sync, makes sense only so.',
  },
  {
    point: 'Counting nothing',
    reading:
      'Count of null is 0, of one value 1. IsString of null is False. SelectUniqueValue passes over null and empty candidates.',
    evidence: 'Not documented.',
  },
  {
    point: 'FormatDateTime',
    reading:
      'Three arguments are source, inputFormat, outputFormat; with four the second is dateTimeStyles. A blank inputFormat reads any usual date.',
    evidence:
      'The two references differ in their signatures. A real run of the default cloud sync schema shows the blank inputFormat.',
  },
  {
    point: 'Dates without an offset',
    reading: 'Are UTC, and every result is UTC.',
    evidence: 'Follows from the documented examples of CDate, FormatDateTime and NumFromDate.',
  },
  {
    point: 'DateDiff',
    reading: 'Counts as Visual Basic does: weeks by Sundays, years and months by their numbers, all else by the time passed.',
    evidence: 'Gives every row of the documented table; the week of −493 excludes plain division.',
  },
  {
    point: 'Unknown escapes in texts',
    reading: 'A backslash before anything but a backslash or a quote stays.',
    evidence: 'A documented pattern of the Workday guide, "\\+(?<isdCode>…", has results only so.',
  },
];

/** What scoping and attribute flow do where the documents are silent or disagree. */
export const flowDecisions: readonly Decision[] = [
  {
    point: 'No value under a scoping clause',
    reading:
      'In groups, a null or empty attribute fails every clause but IS NULL. In inputFilterGroups and categoryFilterGroups it passes NOT EQUALS, NOT REGEX MATCH, !& and IS FALSE.',
    evidence:
      "The first is the documented rule for the filters that people write. The service's own default filters (isCriticalSystemObject IS FALSE, mailNickname NOT REGEX MATCH …, all of them ANDed) would drop ordinary users under it.",
  },
  {
    point: 'Regular expressions in filters',
    reading: 'Are found anywhere in the value, with case.',
    evidence: "A documented example must find Sales inside Contoso-Sales-US, and the service's own filters write their anchors.",
  },
  {
    point: '& and !& in filters',
    reading: 'Are bit tests on integers.',
    evidence:
      'The default cloud sync filter msExchRecipientTypeDetails !& "566259712" has the mask 0x21C07000 of the built-in rule of Entra Connect Sync. The documentation describes & as a search in a text.',
  },
  {
    point: 'An expression that gives empty text',
    reading: 'In cloud sync writes null; in app provisioning "" is a value and is written.',
    evidence:
      'The cloud sync documents name the expression "" as the way to clear an attribute. The HR pages say that "" is sent as it is, and that Active Directory then refuses it.',
  },
  {
    point: 'A null on update',
    reading: 'Leaves the value in the target as it is, unless the target attribute has flowNullValues.',
    evidence:
      '"Null attributes cannot be provisioned" (known issues); the default cloud sync schema has flowNullValues on its target attributes. The preview of clearing attribute values (2026) asks for a second gate on the source attribute, which is not read here.',
  },
  {
    point: 'defaultValue',
    reading:
      'Stands in for null on create only, never for empty text. A required target attribute without a value then takes the default of its own definition.',
    evidence: 'Documented so in how provisioning works; single tutorials say otherwise.',
  },
  {
    point: 'A disabled or soft-deleted person',
    reading: 'Is never created.',
    evidence: 'Documented in how provisioning works.',
  },
  {
    point: 'Leaving scope',
    reading:
      'Disables where a mapping says so (IsSoftDeleted, accountEnabled). Otherwise cloud sync deletes, and other targets delete only where they cannot disable.',
    evidence:
      'Documented: disable by default, delete where the target cannot disable. That cloud sync deletes where no mapping disables is our reading of it.',
  },
  {
    point: 'A failing expression',
    reading: 'Fails the whole object, not only its attribute.',
    evidence: 'Documented: the entry is escrowed and tried again. What cannot be evaluated locally fails nothing.',
  },
  {
    point: 'Names of target attributes',
    reading: 'Are compared without case; names of source attributes with it.',
    evidence:
      'A schema and a real run spell one attribute MSExchElcMailboxFlags and MSExchELCMailboxFlags. A wrong case in an expression is SchemaInvalid.',
  },
];
