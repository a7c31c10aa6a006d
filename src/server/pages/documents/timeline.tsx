import * as Plot from "@observablehq/plot";
import type { Child } from "hono/jsx";
import type { ListedChange, VersionRow } from "../../../index/index.ts";
import { Chart } from "../../charts/chart.tsx";
import { clauseOf } from "../../components/change-line.tsx";
import { formatDay } from "../../report/words.ts";

const LANES = ["loosens", "tightens", "set aside"] as const;
/** Rows of the table under the picture. */
const ROWS_MAX = 60;
/** Changes drawn: more would be one blot, and the page has a limit. */
const DRAWN_MAX = 250;

/** Changes and noise on one axis of time, a lane each. */
export function Timeline({
  versions,
  changes,
}: {
  readonly versions: readonly VersionRow[];
  readonly changes: readonly ListedChange[];
}): Child {
  const marks = changes.slice(0, DRAWN_MAX).map((listed) => ({
    date: new Date(listed.change.date),
    lane: listed.change.direction,
    severity: listed.change.severity,
    href: `/changes/${listed.change.id}`,
    title: `${formatDay(listed.change.date)}, severity ${listed.change.severity}: ${clauseOf(listed, 90)}`,
  }));
  const noise = versions
    .filter((version) => version.noise !== null)
    .map(({ date }) => ({ date: new Date(date), lane: "set aside" }));
  if (marks.length + noise.length === 0) return null;
  return (
    <section aria-labelledby="when">
      <h2 id="when">When it changed</h2>
      <Chart
        sentence="Changes that matter, the larger the graver, and versions set aside as noise, in time."
        options={{
          height: 170,
          marginLeft: 80,
          x: { type: "utc", label: null },
          y: { domain: LANES, label: null },
          marks: [
            Plot.ruleY(LANES, { strokeOpacity: 0.15 }),
            Plot.tickX(noise, { x: "date", y: "lane", strokeOpacity: 0.5 }),
            Plot.dot(marks, {
              x: "date",
              y: "lane",
              r: (mark: { severity: number }) => 2 + 2 * mark.severity,
              symbol: (mark: { lane: string }) => (mark.lane === "loosens" ? "circle" : "square"),
              strokeWidth: 1.6,
              href: "href",
              title: "title",
            }),
          ],
        }}
        table={{
          columns: ["Day", "Direction", "Severity", "Clause"],
          rows: changes
            .slice(0, ROWS_MAX)
            .map((listed) => [
              listed.change.date.slice(0, 10),
              listed.change.direction,
              listed.change.severity,
              clauseOf(listed, 90),
            ]),
        }}
      />
    </section>
  );
}
