/**
 * Descriptions of elements, and a renderer that changes the page to fit them. Elements are kept across renders by their key, so that
 * focus, scroll and selection survive a new state. Text only ever becomes text nodes and attribute values; the attribute names that can
 * carry code, style or addresses cannot be written.
 */

type AttributeName =
  | 'id'
  | 'role'
  | 'title'
  | 'type'
  | 'dir'
  | 'scope'
  | 'colspan'
  | 'tabindex'
  | 'disabled'
  | 'hidden'
  | 'appearance'
  | 'placeholder'
  | `aria-${string}`
  | `data-${string}`;

type SvgAttributeName = 'viewBox' | 'd' | 'cx' | 'cy' | 'r' | 'focusable' | 'width' | 'height' | 'x' | 'y' | 'rx';

type AttributeValue = string | number | boolean | null | undefined;
type Listeners = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export interface Properties {
  /** Tells an element from its siblings across renders. */
  readonly key?: string;
  readonly class?: string;
  readonly on?: Listeners;
  /** The value of a field; set only where it differs, so that the caret stays. */
  readonly value?: string;
  /** `false`, `null` and `undefined` leave the attribute out; `true` makes it empty. `aria-*` takes the words `true` and `false`. */
  readonly attributes?: { readonly [K in AttributeName]?: AttributeValue };
}

export interface Description {
  readonly tag: string;
  readonly svg: boolean;
  readonly key: string | null;
  readonly attributes: ReadonlyMap<string, string>;
  readonly listeners: Listeners;
  readonly value: string | null;
  readonly children: readonly (Description | string)[];
}

/** What may stand among the children: empty ones are left out. */
export type Child = Description | string | null | false | readonly Child[];

const flatten = (children: readonly Child[]): (Description | string)[] => {
  const flat: (Description | string)[] = [];
  for (const child of children) {
    if (child === null || child === false) continue;
    if (typeof child === 'string' || 'tag' in child) flat.push(child);
    else flat.push(...flatten(child));
  }
  return flat;
};

const attributeMap = (attributes: Readonly<Record<string, AttributeValue>>): Map<string, string> => {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith('aria-')) map.set(name, String(value));
    else if (value !== false) map.set(name, value === true ? '' : String(value));
  }
  return map;
};

/** Describes an element. */
export function element(tag: string, properties: Properties = {}, ...children: readonly Child[]): Description {
  const attributes = attributeMap(properties.attributes ?? {});
  if (properties.class !== undefined && properties.class !== '') attributes.set('class', properties.class);
  return {
    tag,
    svg: false,
    key: properties.key ?? null,
    attributes,
    listeners: properties.on ?? {},
    value: properties.value ?? null,
    children: flatten(children),
  };
}

/** Describes an element of a drawing. */
export function svgElement(
  tag: 'svg' | 'path' | 'circle' | 'rect',
  attributes: { readonly [K in SvgAttributeName | 'class' | 'role' | `aria-${string}`]?: AttributeValue },
  ...children: readonly Child[]
): Description {
  return {
    tag,
    svg: true,
    key: null,
    attributes: attributeMap(attributes),
    listeners: {},
    value: null,
    children: flatten(children),
  };
}

/** What each element was made from. */
const made = new WeakMap<Element, Description>();

const dispatch = (event: Event): void => {
  const target = event.currentTarget;
  if (!(target instanceof Element)) return;
  const listeners: Readonly<Record<string, ((event: never) => void) | undefined>> = made.get(target)?.listeners ?? {};
  // The listener was written for the event of this name; `on` pairs the two.
  listeners[event.type]?.(event as never);
};

const setValue = (node: Element, value: string): void => {
  if ('value' in node && node.value !== value) node.value = value;
};

const create = (description: Description): Element => {
  const node = description.svg
    ? document.createElementNS('http://www.w3.org/2000/svg', description.tag)
    : document.createElement(description.tag);
  for (const [name, value] of description.attributes) node.setAttribute(name, value);
  for (const name of Object.keys(description.listeners)) node.addEventListener(name, dispatch);
  made.set(node, description);
  renderChildren(node, description.children);
  if (description.value !== null) setValue(node, description.value);
  return node;
};

const update = (node: Element, before: Description, after: Description): void => {
  for (const name of before.attributes.keys()) if (!after.attributes.has(name)) node.removeAttribute(name);
  for (const [name, value] of after.attributes) if (before.attributes.get(name) !== value) node.setAttribute(name, value);
  for (const name of Object.keys(before.listeners)) if (!(name in after.listeners)) node.removeEventListener(name, dispatch);
  for (const name of Object.keys(after.listeners)) if (!(name in before.listeners)) node.addEventListener(name, dispatch);
  made.set(node, after);
  renderChildren(node, after.children);
  if (after.value !== null) setValue(node, after.value);
};

/** Elements with a key fit by tag and key; the others by tag, in their order. */
const slot = (description: Description): string => `${description.tag} ${description.key ?? ''}`;

const renderChildren = (parent: Element, children: readonly (Description | string)[]): void => {
  const free = new Map<string, Element[]>();
  const texts: Text[] = [];
  for (const node of parent.childNodes) {
    const description = node instanceof Element ? made.get(node) : undefined;
    if (node instanceof Text) texts.push(node);
    else if (node instanceof Element && description !== undefined) {
      const nodes = free.get(slot(description));
      if (nodes === undefined) free.set(slot(description), [node]);
      else nodes.push(node);
    }
  }

  const kept: (readonly [Node, Description | string])[] = children.map((child) => {
    const reused = typeof child === 'string' ? texts.shift() : free.get(slot(child))?.shift();
    return [reused ?? (typeof child === 'string' ? document.createTextNode(child) : create(child)), child];
  });

  // First take away what is gone: then what stays is rarely moved, and a moved element would lose its focus.
  for (const node of texts) node.remove();
  for (const nodes of free.values()) for (const node of nodes) node.remove();

  let place = parent.firstChild;
  for (const [node, child] of kept) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    if (typeof child === 'string') {
      if (node.nodeValue !== child) node.nodeValue = child;
    } else if (node instanceof Element) {
      const before = made.get(node);
      if (before !== undefined && before !== child) update(node, before, child);
    }
  }
};

/** Makes the children of `container` fit the descriptions. */
export function render(container: Element, ...children: readonly Child[]): void {
  renderChildren(container, flatten(children));
}
