/** Times of one piece of work, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly slowest: number;
}

/** Milliseconds of a piece of work, over many rounds after a warm-up. */
export async function time(work: () => unknown, rounds = 30): Promise<Timing> {
  const times: number[] = [];
  for (let round = -5; round < rounds; round += 1) {
    const start = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)] ?? Number.NaN, slowest: times.at(-1) ?? Number.NaN };
}

/** Milliseconds of one run. */
export function timeOnce(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** One line of the report. */
export function report(name: string, value: string, goal: string, met: boolean): void {
  console.log(`  ${met ? '✔' : '✖'} ${name.padEnd(52)} ${value.padStart(24)}   ${goal}`);
}

export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
export const described = ({ median, slowest }: Timing): string => `${milliseconds(median)} (max ${milliseconds(slowest)})`;
/** A rate with thousands apart: `1,234,000 users/s`. */
export const perSecond = (count: number, ms: number, what: string): string =>
  `${Math.round((count / ms) * 1000).toLocaleString('en-US')} ${what}/s`;
