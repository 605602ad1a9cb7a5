import type { ObjectFields } from './objectFields.ts';
import { isEnvironmentName } from './secretNames.ts';

/** The name of an environment variable. What does not look like a name may be the secret itself, and is treated as one. */
export function readSecretName(fields: ObjectFields): string | null {
  const name = fields.text('secretEnv');
  if (!name || isEnvironmentName(name.value)) return name?.value ?? null;
  const message =
    '"secretEnv" must be the name of an environment variable; this looks like something else, perhaps the secret itself.';
  fields.report(
    'connection-secret-in-file',
    name.range,
    message,
    'Write a name such as "SCIM_TOKEN", and put the secret into that variable.',
  );
  return null;
}
