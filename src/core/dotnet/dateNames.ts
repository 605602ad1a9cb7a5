/** Names of the invariant culture, as CultureInfo.InvariantCulture has them. */
export const monthNames: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const dayNames: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** The long name is what `g` prints; both are read. */
export const eraNames: readonly string[] = ['A.D.', 'AD'];

/** Short names are the first three letters in the invariant culture. */
export function abbreviated(name: string): string {
  return name.slice(0, 3);
}
