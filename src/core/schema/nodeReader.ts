import type { Node } from 'jsonc-parser';
import { type Problem, problemOf } from '../problem.ts';
import type { ProblemCode } from '../problemCodes.ts';
import type { TextRange } from '../text/range.ts';
import { propertyOf } from '../text/readJson.ts';

/** The range of a node. */
export function rangeOf(node: Node): TextRange {
  return { start: node.offset, end: node.offset + node.length };
}

/**
 * Takes typed values out of JSON nodes and notes a problem wherever a value has another type than the service's model says, so that
 * one wrong value never hides the rest of a document.
 */
export class NodeReader {
  readonly problems: Problem[];

  constructor(problems: readonly Problem[]) {
    this.problems = [...problems];
  }

  report(code: ProblemCode, range: TextRange, message: string, fix: string | null = null): void {
    this.problems.push(problemOf(code, range, message, fix));
  }

  /** A string or null; absent is null. */
  optionalString(node: Node | undefined, name: string): string | null {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return null;
    if (value.type === 'string') return value.value as string;
    this.wrongType(value, name, 'text in double quotes');
    return null;
  }

  string(node: Node | undefined, name: string): string {
    return this.optionalString(node, name) ?? '';
  }

  boolean(node: Node | undefined, name: string, fallback: boolean): boolean {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return fallback;
    if (value.type === 'boolean') return value.value as boolean;
    this.wrongType(value, name, 'true or false');
    return fallback;
  }

  integer(node: Node | undefined, name: string, fallback: number): number {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return fallback;
    if (value.type === 'number' && Number.isInteger(value.value)) return value.value as number;
    this.wrongType(value, name, 'a whole number');
    return fallback;
  }

  /** An object; absent and null are null. */
  object(node: Node | undefined, name: string): Node | null {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return null;
    if (value.type === 'object') return value;
    this.wrongType(value, name, 'an object');
    return null;
  }

  /** The object nodes of an array with their index in it; absent and null are empty. */
  objects(node: Node | undefined, name: string): readonly (readonly [node: Node, index: number])[] {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return [];
    if (value.type !== 'array') {
      this.wrongType(value, name, 'a list');
      return [];
    }
    const found: (readonly [Node, number])[] = [];
    for (const [index, child] of (value.children ?? []).entries()) {
      if (child.type === 'object') found.push([child, index]);
      else this.wrongType(child, `${name}[${index}]`, 'an object');
    }
    return found;
  }

  /** A list of strings; numbers and booleans in it are taken as their text, as the service writes them. */
  strings(node: Node | undefined, name: string): readonly string[] {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return [];
    if (value.type !== 'array') {
      this.wrongType(value, name, 'a list of texts');
      return [];
    }
    const found: string[] = [];
    for (const child of value.children ?? []) {
      if (child.type === 'string') found.push(child.value as string);
      else if (child.type === 'boolean') found.push(child.value === true ? 'True' : 'False');
      else if (child.type === 'number') found.push(String(child.value));
      else this.wrongType(child, name, 'text in double quotes');
    }
    return found;
  }

  /**
   * One of a list of names. Graph prints them in more than one casing, and as numbers in embedded documents: both are read
   * (facts/graph-synchronization.md, sections 2.6 and 11).
   */
  oneOf<Name extends string>(node: Node | undefined, name: string, names: readonly Name[], fallback: Name): Name {
    const value = propertyOf(node, name);
    if (!value || value.type === 'null') return fallback;
    if (value.type === 'number') {
      const numbered = names[value.value as number];
      if (numbered !== undefined) return numbered;
    }
    const text = String(value.value);
    const found =
      names.find((candidate) => candidate === text) ?? names.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
    if (found !== undefined) return found;
    this.report(
      'schema-unknown-value',
      rangeOf(value),
      `"${name}" is ${text}, which is not one of: ${names.join(', ')}.`,
      `Until it is known, ${fallback} is assumed.`,
    );
    return fallback;
  }

  private wrongType(value: Node, name: string, expected: string): void {
    this.report('schema-wrong-type', rangeOf(value), `"${name}" must be ${expected}, but this is ${article(value.type)}.`);
  }
}

function article(type: Node['type']): string {
  const names: Readonly<Record<Node['type'], string>> = {
    object: 'an object',
    array: 'a list',
    property: 'a property',
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    null: 'null',
  };
  return names[type];
}
