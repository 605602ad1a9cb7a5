/** How bad a problem is: an `error` stops what depends on the text, a `warning` does not. */
export type Severity = 'error' | 'warning' | 'information';

interface ProblemCodeRow {
  /** The usual one; a problem may have another. */
  readonly severity: Severity;
  /** One line, as reference pages and editors show it. */
  readonly title: string;
  /** The page that documents a hazard which nobody would believe without it. */
  readonly source?: string;
}

const appReference = 'docs/identity/app-provisioning/functions-for-customizing-application-data.md';

/** One row per code. */
export const problemCodes = {
  // Text and structure of a configuration
  'json-syntax': { severity: 'error', title: 'The text is not valid JSON' },
  'json-duplicate-key': { severity: 'warning', title: 'A property stands twice in one object; the last one counts' },
  'schema-not-an-object': { severity: 'error', title: 'The document is not a JSON object' },
  'schema-no-rules': { severity: 'error', title: 'The schema has no synchronization rules' },
  'schema-wrong-type': { severity: 'error', title: 'A property has the wrong type' },
  'schema-unknown-value': { severity: 'warning', title: 'A property has a value that the service does not document' },
  'schema-missing-property': { severity: 'error', title: 'A required property is missing' },
  'rule-unknown': { severity: 'error', title: 'The named synchronization rule does not exist' },
  'object-mapping-unknown': { severity: 'error', title: 'The named object mapping does not exist' },
  'object-mapping-ambiguous': { severity: 'error', title: 'Several object mappings fit; the connection must name one' },
  // Attribute mappings
  'mapping-no-target': { severity: 'error', title: 'An attribute mapping names no target attribute' },
  'mapping-duplicate-target': { severity: 'warning', title: 'Two mappings write the same target attribute' },
  'mapping-no-matching': { severity: 'warning', title: 'No mapping of the object mapping is a matching attribute' },
  'mapping-matching-unsupported': {
    severity: 'warning',
    title: 'The target cannot be searched by the matching attribute',
    source: 'docs/identity/app-provisioning/hr-user-update-issues.md',
  },
  'mapping-required-target': { severity: 'warning', title: 'A required target attribute has no mapping' },
  'mapping-target-anchor': { severity: 'warning', title: "A mapping writes the target's own key" },
  'mapping-target-unknown': { severity: 'error', title: 'The target object has no such attribute' },
  'mapping-target-path': { severity: 'warning', title: 'The SCIM path of a target attribute cannot be read' },
  'mapping-target-read-only': {
    severity: 'warning',
    title: 'A mapping writes an attribute that the target does not let be written',
  },
  'mapping-target-immutable': { severity: 'information', title: 'A mapping writes an attribute that the target sets once only' },
  'mapping-matching-flow': { severity: 'warning', title: 'The mapping of a matching attribute does not always flow' },
  'mapping-matching-priority': { severity: 'warning', title: 'Two matching attributes have one priority' },
  'mapping-matching-type': { severity: 'warning', title: 'Objects cannot be found by a matching attribute of this kind' },
  'mapping-flow-type': { severity: 'warning', title: 'The flow type is for attributes with several values' },
  'mapping-default-ignored': { severity: 'information', title: 'A constant has no use for a default value' },
  // Object mappings
  'object-mapping-disabled': { severity: 'information', title: 'The object mapping is disabled' },
  'object-mapping-no-flow': { severity: 'warning', title: 'The object mapping may neither create, update nor delete' },
  'directory-read-only': { severity: 'warning', title: 'The target directory is defined as read-only' },
  // Scoping filters
  'clause-attribute': { severity: 'warning', title: 'The attribute is not supported in scoping filters' },
  'clause-operand': { severity: 'error', title: 'The value of a clause does not fit its operator' },
  'clause-operator-unknown': { severity: 'warning', title: 'The scoping operator is not one that is evaluated locally' },
  'clause-type': { severity: 'warning', title: 'The operator is not documented for the type of the attribute' },
  'clause-contradiction': { severity: 'warning', title: 'A clause can never be true together with the others of its group' },
  'clause-always': { severity: 'information', title: 'A clause is always true where the others of its group are' },
  'clause-duplicate': { severity: 'information', title: 'A clause stands twice in its group' },
  'group-empty': { severity: 'warning', title: 'A filter group without clauses lets everybody pass' },
  'group-shadowed': { severity: 'warning', title: 'A filter group never changes the result' },
  'filter-nobody': { severity: 'error', title: 'No group of a filter can ever be satisfied' },
  // Expressions
  'expression-syntax': { severity: 'error', title: 'The expression cannot be read' },
  'expression-too-long': { severity: 'error', title: 'The expression is longer than the service accepts' },
  'expression-too-deep': { severity: 'error', title: 'The expression is nested too deeply' },
  'function-unknown': { severity: 'error', title: 'The function does not exist' },
  'function-wrong-dialect': { severity: 'warning', title: 'The function is not documented for this kind of provisioning' },
  'function-arguments': { severity: 'error', title: 'The function has too few or too many arguments' },
  'function-misplaced': { severity: 'error', title: 'The function stands where the service does not allow it' },
  'function-empty-source': {
    severity: 'warning',
    title: 'The reference lists this form as unsupported where the attribute is empty',
    source: `${appReference}, section IIF`,
  },
  'function-not-local': { severity: 'information', title: 'The function cannot be evaluated locally' },
  'argument-invalid': { severity: 'error', title: 'A constant argument is not one that the function takes' },
  'attribute-unknown': { severity: 'error', title: 'The source object has no such attribute' },
  'attribute-reference-switch': {
    severity: 'warning',
    title: 'A reference attribute goes through Switch',
    source: `${appReference}, section Switch`,
  },
  'branch-unreachable': { severity: 'warning', title: 'A branch is never taken' },
  'date-format': { severity: 'error', title: 'The date format is not one that .NET reads' },
  'regex-invalid': { severity: 'error', title: 'The regular expression is not one that .NET accepts' },
  'regex-not-local': { severity: 'information', title: 'The regular expression cannot be evaluated locally' },
  'regex-group-unknown': { severity: 'warning', title: 'The regular expression has no such group' },
  'switch-condition-pairs': {
    severity: 'warning',
    title: 'Switch is written as in Entra Connect Sync, with pairs of condition and value',
    source: `${appReference}, section Switch; github.com/MicrosoftDocs/entra-docs issue 167`,
  },
  'switch-duplicate-key': { severity: 'warning', title: 'A key of Switch stands twice; the first one counts' },
  'switch-key-unmatchable': { severity: 'warning', title: 'A key of Switch can never be equal to its source' },
  'switch-unchanged-source': {
    severity: 'warning',
    title: 'Switch on a source that did not change may clear the target in an incremental cycle',
    source: `${appReference}, section Switch`,
  },
  // Connection files
  'connection-wrong-type': { severity: 'error', title: 'A property of the connection has the wrong type' },
  'connection-missing': { severity: 'error', title: 'The connection lacks a property that it needs' },
  'connection-unknown-kind': { severity: 'error', title: 'The directory kind does not exist' },
  'connection-unknown-property': { severity: 'warning', title: 'The connection has a property that nothing reads' },
  'connection-secret-in-file': { severity: 'error', title: 'A secret stands in the connection file' },
  // What a run found for one person
  'run-clause-false': { severity: 'warning', title: 'A clause keeps the person of the last run out of scope' },
  'run-match-several': { severity: 'error', title: 'A matching attribute of the last run fits more than one object' },
  'run-match-no-value': { severity: 'warning', title: 'No matching attribute has a value for the person of the last run' },
  'run-mapping-failed': { severity: 'error', title: 'A mapping failed for the person of the last run' },
  'run-required-empty': { severity: 'error', title: 'A required attribute got no value for the person of the last run' },
  // Directory files
  'ldif-syntax': { severity: 'error', title: 'A line of the LDIF file cannot be read' },
  'directory-file-shape': { severity: 'error', title: 'The directory file does not have the form of a list of people' },
} as const satisfies Record<string, ProblemCodeRow>;

/** The name of a kind of problem, stable across versions. */
export type ProblemCode = keyof typeof problemCodes;

/** Where a hazard is documented; null where the title says it all. */
export function problemSource(code: ProblemCode): string | null {
  const row: ProblemCodeRow = problemCodes[code];
  return row.source ?? null;
}
