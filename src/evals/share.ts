import type { Estimate } from "../model/index.ts";
import { jeffreysRate, notEstablished } from "./stats/index.ts";

/** Fewer cases do not carry a share. */
export const SHARE_MIN = 3;

/**
 * The share hits / n with Jeffreys' interval, under the method's own name. `what` names the cases, for the reason why
 * there is no share: "rated claims".
 */
export function shareOf(method: string, hits: number, n: number, what: string): Estimate {
  if (n < SHARE_MIN) return notEstablished(`${n} of at least ${SHARE_MIN} ${what} are recorded`, n, method);
  return { ...jeffreysRate(hits, n), method };
}
