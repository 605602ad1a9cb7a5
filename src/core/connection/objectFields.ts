import type { Node } from 'jsonc-parser';
import { type Problem, problemOf } from '../problem.ts';
import type { ProblemCode } from '../problemCodes.ts';
import type { TextRange } from '../text/range.ts';
import { isSecretName } from './secretNames.ts';

/** A text and where it stands, quotes included. */
export interface LocatedText {
  readonly value: string;
  readonly range: TextRange;
}

/**
 * The properties of one JSON object of a connection file. Each is asked for once; {@link finish} then warns of those that nobody asked
 * for. No message repeats a value that has the wrong type: it may be a secret in the wrong place.
 */
export class ObjectFields {
  readonly #node: Node;
  readonly #where: string;
  readonly #problems: Problem[];
  readonly #asked = new Set<string>();
  readonly #values = new Map<string, Node>();

  /**
   * @param node an object node.
   * @param where how messages call the object: `"source"`.
   */
  constructor(node: Node, where: string, problems: Problem[]) {
    this.#node = node;
    this.#where = where;
    this.#problems = problems;
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const name = String(key.value);
      if (this.#values.has(name)) {
        this.report('json-duplicate-key', rangeOfNode(key), `"${name}" stands twice in ${where}; the last one counts.`);
      }
      this.#values.set(name, value);
    }
  }

  report(code: ProblemCode, range: TextRange, message: string, fix: string | null = null): void {
    this.#problems.push(problemOf(code, range, message, fix));
  }

  /** Where a missing property is reported: the opening brace, so that the whole object is not underlined. */
  get brace(): TextRange {
    return { start: this.#node.offset, end: this.#node.offset + 1 };
  }

  get range(): TextRange {
    return rangeOfNode(this.#node);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value node; null is the same as absent. */
  node(name: string): Node | undefined {
    this.#asked.add(name);
    const value = this.#values.get(name);
    return value?.type === 'null' ? undefined : value;
  }

  /** A text that is not blank, or null. */
  text(name: string): LocatedText | null {
    const value = this.node(name);
    if (!value) return null;
    if (value.type !== 'string') {
      this.#wrongType(value, name, 'a text in double quotes');
      return null;
    }
    const text = String(value.value);
    if (text.trim() === '') {
      this.report(
        'connection-missing',
        rangeOfNode(value),
        `"${name}" in ${this.#where} is empty.`,
        'Write its value, or remove the property.',
      );
      return null;
    }
    return { value: text, range: rangeOfNode(value) };
  }

  requiredText(name: string, purpose: string): LocatedText | null {
    const before = this.#problems.length;
    const found = this.text(name);
    if (!found && this.#problems.length === before) {
      this.report('connection-missing', this.brace, `${this.#where} has no "${name}": ${purpose}.`, `Add "${name}".`);
    }
    return found;
  }

  oneOf<Name extends string>(name: string, names: readonly Name[]): Name | null {
    const found = this.text(name);
    if (!found) return null;
    const known = names.find((candidate) => candidate === found.value);
    if (known !== undefined) return known;
    const listed = names.map((candidate) => `"${candidate}"`).join(', ');
    this.report(
      'connection-wrong-type',
      found.range,
      `"${name}" in ${this.#where} must be one of ${listed}.`,
      `Write one of ${listed}.`,
    );
    return null;
  }

  /** A whole number between two bounds, both included; the nearest bound where it lies outside. */
  integer(name: string, minimum: number, maximum: number, fallback: number): number {
    const value = this.node(name);
    if (!value) return fallback;
    if (value.type !== 'number' || !Number.isFinite(value.value)) {
      this.#wrongType(value, name, 'a whole number');
      return fallback;
    }
    const number = value.value as number;
    const bounded = Math.min(Math.max(Math.round(number), minimum), maximum);
    if (bounded !== number) {
      const message = `"${name}" in ${this.#where} must be a whole number from ${minimum} to ${maximum}.`;
      this.report('connection-wrong-type', rangeOfNode(value), message, `Until then ${bounded} is used.`);
    }
    return bounded;
  }

  /** True or false; false where there is none. */
  flag(name: string): boolean {
    const value = this.node(name);
    if (value && value.type !== 'boolean') this.#wrongType(value, name, 'true or false');
    return value?.type === 'boolean' && value.value === true;
  }

  texts(name: string): readonly string[] {
    const value = this.node(name);
    if (!value) return [];
    if (value.type !== 'array') {
      this.#wrongType(value, name, 'a list of texts');
      return [];
    }
    const found: string[] = [];
    for (const child of value.children ?? []) {
      if (child.type === 'string') found.push(String(child.value));
      else this.#wrongType(child, name, 'a list of texts in double quotes');
    }
    return found;
  }

  object(name: string, where: string): ObjectFields | null {
    const value = this.node(name);
    if (!value) return null;
    if (value.type === 'object') return new ObjectFields(value, where, this.#problems);
    this.#wrongType(value, name, 'an object in braces');
    return null;
  }

  /** Names and texts of an object whose property names are free. */
  textsByName(name: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const fields = this.object(name, `"${name}"`);
    for (const key of fields?.names() ?? []) {
      const value = fields?.text(key);
      if (value) found.set(key, value.value);
    }
    return found;
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** Warns of properties that nothing reads. Those that look like secrets have an error of their own. */
  finish(): void {
    for (const property of this.#node.children ?? []) {
      const key = property.children?.[0];
      const name = String(key?.value);
      if (!key || this.#asked.has(name) || isSecretName(name)) continue;
      const message = `Nothing reads "${name}" in ${this.#where}.`;
      this.report('connection-unknown-property', rangeOfNode(key), message, 'Check its spelling, or remove it.');
    }
  }

  #wrongType(value: Node, name: string, expected: string): void {
    this.report('connection-wrong-type', rangeOfNode(value), `"${name}" in ${this.#where} must be ${expected}.`);
  }
}

function rangeOfNode(node: Node): TextRange {
  return { start: node.offset, end: node.offset + node.length };
}
