import type { Child } from "hono/jsx";
import { visibleText } from "../../../clauses/index.ts";
import type { Change, Quote } from "../../../model/index.ts";
import { diffRuns, type Run } from "../../report/word-marks.ts";
import { clip } from "../../report/words.ts";

/** Characters shown of a clause, of a note, and of one lead-in; the whole text is in the evidence. */
const CLAUSE_LENGTH_MAX = 1_600;
const NOTE_LENGTH_MAX = 600;
const LEAD_LENGTH_MAX = 160;

/** Old and new side by side, what differs marked, lead-ins above. */
export function Texts({ change }: { readonly change: Change }): Child {
  const [oldText, newText] = [change.old, change.new].map((quote) =>
    quote ? clip(visibleText(quote.text), CLAUSE_LENGTH_MAX) : "",
  ) as [string, string];
  const runs = diffRuns(oldText, newText);
  return (
    <div class="texts">
      <Side title="Old text" quote={change.old} runs={runs.old} mark="del" absent="This clause was not there." />
      <Side title="New text" quote={change.new} runs={runs.new} mark="ins" absent="This clause is no longer there." />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  readonly quote: Quote | null;
  readonly runs: readonly Run[];
  readonly mark: "del" | "ins";
  readonly absent: string;
}

function Side({ title, quote, runs, mark, absent }: SideProps): Child {
  return (
    <div>
      <h2 class="label">{title}</h2>
      {quote === null ? (
        <p class="absent">{absent}</p>
      ) : (
        <>
          <Path path={quote.path} />
          <blockquote dir="auto">
            <Marked runs={runs} mark={mark} />
          </blockquote>
        </>
      )}
    </div>
  );
}

/** A text with what the other has not marked; a reader who cannot see the mark hears a word. */
export function Marked({ runs, mark }: { readonly runs: readonly Run[]; readonly mark: "del" | "ins" }): Child {
  return runs.map(({ kept, text }) => {
    if (kept) return text;
    return mark === "del" ? <del>{text}</del> : <ins>{text}</ins>;
  });
}

/** Headings and lead-ins above a clause, in small capitals. */
export function Path({ path }: { readonly path: readonly string[] }): Child {
  if (path.length === 0) return null;
  return (
    <p class="path" dir="auto">
      {path.map((lead) => clip(visibleText(lead), LEAD_LENGTH_MAX)).join(" › ")}
    </p>
  );
}

/** Where a clause stands in one version only: the nearest clause of the other, and how far it covers this one. */
export function Nearest({ change: { old, new: neu, nearest } }: { readonly change: Change }): Child {
  if (old && neu) return null;
  return (
    <div>
      <dt>{old ? "Nearest clause that is left" : "Nearest clause before"}</dt>
      <dd>
        {nearest === null ? (
          `No clause of the ${old ? "new" : "old"} text comes near.`
        ) : (
          <>
            <span dir="auto">{clip(visibleText(nearest.text), NOTE_LENGTH_MAX)}</span>{" "}
            <Coverage share={nearest.coverage} />
          </>
        )}
      </dd>
    </div>
  );
}

function Coverage({ share }: { readonly share: number }): Child {
  const percent = Math.round(share * 100);
  return (
    <span class="coverage">
      <svg width="80" height="6" aria-hidden="true">
        <rect class="track" width="100%" height="6" />
        <rect class="fill" width={`${percent}%`} height="6" />
      </svg>
      covers {percent} %
    </span>
  );
}

/** The document's own note of that day. */
export function Note({ change, note }: { readonly change: Change; readonly note: string | null }): Child {
  return (
    <div>
      <dt>What the document says of its change</dt>
      <dd dir="auto">
        {note === null
          ? change.disclosed === "no-note"
            ? "None found."
            : "None found in the new version."
          : `“${clip(visibleText(note), NOTE_LENGTH_MAX)}”`}
      </dd>
    </div>
  );
}
