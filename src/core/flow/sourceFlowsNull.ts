import type { Configuration } from '../schema/configuration.ts';
import type { CompiledMapping } from './compileConfiguration.ts';

/**
 * The gate on the source side of clearing attribute values (facts/expression-language.md, section 7): every source attribute that the mapping
 * reads has `flowNullValues`. A mapping that reads none, and a source whose attributes are not known, have no such gate to open.
 */
export function sourceFlowsNull({ sourceObject }: Configuration, { reads }: CompiledMapping): boolean {
  const definitions = sourceObject?.attributes ?? [];
  return (
    reads.length > 0 &&
    reads.every((name) => {
      const folded = name.toLowerCase();
      const definition =
        definitions.find((attribute) => attribute.name === name) ??
        definitions.find((attribute) => attribute.name.toLowerCase() === folded);
      return definition?.flowNullValues === true;
    })
  );
}
