import type { CompiledConfiguration, CompiledMapping } from '../flow/compileConfiguration.ts';
import { isRedacted } from '../flow/redaction.ts';
import { isEntra } from '../schema/directoryNames.ts';

/** Bytes are compared as they are, whatever the definition says of case: base64 differs by case in its bytes. */
export function isCaseExact({ definition }: CompiledMapping): boolean {
  return definition?.caseExact === true || definition?.type === 'Binary';
}

/** What is worth knowing about a match by this attribute and value beside the answer of the target. */
export function matchNotes(mapping: CompiledMapping, value: string): readonly string[] {
  const special = specialCharacters(mapping, value);
  const rule = caseRule(mapping, value);
  return special === null ? [rule] : [rule, special];
}

function caseRule({ mapping, definition }: CompiledMapping, value: string): string {
  const name = mapping.targetAttributeName;
  if (isBytes(value) && definition?.type !== 'Binary')
    return 'The value is compared byte by byte: it is the base64 of sixteen bytes.';
  if (!definition) return `Case is taken not to count: the configuration has no definition of ${name}.`;
  if (definition.type === 'Binary') return `The value is compared byte by byte: ${name} is binary.`;
  return definition.caseExact
    ? `Case counts: the definition of ${name} has caseExact true.`
    : `Case does not count: the definition of ${name} has caseExact false.`;
}

/**
 * Special characters in joining values are unsupported, and the documents do not list them (facts/graph-synchronization.md, section 4;
 * facts/expression-language.md, section 6.3). Named is whatever is neither a letter, a digit, a blank nor one of `@ . _ -`.
 */
function specialCharacters(mapping: CompiledMapping, value: string): string | null {
  if (mapping.definition?.type === 'Binary' || isRedacted(mapping)) return null;
  const found = [...new Set(value.match(/[^\p{L}\p{M}\p{Nd} @._-]/gu) ?? [])];
  if (found.length === 0 || isBytes(value)) return null;
  const shown = found.slice(0, 5).map((character) => (/[\p{C}\p{Z}]/u.test(character) ? codeOf(character) : character));
  return `The value holds ${shown.join(' ')}${found.length > 5 ? ' …' : ''}. The service cannot use values with special characters to match; its documents do not say which characters these are, so this match may work here and fail there.`;
}

/** Sixteen bytes in base64, the usual form of a GUID that is matched. */
function isBytes(value: string): boolean {
  return /^[A-Za-z0-9+/]{22}==$/.test(value);
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Why the service cannot match by this attribute at all; null where it can. */
export function unmatchable({ configuration }: CompiledConfiguration, { mapping }: CompiledMapping): string | null {
  const { rule } = configuration;
  const name = mapping.targetAttributeName;
  if (!rule || !isEntra(rule.targetDirectoryName)) return null;
  if (!/(^|[./])extensionAttribute([1-9]|1[0-5])$/i.test(name)) return null;
  return `The service cannot match by ${name} in ${rule.targetDirectoryName}: extensionAttribute1 to 15 are no matching attributes there.`;
}
