import * as Plot from "@observablehq/plot";
import type { Child } from "hono/jsx";
import type { ClauseRow, VersionRow } from "../../../index/index.ts";
import type { NormType } from "../../../model/index.ts";
import { Chart } from "../../charts/chart.tsx";

/** Who is bound to what, in words. */
export const NORM_WORDS: Readonly<Record<Exclude<NormType, "none">, string>> = {
  "use-ban": "bans on a use",
  "use-exemption": "exemptions from bans",
  "lab-promise": "promises of the lab",
  "lab-power": "powers of the lab",
  "user-burden": "burdens on users",
  "user-right": "rights of users",
};

export interface BoundCount {
  readonly date: string;
  readonly norm: Exclude<NormType, "none">;
  readonly clauses: number;
}

/** How many clauses of each kind were in force from each day on which that changed. Intervals are [since, until). */
export function countBound(clauses: readonly Pick<ClauseRow, "norm" | "since" | "until">[]): BoundCount[] {
  return (Object.keys(NORM_WORDS) as (keyof typeof NORM_WORDS)[]).flatMap((norm) => {
    const steps = new Map<string, number>();
    const add = (date: string, by: number): unknown => steps.set(date, (steps.get(date) ?? 0) + by);
    for (const { since, until } of clauses.filter((clause) => clause.norm === norm)) {
      add(since, 1);
      if (until !== null) add(until, -1);
    }
    let total = 0;
    return [...steps]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([date, by]) => ({ date, norm, clauses: (total += by) }));
  });
}

/** Days in the table under the picture. */
const ROWS_MAX = 60;

/** Counts of bans, promises, powers, burdens and rights in time, one axis for all. */
export function BoundCounts({
  clauses,
  versions,
}: {
  readonly clauses: readonly ClauseRow[];
  readonly versions: readonly VersionRow[];
}): Child {
  const counts = countBound(clauses);
  if (counts.length === 0) return null;
  const end = versions.at(-1)?.date ?? "";
  const lines = [...Map.groupBy(counts, ({ norm }) => norm)].flatMap(([norm, own]) => {
    const last = own.at(-1) as BoundCount;
    const points = last.date < end ? [...own, { ...last, date: end }] : own;
    return points.map(({ date, clauses: amount }) => ({
      date: new Date(date),
      kind: NORM_WORDS[norm],
      clauses: amount,
    }));
  });
  return (
    <section aria-labelledby="bound">
      <h2 id="bound">Who was bound to what</h2>
      <Chart
        sentence="Clauses in force, by what they do: bans, exemptions, promises and powers of the lab, burdens on users and their rights."
        options={{
          height: 420,
          marginLeft: 150,
          marginRight: 30,
          x: { type: "utc", label: null },
          y: { label: "clauses", grid: true, axis: "right", ticks: 3 },
          fy: { label: null, axis: "left" },
          facet: { data: lines, y: "kind" },
          marks: [
            Plot.areaY(lines, { x: "date", y: "clauses", fillOpacity: 0.12, curve: "step-after" }),
            Plot.lineY(lines, { x: "date", y: "clauses", curve: "step-after", strokeWidth: 1.5 }),
          ],
        }}
        table={{
          columns: ["From", "What", "Clauses in force"],
          rows: counts
            .toSorted((a, b) => (a.date < b.date ? 1 : -1))
            .slice(0, ROWS_MAX)
            .map(({ date, norm, clauses: amount }) => [date.slice(0, 10), NORM_WORDS[norm], amount]),
        }}
      />
    </section>
  );
}
