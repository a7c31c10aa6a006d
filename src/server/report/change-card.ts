import { visibleText } from "../../clauses/index.ts";
import type { Nearest, Quote } from "../../model/index.ts";
import { html } from "hono/html";
import type { Html } from "../text.ts";
import type { ReportChange, ReportVersion } from "./data.ts";
import { markWords } from "./word-marks.ts";
import {
  clip,
  DIRECTION_WORDS,
  DISCLOSED_SENTENCES,
  DISCLOSED_WORDS,
  formatDay,
  formatNumber,
  KIND_WORDS,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "./words.ts";

/** Characters shown of a clause, of a note, and of a clause as a heading; the whole text is in the evidence. */
const CLAUSE_LENGTH_MAX = 1_600;
const NOTE_LENGTH_MAX = 600;
const HEADING_LENGTH_MAX = 90;
/** Characters shown of one heading or lead-in above a clause. */
const LEAD_LENGTH_MAX = 160;

/** One change with all that a reader needs to judge it, and the way to its proof. */
export function renderChangeCard(item: ReportChange, workspace: string): Html {
  const { change, title } = item;
  const { direction, kind, severity, subject, confidence, disclosed } = change;
  return html`<article class="change ${direction}" id="change-${change.id}-${item.new.logIndex}">
    <p class="where"><time datetime="${change.date}">${formatDay(change.date)}</time> · ${title} · log entries ${item.old.logIndex} and ${item.new.logIndex}</p>
    <h3>${clip(readText((change.old ?? change.new) as Quote), HEADING_LENGTH_MAX)}</h3>
    <p class="facts">
      ${renderBadge(direction)} ${KIND_WORDS[kind]} · ${SUBJECT_WORDS[subject]} · severity ${severity}
      (${SEVERITY_WORDS[severity]}) · confidence ${confidence.toFixed(2)} ·
      <strong>${DISCLOSED_WORDS[disclosed]}</strong>
    </p>
    ${renderTexts(change)}
    <dl class="beside-texts">
      ${renderNearest(change)} ${renderNote(item)}
    </dl>
    ${renderProof(item, workspace)}
  </article>`;
}

/** The direction as a word with its bracket: colour never stands alone. */
export function renderBadge(direction: ReportChange["change"]["direction"]): Html {
  return html`<span class="badge ${direction}">${DIRECTION_WORDS[direction]}</span>`;
}

/** A clause in the words that a reader sees, without marks and links. */
export const readText = (quote: Quote): string => visibleText(quote.text);

function renderTexts({ old, new: neu }: ReportChange["change"]): Html {
  const [oldText, newText] = [old, neu].map((quote) => (quote ? clip(readText(quote), CLAUSE_LENGTH_MAX) : ""));
  const marked = markWords(oldText ?? "", newText ?? "");
  return html`<div class="texts">
    <div>
      <h4>Old text</h4>
      ${old ? [renderPath(old.path), html`<blockquote dir="auto">${marked.old}</blockquote>`] : html`<p class="absent">This clause was not there.</p>`}
    </div>
    <div>
      <h4>New text</h4>
      ${neu ? [renderPath(neu.path), html`<blockquote dir="auto">${marked.new}</blockquote>`] : html`<p class="absent">This clause is no longer there.</p>`}
    </div>
  </div>`;
}

function renderPath(path: readonly string[]): Html | null {
  if (path.length === 0) return null;
  return html`<p class="path" dir="auto">${path.map((lead) => clip(visibleText(lead), LEAD_LENGTH_MAX)).join(" › ")}</p>`;
}

function renderNearest({ old, new: neu, nearest }: ReportChange["change"]): Html | null {
  if (old && neu) return null;
  return html`<div>
    <dt>${old ? "Nearest clause that is left" : "Nearest clause before"}</dt>
    <dd>${nearest ? renderCoverage(nearest) : `No clause of the ${old ? "new" : "old"} text comes near.`}</dd>
  </div>`;
}

function renderCoverage({ text, coverage }: Nearest): Html {
  const percent = Math.round(coverage * 100);
  return html`${clip(visibleText(text), NOTE_LENGTH_MAX)}
    <span class="coverage">
      <svg width="80" height="6" aria-hidden="true">
        <rect class="track" width="100%" height="6" />
        <rect class="fill" width="${percent}%" height="6" />
      </svg>
      covers ${percent} %
    </span>`;
}

function renderNote({ change, note }: ReportChange): Html {
  return html`<div>
    <dt>What the document says of its change</dt>
    <dd>
      ${note === null ? "None found." : html`“${clip(visibleText(note), NOTE_LENGTH_MAX)}”`}
      ${note === null && change.disclosed === "no-note" ? null : DISCLOSED_SENTENCES[change.disclosed]}
    </dd>
  </div>`;
}

/** Reads like a receipt. */
function renderProof({ old, new: neu }: ReportChange, workspace: string): Html {
  return html`<details class="proof">
    <summary>Evidence and proof</summary>
    ${renderReceipt("Old version", old)} ${renderReceipt("New version", neu)}
    <p>To prove both versions, from the checkout:</p>
    <pre><code>${[old, neu].map(({ id }) => `bin/corrigible prove ${quoteShell(id)} --workspace ${quoteShell(workspace)}`).join("\n")}</code></pre>
  </details>`;
}

function renderReceipt(name: string, { id, date, logIndex, blob, commit, path }: ReportVersion): Html {
  return html`<table class="receipt">
    <caption>${name}</caption>
    <tr><th scope="row">Version</th><td>${id}</td></tr>
    <tr><th scope="row">Recorded by the archive</th><td>${date}</td></tr>
    <tr><th scope="row">Entry of the log</th><td>${formatNumber(logIndex)}</td></tr>
    <tr><th scope="row">SHA-256 of the text</th><td><code>${blob}</code></td></tr>
    <tr><th scope="row">Commit and path</th><td><code>${commit}</code> ${path}</td></tr>
  </table>`;
}

/** An argument as a shell takes it. */
export function quoteShell(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
