import type { CandidateAnswer, EvaluationContext } from '../expression/evaluationContext.ts';
import type { CompiledMapping } from '../flow/compileConfiguration.ts';
import { type EvaluatedMapping, evaluateMapping } from '../flow/evaluateMapping.ts';
import type { TargetDirectory } from '../trace/directory.ts';

/** The service has no bound on the rules of `SelectUniqueValue`; ours keeps one mapping from flooding a directory with questions. */
export const maximumCandidates = 50;

/** True where the value depends on what the target holds. The function is the whole expression or is not evaluated at all. */
export function selectsUniqueValue({ root }: CompiledMapping): boolean {
  return root?.kind === 'call' && root.name === 'SelectUniqueValue';
}

/**
 * Evaluates a mapping whose `SelectUniqueValue` needs the target, for an object that is about to be created: the target is asked for one
 * candidate after the other by the mapped attribute, until one is free (facts/expression-language.md, section 5). Only the candidates that
 * the expression comes to are asked for. A target that cannot answer makes an error with the reason; {@link maximumCandidates} candidates that
 * are all taken leave the value unsupported, since the service has no such bound.
 */
export async function evaluateAsking(
  mapping: CompiledMapping,
  context: EvaluationContext,
  target: TargetDirectory,
  objectName: string,
): Promise<EvaluatedMapping> {
  const answers = new Map<string, CandidateAnswer>();
  const again = repeatable(context);
  for (;;) {
    // Evaluation does not wait for a directory: it stops at a candidate that is not known, which is then asked for.
    const open: string[] = [];
    const isTaken = (candidate: string): CandidateAnswer => {
      const known = answers.get(candidate);
      if (known === undefined) open.push(candidate);
      return known ?? null;
    };
    const evaluated = evaluateMapping(mapping, { ...again(), isTaken });
    const [candidate] = open;
    if (candidate === undefined) return evaluated;
    answers.set(
      candidate,
      answers.size < maximumCandidates ? await ask(mapping, candidate, target, objectName) : tooMany(target),
    );
  }
}

/** For an object that exists: the function is documented for creation only. Nobody is asked. */
export function evaluateWithoutAsking(mapping: CompiledMapping, context: EvaluationContext): EvaluatedMapping {
  const unknown =
    'SelectUniqueValue is documented for mappings that apply only during object creation; what it gives for an object that exists is not. Apply this mapping only during object creation.';
  return evaluateMapping(mapping, { ...context, isTaken: () => ({ unknown }) });
}

async function ask(
  { mapping, definition }: CompiledMapping,
  candidate: string,
  target: TargetDirectory,
  objectName: string,
): Promise<CandidateAnswer> {
  const attribute = mapping.targetAttributeName;
  const query = { attribute, value: candidate, caseExact: definition?.caseExact ?? false, objectName };
  const answer = await target.match(query, [attribute]);
  if (!answer.ok) {
    const { message, advice } = answer.error;
    return { failed: { code: 'DirectoryFailed', message: `${message} ${advice}` } };
  }
  const { entries, total } = answer.value;
  const [holder] = entries;
  if (!holder) return total > 0;
  return { takenBy: holder.displayName ?? holder.id };
}

function tooMany(target: TargetDirectory): CandidateAnswer {
  const message = `The first ${maximumCandidates} candidates are taken in ${target.label}, and local evaluation asks for no more. Make the candidates differ sooner.`;
  return { unknown: message };
}

/**
 * Contexts that give the same evaluation each time, as far as it gets: a candidate made with Guid or RandomString must be the same one when
 * the answer to it is known.
 */
function repeatable(context: EvaluationContext): () => EvaluationContext {
  const now = context.clock.now();
  const random = replayed(context.random);
  const { newGuid } = context;
  const guids = newGuid && replayed(newGuid);
  return () => ({ ...context, clock: { now: () => now }, random: random(), ...(guids ? { newGuid: guids() } : {}) });
}

/** Each call of the result gives a generator that repeats, from the first on, what the earlier ones gave. */
function replayed<Value>(make: () => Value): () => () => Value {
  const made: Value[] = [];
  return () => {
    let next = 0;
    return () => {
      const index = next++;
      while (made.length <= index) made.push(make());
      return made[index] as Value;
    };
  };
}
