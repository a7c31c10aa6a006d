import { EVAL_TITLES, EVALS } from "../../model/index.ts";
import { Interval } from "../card/balances.tsx";
import { formatEstimate } from "../card/format.ts";
import { html } from "hono/html";
import type { Html } from "../text.ts";
import type { LabBalances, ReportData } from "./data.ts";
import { count } from "./words.ts";

/** Where a lab's card lies beside the report. */
export const cardPath = (lab: string): string => `cards/${lab}.html`;

/** Labs against evals: how the evidence leans. In the order of the labs' ids: a rank would say more than is known. */
export function renderBalances({ balances, asOf }: ReportData): Html | null {
  if (balances.length === 0) return null;
  return html`<section id="evals">
    <h2>Six evals of ${count(balances.length, "lab")}</h2>
    <p class="small">
      How the public evidence leans, as of ${asOf}: from all reassuring (left) to all concerning (right), the bar being
      the range that holds it nine times in ten. It is no probability of misalignment; labs with more press have more
      records, so rows side by side do not rank labs. A dotted line: no public evidence. Each name leads to the lab’s card.
    </p>
    <div class="scroll">
      <table class="matrix">
        <thead>
          <tr><th scope="col">Lab</th>${EVALS.map((name) => html`<th scope="col">${EVAL_TITLES[name]}</th>`)}</tr>
        </thead>
        <tbody>${balances.map(renderLab)}</tbody>
      </table>
    </div>
  </section>`;
}

/** Width of one interval in the matrix, in pixels. */
const INTERVAL_WIDTH = 110;

function renderLab({ lab, name, assessments }: LabBalances): Html {
  return html`<tr>
    <th scope="row"><a href="${cardPath(lab)}">${name}</a></th>
    ${assessments.map(
      ({ balance, findings }) =>
        html`<td title="${formatEstimate(balance, "index")}">
          ${Interval({ balance, width: INTERVAL_WIDTH })}
          <span class="small">${balance.established ? count(findings, "finding") : "no public evidence"}</span>
        </td>`,
    )}
  </tr>`;
}
