import { normalize } from 'node:path';

/** The form in which two paths of one file are equal on this machine: Windows and macOS do not tell capitals apart. */
export function pathKey(path: string, platform: string = process.platform): string {
  const normal = normalize(path);
  return platform === 'win32' || platform === 'darwin' ? normal.toLowerCase() : normal;
}

/** The files that configurations stand in by name; a schema may have any name and is told by its content. */
export function isConfigurationName(path: string): boolean {
  return /\.(syncschema|mapping|scope)\.json$/i.test(path);
}

export function isMappingFileName(path: string): boolean {
  return /\.mapping\.json$/i.test(path);
}

export function isConnectionName(path: string): boolean {
  return /\.provision\.json$/i.test(path);
}

/** Whether a text can be a synchronization schema: cheap enough to ask of every JSON document. */
export function mentionsRules(text: string): boolean {
  return text.includes('"synchronizationRules"');
}
