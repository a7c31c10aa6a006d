import type { Estimate } from "../model/index.ts";
import { INTERVAL_LEVEL, notEstablished, upperGamma } from "./stats/index.ts";

/** Halvings of the interval in which a bound is sought; each gains one binary digit. */
const HALVINGS = 60;

/**
 * Events a year with the exact interval for a count of independent events (Garwood 1936, Biometrika 28): the ends are
 * the rates under which so many or more, or so few or fewer, come up in 5 % of cases. `count`: 0 or more. Not
 * established without time to have seen any.
 */
export function eventRate(method: string, count: number, years: number): Estimate {
  if (!(years > 0)) return notEstablished("no time in which events could have been seen", count, method);
  const tail = (1 - INTERVAL_LEVEL) / 2;
  const low = count === 0 ? 0 : gammaQuantile(count, tail);
  const high = gammaQuantile(count + 1, 1 - tail);
  return { established: true, value: count / years, low: low / years, high: high / years, n: count, method };
}

/** The x that a Gamma(shape, 1) stays under with this chance. */
function gammaQuantile(shape: number, chance: number): number {
  let low = 0;
  let high = shape + 20 * Math.sqrt(shape) + 20;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (1 - upperGamma(shape, middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
