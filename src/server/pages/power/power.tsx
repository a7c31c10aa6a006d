import type { Child } from "hono/jsx";
import * as Plot from "@observablehq/plot";
import { listMeasures } from "../../../index/index.ts";
import type { Established, Measure } from "../../../model/index.ts";
import { formatEstimate, Measures } from "../../card/index.ts";
import { Chart } from "../../charts/chart.tsx";
import type { Page } from "../../page.ts";
import type { Site } from "../../site.ts";
import { quantitiesOf, SeriesSection } from "./series.tsx";

/** What power labs gather: series, shares and concentration, coupling of releases, power in contracts. */
export const powerPage: Page = async (site) => {
  const measures = await listMeasures(site.index, { eval: "power-seeking" });
  const industry = measures.filter(({ lab }) => lab === "industry");
  const concentration = industry.filter(({ name }) => /-(?:hhi|cr4)$/.test(name));
  const race = industry.filter(({ name }) => /^(?:race|lead)/.test(name));
  const others = industry.filter((one) => !concentration.includes(one) && !race.includes(one));
  const quantities = quantitiesOf(measures);
  return {
    title: "Power",
    description:
      "Money, compute, people and lobbying of AI labs over time, how concentrated they are, and what is undisclosed.",
    body: (
      <>
        <h1>Power</h1>
        <p class="lead">
          What labs gather, how fast it grows, and in how few hands it is. What a lab does not disclose is told as
          undisclosed, never as zero.
        </p>
        <section aria-labelledby="series">
          <h2 id="series">Over time</h2>
          {quantities.length === 0 ? <p>No lab has a series that is long enough.</p> : null}
          {quantities.map((quantity) => (
            <SeriesSection quantity={quantity} site={site} />
          ))}
        </section>
        <Concentration measures={concentration} />
        <section aria-labelledby="race">
          <h2 id="race">Do releases answer each other?</h2>
          <p>
            A model of releases in time (a Hawkes process) asks whether a release raises the rate of the next, its own
            lab’s or another’s. <a href="/methods/power-seeking">How</a>.
          </p>
          <Race measures={race} />
        </section>
        <ContractPower measures={measures} site={site} />
        {others.length === 0 ? null : (
          <section aria-labelledby="others">
            <h2 id="others">Hold over those who check</h2>
            <Stated measures={others} />
          </section>
        )}
      </>
    ),
  };
};

/** Measures that are established as a table, and the others with the reason. */
function Stated({ measures }: { readonly measures: readonly Measure[] }): Child {
  const established = measures.filter(({ estimate }) => estimate.established);
  const missing = measures.filter(({ estimate }) => !estimate.established);
  return (
    <>
      {established.length === 0 ? null : <Measures measures={established} linked />}
      {missing.length === 0 ? null : (
        <>
          <h3 class="label">Not established</h3>
          <ul class="small">
            {missing.map(({ label, estimate }) => (
              <li>
                {label}: {estimate.established ? null : estimate.reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Shares of the largest and Herfindahl-Hirschman indices, and who does not disclose what. */
function Concentration({ measures }: { readonly measures: readonly Measure[] }): Child {
  if (measures.length === 0) return null;
  const undisclosed = measures
    .filter(({ name }) => name.endsWith("-hhi"))
    .map(({ label, detail }) => ({
      label: label.replace(/: concentration.*$/, ""),
      labs: (detail?.rows ?? []).flatMap(([lab, value]) => (value === null ? [String(lab)] : [])),
    }))
    .filter(({ labs }) => labs.length > 0);
  return (
    <section aria-labelledby="concentration">
      <h2 id="concentration">In how few hands</h2>
      <Stated measures={measures} />
      {undisclosed.length === 0 ? null : (
        <>
          <h3>Undisclosed</h3>
          <ul>
            {undisclosed.map(({ label, labs }) => (
              <li>
                {label}: {labs.join(", ")}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** The coupling as dots with intervals where it was established; the reason where not. */
function Race({ measures }: { readonly measures: readonly Measure[] }): Child {
  const drawn = measures.filter(isDrawn);
  return (
    <>
      {drawn.length === 0 ? null : (
        <IntervalChart
          sentence="What the fitted model says, with 90 % intervals; an interval that reaches zero is no coupling that can be told."
          measures={drawn}
          nameOf={({ label }) => label}
        />
      )}
      <Stated measures={measures} />
    </>
  );
}

interface Drawn extends Measure {
  readonly estimate: Established;
}

const isDrawn = (measure: Measure): measure is Drawn => measure.estimate.established;

/** Powers that labs reserve in their own terms against duties that they accept, a lab a row. */
function ContractPower({ measures, site }: { readonly measures: readonly Measure[]; readonly site: Site }): Child {
  const drawn = measures.filter(({ name }) => name === "contract-power").filter(isDrawn);
  if (drawn.length === 0) return null;
  return (
    <section aria-labelledby="contract">
      <h2 id="contract">Power in contracts</h2>
      <IntervalChart
        sentence="Powers that a lab reserves for each duty or promise it accepts, counted in its own terms; 1 is as many of one as of the other. By name: not a ranking."
        measures={drawn.toSorted((a, b) => (a.lab < b.lab ? -1 : 1))}
        nameOf={({ lab }) => site.frame.labs[lab] ?? lab}
      />
      <p class="small">{drawn[0]?.caution}</p>
    </section>
  );
}

const ROW_HEIGHT = 17;

interface IntervalChartProps {
  readonly sentence: string;
  readonly measures: readonly Drawn[];
  readonly nameOf: (measure: Measure) => string;
}

/** Dots with their intervals, a row each; an end that the data leave open runs to the edge. */
function IntervalChart({ sentence, measures, nameOf }: IntervalChartProps): Child {
  const finite = (value: number | null, fallback: number): number =>
    value !== null && Number.isFinite(value) ? value : fallback;
  const most = Math.max(...measures.map(({ estimate }) => finite(estimate.high, estimate.value)));
  const rows = measures.map((measure) => ({
    name: nameOf(measure),
    value: measure.estimate.value,
    low: finite(measure.estimate.low, 0),
    high: finite(measure.estimate.high, most),
    title: `${nameOf(measure)}: ${formatEstimate(measure.estimate, measure.unit)}`,
  }));
  return (
    <Chart
      sentence={sentence}
      options={{
        height: 50 + ROW_HEIGHT * rows.length,
        marginLeft: 190,
        x: { label: null, grid: true, nice: true, zero: true },
        y: { label: null, domain: rows.map(({ name }) => name) },
        marks: [
          Plot.ruleY(rows, { y: "name", x1: "low", x2: "high", strokeWidth: 5, strokeOpacity: 0.3 }),
          Plot.dot(rows, { x: "value", y: "name", r: 3.5, fill: "currentColor", title: "title" }),
        ],
      }}
      table={{
        columns: ["What", "Value with its 90 % interval"],
        rows: measures.map((measure) => [nameOf(measure), formatEstimate(measure.estimate, measure.unit)]),
      }}
    />
  );
}
