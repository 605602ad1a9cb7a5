import type { Configuration } from '../../schema/configuration.ts';
import type { FixedAttribute, ScopeFix } from '../../trace/trace.ts';
import type { Attributes } from '../../value.ts';
import type { ScopeOptions } from '../gates.ts';

/** What a scope is evaluated on. */
export interface ScopeState {
  readonly configuration: Configuration;
  readonly attributes: Attributes;
  readonly options: ScopeOptions;
}

/** A change that may let a person in, or a part of one. */
export interface ScopeChange {
  readonly changes: ScopeFix['changes'];
  /** As the middle of a sentence: `set department to "Sales"`. */
  readonly phrase: string;
  /** A whole sentence on what else it does; null where it does nothing else. */
  readonly consequence: string | null;
  readonly pointer: string | null;
  readonly attributes: readonly FixedAttribute[];
  /** How many attributes, clauses and settings it changes. */
  readonly cost: number;
  readonly apply: (state: ScopeState) => ScopeState;
}

/** Whether an attribute's value must not be shown, nor anything that is made from it. */
export type IsRedacted = (attribute: string) => boolean;

/** A change of the person's attributes. */
export function userChange(phrase: string, attributes: readonly FixedAttribute[], pointer: string | null): ScopeChange {
  return {
    changes: 'user',
    phrase,
    consequence: null,
    pointer,
    attributes,
    cost: attributes.length,
    apply: (state) => ({
      ...state,
      attributes: new Map([...state.attributes, ...attributes.map(({ name, value }) => [name, value] as const)]),
    }),
  };
}

/** One choice of each list, in every way; the first choices first. */
export function combinations<Choice>(lists: readonly (readonly Choice[])[]): readonly (readonly Choice[])[] {
  return lists.reduce<readonly (readonly Choice[])[]>(
    (chosen, list) => chosen.flatMap((before) => list.map((choice) => [...before, choice])).slice(0, 1000),
    [[]],
  );
}

/** What the object is called in a sentence. */
export function subjectOf({ configuration }: Pick<ScopeState, 'configuration'>): 'person' | 'group' {
  return configuration.objectMapping.sourceObjectName.toLowerCase() === 'group' ? 'group' : 'person';
}
