import { html } from "hono/html";
import type { Html } from "../text.ts";
import { renderFile } from "../page-frame.ts";
import { renderAnswer } from "./answer.ts";
import { renderDocuments, renderLeading } from "./changes.ts";
import { renderBalances } from "./balances.ts";
import type { ReportData } from "./data.ts";
import { renderGlossary, renderNoise, renderVerify } from "./evidence.ts";
import { toMarkup } from "../text.ts";
import { renderTimeline } from "./timeline.ts";
import { count, formatDay } from "./words.ts";

/** The whole report as one HTML file: no script, nothing from elsewhere, and a policy that forbids both. */
export function renderReport(data: ReportData): string {
  const [lab = "nobody"] = data.labs;
  const heading =
    data.labs.length === 1 ? `What ${lab} changed in its rules` : `What ${data.labs.length} labs changed in their rules`;
  const body = html`${renderHeader(data, heading)}
      <main>
        ${renderAnswer(data)} ${renderBalances(data)} ${renderTimeline(data)} ${renderLeading(data)}
        ${renderDocuments(data)} ${renderNoise(data)} ${renderVerify(data)} ${renderGlossary()}
      </main>
      <footer>
        <p>
          Made by Corrigible from ${count(data.log.size, "log entry", "log entries")}, root
          <code>${data.log.root}</code>
        </p>
      </footer>`;
  return renderFile({ title: heading, body: toMarkup(body) });
}

const SECTIONS = [
  ["answer", "Answer"],
  ["evals", "Six evals"],
  ["timeline", "When"],
  ["leading", "Most important"],
  ["documents", "All changes"],
  ["noise", "Noise"],
  ["verify", "Verify"],
] as const;

function renderHeader(data: ReportData, heading: string): Html {
  return html`<header>
    <p class="brand">Corrigible · audit of published rules</p>
    <h1>${heading}</h1>
    <p class="sub">
      ${count(data.versions, "recorded version")} of ${count(data.documents, "document")}, ${formatDay(data.firstDate)} to ${formatDay(data.lastDate)}. Source: ${data.source}.
    </p>
    ${
      data.fictional
        ? html`<p class="notice">
            <strong>An example.</strong> ${data.labs[0]} does not exist. We wrote its policies and their history, so that
            every kind of change and of noise can be seen offline.
          </p>`
        : null
    }
    <nav aria-label="Sections">
      ${SECTIONS.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}
    </nav>
  </header>`;
}
