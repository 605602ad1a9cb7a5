import type { PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import { isHidden, purposeOf, shown, textsOf, truthOf } from '../wire/plannedValues.ts';
import { type ChangeOptions, type PlanAttribute, type PlannedRequest, planChange } from './changePlan.ts';
import { LdifWriter } from './ldifLine.ts';
import { maskedText } from './planValue.ts';

/**
 * A planned write as LDIF change records (RFC 2849), one request each: `add`, `modify` and `modrdn`, `delete`; references (manager, member)
 * in a `modify` of their own, as the service writes them in a later pass. The address is the distinguished name. What is no attribute of
 * Active Directory but an instruction to the agent is the number that the agent would write, or, where that is not known, a comment.
 */
export function ldifChange(
  write: PlannedWrite,
  options: ChangeOptions = { secure: true, password: null },
): readonly WriteRequest[] {
  const plan = planChange(write, options);
  const [first, ...rest] = plan.requests.map(requestOf);
  if (first) return [{ ...first, notes: [...first.notes, ...plan.notes] }, ...rest];
  const purpose = `${purposeOf(write)}: nothing that LDAP can write`;
  return [
    {
      purpose,
      method: 'none',
      address: plan.name.text,
      headers: [],
      body: null,
      values: [],
      notes: [...plan.name.notes, ...plan.notes],
    },
  ];
}

function requestOf(request: PlannedRequest): WriteRequest {
  const { purpose, name, change, comments, notes } = request;
  const record = new LdifWriter();
  record.attribute('dn', name.pieces);
  record.plain(`changetype: ${change.kind}`);
  switch (change.kind) {
    case 'add':
      for (const attribute of change.attributes) addValues(record, attribute);
      break;
    case 'modify':
      for (const { how, name: attribute, values, removes } of change.changes) {
        record.plain(`${how}: `, [{ text: attribute, attribute: removes }]);
        addValues(record, { name: attribute, values });
        record.plain('-');
      }
      break;
    case 'modrdn':
      record.attribute('newrdn', change.newRdn);
      record.plain('deleteoldrdn: 1');
      if (change.newSuperior) record.attribute('newsuperior', change.newSuperior);
      break;
    case 'delete':
      break;
  }
  for (const attribute of comments) {
    const [text = ''] = textsOf(attribute.new);
    const known = isHidden(attribute) || truthOf(text) !== null;
    if (known) record.plain(`# ${attribute.name}: `, [{ text: shown(attribute, text), attribute }]);
  }
  const body = record.finish();
  return { purpose, method: change.kind, address: name.text, headers: [], body: body.text, values: body.values, notes };
}

function addValues(record: LdifWriter, { name, values }: PlanAttribute): void {
  for (const value of values) {
    const { attribute } = value;
    if (value.kind === 'bytes') record.base64(name, value.base64, attribute);
    else if (value.kind === 'masked' && value.encoded) record.base64(name, maskedText, attribute);
    else record.attribute(name, [{ text: value.kind === 'masked' ? maskedText : value.text, attribute }]);
  }
}
