const pending = new Set<() => void>();
let listening = false;

/**
 * Registers what must be undone however this process ends: a return, an exception, Ctrl+C or a termination. The function must be
 * synchronous. Returns a function that does it now and forgets it.
 */
export function cleanUpAtExit(undo: () => void): () => void {
  listen();
  pending.add(undo);
  return () => {
    if (pending.delete(undo)) undo();
  };
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    // Last in, first out: a folder goes after the process that writes to it.
    for (const undo of [...pending].reverse()) undo();
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}
