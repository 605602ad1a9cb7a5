import { type CatalogProperty, catalogProperty, type GraphKind, isExtensionAttribute } from './graphCatalog.ts';
import { breach, refusal } from './graphFailure.ts';
import type { FilterNode, Literal } from './odataFilter.ts';

/** Only these know `endsWith` (Graph's page on the user resource). */
const endsWithProperties = new Set(['mail', 'otherMails', 'userPrincipalName', 'proxyAddresses']);

/** An object as the loopback Graph keeps it. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** What makes an advanced query of a filter, in words; none where it works plainly. Throws where Graph cannot filter so at all. */
export function advancedNeeds(kind: GraphKind, node: FilterNode): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap((part) => advancedNeeds(kind, part));
    case 'not':
      return ['not', ...advancedNeeds(kind, node.inner)];
    case 'compare': {
      const property = filterable(kind, node.path);
      single(property);
      checkType(property, node.literal);
      return [
        ...needsOf(property, node.path),
        ...(node.operator === 'ne' ? ['ne'] : []),
        ...(node.literal.type === 'null' ? ['eq null'] : []),
      ];
    }
    case 'in': {
      const property = filterable(kind, node.path);
      single(property);
      for (const literal of node.literals) checkType(property, literal);
      return needsOf(property, node.path);
    }
    case 'startswith':
    case 'endswith':
      return callNeeds(kind, node.kind, node.path);
    case 'any': {
      const property = filterable(kind, node.path);
      if (property.type !== 'list' && property.type !== 'objects')
        throw breach(`any() wants a collection, ${node.path} is none.`);
      return [...needsOf(property, node.path), ...innerNeeds(property, node.variable, node.inner)];
    }
  }
}

function callNeeds(kind: GraphKind, call: 'startswith' | 'endswith', path: string): readonly string[] {
  const property = filterable(kind, path);
  single(property);
  if (property.type !== 'text') throw breach(`${call} wants a text property, ${path} is none.`);
  if (call === 'startswith') return needsOf(property, path);
  if (!endsWithProperties.has(path)) throw breach(`endsWith is not supported for ${path}.`, 400, 'Request_UnsupportedQuery');
  return ['endsWith'];
}

function innerNeeds(property: CatalogProperty, variable: string, node: FilterNode): readonly string[] {
  const ofVariable = (path: string): void => {
    const known = property.type === 'objects' ? path.startsWith(`${variable}/`) : path === variable;
    if (!known) throw breach(`The lambda over ${property.name} speaks of ${path}, not of its variable ${variable}.`);
  };
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap((part) => innerNeeds(property, variable, part));
    case 'not':
      return ['not', ...innerNeeds(property, variable, node.inner)];
    case 'compare':
      ofVariable(node.path);
      if (node.literal.type !== 'text') throw breach(`The values of ${property.name} are text and stand in quotes.`);
      return node.operator === 'ne' ? ['ne'] : [];
    case 'startswith':
      ofVariable(node.path);
      return [];
    case 'endswith':
      ofVariable(node.path);
      return ['endsWith'];
    case 'in':
    case 'any':
      throw breach(`The lambda over ${property.name} cannot hold ${node.kind}.`);
  }
}

/** The property that a path of a filter means. */
function filterable(kind: GraphKind, path: string): CatalogProperty {
  const [name = '', inner, ...rest] = path.split('/');
  const property = catalogProperty(kind, name);
  if (!property) throw breach(`Could not find a property named '${name}' on type 'microsoft.graph.${kind}'.`);
  if (name === 'onPremisesExtensionAttributes' && inner !== undefined && rest.length === 0 && isExtensionAttribute(inner))
    return { ...property, name: path, type: 'text', filter: 'advanced' };
  if (inner !== undefined) throw breach(`Could not find a property '${path}' on type 'microsoft.graph.${kind}'.`);
  if (property.filter === 'none')
    throw breach(`Unsupported or invalid query filter clause: ${name} cannot be filtered by.`, 400, 'Request_UnsupportedQuery');
  return property;
}

function single({ name, type }: CatalogProperty): void {
  if (type === 'list' || type === 'objects') throw breach(`${name} is a collection; it is filtered by with any().`);
}

function needsOf({ filter }: CatalogProperty, path: string): readonly string[] {
  return filter === 'advanced' ? [path] : [];
}

function checkType({ name, type }: CatalogProperty, literal: Literal): void {
  if (literal.type === 'null') return;
  const wrong = (): Error => breach(`A filter compares ${name} (${type}) with a value of type ${literal.type}.`);
  if (type === 'text') {
    // Facts: GUIDs stand without quotes; the id of a user is text in Graph, and both are read.
    const allowed = literal.type === 'text' || (literal.type === 'guid' && /^(id|appId)$/.test(name));
    if (!allowed) throw wrong();
    return;
  }
  if (literal.type !== type) throw wrong();
}

/** Whether an object passes. Text is compared without case (facts, section 10.1, an inference from practice). */
export function passes(object: GraphObject, node: FilterNode): boolean {
  switch (node.kind) {
    case 'and':
      return node.parts.every((part) => passes(object, part));
    case 'or':
      return node.parts.some((part) => passes(object, part));
    case 'not':
      return !passes(object, node.inner);
    case 'compare':
      return compare(valueAt(object, node.path), node.operator, node.literal);
    case 'in':
      return node.literals.some((literal) => compare(valueAt(object, node.path), 'eq', literal));
    case 'startswith':
      return foldedText(valueAt(object, node.path))?.startsWith(node.text.toLowerCase()) ?? false;
    case 'endswith':
      return foldedText(valueAt(object, node.path))?.endsWith(node.text.toLowerCase()) ?? false;
    case 'any': {
      const values = valueAt(object, node.path);
      if (!Array.isArray(values)) return false;
      return values.some((value: unknown) => passes({ [node.variable]: value }, node.inner));
    }
  }
}

function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const name of path.split('/')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as GraphObject)[name];
  }
  return value;
}

function foldedText(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

function compare(value: unknown, operator: string, literal: Literal): boolean {
  const held = value ?? null;
  if (literal.type === 'null') return operator === 'ne' ? held !== null : held === null;
  if (literal.type === 'boolean') return operator === 'ne' ? held !== literal.truth : held === literal.truth;
  const text = foldedText(held);
  const wanted = literal.text.toLowerCase();
  if (operator === 'eq') return text === wanted;
  if (operator === 'ne') return text !== wanted;
  if (text === undefined) return false;
  const order = literal.type === 'date' ? Date.parse(text) - Date.parse(wanted) : text < wanted ? -1 : text > wanted ? 1 : 0;
  if (Number.isNaN(order)) throw refusal(400, 'Request_BadRequest', 'A date of the filter cannot be read.');
  return { ge: order >= 0, le: order <= 0, gt: order > 0, lt: order < 0 }[operator] ?? false;
}
