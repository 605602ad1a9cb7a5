import { readFile } from 'node:fs/promises';
import type { AttributeValue } from '../core/value.ts';

/** The source attributes of a JSON file: an object of texts, lists of texts, numbers, booleans and nulls. */
export async function readAttributes(path: string): Promise<ReadonlyMap<string, AttributeValue>> {
  const parsed: unknown = await readJsonFile(path);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new UnusableInput(`${path} must hold a JSON object of attributes.`);
  }
  return toAttributes(parsed, path);
}

/** Values as the engine moves them: numbers and booleans as text, booleans capitalised (facts/expression-language.md, section 1). */
export function toAttributes(object: object, where: string): ReadonlyMap<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    const list = Array.isArray(value);
    attributes.set(name, list ? value.map((item: unknown) => scalar(item, name, where) ?? '') : scalar(value, name, where));
  }
  return attributes;
}

/** Input on the command line or in a file that a command cannot use: the message says what and why. */
export class UnusableInput extends Error {}

/** @throws UnusableInput where the file cannot be read or is not JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UnusableInput(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function scalar(value: unknown, name: string, where: string): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) || !Number.isInteger(value)) return String(value);
    throw new UnusableInput(
      `The number of the attribute "${name}" in ${where} is too large to be read exactly: write it in double quotes.`,
    );
  }
  throw new UnusableInput(`The attribute "${name}" in ${where} must be a text, a number, true, false, null or a list of these.`);
}
