import type { ObjectKind } from '../../core/schema/objectKind.ts';
import type { DirectoryResult } from '../../core/trace/directory.ts';
import { failure, success } from '../failure.ts';
import { truthOf } from '../wire/plannedValues.ts';
import { quoted } from './graphAddress.ts';
import { graphProperty } from './graphProperties.ts';

/** Graph refuses longer ones, and no attribute of the directory that can be filtered by is longer (facts, section 10.1: 1024). */
const maximumValue = 1024;
const dateTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * The filter that finds objects by a value (facts/graph-synchronization.md, section 10.1): text in quotes, truth and dates without, lists by
 * `any()`. A refusal, with a reason, where Graph has no such property or cannot filter by it.
 */
export function equalityFilter(kind: ObjectKind, attribute: string, value: string): DirectoryResult<string> {
  const property = graphProperty(kind, attribute);
  const advice =
    'Match by an attribute that Microsoft Graph can filter by, such as userPrincipalName, mail, employeeId or mailNickname.';
  const refuse = (reason: string): DirectoryResult<never> =>
    failure(
      'unsupported',
      'Request_UnsupportedQuery',
      `Microsoft Graph cannot be asked who has this ${attribute}: ${reason}.`,
      advice,
    );
  if (!property) return refuse(`no property of a ${kind} is known here for that name`);
  const { path, type, filterable } = property;
  if (!filterable) return refuse(`it does not filter by ${path}`);
  if (value.length > maximumValue)
    return refuse(`the value has ${value.length} characters, and ${maximumValue} is the longest that it can have`);
  const name = path.replaceAll('.', '/');
  if (type === 'list') return success(`${name}/any(p:p eq ${quoted(value)})`);
  if (type === 'boolean') {
    const truth = truthOf(value);
    return truth === null ? refuse(`${path} is true or false, and the value is neither`) : success(`${name} eq ${truth}`);
  }
  if (type === 'date') {
    return dateTime.test(value)
      ? success(`${name} eq ${value}`)
      : refuse(`${path} is a date such as 2026-02-10T08:00:00Z, and the value is none`);
  }
  return success(`${name} eq ${quoted(value)}`);
}
