/** Do groups of lives differ in how long they last? */
import { chiSquareTail } from "./gamma.ts";
import { notEstablished, type NotEstablished } from "./estimate.ts";
import { solve } from "./linear.ts";
import { ascending, sum } from "./sample.ts";
import { endsAt, endTimes, type Life, riskAt } from "./survival.ts";

export interface LogRank {
  readonly established: true;
  readonly chiSquare: number;
  /** Number of groups less one. */
  readonly df: number;
  readonly p: number;
  /** Ends in each group, and how many there would be if all groups were alike. */
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  readonly n: number;
  readonly method: string;
}

/**
 * The log-rank test of two or more groups, censored and left-truncated lives included. Sources: Mantel 1966, Cancer
 * Chemotherapy Reports 50; Peto and Peto 1972. Not established where no ends tell the groups apart.
 */
export function logRank(groups: readonly (readonly Life[])[]): LogRank | NotEstablished {
  const method = "survival/log-rank";
  const all = groups.flat();
  if (groups.length < 2) return notEstablished("one group cannot be compared", all.length, method);
  const observed = groups.map((lives) => lives.filter(({ ended }) => ended).length);
  const { expected, covariance } = underEquality(groups, all);
  // The differences sum to 0, so the last group says nothing that the others do not.
  const differences = observed.slice(0, -1).map((count, g) => count - (expected[g] as number));
  const solution = solve(
    covariance.slice(0, -1).map((row) => row.slice(0, -1)),
    differences,
  );
  if (!solution) return notEstablished("the groups were not watched together while lives ended", all.length, method);
  const chiSquare = Math.max(0, sum(differences.map((difference, g) => difference * (solution[g] as number))));
  const df = groups.length - 1;
  return {
    established: true,
    chiSquare,
    df,
    p: chiSquareTail(chiSquare, df),
    observed,
    expected,
    n: all.length,
    method,
  };
}

/** The mean and covariance of the ends in each group if every life at risk were as likely to end: hypergeometric. */
function underEquality(groups: readonly (readonly Life[])[], all: readonly Life[]) {
  const expected = groups.map(() => 0);
  const covariance = groups.map(() => groups.map(() => 0));
  for (const time of endTimes(all)) {
    const ends = endsAt(all, time);
    const atRisk = riskAt(all, time);
    const shares = groups.map((lives) => riskAt(lives, time) / atRisk);
    const spread = atRisk > 1 ? (ends * (atRisk - ends)) / (atRisk - 1) : 0;
    for (const [g, share] of shares.entries()) {
      expected[g] = (expected[g] as number) + ends * share;
      for (const [h, other] of shares.entries()) {
        const row = covariance[g] as number[];
        row[h] = (row[h] as number) + spread * share * (Number(g === h) - other);
      }
    }
  }
  return { expected, covariance };
}

/** Adjusts the p-values of many tests so that the chance of any false alarm stays below the level: Holm 1979. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).toSorted((a, b) => ascending(ps[a] as number, ps[b] as number));
  const adjusted = ps.map(() => 0);
  let floor = 0;
  for (const [place, index] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (ps.length - place) * (ps[index] as number)));
    adjusted[index] = floor;
  }
  return adjusted;
}
