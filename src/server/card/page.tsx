import type { Child } from "hono/jsx";
import { type DataTable, EVAL_TITLES, type Finding, type Measure } from "../../model/index.ts";
import { renderFile } from "../page-frame.ts";
import { formatNumber } from "../report/words.ts";
import { toMarkup } from "../text.ts";
import { Balances } from "./balances.tsx";
import type { CardData, CardEval } from "./data.ts";
import {
  formatComparison,
  formatCounts,
  formatDated,
  formatEstimate,
  sayDropped,
  sayNoFinding,
  SOURCE_WORDS,
} from "./format.ts";

/** The card as one HTML file that prints well: no script, nothing from elsewhere. */
export function renderCardPage(card: CardData): string {
  const body = (
    <>
      <header>
        <p class="brand">Corrigible · lab card</p>
        <h1>{card.labName}</h1>
        <CardSummary card={card} />
      </header>
      <main>
        <CardBody card={card} linked={false} />
      </main>
      <footer>
        <p>
          Made by Corrigible from {formatNumber(card.log.size)} entries of the log <code>{card.log.origin}</code>, root{" "}
          <code>{card.log.root}</code>. To check an input: <code>corrigible prove ID</code> with an id named as
          evidence.
        </p>
      </footer>
    </>
  );
  return renderFile({ title: `Lab card: ${card.labName}`, body: toMarkup(body) });
}

/** What stands under the lab's name. */
export function CardSummary({ card }: { readonly card: CardData }): Child {
  return (
    <>
      <p class="sub">
        As of {card.asOf} · rubric {card.rubric} · evidence log {card.log.origin}
      </p>
      {card.summary.map((line) => (
        <p>{line}</p>
      ))}
    </>
  );
}

/** The six sections and what follows them. `linked`: evidence leads to its page on the site. */
export function CardBody({ card, linked }: { readonly card: CardData; readonly linked: boolean }): Child {
  return (
    <>
      <section id="balances">
        <h2>The six evals</h2>
        <Balances evals={card.evals} />
      </section>
      {card.evals.map((section) => (
        <Section section={section} linked={linked} />
      ))}
      <List title="What would change this assessment" items={card.changers} />
      <List title="Questions to ask the lab" items={card.questions} />
    </>
  );
}

function Section({ section, linked }: { readonly section: CardEval; readonly linked: boolean }): Child {
  const { name, assessment, measures, missing, findings, findingsLeft, findingsDropped, comparisons } = section;
  const { coverage, robustness } = assessment;
  return (
    <section id={name} class="eval">
      <h2>{EVAL_TITLES[name]}</h2>
      <p class="lead-figure">
        Balance of evidence: <strong>{formatEstimate(assessment.balance, "index")}</strong>
      </p>
      <p class="small">
        {robustness === null
          ? null
          : `Under other weights the mean stays in this range in ${Math.round(robustness * 100)} % of draws. `}
        {coverage.length === 0
          ? null
          : `Looked for: ${coverage.map(({ what, found }) => `${what} (${found})`).join(", ")}.`}
      </p>
      {measures.length === 0 ? null : <Measures measures={measures} linked={linked} />}
      {findings.length === 0 ? (
        <p class="absent">{sayNoFinding(findingsDropped)}</p>
      ) : (
        findings.map((finding) => <FindingCard finding={finding} linked={linked} />)
      )}
      {findingsLeft > 0 ? (
        <p class="small">
          {linked ? (
            <a href={`/findings?lab=${assessment.lab}&eval=${name}`}>{findingsLeft} more findings</a>
          ) : (
            <>
              {findingsLeft} more findings: <code>corrigible findings --eval {name}</code>
            </>
          )}
        </p>
      ) : null}
      {findingsDropped > 0 ? <p class="small">{sayDropped(findingsDropped)}</p> : null}
      <Lines title="Beside other labs" items={comparisons.map((one) => formatComparison(one, assessment.lab))} />
      <Lines
        title="Not established"
        items={missing.map(({ label, estimate }) => `${label}: ${estimate.established ? "" : estimate.reason}`)}
      />
    </section>
  );
}

/** Measures with their intervals; each has its data as a table. */
export function Measures({
  measures,
  linked,
}: {
  readonly measures: readonly Measure[];
  readonly linked: boolean;
}): Child {
  return (
    <>
      <table class="cards measures">
        <caption>Measures, each with its 90 % interval</caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">Value</th>
            <th scope="col">Read with care</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure, at) => (
            <MeasureRow measure={measure} all={measures} at={at} />
          ))}
        </tbody>
      </table>
      {measures.map((measure) => (
        <Detail measure={measure} linked={linked} />
      ))}
    </>
  );
}

