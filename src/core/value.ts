/**
 * What an attribute holds. The provisioning service moves every value as a string or a list of strings
 * (facts/expression-language.md, section 1): booleans travel as `True` and `False`, numbers and dates as text, binary as base64.
 * `null` is an absent attribute and is not the same as `""`.
 */
export type AttributeValue = string | readonly string[] | null;

/** What the service's logs show in place of a redacted value (facts/expression-language.md, Redact). */
export const redactedText = '[Redact]';

/** Attributes by name. A map, not an object, so that a name such as `__proto__` in a file is only a name. */
export type Attributes = ReadonlyMap<string, AttributeValue>;
