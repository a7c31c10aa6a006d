import type { Child } from "hono/jsx";
import { visibleText } from "../../../clauses/index.ts";
import type { ClauseRow, DocumentRow, ListedChange } from "../../../index/index.ts";
import { withQuery } from "../../query.ts";
import { clip, count, formatDay, KIND_WORDS } from "../../report/words.ts";
import { NORM_WORDS } from "./bound-counts.tsx";

/** Clauses that came or went while we watched, or all that bind. */
export const LIVES_SHAPE = ["changed", "all"] as const;

/** Clauses of a page; a copy has one page, and longer. */
export const CLAUSES_SIZE = 40;
export const CLAUSES_SIZE_OF_COPY = 200;
const TEXT_LENGTH_MAX = 110;
const BAR_WIDTH = 260;
const BAR_HEIGHT = 14;

export interface LivesProps {
  readonly clauses: readonly ClauseRow[];
  readonly changes: readonly ListedChange[];
  readonly row: DocumentRow;
  readonly show: (typeof LIVES_SHAPE)[number];
  readonly page: number;
  /** Clauses of a page. */
  readonly size: number;
  readonly query: URLSearchParams;
}

/** Each clause that binds as a bar: from when it stood in the document until when, and by which change. */
export function ClauseLives({ clauses, changes, row, show, page, size, query }: LivesProps): Child {
  const binding = clauses.filter(({ norm }) => norm !== "none");
  const moved = binding.filter(({ since, until }) => since > row.first_date || until !== null);
  const chosen = (show === "all" ? binding : moved).toSorted(
    (a, b) => ((b.until ?? b.since) < (a.until ?? a.since) ? -1 : 1) || a.position - b.position,
  );
  const path = `/documents/${row.id}`;
  const other = withQuery(path, query, { clauses: show === "all" ? null : "all", from: null });
  return (
    <section aria-labelledby="lives">
      <h2 id="lives">How long each clause lived</h2>
      <p>
        {count(binding.length, "clause")} that bind; {count(moved.length, "came or went", "came or went")} while we
        watched. <a href={`${other}#lives`}>{show === "all" ? "Only those" : "Show all that bind"}</a>.
      </p>
      <table class="cards lives">
        <thead>
          <tr>
            <th scope="col">Clause</th>
            <th scope="col">In force</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {chosen.slice((page - 1) * size, page * size).map((clause) => (
            <Life clause={clause} row={row} changes={changes} />
          ))}
        </tbody>
      </table>
      <LivesPager path={path} query={query} page={page} last={Math.ceil(chosen.length / size)} />
    </section>
  );
}

/** The pager of this list, whose page has a name of its own. */
function LivesPager({
  path,
  query,
  page,
  last,
}: {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly page: number;
  readonly last: number;
}): Child {
  if (last <= 1) return null;
  const to = (number: number): string => `${withQuery(path, query, { from: String(number) })}#lives`;
  return (
    <nav class="pages" aria-label="Pages of clauses">
      {page > 1 ? <a href={to(page - 1)}>Previous</a> : null}
      <span>
        Page {page} of {last}
      </span>
      {page < last ? <a href={to(page + 1)}>Next</a> : null}
    </nav>
  );
}

interface LifeProps {
  readonly clause: ClauseRow;
  readonly row: DocumentRow;
  readonly changes: readonly ListedChange[];
}

function Life({ clause, row, changes }: LifeProps): Child {
  const { text, norm, since, until, firstChange, lastChange } = { ...clause, ...changesOf(clause, changes) };
  return (
    <tr>
      <td dir="auto">
        {clip(visibleText(text), TEXT_LENGTH_MAX)}{" "}
        <span class="small">{norm === "none" ? null : NORM_WORDS[norm]}</span>
      </td>
      <td data-label="In force">
        <Bar since={since} until={until} row={row} />
        <span class="small">
          <a href={`/evidence/${clause.first_version}`}>{formatDay(since)}</a> to{" "}
          {until === null ? "now" : <a href={`/evidence/${clause.last_version}`}>{formatDay(until)}</a>}
        </span>
      </td>
      <td data-label="By" class="small">
        {firstChange ? <a href={`/changes/${firstChange.change.id}`}>{KIND_WORDS[firstChange.change.kind]}</a> : "–"}
        {lastChange ? (
          <>
            {", "}
            <a href={`/changes/${lastChange.change.id}`}>{KIND_WORDS[lastChange.change.kind]}</a>
          </>
        ) : null}
      </td>
    </tr>
  );
}

/** The change with which a clause came, and the one with which it went, where they matter. */
function changesOf(
  { text, first_version: first, last_version: last, until }: ClauseRow,
  changes: readonly ListedChange[],
) {
  const firstChange = changes.find(({ change }) => change.newVersion === first && change.new?.text === text);
  const lastChange =
    until === null ? undefined : changes.find(({ change }) => change.oldVersion === last && change.old?.text === text);
  return { firstChange, lastChange };
}

/** From when until when, on the axis from the document's first to its last version. Open to the right while in force. */
function Bar({
  since,
  until,
  row,
}: {
  readonly since: string;
  readonly until: string | null;
  readonly row: DocumentRow;
}): Child {
  const [from, to] = [Date.parse(row.first_date), Date.parse(row.last_date)];
  const at = (date: string): number => (to > from ? (BAR_WIDTH * (Date.parse(date) - from)) / (to - from) : 0);
  const [start, end] = [at(since), until === null ? BAR_WIDTH : at(until)];
  return (
    <svg
      class="life"
      width={BAR_WIDTH}
      height={BAR_HEIGHT}
      viewBox={`0 0 ${BAR_WIDTH} ${BAR_HEIGHT}`}
      aria-hidden="true"
    >
      <line class="track" x1="0" x2={BAR_WIDTH} y1={BAR_HEIGHT / 2} y2={BAR_HEIGHT / 2} />
      <rect
        class={until === null ? "alive" : "ended"}
        x={start.toFixed(1)}
        y="3"
        width={Math.max(2, end - start).toFixed(1)}
        height={BAR_HEIGHT - 6}
      />
    </svg>
  );
}
