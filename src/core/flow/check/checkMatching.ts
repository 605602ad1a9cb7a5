import { type Problem, problemOf } from '../../problem.ts';
import type { ProblemCode } from '../../problemCodes.ts';
import { type Configuration, targetDefinition } from '../../schema/configuration.ts';
import { isEntra } from '../../schema/directoryNames.ts';
import type { AttributeDefinition, AttributeMapping } from '../../schema/model.ts';
import { rangeInNode } from '../../schema/nodeInText.ts';

/** What is wrong with the matching attributes of an object mapping (facts/expression-language.md, section 6.3). */
export function checkMatching(text: string, configuration: Configuration): readonly Problem[] {
  const matching = configuration.objectMapping.attributeMappings.filter(({ matchingPriority }) => matchingPriority > 0);
  return matching.flatMap((mapping, index) => {
    const problem = (code: ProblemCode, pointer: string, message: string, fix: string): Problem =>
      problemOf(code, rangeInNode(text, mapping, pointer), message, fix);
    const name = mapping.targetAttributeName;
    const problems: Problem[] = [];
    const kind = kindOf(targetDefinition(configuration, name));
    if (isUnsupported(configuration, name)) {
      const message = `"${name}" cannot be a matching attribute where Entra is the target.`;
      const fix = 'Match by another attribute, such as the user principal name or the employee id.';
      problems.push(problem('mapping-matching-unsupported', '/targetAttributeName', message, fix));
    } else if (kind !== null) {
      const message = `"${name}" is a matching attribute, and ${kind}: the target cannot be asked for the object with one value of it.`;
      const fix = 'Match by an attribute with one plain value, such as userName or the employee id.';
      problems.push(problem('mapping-matching-type', '/targetAttributeName', message, fix));
    }
    if (mapping.flowType !== 'Always') {
      const message = `"${name}" is a matching attribute, and its mapping has the flow type ${mapping.flowType}: where the source changes later, the target keeps an old value and is no longer found by it.`;
      problems.push(problem('mapping-matching-flow', '/flowType', message, 'Set "flowType" to "Always".'));
    }
    const before = matching.slice(0, index).find(({ matchingPriority }) => matchingPriority === mapping.matchingPriority);
    if (before) {
      const message = `"${name}" has the matching priority ${mapping.matchingPriority}, as "${before.targetAttributeName}" has: which of the two is tried first is not defined.`;
      problems.push(
        problem(
          'mapping-matching-priority',
          '/matchingPriority',
          message,
          `Give each its own number: ${freePriority(matching)} is free.`,
        ),
      );
    }
    return problems;
  });
}

/** Entra cannot be searched by its extension attributes 1 to 15 (facts/expression-language.md, section 6.3). */
function isUnsupported({ rule }: Configuration, name: string): boolean {
  const isExtension = /^(?:onPremisesExtensionAttributes\.)?extensionAttribute(?:[1-9]|1[0-5])$/i.test(name);
  return isExtension && rule !== null && isEntra(rule.targetDirectoryName);
}

/** Why an attribute cannot be compared with one value; null where it can. */
function kindOf(definition: AttributeDefinition | null): string | null {
  if (!definition) return null;
  if (definition.multivalued) return 'its definition has several values';
  if (definition.type === 'Reference') return 'it is a reference';
  return definition.mutability === 'WriteOnly' ? 'it can be written and not read' : null;
}

function freePriority(matching: readonly AttributeMapping[]): number {
  return Math.max(...matching.map(({ matchingPriority }) => matchingPriority)) + 1;
}
