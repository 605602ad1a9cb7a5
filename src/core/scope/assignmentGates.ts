import type { Configuration } from '../schema/configuration.ts';
import { isEntra } from '../schema/directoryNames.ts';
import type { GateResult, LookedAt } from '../trace/trace.ts';
import type { Attributes } from '../value.ts';
import { gate, lookAt } from './gate.ts';

/** What the gates of assignment look at. */
export const assignmentAttributes: readonly string[] = ['appRoleAssignments'];

/**
 * Gates 1 and 2 of facts/graph-synchronization.md, section 3: assignment to the application, and the role. Both are of jobs whose source
 * is Entra, and are not evaluated where the job synchronizes everybody (facts/expression-language.md, section 8.5).
 * @param assignment how the connection says that the job's "sync only assigned" stands; null where it does not say.
 */
export function assignmentGates(
  { rule }: Configuration,
  attributes: Attributes,
  assignment: 'assigned' | 'all' | null,
): readonly [assignment: GateResult, role: GateResult] {
  const setting: LookedAt = { name: 'assignment', value: assignment };
  const neither = (reason: string, looked: readonly LookedAt[] = [setting]): readonly [GateResult, GateResult] => [
    gate('assignment', 'notEvaluated', reason, looked),
    gate('role', 'notEvaluated', reason, looked),
  ];
  if (rule && !isEntra(rule.sourceDirectoryName)) {
    return neither('Assignment and roles apply only where Entra is the source; here the filters alone decide.', []);
  }
  if (assignment === 'all') return neither('The job synchronizes all users and groups.');
  if (assignment === null) {
    return neither('The connection does not say whether the job synchronizes assigned users only ("assignment").');
  }
  const roles = attributes.get('appRoleAssignments');
  const looked = [setting, ...lookAt(attributes, assignmentAttributes)];
  if (roles === undefined || roles === null) {
    return [
      gate(
        'assignment',
        'notEvaluated',
        'The source does not say who is assigned to the application (no appRoleAssignments), so this person is taken as assigned.',
        looked,
      ),
      gate('role', 'notEvaluated', 'The source does not say which roles this person has (no appRoleAssignments).', looked),
    ];
  }
  const names = (typeof roles === 'string' ? [roles] : roles).filter((name) => name !== '');
  if (names.length === 0) {
    return [
      gate(
        'assignment',
        'failed',
        'Not assigned to the application, and the job synchronizes assigned users and groups only.',
        looked,
      ),
      gate('role', 'notEvaluated', 'Without an assignment there is no role to look at.', looked),
    ];
  }
  return [
    gate('assignment', 'passed', `Assigned to the application: ${names.join(', ')}.`, looked),
    // Default access counts as a role since April 2020 (facts/graph-synchronization.md, section 3).
    gate('role', 'passed', `Has the role ${names.join(', ')}; every role counts, default access too.`, looked),
  ];
}
