import type { Direction, Disclosed } from "../../model/index.ts";
import { html } from "hono/html";
import type { Html } from "../text.ts";
import type { ReportData, TallyRow } from "./data.ts";
import { count, formatDay, formatNumber } from "./words.ts";

/** Labs listed one by one; the rest stand in the total. */
const LABS_MAX = 200;

/** The answer before anything else: how much was loosened and tightened, and whether it was said. */
export function renderAnswer(data: ReportData): Html {
  const labs = labsOf(data.tally);
  return html`<section id="answer">
    <h2>The answer</h2>
    <p class="lead">${renderSentence(data)}</p>
    ${renderSquare(data.tally)}
    <p class="small">
      Counted are changes stated with a confidence of at least 0.5. “Disclosed” means that the document’s own note tells
      of the change; where a document has no note, nothing was disclosed.
    </p>
    ${labs.length > 1 ? renderLabs(labs, data.tally) : null}
  </section>`;
}

function renderSentence({ tally, firstDate, lastDate }: ReportData): Html {
  const [loosened, tightened] = [sum(tally, "loosens"), sum(tally, "tightens")];
  const silent = sum(tally, "loosens", SILENT);
  return html`From ${formatDay(firstDate)} to ${formatDay(lastDate)} we found
    <strong>${count(loosened, "change that loosens", "changes that loosen")} a rule</strong> and
    <strong>${count(tightened, "change that tightens", "changes that tighten")} one</strong>. Of the
    ${formatNumber(loosened)} that loosen, the documents’ own notes do not mention
    <strong>${formatNumber(silent)}</strong>; of the ${formatNumber(tightened)} that tighten, they do not mention
    ${formatNumber(sum(tally, "tightens", SILENT))}.`;
}

const SILENT: readonly Disclosed[] = ["no", "no-note"];

/** The columns of the square: the two that count, and the two that stand beside them. */
const COLUMNS: readonly { readonly name: string; readonly disclosed: readonly Disclosed[] }[] = [
  { name: "Not disclosed", disclosed: SILENT },
  { name: "Disclosed", disclosed: ["yes"] },
  { name: "Partly", disclosed: ["partly"] },
  { name: "Unknown", disclosed: ["unknown"] },
];

const ROWS = [
  { name: "Loosened", direction: "loosens" },
  { name: "Tightened", direction: "tightens" },
] as const;

function renderSquare(tally: readonly TallyRow[]): Html {
  return html`<table class="square">
    <caption>Changes by direction and disclosure</caption>
    <thead>
      <tr>
        <td></td>
        ${COLUMNS.map(({ name }, at) => html`<th scope="col" class="${at < 2 ? "main" : "beside"}">${name}</th>`)}
        <th scope="col" class="beside">All</th>
      </tr>
    </thead>
    <tbody>
      ${ROWS.map(
        ({ name, direction }) =>
          html`<tr class="${direction}">
            <th scope="row"><span class="mark ${direction}" aria-hidden="true"></span>${name}</th>
            ${COLUMNS.map(
              ({ disclosed }, at) =>
                html`<td class="${at < 2 ? "main" : "beside"}">${formatNumber(sum(tally, direction, disclosed))}</td>`,
            )}
            <td class="beside">${formatNumber(sum(tally, direction))}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

interface Lab {
  readonly id: string;
  readonly name: string;
}

/** The labs with alarms, those with most of them first. */
function labsOf(tally: readonly TallyRow[]): Lab[] {
  const names = new Map(tally.map(({ lab, labName }) => [lab, labName]));
  const total = (lab: string): number => sumOf(tally.filter((row) => row.lab === lab));
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => total(b.id) - total(a.id) || (a.id < b.id ? -1 : 1));
}

function renderLabs(labs: readonly Lab[], tally: readonly TallyRow[]): Html {
  const left = labs.length - LABS_MAX;
  return html`<table class="labs cards">
    <caption>The same, lab by lab. “Beside” is partly disclosed or unknown.</caption>
    <thead>
      <tr>
        <th scope="col" rowspan="2">Lab</th>
        <th scope="colgroup" colspan="3">Loosened</th>
        <th scope="colgroup" colspan="3">Tightened</th>
      </tr>
      <tr>
        ${ROWS.map(() => html`<th scope="col">not disclosed</th><th scope="col">disclosed</th><th scope="col">beside</th>`)}
      </tr>
    </thead>
    <tbody>
      ${labs.slice(0, LABS_MAX).map(({ id, name }) => renderLab(name, tally.filter(({ lab }) => lab === id)))}
    </tbody>
  </table>
  ${left > 0 ? html`<p class="small">${count(left, "more lab")} stand in the totals above.</p>` : null}`;
}

function renderLab(name: string, tally: readonly TallyRow[]): Html {
  const cell = (direction: Direction, word: string, disclosed: readonly Disclosed[]): Html =>
    html`<td data-label="${direction}, ${word}">${formatNumber(sum(tally, direction, disclosed))}</td>`;
  return html`<tr>
    <th scope="row">${name}</th>
    ${ROWS.map(({ direction }) => [
      cell(direction, "not disclosed", SILENT),
      cell(direction, "disclosed", ["yes"]),
      cell(direction, "beside", ["partly", "unknown"]),
    ])}
  </tr>`;
}

function sum(tally: readonly TallyRow[], direction: Direction, disclosed?: readonly Disclosed[]): number {
  return sumOf(tally.filter((row) => row.direction === direction && (disclosed?.includes(row.disclosed) ?? true)));
}

const sumOf = (rows: readonly TallyRow[]): number => rows.reduce((total, row) => total + row.count, 0);
