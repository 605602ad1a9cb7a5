import { type ChangePlan, holdsMasked, type PlanAttribute, type PlannedRequest } from './changePlan.ts';
import type { LdapOperation, LdapValues } from './ldapPort.ts';
import type { LdifPiece } from './ldifLine.ts';

/**
 * The plan for the wire, one operation for each request. It must be made from an `unmasked` write.
 * @throws Error where a value is masked: what stands for a value must never be written.
 */
export function ldapOperations(plan: ChangePlan): readonly LdapOperation[] {
  return plan.requests.map(operationOf);
}

function operationOf(request: PlannedRequest): LdapOperation {
  if (holdsMasked(request)) throw new Error('a masked value was about to be sent');
  const { change } = request;
  const dn = request.name.text;
  switch (change.kind) {
    case 'add':
      return { kind: 'add', dn, attributes: change.attributes.map(valuesOf) };
    case 'modify':
      return { kind: 'modify', dn, changes: change.changes.map((one) => ({ how: one.how, ...valuesOf(one) })) };
    case 'modrdn': {
      const newSuperior = change.newSuperior && textOf(change.newSuperior);
      return { kind: 'modrdn', dn, newRdn: textOf(change.newRdn), newSuperior };
    }
    case 'delete':
      return { kind: 'delete', dn };
  }
}

function valuesOf({ name, values }: PlanAttribute): LdapValues {
  return {
    name,
    values: values.map((value) => {
      if (value.kind === 'masked') throw new Error('a masked value was about to be sent');
      return value.kind === 'bytes' ? Buffer.from(value.base64, 'base64') : value.text;
    }),
  };
}

function textOf(pieces: readonly LdifPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}
