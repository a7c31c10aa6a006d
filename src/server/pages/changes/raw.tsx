import { diffLines } from "diff";
import type { Child } from "hono/jsx";
import type { VersionRow } from "../../../index/index.ts";
import { diffRuns } from "../../report/word-marks.ts";
import { count } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { Marked } from "./reading.tsx";

/** Longest the difference may take, in milliseconds; texts that take longer are shown as two wholes elsewhere. */
const TIME_MAX_MS = 300;
/** Unchanged lines kept around a difference. */
const CONTEXT_LINES = 2;
/** Characters of the difference that a page shows, and of one line. */
const SHOWN_MAX = 60_000;
const LINE_LENGTH_MAX = 4_000;

export interface Hunk {
  readonly kind: "same" | "change" | "fold";
  readonly old: string;
  readonly new: string;
}

/** Lines first; what is equal is folded but for its edges. Null where the texts are too different for the time. */
export function rawHunks(oldText: string, newText: string): Hunk[] | null {
  const parts = diffLines(oldText, newText, { timeout: TIME_MAX_MS });
  if (!parts) return null;
  const hunks: Hunk[] = [];
  parts.forEach(({ value, added, removed }, at) => {
    if (removed) {
      const next = parts[at + 1];
      hunks.push({ kind: "change", old: value, new: next?.added ? next.value : "" });
    } else if (added) {
      if (!parts[at - 1]?.removed) hunks.push({ kind: "change", old: "", new: value });
    } else hunks.push(...fold(value, at === 0, at === parts.length - 1));
  });
  return hunks;
}

function fold(text: string, isFirst: boolean, isLast: boolean): Hunk[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const head = isFirst ? [] : lines.slice(0, CONTEXT_LINES);
  const tail = isLast ? [] : lines.slice(Math.max(head.length, lines.length - CONTEXT_LINES));
  const left = lines.length - head.length - tail.length;
  const same = (some: readonly string[]): Hunk[] =>
    some.length === 0 ? [] : [{ kind: "same", old: some.join("\n"), new: some.join("\n") }];
  return [...same(head), ...(left > 0 ? [{ kind: "fold" as const, old: String(left), new: "" }] : []), ...same(tail)];
}

/** The difference of two whole texts as they were recorded, old beside new. */
export function RawDifference({
  site,
  old,
  neu,
}: {
  readonly site: Site;
  readonly old: VersionRow;
  readonly neu: VersionRow;
}): Child {
  const decoder = new TextDecoder();
  const [oldText, newText] = [old, neu].map(({ blob }) => decoder.decode(site.evidence.blob(blob))) as [string, string];
  const hunks = rawHunks(oldText, newText);
  if (hunks === null) {
    return (
      <p class="notice">
        These texts are too long and too different to be compared line by line in a moment. Read them apart:{" "}
        <a href={`/text/${old.id}`}>old</a>, <a href={`/text/${neu.id}`}>new</a>.
      </p>
    );
  }
  const shown = withinLimit(hunks);
  return (
    <section aria-label="Raw difference">
      <div class="raw scroll" tabindex={0} role="region" aria-label="Old and new text side by side">
        <table>
          <thead>
            <tr>
              <th scope="col">Old, as recorded</th>
              <th scope="col">New, as recorded</th>
            </tr>
          </thead>
          <tbody>{shown.map(RawRow)}</tbody>
        </table>
      </div>
      {shown.length < hunks.length ? <p class="small">The rest is in the texts themselves.</p> : null}
      <p class="small">
        Whole texts: <a href={`/text/${old.id}`}>old</a>, <a href={`/text/${neu.id}`}>new</a>
      </p>
    </section>
  );
}

function withinLimit(hunks: readonly Hunk[]): Hunk[] {
  let length = 0;
  return hunks.filter((hunk) => (length += clipped(hunk.old).length + clipped(hunk.new).length) < SHOWN_MAX);
}

const clipped = (text: string): string =>
  text.length > LINE_LENGTH_MAX ? `${text.slice(0, LINE_LENGTH_MAX)} …` : text;

function RawRow(hunk: Hunk): Child {
  if (hunk.kind === "fold") {
    return (
      <tr class="fold">
        <td colspan={2}>{count(Number(hunk.old), "line")} unchanged</td>
      </tr>
    );
  }
  const [old, neu] = [clipped(hunk.old), clipped(hunk.new)];
  const runs = hunk.kind === "same" ? null : diffRuns(old, neu);
  return (
    <tr>
      <td dir="auto">{runs ? <Marked runs={runs.old} mark="del" /> : old}</td>
      <td dir="auto">{runs ? <Marked runs={runs.new} mark="ins" /> : neu}</td>
    </tr>
  );
}
