import type { Outcome } from '../expression/outcome.ts';
import { oneText, readCount, readPresentText, readText, readValue, shown } from './arguments.ts';
import { base64Bytes } from './base64.ts';
import { appReference, cloudSyncReference, define, example, graphReference } from './define.ts';
import type { FunctionCall, FunctionDefinition } from './functionDefinition.ts';
import { failure, nullOutcome, text, unsupported } from './outcomes.ts';
import { parameter } from './parameters.ts';
import { sidText } from './sid.ts';

const assignments = parameter('source', 'Any', 'The attribute [appRoleAssignments].', { key: 'source' });
const mappingGuide = 'docs/identity/app-provisioning/customize-application-attributes.md';

export const directoryFunctions: readonly FunctionDefinition[] = [
  define({
    name: 'AppRoleAssignments',
    family: 'directory',
    parameters: [assignments],
    dialects: [],
    summary: "Only Graph's list of functions names it; nothing describes it.",
    examples: [],
    source: graphReference('AppRoleAssignments'),
    ...notEvaluated(
      "Only Graph's list of functions has AppRoleAssignments, without a word on what it gives, so only the service knows. Use SingleAppRoleAssignment where users have one role.",
    ),
  }),
  define({
    name: 'AppRoleAssignmentsComplex',
    family: 'directory',
    parameters: [assignments],
    dialects: ['app-provisioning'],
    summary: 'Gives every role of the user as an object, for a target attribute named roles. Roles are only added.',
    examples: [],
    source: appReference('AppRoleAssignmentsComplex'),
    ...notEvaluated(rolesUnknown('AppRoleAssignmentsComplex')),
  }),
  define({
    name: 'AssertiveAppRoleAssignmentsComplex',
    family: 'directory',
    parameters: [assignments],
    dialects: ['app-provisioning'],
    summary: 'Gives every role of the user as an object, for a target attribute named roles. Roles are replaced.',
    examples: [],
    source: { document: mappingGuide, section: 'Provisioning a role to a SCIM app', mark: 'D' },
    ...notEvaluated(rolesUnknown('AssertiveAppRoleAssignmentsComplex')),
  }),
  define({
    name: 'CRef',
    family: 'directory',
    parameters: [parameter('value', 'String', 'A distinguished name.')],
    dialects: ['cloud-sync'],
    summary: 'Makes a reference of a text. It stands in the example of DNComponent only.',
    examples: [],
    source: cloudSyncReference('DNComponent'),
    evaluate: (call) => {
      const value = readPresentText(call, 0);
      return value.ok ? text(value.value) : value.outcome;
    },
  }),
  define({
    name: 'DefaultDomain',
    family: 'directory',
    parameters: [],
    dialects: ['app-provisioning'],
    summary: "Gives the tenant's default domain.",
    examples: [],
    source: { document: 'docs/identity/app-provisioning/inbound-provisioning-api-faqs.md', section: 'DefaultDomain', mark: 'D' },
    evaluate: (call) => {
      if (call.context.defaultDomain !== null) return text(call.context.defaultDomain);
      const message =
        'The service takes the default domain from the tenant. Give it in the connection file: "tenantConstants": { "DefaultDomain": "contoso.com" }.';
      return unsupported(message, call.range);
    },
  }),
  define({
    name: 'DNComponent',
    family: 'directory',
    parameters: [
      parameter('dn', 'Reference', 'A distinguished name, made a reference with CRef.'),
      parameter('componentNumber', 'Integer', 'Which component from the left; 1 is the first.'),
    ],
    dialects: ['cloud-sync'],
    summary: 'Gives the value of one component of a distinguished name.',
    examples: [example('DNComponent(CRef([dn]),1)', { dn: 'cn=Joe,ou=Sales,dc=contoso,dc=com' }, 'Joe')],
    source: cloudSyncReference('DNComponent'),
    evaluate: dnComponent,
  }),
  define({
    name: 'SingleAppRoleAssignment',
    family: 'directory',
    parameters: [assignments],
    summary: "Gives the user's role. With several roles the service does not say which one.",
    examples: [example('SingleAppRoleAssignment([appRoleAssignments])', { appRoleAssignments: ['Admin'] }, 'Admin')],
    source: appReference('SingleAppRoleAssignment'),
    evaluate: (call) => {
      const value = readValue(call, 0);
      if (!value.ok) return value.outcome;
      const only = oneText(value.value);
      if (only === null) return nullOutcome;
      if (only !== undefined) return text(only);
      return unsupported(
        'The user has several roles, and which of them SingleAppRoleAssignment gives is not guaranteed.',
        call.range,
      );
    },
  }),
  define({
    name: 'StringFromSid',
    family: 'directory',
    parameters: [parameter('objectSid', 'Binary', 'The attribute objectSid.')],
    dialects: ['cloud-sync'],
    summary: 'Gives a binary security identifier as text, S-1-5-….',
    examples: [example('StringFromSid([objectSid])', { objectSid: 'AQIAAAAAAAUgAAAAIAIAAA==' }, 'S-1-5-32-544')],
    source: cloudSyncReference('StringFromSid'),
    evaluate: stringFromSid,
  }),
];

/** The documented role objects hold more than an assignment in a source file does (facts/expression-language.md, section 5). */
function rolesUnknown(name: string): string {
  return `${name} writes the id, the value and the display name of every assigned app role. They stand in the tenant's service principal, not in the attribute, so only the service knows them.`;
}

function notEvaluated(reason: string): Pick<FunctionDefinition, 'notLocal' | 'evaluate'> {
  return { notLocal: reason, evaluate: (call) => unsupported(reason, call.range) };
}

function dnComponent(call: FunctionCall): Outcome {
  const dn = readPresentText(call, 0);
  if (!dn.ok) return dn.outcome;
  const number = readCount(call, 1);
  if (!number.ok) return number.outcome;
  // A backslash keeps the separator behind it in the value (RFC 4514, section 2.4).
  const components = dn.value.match(/(?:\\[\s\S]|[^\\,;])+/g) ?? [];
  const component = components[number.value - 1];
  if (component === undefined) {
    return unsupported(
      `${shown(dn.value)} has no component ${number.value}; what DNComponent gives then is not documented.`,
      call.range,
    );
  }
  const simple = /^\s*[A-Za-z0-9.-]+\s*=\s*([^\\"+]*?)\s*$/.exec(component)?.[1];
  if (simple !== undefined) return text(simple);
  return unsupported(
    `It is not documented how DNComponent writes ${shown(component)}, which has an escape or several parts.`,
    call.range,
  );
}

function stringFromSid(call: FunctionCall): Outcome {
  const value = readText(call, 0);
  if (!value.ok) return value.outcome;
  if (value.value === null) return unsupported('It is not documented what StringFromSid gives without a value.', call.rangeOf(0));
  const bytes = base64Bytes(value.value);
  const sid = bytes && sidText(bytes);
  return sid
    ? text(sid)
    : failure('InvalidArgument', `${shown(value.value)} is not a binary security identifier in base64.`, call.rangeOf(0));
}
