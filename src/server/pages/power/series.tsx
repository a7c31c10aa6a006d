import * as Plot from "@observablehq/plot";
import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import type { Measure } from "../../../model/index.ts";
import { formatEstimate, formatValue } from "../../card/index.ts";
import { Chart } from "../../charts/chart.tsx";
import type { Site } from "../../site.ts";

/** A quantity that several labs have a series of: what its measures' names begin with. */
export interface Quantity {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly growth: readonly Measure[];
}

interface Point {
  readonly lab: string;
  readonly date: Date;
  readonly value: number;
  readonly standing: string;
}

const GROWTH = "-growth";
const TABLE_ROWS_MAX = 80;

/** The quantities that measures of growth tell of, in the eval's own order. */
export function quantitiesOf(measures: readonly Measure[]): Quantity[] {
  const growth = measures.filter(({ name, lab }) => name.endsWith(GROWTH) && lab !== "industry");
  return [...Map.groupBy(growth, ({ name }) => name.slice(0, -GROWTH.length))].map(([key, own]) => {
    const latest = measures.find(({ name }) => name === `${key}-latest`);
    return { key, growth: own, unit: latest?.unit ?? "", label: (latest?.label ?? key).replace(/: latest known$/, "") };
  });
}

/** The points that a measure of growth was made from: its detail table is date, value, low, high, standing, what. */
function pointsOf({ lab, detail }: Measure, site: Site): Point[] {
  return (detail?.rows ?? []).flatMap(([date, value, , , standing]) =>
    typeof date === "string" && typeof value === "number" && value > 0
      ? [{ lab: site.frame.labs[lab] ?? lab, date: new Date(date), value, standing: String(standing) }]
      : [],
  );
}

/** One quantity over time, a line a lab on one scale, and how fast it grows. */
export function SeriesSection({ quantity, site }: { readonly quantity: Quantity; readonly site: Site }): Child {
  const { key, label, unit, growth } = quantity;
  const points = growth.flatMap((measure) => pointsOf(measure, site));
  const last = [...Map.groupBy(points, ({ lab }) => lab).values()].flatMap((own) => own.at(-1) ?? []);
  return (
    <section aria-labelledby={key}>
      <h3 id={key}>{label}</h3>
      {points.length === 0 ? null : (
        <Chart
          sentence={`${label}, as far as it is known: a line a lab, on a scale on which equal steps are equal factors. Hollow dots are reported or estimated, full ones disclosed.`}
          options={{
            height: 280,
            marginLeft: 70,
            marginRight: 90,
            x: { type: "utc", label: null },
            y: {
              type: "log",
              label: unit,
              grid: true,
              tickFormat: (value: number) => formatValue(value, unit),
              ticks: 5,
            },
            marks: [
              Plot.line(points, { x: "date", y: "value", z: "lab", strokeWidth: 1.3, strokeOpacity: 0.6 }),
              Plot.dot(points, {
                x: "date",
                y: "value",
                r: 3,
                stroke: "currentColor",
                fill: (point: Point) => (point.standing === "disclosed" ? "currentColor" : "none"),
                title: (point: Point) =>
                  `${point.lab}, ${point.date.toISOString().slice(0, 10)}: ${formatValue(point.value, unit)} (${point.standing})`,
              }),
              Plot.text(last, { x: "date", y: "value", text: "lab", dx: 7, textAnchor: "start" }),
            ],
          }}
          table={{
            columns: ["Lab", "Day", `Value (${unit})`, "Standing"],
            rows: points
              .slice(0, TABLE_ROWS_MAX)
              .map((point) => [point.lab, point.date.toISOString().slice(0, 10), point.value, point.standing]),
          }}
        />
      )}
      <ul class="small columns">
        {growth.map(({ lab, estimate, evidence: [first] }) => (
          <li>
            <LabLink site={site} lab={lab} anchor="#power-seeking" />, growth a year:{" "}
            {formatEstimate(estimate, "share")}
            {first === undefined ? null : (
              <>
                {" "}
                <a href={`/evidence/${encodeURI(first).replace("#", "%23")}`}>evidence</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
