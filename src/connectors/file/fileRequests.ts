import type { FileReference } from '../../core/connection/connection.ts';
import { isActiveDirectory, isEntra } from '../../core/schema/directoryNames.ts';
import type { PlannedAttribute, PlannedWrite, WriteRequest } from '../../core/trace/directory.ts';
import { graphRequests } from '../graph/graphRequests.ts';
import { ldifChange } from '../ldap/ldifChange.ts';
import { type JsonDraft, placed, writePlacedJson } from '../wire/placedJson.ts';
import { hiddenNotes, purposeOf, shown } from '../wire/plannedValues.ts';
import { labelOf } from './fileLabel.ts';

/**
 * What would be written to a directory that a file stands in for: LDIF changes for Active Directory and for an LDIF file, requests of
 * Microsoft Graph for Entra, else the attributes as they would stand in the file.
 */
export function fileRequests(reference: FileReference, write: PlannedWrite): readonly WriteRequest[] {
  const directory = write.directoryName ?? '';
  if (isActiveDirectory(directory)) return standingIn(reference, 'Active Directory', ldifChange(write));
  if (/\.(ldif|ldf)$/i.test(reference.path)) return ldifChange(write);
  if (isEntra(directory)) return standingIn(reference, 'Microsoft Entra ID', graphRequests(write));
  return [plainRequest(reference, write)];
}

function standingIn(reference: FileReference, directory: string, requests: readonly WriteRequest[]): readonly WriteRequest[] {
  return requests.map((request) => ({
    ...request,
    purpose: `${request.purpose} (${labelOf(reference)} stands in for ${directory})`,
  }));
}

function plainRequest(reference: FileReference, write: PlannedWrite): WriteRequest {
  const body = new Map<string, JsonDraft>([
    ['action', write.action],
    ['objectName', write.objectName],
  ]);
  if (write.id !== null) body.set('id', write.id);
  const attributes = write.action === 'delete' ? [] : write.attributes;
  if (write.action !== 'delete')
    body.set('attributes', new Map(attributes.map((one) => [one.name, attributeValue(one)] as const)));
  const { text, values } = writePlacedJson(body);
  const notes = hiddenNotes(attributes);
  return { purpose: purposeOf(write), method: 'write', address: reference.path, headers: [], body: text, values, notes };
}

function attributeValue(attribute: PlannedAttribute): JsonDraft {
  const { new: value } = attribute;
  if (value === null || typeof value === 'string') return placed(value === null ? null : shown(attribute, value), attribute);
  return value.map((text) => placed(shown(attribute, text), attribute));
}
