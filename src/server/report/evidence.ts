import { html } from "hono/html";
import type { Html } from "../text.ts";
import { quoteShell } from "./change-card.ts";
import type { ReportData } from "./data.ts";
import { count, formatNumber, NOISE_WORDS } from "./words.ts";

/** What was set aside, so that a reader can disagree. */
export function renderNoise({ noise, versions, workspace }: ReportData): Html {
  const total = noise.reduce((sum, row) => sum + row.count, 0);
  const share = versions === 0 ? 0 : Math.round((100 * total) / versions);
  return html`<section id="noise">
    <h2>Set aside as noise</h2>
    <p>
      ${count(total, "version")} of ${formatNumber(versions)} (${share} %) ${total === 1 ? "is" : "are"} no change by the
      lab. Nothing is deleted: every text is in the evidence log, and
      <code>bin/corrigible changes --suppressed --workspace ${quoteShell(workspace)}</code> lists what was set aside.
    </p>
    <table class="noise">
      <thead>
        <tr><th scope="col">Kind</th><th scope="col">What it is</th><th scope="col">Versions</th></tr>
      </thead>
      <tbody>
        ${noise.map(
          ({ kind, count }) =>
            html`<tr><th scope="row">${kind}</th><td>${NOISE_WORDS[kind]}</td><td>${formatNumber(count)}</td></tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** How anyone checks that nothing was altered. */
export function renderVerify({ log, workspace }: ReportData): Html {
  const folder = quoteShell(workspace);
  return html`<section id="verify">
    <h2>How to verify</h2>
    <p>
      Every recorded text is a leaf of an append-only Merkle tree (RFC 6962), whose root this report rests on. A proof
      says in plain words: we held these bytes when the tree had this root, and have not altered them since. It does not
      say who wrote them.
    </p>
    <table class="receipt">
      <caption>The evidence log</caption>
      <tr><th scope="row">Log</th><td><code>${log.origin}</code></td></tr>
      <tr><th scope="row">Entries</th><td>${formatNumber(log.size)}</td></tr>
      <tr><th scope="row">Root</th><td><code>${log.root}</code></td></tr>
      <tr><th scope="row">Public key</th><td><code>${log.vkey}</code></td></tr>
    </table>
    <p>Check every byte of the evidence, from the checkout:</p>
    <pre><code>bin/corrigible verify --workspace ${folder}</code></pre>
    <p>Make a proof of one version, and check it elsewhere, without this workspace and offline:</p>
    <pre><code>bin/corrigible prove 0 --out version.proof --workspace ${folder}
bin/corrigible verify version.proof</code></pre>
    <p>The signed checkpoint (<span class="small">C2SP tlog-checkpoint</span>):</p>
    <pre class="checkpoint"><code>${log.checkpoint}</code></pre>
  </section>`;
}

/** Our words, in a line each. */
export function renderGlossary(): Html {
  const words: readonly (readonly [string, string])[] = [
    ["Loosens", "the lab is less constrained or more powerful, or users and the public are less protected."],
    ["Tightens", "the mirror image: the lab is more constrained, or users and the public are better protected."],
    ["Clause", "one rule or statement with the headings and lead-ins that it stands under."],
    ["Severity", "3: a watchdog would lead with it; 2: a watchdog would mention it; 1: minor."],
    ["Confidence", "how often a change stated so is right: of those stated with 0.8, eight in ten."],
    ["Nearest clause", "where a clause went, the one left that comes closest, and the share of its scope that it covers."],
    ["Noise", "a recorded version that is no change by the lab: an error page, moved links, another language."],
  ];
  return html`<section id="words">
    <h2>Words</h2>
    <dl class="glossary">
      ${words.map(([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}
    </dl>
    <p class="small">
      A program read these documents; it can be wrong in both directions. Each change gives the words it rests on: read
      them before you rely on it.
    </p>
  </section>`;
}
