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

/** What scope, match, flow and action do where the documents are silent or disagree, and nothing else than the reading here is offered. */
export const ruleDecisions: readonly Decision[] = [
  {
    point: 'INCLUDES and ENDS_WITH',
    reading: 'Compare character by character, with case.',
    evidence:
      'INCLUDES is documented as .NET String.Contains, which is ordinal. For ENDS_WITH the documents do not state the case; all other operators compare with case.',
  },
  {
    point: 'GREATER_THAN, GREATER_THAN_OR_EQUALS, & and !& on what is no whole number',
    reading: 'Cannot be evaluated locally: neither true nor false.',
    evidence: 'Documented for whole numbers only; what the service does with other values is not.',
  },
  {
    point: '& with several bits',
    reading: 'Is true where attribute and mask share at least one bit; !& where they share none.',
    evidence: 'The mask 0x21C07000 is to exclude each of several recipient types, which only this reading does.',
  },
  {
    point: 'IS TRUE and IS FALSE on what is no boolean',
    reading: 'Are false.',
    evidence: 'Documented for booleans: null is neither, and neither is a text.',
  },
  {
    point: 'IS_MEMBER_OF, PRESENT, VALID CERT MATCH',
    reading: 'Cannot be evaluated locally.',
    evidence: 'Listed without a description, for Entra to Active Directory; another page calls IsMemberOf unsupported.',
  },
  {
    point: 'A filter group without clauses',
    reading: 'Passes, and the checker warns.',
    evidence: 'A group is the AND of its clauses. Not documented for none.',
  },
  {
    point: 'References (manager, members)',
    reading:
      'Each is read in the source, put to the scope of the object mapping that it belongs to, and matched in the target by it. What is out of scope, not in the target yet, ambiguous or a nested group is left out and named.',
    evidence:
      'Documented: references are written in a later pass, a group is written without its members out of scope, nested groups are not read. That a member is judged by the mapping of its own kind follows from the rule having one mapping for each.',
  },
  {
    point: 'A member or manager who is disabled, or whom only provisioning on demand would let in',
    reading: 'Is left out: references go by what a cycle says of them.',
    evidence: 'They are written in a later pass of a cycle; the rule for the chosen person is not documented for others.',
  },
  {
    point: 'Members that the target has and the source has not',
    reading: 'Are removed.',
    evidence:
      'The service asks SCIM applications for groups without their members, so it may not see members that it never wrote itself.',
  },
  {
    point: 'Who counts for DuplicateSourceEntries',
    reading: 'Everybody in the source with the value of the attribute that decides, in scope or not.',
    evidence: 'Not documented.',
  },
  {
    point: 'The mapping type None (no source, a default value)',
    reading: 'Fills an empty target on create and on update, and leaves a present value alone.',
    evidence: 'Documented so in the table of mapping types.',
  },
  {
    point: 'The fixed clauses of Entra to Active Directory for groups',
    reading:
      'securityEnabled IS TRUE, dirSyncEnabled IS FALSE and mailEnabled IS FALSE are always in front; an attribute that the source does not give counts as satisfied, and the trace says so.',
    evidence: 'Documented as the default security grouping. Groups made in the cloud have no dirSyncEnabled.',
  },
  {
    point: 'Two mappings of one target attribute',
    reading:
      'Equal values are written once. Of different values none is claimed: the attribute cannot be evaluated locally and is left out of the request.',
    evidence:
      'Documented: the service does not remove duplicates, and two mappings of one target conflict. Which one wins is not.',
  },
  {
    point: 'A required target attribute without a value',
    reading:
      "Takes the mapping's default, then that of its own definition; without either the object is not created (AttributeValidationFailed).",
    evidence: 'Documented.',
  },
  {
    point: 'Hard-deleted in the source',
    reading:
      'A tombstone of Active Directory (isDeleted). The account is deleted, if the object mapping has Delete among its flowTypes.',
    evidence: 'The table of operations has the row. An object that is gone from the source altogether cannot be previewed.',
  },
  {
    point: 'SkipOutOfScopeDeletions',
    reading:
      'Keeps the account of a person who leaves scope by assignment or filter. A person who is disabled or deleted in the source is disabled or deleted all the same.',
    evidence: 'The secret is documented for accounts that leave scope.',
  },
  {
    point: 'Leaving scope where no mapping disables the account, other than in cloud sync',
    reading: 'The account is deleted where the target object has no soft deletion, else it stays.',
    evidence: 'Documented: a target that cannot disable deletes, and removing the IsSoftDeleted mapping prevents disabling.',
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
  {
    point: 'Booleans in a SCIM PATCH',
    reading: 'Are the texts "True" and "False", unless the URL of the tenant has aadOptscim062020.',
    evidence: 'Documented on the page on SCIM compatibility, beside examples of the tutorial that show JSON booleans.',
  },
];
