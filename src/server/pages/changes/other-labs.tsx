import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { visibleText } from "../../../clauses/index.ts";
import { findBesideRules, type FoundClause } from "../../../index/index.ts";
import type { Change, Quote } from "../../../model/index.ts";
import { clip, formatDay } from "../../report/words.ts";
import type { Site } from "../../site.ts";

/** Telling words of a clause that others are looked for by. */
const WORDS_MAX = 3;
/** Labs shown. */
const LABS_SHOWN = 4;
const CLAUSE_LENGTH_MAX = 220;

/** Words that every policy has, whatever the matter. */
const COMMON = new Set(
  `about activity against allow also another applicable because content could data does include including information
   make must other personal policy product products service services shall should such terms that their them these they
   this through under user users using where which will with without would your`.split(/\s+/),
);
const WORD_LENGTH_MIN = 4;

/** The longest words of a clause that not every policy has: rare words are long. */
export function tellingWords(text: string): string[] {
  const words =
    visibleText(text)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const telling = [...new Set(words)].filter((word) => word.length >= WORD_LENGTH_MIN && !COMMON.has(word));
  return telling.toSorted((a, b) => b.length - a.length).slice(0, WORDS_MAX);
}

export interface Beside {
  readonly words: readonly string[];
  readonly clauses: readonly FoundClause[];
}

/** The shortest rule of each other lab that was in force on the day of a change and has its most telling words. */
export async function findBeside(
  site: Site,
  change: Change & { readonly lab: string; readonly date: string },
): Promise<Beside> {
  const words = tellingWords(((change.old ?? change.new) as Quote).text);
  for (let used = words.length; used > 0; used--) {
    const clauses = await findBesideRules(site.index, {
      text: words.slice(0, used).join(" "),
      otherThan: change.lab,
      on: change.date,
      limit: LABS_SHOWN,
    });
    if (clauses.length > 0) return { words: words.slice(0, used), clauses };
  }
  return { words, clauses: [] };
}

/** Other labs' rules on the same matter. */
export function OtherLabs({
  site,
  beside: { words, clauses },
}: {
  readonly site: Site;
  readonly beside: Beside;
}): Child {
  return (
    <section aria-labelledby="others">
      <h2 id="others">Other labs on the same matter, that day</h2>
      {clauses.length === 0 ? (
        <p>We found no rule of another lab with the words of this one.</p>
      ) : (
        <dl class="beside-texts">
          {clauses.map(({ lab, document, text, since, firstVersion }) => (
            <div>
              <dt>
                <LabLink site={site} lab={lab} />
              </dt>
              <dd>
                <span dir="auto">{clip(visibleText(text), CLAUSE_LENGTH_MAX)}</span>{" "}
                <span class="small">
                  <a href={`/documents/${document}`}>{document}</a>, since{" "}
                  <a href={`/evidence/${firstVersion}`}>{formatDay(since)}</a>
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="small">
        Found by {words.length === 0 ? "no word" : words.map((word) => `“${word}”`).join(", ")}, not by meaning.{" "}
        {words.length === 0 ? null : (
          <a href={`/compare?words=${encodeURIComponent(words.join(" "))}`}>Compare all labs on it</a>
        )}
      </p>
    </section>
  );
}
