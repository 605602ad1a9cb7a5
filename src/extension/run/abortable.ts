/** Stands for the answer of something that was aborted before it answered. */
export const aborted: unique symbol = Symbol('aborted');

/** Waits for an answer or the abort, whichever comes first, so that a deaf directory cannot hold a run. */
export async function orAborted<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Value | typeof aborted> {
  let stop = (): void => {};
  const abort = new Promise<typeof aborted>((resolve) => {
    stop = () => resolve(aborted);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, abort]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
