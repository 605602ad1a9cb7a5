import { collectionFunctions } from './collectionFunctions.ts';
import { dateFunctions } from './dateFunctions.ts';
import { directoryFunctions } from './directoryFunctions.ts';
import { encodingFunctions } from './encodingFunctions.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import { logicFunctions } from './logicFunctions.ts';
import { replaceFunction } from './replaceFunction.ts';
import { textFunctions } from './textFunctions.ts';
import { uniqueFunctions } from './uniqueFunctions.ts';

/** Every function that a reference, a guide or Graph names, sorted by name (facts/expression-language.md, section 4). */
export const functionTable: readonly FunctionDefinition[] = [
  ...textFunctions,
  replaceFunction,
  ...logicFunctions,
  ...dateFunctions,
  ...collectionFunctions,
  ...encodingFunctions,
  ...directoryFunctions,
  ...uniqueFunctions,
].sort((left, right) => (left.name < right.name ? -1 : 1));

const byName: ReadonlyMap<string, FunctionDefinition> = new Map(functionTable.map((row) => [row.name, row]));

/** The function of this name, in exactly this case; null where there is none. */
export function findFunction(name: string): FunctionDefinition | null {
  return byName.get(name) ?? null;
}
