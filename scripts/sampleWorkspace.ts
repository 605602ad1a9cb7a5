import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepository } from './repository.ts';
import { type ScimServerRequest, startScimServer } from './scimServer.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A copy of the samples, and the SCIM server that its connection names. */
export interface SampleWorkspace {
  /** Absolute path of the copy. */
  readonly path: string;
  /** The SCIM server's base URL. */
  readonly scimUrl: string;
  /** Every request that the SCIM server got so far. */
  readonly requests: readonly ScimServerRequest[];
  stop(): Promise<void>;
}

/** The origin of a SCIM server on this machine, as the sample connection writes it. */
const loopbackOrigin = /http:\/\/(127\.0\.0\.1|localhost):\d+/g;

/**
 * Copies samples/ into a temporary folder, starts the SCIM server with the sample's users and groups on a free port, and writes that port into the
 * connection files of the copy. Whatever is edited there leaves the repository as it was.
 */
export async function openSampleWorkspace(): Promise<SampleWorkspace> {
  const folder = temporaryFolder('provision-samples-');
  const read = async (file: string) => JSON.parse(await readFile(inRepository('samples', 'entra-to-scim', file), 'utf8'));
  const server = await startScimServer({ users: await read('scim-users.json'), groups: await read('scim-groups.json') });
  const path = join(folder.path, 'samples');
  await cp(inRepository('samples'), path, { recursive: true });
  const origin = new URL(server.url).origin;
  for (const file of await readdir(path, { recursive: true })) {
    if (!file.endsWith('.provision.json')) continue;
    const text = await readFile(join(path, file), 'utf8');
    await writeFile(join(path, file), text.replace(loopbackOrigin, origin));
  }
  return {
    path,
    scimUrl: server.url,
    requests: server.requests,
    async stop() {
      await server.close();
      folder.remove();
    },
  };
}
