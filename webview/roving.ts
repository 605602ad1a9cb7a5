/**
 * Arrow keys inside tables and trees: each group (`data-roving-group`) is one stop of the Tab key, and the arrows walk its items
 * (`data-roving`). The renderer never writes `tabindex` on items, so that the last place stays theirs.
 */

const groupSelector = '[data-roving-group]';
const itemSelector = '[data-roving]';

const itemsOf = (group: Element): HTMLElement[] =>
  [...group.querySelectorAll<HTMLElement>(itemSelector)].filter((item) => item.closest(groupSelector) === group);

const settle = (group: Element, current: HTMLElement | undefined): void => {
  for (const item of itemsOf(group)) {
    const index = item === current ? 0 : -1;
    if (item.tabIndex !== index || !item.hasAttribute('tabindex')) item.tabIndex = index;
  }
};

/** Gives each group exactly one stop. Call after each rendering. */
export function refreshRoving(root: Element): void {
  for (const group of root.querySelectorAll(groupSelector)) {
    const items = itemsOf(group);
    const current =
      items.find((item) => item === document.activeElement) ?? items.find((item) => item.getAttribute('tabindex') === '0');
    settle(group, current ?? items[0]);
  }
}

const rowOf = (item: Element): Element | null => item.closest('[data-roving-row]');

/** The item at the same place of another row, or its last one. */
const sameColumn = (items: readonly HTMLElement[], from: HTMLElement, step: 1 | -1): HTMLElement | undefined => {
  const row = rowOf(from);
  if (row === null) return items[items.indexOf(from) + step];
  const rows = [...new Set(items.map(rowOf))];
  const next = rows[rows.indexOf(row) + step];
  if (next === undefined) return undefined;
  const column = items.filter((item) => rowOf(item) === row).indexOf(from);
  const others = items.filter((item) => rowOf(item) === next);
  return others[Math.min(column, others.length - 1)];
};

const goal = (key: string, items: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined => {
  if (key === 'ArrowDown') return sameColumn(items, from, 1);
  if (key === 'ArrowUp') return sameColumn(items, from, -1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return undefined;
  const next = items[items.indexOf(from) + (key === 'ArrowRight' ? 1 : -1)];
  const row = rowOf(from);
  return next === undefined || (row !== null && rowOf(next) !== row) ? undefined : next;
};

/** Listens on `root` for the keys and for focus, once. */
export function listenRoving(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    const from = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(itemSelector) : null;
    const group = from?.closest(groupSelector);
    if (from === null || group === null || group === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
    const to = goal(event.key, itemsOf(group), from);
    if (to === undefined) return;
    event.preventDefault();
    settle(group, to);
    to.focus();
  });
  root.addEventListener('focusin', (event) => {
    const item = event.target instanceof HTMLElement && event.target.matches(itemSelector) ? event.target : null;
    const group = item?.closest(groupSelector);
    if (item !== null && group !== null && group !== undefined) settle(group, item);
  });
}
