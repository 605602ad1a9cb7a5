import type { registerLanguage } from './providers/registerLanguage.ts';
import type { prepareTarget } from './run/prepareTarget.ts';

/**
 * The two halves of the engine, each read when it is first wanted. They are one bundle (esbuild.mjs), because both have the core in them, which
 * would otherwise be shipped and kept in memory twice.
 */
export async function loadLanguage(): Promise<typeof registerLanguage> {
  return (await import('./providers/registerLanguage.ts')).registerLanguage;
}

/** @see loadLanguage */
export async function loadRuns(): Promise<typeof prepareTarget> {
  return (await import('./run/prepareTarget.ts')).prepareTarget;
}
