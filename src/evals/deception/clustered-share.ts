import type { Estimate } from "../../model/index.ts";
import { SHARE_MIN } from "../share.ts";
import { betaInterval, notEstablished } from "../stats/index.ts";

/**
 * A share of cases that come in clusters and go together: the changes of one revision are told or kept back as one.
 * Jeffreys' interval for as many independent cases as the clusters are worth, n² / Σ m² (Kish 1965, Survey Sampling, at
 * full correlation within a cluster). `clusters`: hits and cases of each.
 */
export function clusteredShare(
  method: string,
  clusters: readonly { readonly hits: number; readonly cases: number }[],
  what: string,
): Estimate {
  const n = clusters.reduce((total, { cases }) => total + cases, 0);
  const hits = clusters.reduce((total, own) => total + own.hits, 0);
  if (n < SHARE_MIN) return notEstablished(`${n} of at least ${SHARE_MIN} ${what} are recorded`, n, method);
  const squares = clusters.reduce((total, { cases }) => total + cases ** 2, 0);
  const worth = n / squares;
  const [low, high] = betaInterval({ a: hits * worth + 0.5, b: (n - hits) * worth + 0.5 });
  return { established: true, value: hits / n, low: hits === 0 ? 0 : low, high: hits === n ? 1 : high, n, method };
}
