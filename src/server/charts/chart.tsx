import * as Plot from "@observablehq/plot";
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { parseHTML } from "linkedom";

/** Width of a chart's own coordinates; a page scales it down to its column. */
export const CHART_WIDTH = 720;
/** Font size in these coordinates: 12 px on a desk. */
const FONT_SIZE = 12;

/** What a chart shows, in figures and words; a cell may lead to its evidence. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ChartCell[])[];
}
export type ChartCell = string | number | null | { readonly text: string; readonly href: string };

export interface ChartProps {
  /** What the chart shows, in one sentence: its caption, and what a screen reader says in its place. */
  readonly sentence: string;
  readonly options: Plot.PlotOptions;
  /** The same data as a table. */
  readonly table: ChartTable;
}

/** A figure drawn on the server: caption, SVG, and its data as a table that opens. */
export function Chart({ sentence, options, table }: ChartProps): Child {
  return (
    <figure>
      <figcaption>{sentence}</figcaption>
      {raw(drawChart(sentence, options))}
      <ChartData table={table} />
    </figure>
  );
}

/** The data behind a picture. */
export function ChartData({ table: { columns, rows } }: { readonly table: ChartTable }): Child {
  return (
    <details class="data">
      <summary>The data as a table</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>{showCell(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function showCell(cell: ChartCell): Child {
  if (cell === null) return "–";
  return typeof cell === "object" ? <a href={cell.href}>{cell.text}</a> : cell;
}

/**
 * The chart as SVG markup. Plot builds elements, so texts in it are escaped. Its style sheet goes, which the page's
 * policy would refuse: base.css has the rules.
 */
function drawChart(sentence: string, options: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({ width: CHART_WIDTH, className: "plot", figure: false, ...options, document });
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const styled of svg.querySelectorAll("[style]")) styled.removeAttribute("style");
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  // A picture with links in it is no picture to a screen reader, but a group of them.
  svg.setAttribute("role", svg.querySelector("a") === null ? "img" : "group");
  svg.setAttribute("aria-label", sentence);
  svg.setAttribute("font-size", String(FONT_SIZE));
  return svg.outerHTML;
}
