/** Selecting text is not a click on it. */
export function isSelecting(): boolean {
  return (document.getSelection()?.toString() ?? '') !== '';
}
