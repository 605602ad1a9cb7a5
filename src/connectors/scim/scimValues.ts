import type { PlannedAttribute } from '../../core/trace/directory.ts';
import { type JsonDraft, type JsonScalar, placed } from '../wire/placedJson.ts';
import { shown, truthOf } from '../wire/plannedValues.ts';

/** `active` is a boolean by RFC 7643, section 4.1.1, whatever a schema without definitions says. */
function isBoolean({ name, type }: PlannedAttribute): boolean {
  return type.toLowerCase() === 'boolean' || /(^|:)active$/i.test(name);
}

/** Whether the values of an attribute are booleans that travel as the texts `True` and `False`. */
export function sendsTextBoolean(attribute: PlannedAttribute, flagged: boolean): boolean {
  return !flagged && isBoolean(attribute) && typeof attribute.new === 'string' && truthOf(attribute.new) !== null;
}

/**
 * The value of an attribute as JSON by its type: a list where it has several values, booleans and whole numbers as such.
 * @param textBooleans `True` and `False` instead of JSON's, as the service sends them in a PATCH without `aadOptscim062020`
 */
export function scimValue(attribute: PlannedAttribute, textBooleans: boolean): JsonDraft {
  const { name, multivalued, new: value } = attribute;
  const draft = (text: string): JsonDraft => placed(scalarOf(attribute, shown(attribute, text), textBooleans), attribute);
  if (value === null) return null;
  // A path with a filter leads to one element of a list, whatever its definition says.
  if (typeof value === 'string') return multivalued && !name.includes('[') ? [draft(value)] : draft(value);
  return value.map(draft);
}

function scalarOf(attribute: PlannedAttribute, text: string, textBooleans: boolean): JsonScalar {
  const truth = isBoolean(attribute) ? truthOf(text) : null;
  if (truth !== null) return textBooleans ? (truth ? 'True' : 'False') : truth;
  // A whole number that JavaScript holds exactly; any other text stays as it is.
  const number = attribute.type.toLowerCase() === 'integer' && /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : text;
}
