import { html } from "hono/html";
import type { Html } from "../text.ts";
import { quoteShell, readText, renderBadge, renderChangeCard } from "./change-card.ts";
import type { DocumentReport, ReportData } from "./data.ts";
import { markWords } from "./word-marks.ts";
import { clip, count, DISCLOSED_WORDS, formatDay, KIND_WORDS } from "./words.ts";

/** Characters shown of a clause in a table. */
const ROW_LENGTH_MAX = 220;
/** Up to this many documents their tables stand open. */
const OPEN_DOCUMENTS_MAX = 12;

/** The changes that a watchdog would lead with, severest first. */
export function renderLeading({ leading, leadingTotal, workspace }: ReportData): Html {
  const left = leadingTotal - leading.length;
  return html`<section id="leading">
    <h2>The most important changes</h2>
    <p class="small">Severity 3, then 2; what was not disclosed comes first, then what is most certain.</p>
    ${leading.length === 0 ? html`<p>We found none of severity 2 or 3.</p>` : null}
    ${leading.map((item) => renderChangeCard(item, workspace))}
    ${
      left > 0
        ? html`<p>
              ${count(left, "more change")} of severity 2 or 3 stand in the tables below. All of them, with their texts:
            </p>
            <pre><code>bin/corrigible changes --severity 2 --workspace ${quoteShell(workspace)}</code></pre>`
        : null
    }
  </section>`;
}

/** Every document with its changes, newest first. */
export function renderDocuments({ series, quietDocuments, workspace }: ReportData): Html {
  const open = series.length <= OPEN_DOCUMENTS_MAX;
  return html`<section id="documents">
    <h2>All changes, document by document</h2>
    <p class="small">
      The last column names the entry of the log that holds the new text; to prove the first one:
      <code>bin/corrigible prove 0 --workspace ${quoteShell(workspace)}</code>
    </p>
    ${series.map((document) => renderDocument(document, open, workspace))}
    ${
      quietDocuments > 0
        ? html`<p class="small">In ${count(quietDocuments, "more document")} we found no rule that was loosened or tightened.</p>`
        : null
    }
  </section>`;
}

function renderDocument(document: DocumentReport, open: boolean, workspace: string): Html {
  const { id, title, labName, versions, quietVersions, firstDate, lastDate, changes, changesTotal } = document;
  const left = changesTotal - changes.length;
  const body = html`<summary>
      <h3>${labName}: ${title}</h3>
      <span class="small">${count(changesTotal, "change")}</span>
    </summary>
    <p class="small">
      ${count(versions, "version")} from ${formatDay(firstDate)} to ${formatDay(lastDate)}, of which
      ${count(quietVersions, "was", "were")} noise.
    </p>
    ${renderTable(changes, title)}
    ${
      left > 0
        ? html`<p class="small">${count(left, "older change")} left out; all of them:</p>
            <pre><code>bin/corrigible changes --document ${quoteShell(id)} --workspace ${quoteShell(workspace)}</code></pre>`
        : null
    }`;
  return open ? html`<details class="document" open>${body}</details>` : html`<details class="document">${body}</details>`;
}

function renderTable(changes: DocumentReport["changes"], title: string): Html {
  return html`<table class="changes cards">
    <caption class="hidden">Changes of ${title}</caption>
    <thead>
      <tr>
        <th scope="col">Date</th>
        <th scope="col">Direction</th>
        <th scope="col">Clause</th>
        <th scope="col">Severity</th>
        <th scope="col">Disclosure</th>
        <th scope="col">Entry</th>
      </tr>
    </thead>
    <tbody>
      ${changes.map((change) => renderRow(change))}
    </tbody>
  </table>`;
}

function renderRow(change: DocumentReport["changes"][number]): Html {
  return html`<tr>
    <td data-label="Date"><time datetime="${change.date}">${formatDay(change.date)}</time></td>
    <td data-label="Direction">${renderBadge(change.direction)}</td>
    <td data-label="Clause">${KIND_WORDS[change.kind]}: ${renderClause(change)}</td>
    <td data-label="Severity">${change.severity}</td>
    <td data-label="Disclosure">${DISCLOSED_WORDS[change.disclosed]}</td>
    <td data-label="Entry"><code>${change.newVersion.split("@").at(-1)}</code></td>
  </tr>`;
}

function renderClause({ old, new: neu }: DocumentReport["changes"][number]): Html | null {
  const [oldText, newText] = [old, neu].map((quote) => (quote ? clip(readText(quote), ROW_LENGTH_MAX) : ""));
  const marked = markWords(oldText ?? "", newText ?? "");
  if (!old || !neu) return html`<q dir="auto">${old ? marked.old : marked.new}</q>`;
  return html`<q dir="auto">${marked.old}</q> now reads <q dir="auto">${marked.new}</q>`;
}
