import type { Child } from "hono/jsx";
import { LabLink } from "./lab-link.tsx";
import { visibleText } from "../../clauses/index.ts";
import type { ListedChange } from "../../index/index.ts";
import type { Direction, Quote } from "../../model/index.ts";
import { clip, DIRECTION_WORDS, DISCLOSED_WORDS, formatDay, KIND_WORDS } from "../report/words.ts";
import type { Site } from "../site.ts";

/** Characters shown of a clause in a list. */
const CLAUSE_LENGTH_MAX = 150;

/** The direction as a word with its bracket: colour never stands alone. */
export function Badge({ direction }: { readonly direction: Direction }): Child {
  return <span class={`badge ${direction}`}>{DIRECTION_WORDS[direction]}</span>;
}

/** The clause that a change is about, in the words that a reader sees: the old one, where there was one. */
export function clauseOf({ change }: Pick<ListedChange, "change">, length = CLAUSE_LENGTH_MAX): string {
  return clip(visibleText(((change.old ?? change.new) as Quote).text), length);
}

/** Day, lab and document of a change. */
export function Where({ change: listed, site }: { readonly change: ListedChange; readonly site: Site }): Child {
  const { change, service, terms } = listed;
  return (
    <p class="where">
      <time datetime={change.date}>{formatDay(change.date)}</time> · <LabLink site={site} lab={change.lab} /> ·{" "}
      <a href={`/documents/${change.document}`}>
        {service} {terms}
      </a>
    </p>
  );
}

/** One change in one line: direction, clause, and what matters of it. */
export function ChangeLine({ change: listed }: { readonly change: ListedChange }): Child {
  const { change } = listed;
  return (
    <p class="rule">
      <Badge direction={change.direction} /> <a href={`/changes/${change.id}`}>{clauseOf(listed)}</a>{" "}
      <span class="small">
        {KIND_WORDS[change.kind]} · severity {change.severity} · {DISCLOSED_WORDS[change.disclosed]}
      </span>
    </p>
  );
}
