import { type DataTable, EVAL_TITLES, type Finding, type Measure } from "../../model/index.ts";
import { html, type Html } from "../html.ts";
import { renderPage } from "../page-frame.ts";
import { STYLE } from "../report/style.ts";
import { formatNumber } from "../report/words.ts";
import { renderBalances } from "./balances.ts";
import type { CardData, CardEval } from "./data.ts";
import { formatComparison, formatCounts, formatDated, formatEstimate, SOURCE_WORDS } from "./format.ts";
import { CARD_STYLE } from "./style.ts";

const WHOLE_STYLE = `${STYLE}${CARD_STYLE}`;
/** The card as one HTML file that prints well: no script, nothing from elsewhere. */
export function renderCardPage(card: CardData): string {
  const body = html`<header>
      <p class="brand">Corrigible · lab card</p>
      <h1>${card.labName}</h1>
      <p class="sub">As of ${card.asOf} · rubric ${card.rubric} · evidence log ${card.log.origin}</p>
      ${card.summary.map((line) => html`<p>${line}</p>`)}
    </header>
    <main>
      <section id="balances">
        <h2>The six evals</h2>
        ${renderBalances(card.evals)}
      </section>
      ${card.evals.map(renderSection)} ${renderList("What would change this assessment", card.changers)}
      ${renderList("Questions to ask the lab", card.questions)}
    </main>
    <footer>
      <p>
        Made by Corrigible from ${formatNumber(card.log.size)} entries of the log <code>${card.log.origin}</code>, root
        <code>${card.log.root}</code>. To check an input: <code>corrigible prove ID</code> with an id named as evidence.
      </p>
    </footer>`;
  return renderPage({ title: `Lab card: ${card.labName}`, style: WHOLE_STYLE, body });
}

function renderSection(section: CardEval): Html {
  const { name, assessment, measures, missing, findings, findingsLeft, comparisons } = section;
  const { coverage, robustness } = assessment;
  return html`<section id="${name}" class="eval">
    <h2>${EVAL_TITLES[name]}</h2>
    <p class="lead-figure">Balance of evidence: <strong>${formatEstimate(assessment.balance, "index")}</strong></p>
    <p class="small">
      ${robustness === null ? null : `Under other weights the mean stays in this range in ${Math.round(robustness * 100)} % of draws. `}
      ${coverage.length === 0 ? null : `Looked for: ${coverage.map(({ what, found }) => `${what} (${found})`).join(", ")}.`}
    </p>
    ${measures.length === 0 ? null : renderMeasures(measures)}
    ${findings.length === 0 ? html`<p class="absent">No public evidence was found.</p>` : findings.map(renderFinding)}
    ${findingsLeft > 0 ? html`<p class="small">${findingsLeft} more findings: <code>corrigible findings --eval ${name}</code></p>` : null}
    ${renderLines(
      "Beside other labs",
      comparisons.map((one) => formatComparison(one, assessment.lab)),
    )}
    ${renderLines(
      "Not established",
      missing.map(({ label, estimate }) => `${label}: ${estimate.established ? "" : estimate.reason}`),
    )}
  </section>`;
}

function renderMeasures(measures: readonly Measure[]): Html {
  return html`<table class="cards measures">
      <caption>
        Measures, each with its 90 % interval
      </caption>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">Value</th>
          <th scope="col">Read with care</th>
        </tr>
      </thead>
      <tbody>
        ${measures.map((measure, at) => renderMeasure(measure, measures, at))}
      </tbody>
    </table>
    ${measures.map(({ label, detail }) => (detail && detail.rows.length > 0 ? renderDetail(label, detail) : null))}`;
}

/** Neighbours of one caution share its cell. */
function renderMeasure(measure: Measure, all: readonly Measure[], at: number): Html {
  const { label, estimate, unit, caution } = measure;
  const counts = formatCounts(measure);
  const others = all.slice(at).findIndex((one) => one.caution !== caution);
  const span = others === -1 ? all.length - at : others;
  return html`<tr>
    <th scope="row">${label}</th>
    <td data-label="Value">
      ${formatEstimate(estimate, unit)}${counts === "" ? null : html` <span class="small">${counts}</span>`}
    </td>
    ${all[at - 1]?.caution === caution ? null : html`<td data-label="Read with care" rowspan="${span}" class="small">${caution}</td>`}
  </tr>`;
}

/** Rows of a detail table that are shown; `corrigible export` has all. */
const DETAIL_ROWS_MAX = 40;

function renderDetail(label: string, { columns, rows }: DataTable): Html {
  const left = rows.length - DETAIL_ROWS_MAX;
  return html`<details class="detail">
    <summary>Data: ${label}</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, DETAIL_ROWS_MAX).map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${formatCell(cell)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="small">${left} more rows in <code>corrigible export</code>.</p>` : null}
  </details>`;
}

function formatCell(cell: string | number | null): string {
  if (cell === null) return "undisclosed";
  if (typeof cell === "string") return cell;
  return Number.isInteger(cell) && Math.abs(cell) < 3000
    ? String(cell)
    : cell.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

function renderFinding(finding: Finding): Html {
  const { title, when, bearing, severity, state, sourceWeight, summary, counter, reply, evidence, seed } = finding;
  return html`<article class="finding ${bearing}">
    <h3>${title}</h3>
    <p class="facts">
      <span class="badge ${bearing}">${bearing}</span> ${formatDated(when)} · severity ${severity} · ${state} ·
      ${SOURCE_WORDS[sourceWeight]}${seed ? " · cited by the founding essay" : null}
    </p>
    <p>${summary}</p>
    <dl class="beside-texts">
      <div>
        <dt>Against this reading</dt>
        <dd>${counter}</dd>
      </div>
      <div>
        <dt>The lab’s reply</dt>
        <dd>${reply ?? "None recorded."}</dd>
      </div>
    </dl>
    <p class="small">
      Evidence:
      ${evidence.slice(0, EVIDENCE_MAX).map((id) => html`<code>${id}</code> `)}${evidence.length > EVIDENCE_MAX ? `and ${evidence.length - EVIDENCE_MAX} more` : null}
    </p>
  </article>`;
}

/** Evidence ids named under one finding. */
const EVIDENCE_MAX = 6;

function renderList(title: string, items: readonly string[]): Html | null {
  if (items.length === 0) return null;
  return html`<section>
    <h2>${title}</h2>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </section>`;
}

function renderLines(title: string, items: readonly string[]): Html | null {
  if (items.length === 0) return null;
  return html`<h4>${title}</h4>
    <ul class="small">
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`;
}