interface MeasureRowProps {
  readonly measure: Measure;
  readonly all: readonly Measure[];
  readonly at: number;
}

/** Neighbours of one caution share its cell. */
function MeasureRow({ measure, all, at }: MeasureRowProps): Child {
  const { label, estimate, unit, caution } = measure;
  const counts = formatCounts(measure);
  const others = all.slice(at).findIndex((one) => one.caution !== caution);
  const span = others === -1 ? all.length - at : others;
  return (
    <tr>
      <th scope="row">{label}</th>
      <td data-label="Value">
        {formatEstimate(estimate, unit)}
        {counts === "" ? null : <span class="small"> {counts}</span>}
      </td>
      {all[at - 1]?.caution === caution ? null : (
        <td data-label="Read with care" rowspan={span} class="small">
          {caution}
        </td>
      )}
    </tr>
  );
}

/** Rows of a detail table that are shown; `corrigible export` has all. */
const DETAIL_ROWS_MAX = 10;

function Detail({ measure, linked }: { readonly measure: Measure; readonly linked: boolean }): Child {
  const { label, detail, evidence } = measure;
  const { columns, rows }: DataTable = detail ?? { columns: [], rows: [] };
  if (rows.length === 0 && (!linked || evidence.length === 0)) return null;
  const left = rows.length - DETAIL_ROWS_MAX;
  return (
    <details class="detail">
      <summary>Data: {label}</summary>
      {rows.length === 0 ? null : (
        <div class="scroll" tabindex={0} role="region" aria-label={`Data: ${label}`}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th scope="col">{column}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, DETAIL_ROWS_MAX).map((row) => (
                <tr>
                  {row.map((cell) => (
                    <td>{formatCell(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {left > 0 ? (
        <p class="small">
          {left} more rows in <code>corrigible export</code>.
        </p>
      ) : null}
      {linked ? <EvidenceList evidence={evidence} linked /> : null}
    </details>
  );
}

function formatCell(cell: string | number | null): string {
  if (cell === null) return "undisclosed";
  if (typeof cell === "string") return cell;
  return Number.isInteger(cell) && Math.abs(cell) < 3000
    ? String(cell)
    : cell.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

/** A finding with what speaks against it and the lab's reply, at the same width. */
export function FindingCard({ finding, linked }: { readonly finding: Finding; readonly linked: boolean }): Child {
  const { title, when, bearing, severity, state, sourceWeight, summary, counter, reply, evidence, seed } = finding;
  return (
    <article class={`finding ${bearing}`}>
      <h3>{title}</h3>
      <p class="facts">
        <span class={`badge ${bearing}`}>{bearing}</span> {formatDated(when)} · severity {severity} · {state} ·{" "}
        {SOURCE_WORDS[sourceWeight]}
        {seed ? " · cited by the founding essay" : null}
      </p>
      <p>{summary}</p>
      <dl class="beside-texts">
        <div>
          <dt>Against this reading</dt>
          <dd>{counter}</dd>
        </div>
        <div>
          <dt>The lab’s reply</dt>
          <dd>{reply ?? "None recorded."}</dd>
        </div>
      </dl>
      <EvidenceList evidence={evidence} linked={linked} />
    </article>
  );
}

/** Evidence ids named under one finding. */
const EVIDENCE_MAX = 6;

function EvidenceList({ evidence, linked }: { readonly evidence: readonly string[]; readonly linked: boolean }): Child {
  const left = evidence.length - EVIDENCE_MAX;
  return (
    <p class="small">
      Evidence:{" "}
      {evidence.slice(0, EVIDENCE_MAX).map((id) => (
        <>{linked ? <a href={`/evidence/${encodeURI(id).replace("#", "%23")}`}>{id}</a> : <code>{id}</code>} </>
      ))}
      {left > 0 ? `and ${left} more` : null}
    </p>
  );
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }): Child {
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </section>
  );
}

function Lines({ title, items }: { readonly title: string; readonly items: readonly string[] }): Child {
  if (items.length === 0) return null;
  return (
    <>
      <h3 class="label">{title}</h3>
      <ul class="small">
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </>
  );
}
