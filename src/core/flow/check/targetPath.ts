/**
 * Whether the name of a target attribute can be read as a path of SCIM (RFC 7644, section 3.5.2): a name, or one with a condition and a part,
 * `emails[type eq "work"].value`. Names without brackets and quotes are taken as they are.
 */
export function isReadablePath(name: string): boolean {
  if (!/[[\]"]/.test(name)) return true;
  // Grouping and `not` are read by servers, and rarely enough written to be left to them.
  if (/[()]/.test(name)) return true;
  const path = /^(?:urn:[^[\]"\s]+:)?[A-Za-z$_][\w$-]*\[((?:[^[\]"]|"(?:[^"\\]|\\.)*")+)\](?:\.[A-Za-z$_][\w$-]*)?$/i.exec(name);
  return path?.[1] !== undefined && conditionForm.test(path[1].trim());
}

const attribute = String.raw`[A-Za-z$_][\w$-]*(?:\.[A-Za-z$_][\w$-]*)?`;
const operand = String.raw`(?:"(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)`;
const comparison = String.raw`${attribute}\s+(?:pr|(?:eq|ne|co|sw|ew|gt|ge|lt|le)\s+${operand})`;
const conditionForm = new RegExp(`^${comparison}(?:\\s+(?:and|or)\\s+${comparison})*$`, 'i');
