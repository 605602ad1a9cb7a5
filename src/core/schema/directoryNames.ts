/** Whether a directory of a synchronization schema is Active Directory, by the name that the service gives it. */
export function isActiveDirectory(directoryName: string): boolean {
  return directoryName.toLowerCase() === 'active directory';
}

/** Whether it is Entra, by its present or its former name. */
export function isEntra(directoryName: string): boolean {
  return ['azure active directory', 'microsoft entra id'].includes(directoryName.toLowerCase());
}
