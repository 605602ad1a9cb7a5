import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpAtExit } from './cleanUp.ts';

/** A folder of one's own. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Makes an empty folder that goes with this process at the latest. */
export function temporaryFolder(prefix: string): TemporaryFolder {
  // VS Code shows the real path, and tests compare with it.
  const path = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  return { path, remove: cleanUpAtExit(() => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })) };
}
