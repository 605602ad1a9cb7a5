/** How bad a problem is: an `error` stops what depends on the text, a `warning` does not. */
export type Severity = 'error' | 'warning' | 'information';

/** One row per code: its usual severity and the one-line title that reference pages and editors show. */
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
  },
  'function-not-local': { severity: 'information', title: 'The function cannot be evaluated locally' },
  // Connection files
  'connection-wrong-type': { severity: 'error', title: 'A property of the connection has the wrong type' },
  'connection-missing': { severity: 'error', title: 'The connection lacks a property that it needs' },
  'connection-unknown-kind': { severity: 'error', title: 'The directory kind does not exist' },
  'connection-unknown-property': { severity: 'warning', title: 'The connection has a property that nothing reads' },
  'connection-secret-in-file': { severity: 'error', title: 'A secret stands in the connection file' },
  // Directory files
  'ldif-syntax': { severity: 'error', title: 'A line of the LDIF file cannot be read' },
  'directory-file-shape': { severity: 'error', title: 'The directory file does not have the form of a list of people' },
} as const satisfies Record<string, { readonly severity: Severity; readonly title: string }>;

/** The name of a kind of problem, stable across versions. */
export type ProblemCode = keyof typeof problemCodes;
