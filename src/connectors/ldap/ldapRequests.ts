import { AddRequest, Attribute, Change, DeleteRequest, ModifyDNRequest, ModifyRequest } from 'ldapts';
import type { LdapOperation, LdapValues } from './ldapPort.ts';

/** A change as ldapts writes it. */
export function requestOf(
  messageId: number,
  operation: LdapOperation,
): AddRequest | ModifyRequest | ModifyDNRequest | DeleteRequest {
  const { dn } = operation;
  switch (operation.kind) {
    case 'add':
      return new AddRequest({ messageId, dn, attributes: operation.attributes.map(attributeOf) });
    case 'modify': {
      const changes = operation.changes.map((change) => new Change({ operation: change.how, modification: attributeOf(change) }));
      return new ModifyRequest({ messageId, dn, changes });
    }
    case 'modrdn': {
      const { newRdn, newSuperior } = operation;
      return new ModifyDNRequest({ messageId, dn, newRdn, deleteOldRdn: true, ...(newSuperior === null ? {} : { newSuperior }) });
    }
    case 'delete':
      return new DeleteRequest({ messageId, dn });
  }
}

function attributeOf({ name, values }: LdapValues): Attribute {
  return new Attribute({ type: name, values: values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value)) });
}
