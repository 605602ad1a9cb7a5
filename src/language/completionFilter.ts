import type { AttributeDefinition, FilterClause } from '../core/schema/model.ts';
import { unsupportedInScope } from '../core/scope/check/checkClause.ts';
import { findScopeOperator, scopeOperators, unevaluatedOperators } from '../core/scope/operators.ts';
import { attributeDetail, attributeDocumentation, type KnownAttribute, sourceAttributes } from './completionAttributes.ts';
import { type CompletionItem, type CompletionSituation, valueItem, valueSlot } from './completionItem.ts';
import { shownName } from './hoverValue.ts';
import { paragraph } from './markdownBlocks.ts';

/** `sourceOperandName`: the attributes of the source object; those that scoping does not support stand last and say so. */
export function operandNameCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  if (!slot) return [];
  return sourceAttributes(situation).map((attribute) => {
    const unsupported = unsupportedInScope(attribute.name, attribute.definition);
    const detail = attributeDetail(attribute);
    const remark = unsupported === null ? null : 'not supported in scoping filters';
    return valueItem(slot, attribute.name, {
      kind: 'attribute',
      detail: [remark, detail].filter((part) => part !== null).join(' · ') || null,
      documentation: attributeDocumentation(situation.facts, attribute),
      order: unsupported !== null ? '2' : attribute.remark === null ? '0' : '1',
    });
  });
}

/** `operatorName`: those documented for the attribute's type first, those that are not evaluated here last. */
export function operatorCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  if (!slot) return [];
  const type = attributeOfClause(situation)?.definition?.type ?? null;
  const evaluated = scopeOperators.map(({ name, types, rule, arity, whenNull }, index) => {
    const fits = type === null || types.includes(type);
    const remark = fits ? null : `not documented for ${type}`;
    const operands = arity === 'unary' ? 'without a value' : null;
    return valueItem(slot, name, {
      kind: 'operator',
      detail: [remark, operands, types.join(', ')].filter((part) => part !== null).join(' · '),
      documentation: [
        paragraph(rule),
        paragraph(whenNull === 'passed' ? 'An empty attribute passes.' : 'An empty attribute fails, by the documented rule.'),
      ],
      order: `${fits ? '0' : '1'}${String(index).padStart(3, '0')}`,
    });
  });
  const unevaluated = unevaluatedOperators.map(({ name, known }) =>
    valueItem(slot, name, { kind: 'operator', detail: 'not evaluated locally', documentation: [paragraph(known)], order: '2' }),
  );
  return [...evaluated, ...unevaluated];
}

const patternOperators: ReadonlySet<string> = new Set(['REGEX MATCH', 'NOT REGEX MATCH']);

/** A value of `targetOperand`: what the person of the last run holds in the attribute of the clause. */
export function operandValueCompletions(situation: CompletionSituation): readonly CompletionItem[] {
  const slot = valueSlot(situation);
  const attribute = attributeOfClause(situation);
  if (!slot || !attribute) return [];
  const operator = findScopeOperator(clauseAt(situation)?.operatorName ?? '');
  if (operator?.arity === 'unary') return [];
  const { facts } = situation;
  const held = typeof attribute.value === 'string' ? [attribute.value] : (attribute.value ?? []);
  const isPattern = operator !== null && patternOperators.has(operator.name);
  const subject = facts ? shownName(facts.trace.subject.displayName || facts.trace.subject.id) : '';
  const own = [...new Set(held)].slice(0, mostValues).map((value) =>
    valueItem(slot, isPattern ? `^${escapedPattern(value)}$` : value, {
      kind: 'value',
      detail: `${isPattern ? 'exactly the value' : 'the value'} of ${subject}`,
      documentation: attributeDocumentation(facts, attribute),
      order: '0',
    }),
  );
  const isBoolean = attribute.definition?.type === 'Boolean' && !isPattern;
  const words = isBoolean ? ['True', 'False'].filter((word) => !held.includes(word)) : [];
  return [...own, ...words.map((word) => valueItem(slot, word, { kind: 'value', order: '1' }))];
}

const mostValues = 50;

/** A pattern of .NET that finds exactly this text. */
function escapedPattern(text: string): string {
  return text.replaceAll(/[\\*+?|{[()^$.]/g, '\\$&');
}

function attributeOfClause(situation: CompletionSituation): KnownAttribute | null {
  const name = clauseAt(situation)?.sourceOperandName ?? '';
  if (name === '') return null;
  const definition: AttributeDefinition | null =
    situation.configuration?.sourceObject?.attributes.find((one) => one.name === name) ?? null;
  return sourceAttributes(situation).find((one) => one.name === name) ?? { name, definition, value: undefined, remark: null };
}

/** The clause around the offset; the last one also where the document ends in it. */
function clauseAt({ place, analysis, configuration }: CompletionSituation): FilterClause | null {
  if (place.clause) return place.clause;
  const filter = analysis.filter ?? configuration?.objectMapping.scope;
  if (!filter) return null;
  return (
    [...filter.groups, ...filter.inputFilterGroups, ...filter.categoryFilterGroups]
      .flatMap(({ clauses }) => clauses)
      .find(({ range }) => range.start < place.offset && place.offset <= range.end) ?? null
  );
}
