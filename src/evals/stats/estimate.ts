/** The shape in which every measure leaves this folder: a value with its interval, or the reason why there is none. */

/** Share of the probability that an interval holds, unless the source of a method fixes another. */
export const INTERVAL_LEVEL = 0.9;

/** A measure that the data can carry. */
export interface Established {
  readonly established: true;
  readonly value: number;
  /** Ends of the interval, `low <= value <= high`. An end that the data leave open is -Infinity or Infinity. */
  readonly low: number;
  readonly high: number;
  /** Number of observations behind the value. */
  readonly n: number;
  /** Identifier of the method, for example `rate/jeffreys`. */
  readonly method: string;
}

/** What is said in place of a number where data are missing: never zero. */
export interface NotEstablished {
  readonly established: false;
  /** One clause for the reader, without a final stop. */
  readonly reason: string;
  readonly n: number;
  readonly method: string;
}

export type Estimate = Established | NotEstablished;

/** The value, its interval as `[low, high]`, the number of observations, the method. */
export function established(
  value: number,
  [low, high]: readonly [number, number],
  n: number,
  method: string,
): Established {
  return { established: true, value, low, high, n, method };
}

export function notEstablished(reason: string, n: number, method: string): NotEstablished {
  return { established: false, reason, n, method };
}
