import type { Established, NotEstablished } from "../../model/index.ts";

export type { Established, Estimate, NotEstablished } from "../../model/index.ts";

/** Share of the probability that an interval holds, unless the source of a method fixes another. */
export const INTERVAL_LEVEL = 0.9;

/** The value, its interval as `[low, high]`, the number of observations, the method. */
export function established(
  value: number,
  [low, high]: readonly [number, number],
  n: number,
  method: string,
): Established {
  return { established: true, value, low, high, n, method };
}

/** Too little data: the reason in place of a number, the number of observations, the method. */
export function notEstablished(reason: string, n: number, method: string): NotEstablished {
  return { established: false, reason, n, method };
}
