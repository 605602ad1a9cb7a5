import type { PlannedAttribute, WireValue } from '../../core/trace/directory.ts';

export type JsonScalar = string | number | boolean | null;

/** A value that a mapping made, somewhere in a draft. */
export interface PlacedValue {
  readonly value: JsonScalar;
  readonly target: string;
  readonly mapping: string;
}

/** JSON that is being built. Maps and not objects, so that a name such as `__proto__` in a configuration is only a name. */
export type JsonDraft = JsonScalar | PlacedValue | JsonDraft[] | Map<string, JsonDraft>;

/** A text with the places of the values in it, in its order. */
export interface PlacedText {
  readonly text: string;
  readonly values: readonly WireValue[];
}

/** A value that the mapping of an attribute made. */
export function placed(value: JsonScalar, { name, mapping }: PlannedAttribute): PlacedValue {
  return { value, target: name, mapping };
}

/** The draft as JSON, with two blanks a level, as `JSON.stringify` prints it, and where each placed value stands, with its quotes. */
export function writePlacedJson(draft: JsonDraft): PlacedText {
  const pieces: string[] = [];
  const values: WireValue[] = [];
  let length = 0;
  const add = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const addItems = <Item>(items: readonly Item[], brackets: string, indent: string, addItem: (item: Item) => void): void => {
    add(brackets.charAt(0));
    for (const [index, item] of items.entries()) {
      add(`${index === 0 ? '' : ','}\n${indent}  `);
      addItem(item);
    }
    add(`${items.length === 0 ? '' : `\n${indent}`}${brackets.charAt(1)}`);
  };
  const write = (item: JsonDraft, indent: string): void => {
    if (Array.isArray(item)) {
      addItems(item, '[]', indent, (element) => write(element, `${indent}  `));
    } else if (item instanceof Map) {
      addItems([...item], '{}', indent, ([name, value]) => {
        add(`${JSON.stringify(name)}: `);
        write(value, `${indent}  `);
      });
    } else if (typeof item === 'object' && item !== null) {
      const start = length;
      add(JSON.stringify(item.value));
      values.push({ range: [start, length], target: item.target, mapping: item.mapping });
    } else {
      add(JSON.stringify(item));
    }
  };
  write(draft, '');
  return { text: pieces.join(''), values };
}
