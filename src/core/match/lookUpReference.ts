import { attributeNames, type CompiledConfiguration } from '../flow/compileConfiguration.ts';
import { isOfKind, kindOfObjectName, type ObjectKind } from '../schema/objectKind.ts';
import { evaluateScope, gateAttributes, type ScopeResult } from '../scope/gates.ts';
import type { Entry, SourceDirectory, TargetDirectory } from '../trace/directory.ts';
import { evaluationContext, type PreviewContext } from '../trace/previewContext.ts';
import type { FollowedReference } from '../trace/trace.ts';
import { type MatchResult, matchTarget } from './matchTarget.ts';

/** The directories and the object mappings that references are followed with. */
export interface ReferenceScene {
  readonly context: PreviewContext;
  readonly source: SourceDirectory;
  readonly target: TargetDirectory;
  /** The object mappings of the rule: the run's own first. */
  readonly mappings: readonly CompiledConfiguration[];
  /** The source attributes that scope and matching of any of them need. */
  readonly reads: readonly string[];
}

/** What one reference leads to, as far as it was followed. */
export interface ReferenceLookup {
  /** The object in the source; null where it was not found, or not as one. */
  readonly entry: Entry | null;
  readonly outcome: FollowedReference['outcome'];
  readonly reason: string;
  readonly targetId: string | null;
  /** True where a directory failed to answer. */
  readonly failed: boolean;
}

/** Only what decides on scope and match is read of a referenced object. */
export function referenceReads(mappings: readonly CompiledConfiguration[]): readonly string[] {
  const names = mappings.flatMap(({ configuration: { scope }, matching }) => [
    ...matching.flatMap(({ root }) => (root ? attributeNames(root) : [])),
    ...(scope ? [...scope.groups, ...scope.inputFilterGroups, ...scope.categoryFilterGroups] : []).flatMap(({ clauses }) =>
      clauses.map(({ sourceOperandName }) => sourceOperandName).filter((name) => name !== ''),
    ),
  ]);
  return [...new Set([...names, ...gateAttributes])];
}

/**
 * Follows one reference: reads the object in the source, finds the object mapping that it belongs to, evaluates that mapping's scope and
 * matches the object by that mapping's matching attributes (facts/graph-synchronization.md, section 4, step 5;
 * facts/expression-language.md, sections 6.5 and 9).
 */
export async function lookUpReference(reference: string, scene: ReferenceScene): Promise<ReferenceLookup> {
  const { source, mappings } = scene;
  const found = await source.resolve(reference, scene.reads, null);
  if (!found.ok) return { ...left(null, 'unknown', found.error.message), failed: true };
  const [entry, second] = found.value;
  if (second) return left(null, 'ambiguous', `${found.value.length} objects in ${source.label} fit this reference.`);
  if (!entry || isNameOnly(entry, reference))
    return left(null, 'notFound', `Nothing in ${source.label} has this name or identifier.`);
  const fitting = mappings.filter(({ configuration }) => isOfKind(kindOf(entry), configuration.objectMapping.sourceObjectName));
  if (fitting.length === 0) {
    const what = kindOf(entry) === 'group' ? 'groups' : 'users';
    const reason = `The rule has no enabled object mapping for ${what}, so nothing says how to find this one in the target.`;
    return left(entry, 'unknown', reason);
  }
  const chosen = belongingTo(entry, fitting, scene);
  if (!chosen) return left(entry, 'outOfScope', 'A filter keeps it from being processed at all.');
  const { compiled, scope } = chosen;
  if (scope.verdict === 'unknown')
    return left(entry, 'unknown', `Whether it is in scope cannot be evaluated locally. ${decisive(scope, 'unknown')}`.trim());
  if (scope.verdict !== 'inScope') return left(entry, 'outOfScope', `It is not in scope. ${decisive(scope, 'failed')}`.trim());
  const match = await matchTarget(compiled, evaluationContext(scene.context, entry, false), scene.target, {
    id: entry.id,
    source: null,
    read: 'id',
  });
  return matchedReference(entry, match, scene.target.label);
}

function matchedReference(entry: Entry, match: MatchResult, target: string): ReferenceLookup {
  const asked = match.attempts.filter(({ verdict }) => verdict !== 'notAsked').map((attempt) => attempt.target);
  switch (match.kind) {
    case 'matched': {
      const reason = `Found in ${target} by ${asked.at(-1)}.`;
      return { entry, outcome: 'written', reason, targetId: match.entry.id, failed: false };
    }
    case 'notFound':
      return left(entry, 'notInTarget', `Nothing in ${target} matches by ${asked.join(' or ')}.`);
    case 'noValue':
      return left(entry, 'notInTarget', `It has no value for ${asked.join(' or ')}, so it is never provisioned.`);
    case 'ambiguous':
      return left(entry, 'ambiguous', `Several objects in ${target} match by ${asked.at(-1)}.`);
    case 'failed':
      return { ...left(entry, 'unknown', match.error.message), failed: true };
    default:
      return left(entry, 'unknown', match.kind === 'notComputed' ? match.reason : 'It cannot be matched.');
  }
}

function left(entry: Entry | null, outcome: ReferenceLookup['outcome'], reason: string): ReferenceLookup {
  return { entry, outcome, reason, targetId: null, failed: false };
}

/** What a directory does not tell counts as a user: managers and nearly all members are. */
function kindOf({ kind }: Entry): ObjectKind {
  return kind ?? 'user';
}

interface Belonging {
  readonly compiled: CompiledConfiguration;
  readonly scope: ScopeResult;
}

/** Of several mappings for one kind, such as users and inetOrgPersons, the first that does not filter the object out beforehand. */
function belongingTo(entry: Entry, mappings: readonly CompiledConfiguration[], { context }: ReferenceScene): Belonging | null {
  for (const compiled of mappings) {
    const scope = evaluateScope(compiled.configuration, entry.attributes, context.input);
    if (scope.verdict !== 'notProcessed') return { compiled, scope };
  }
  return null;
}

function decisive(scope: ScopeResult, verdict: 'failed' | 'unknown'): string {
  return scope.gates.find((gate) => gate.verdict === verdict)?.reason ?? '';
}

const nameAttributes = /^(displayName|cn|name|givenName|surname|sn|name\.(formatted|givenName|familyName))$/i;

/** A directory also finds people by their names; a reference is never that. */
function isNameOnly(entry: Entry, reference: string): boolean {
  const wanted = reference.trim().toLowerCase();
  if (entry.id.toLowerCase() === wanted) return false;
  let byName = entry.displayName?.toLowerCase() === wanted;
  for (const [name, value] of entry.attributes) {
    if (value === null || !(typeof value === 'string' ? [value] : value).some((text) => text.toLowerCase() === wanted)) continue;
    if (!nameAttributes.test(name)) return false;
    byName = true;
  }
  return byName;
}

/** Groups in groups are not supported (facts/graph-synchronization.md, section 7.2; facts/expression-language.md, section 8.5). */
export function isNestedGroup({ context }: ReferenceScene, { entry }: ReferenceLookup): boolean {
  const own = kindOfObjectName(context.input.configuration.objectMapping.sourceObjectName);
  return own === 'group' && entry?.kind === 'group';
}
