import * as Plot from "@observablehq/plot";
import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { z } from "zod";
import { visibleText } from "../../../clauses/index.ts";
import type { FoundClause } from "../../../index/index.ts";
import { Chart } from "../../charts/chart.tsx";
import { Field, Filters, Select } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { day, readQuery, withQuery } from "../../query.ts";
import { clip, count, formatDay } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";
import { Path } from "../changes/reading.tsx";
import { NORM_WORDS } from "../documents/bound-counts.tsx";
import { findRules, type LabRules, matterOf, refuseOutside } from "./find-rules.ts";
import { type Matter, MATTERS } from "./matters.ts";
import { type Spell, spellsOf } from "./spells.ts";

const TEXT_LENGTH_MAX = 280;
/** Rules shown of each lab, labs shown in full, and labs drawn through time. */
const RULES_SHOWN = 5;
const LABS_SHOWN = 24;
const LABS_DRAWN = 20;
/** Rules shown of each lab where few labs are chosen, and how many are few. */
const RULES_SHOWN_OF_FEW = 100;
const FEW_LABS = 3;
const TITLE_LENGTH_MAX = 90;
const DAY_LENGTH = "2024-01-10".length;
const WORDS_LENGTH_MAX = 200;

const names = z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional();
const SHAPE = {
  matter: z.string().max(WORDS_LENGTH_MAX, `at most ${WORDS_LENGTH_MAX} characters`).default("military"),
  words: z.string().max(WORDS_LENGTH_MAX, `at most ${WORDS_LENGTH_MAX} characters`).optional(),
  on: day.optional(),
  labs: names,
};

/** The rules of several labs on one matter, side by side on a day, and through time. */
export const comparePage: Page = async (site, { query }) => {
  const { matter: chosen, words, on = site.frame.asOf, labs } = readQuery(query, SHAPE);
  for (const lab of labs ?? []) if (!Object.hasOwn(site.frame.labs, lab)) throw unknownLab(site, lab);
  const matter = matterOf(chosen, words);
  await refuseOutside(site, on);
  const rules = await findRules(site, matter, on, labs);
  const having = rules.filter(({ inForce }) => inForce.length > 0);
  return {
    title: `Compare: ${matter.name}`,
    description: `Rules of ${rules.length} AI labs on: ${matter.name}, on ${formatDay(on)}.`,
    body: (
      <>
        <h1>Compare rules</h1>
        <p class="lead">
          {matter.name}: on {formatDay(on)} {count(having.length, "lab")} had{" "}
          {count(
            having.reduce((sum, { inForce }) => sum + inForce.length, 0),
            "rule",
          )}{" "}
          that we found.
        </p>
        <ChooseMatter site={site} matter={matter} on={on} labs={labs ?? []} />
        <p class="small">
          Found by words ({matter.searches.join(", ")}) in clauses that state a norm, on that day. A rule in other words
          is missed, and a clause that has the words may be on something else. “No rule found” does not mean “allowed”.
        </p>
        <div class="compare">
          {rules.slice(0, LABS_SHOWN).map((one) => (
            <LabColumn
              rules={one}
              site={site}
              shown={labs !== undefined && labs.length <= FEW_LABS ? RULES_SHOWN_OF_FEW : RULES_SHOWN}
              more={withQuery("/compare", query, { labs: one.lab })}
            />
          ))}
        </div>
        {rules.length > LABS_SHOWN ? (
          <p>and {count(rules.length - LABS_SHOWN, "more lab")}: choose labs above.</p>
        ) : null}
        <ThroughTime rules={rules} site={site} matter={matter} />
      </>
    ),
  };
};

interface ChooseProps {
  readonly site: Site;
  readonly matter: Matter;
  readonly on: string;
  readonly labs: readonly string[];
}

function ChooseMatter({ site, matter, on, labs }: ChooseProps): Child {
  const isKnown = MATTERS.includes(matter);
  return (
    <Filters site={site} action="/compare">
      <Select
        name="matter"
        label="Matter"
        value={isKnown ? matter.id : undefined}
        any="choose"
        options={MATTERS.map(({ id, name }) => [id, name])}
      />
      <Field name="words" label="or any words" type="search" value={isKnown ? undefined : matter.name} />
      <Field name="on" label="On this day" type="date" value={on} />
      <label>
        Labs (none: all with a rule)
        <select name="labs" multiple size={4}>
          {Object.entries(site.frame.labs).map(([lab, name]) => (
            <option value={lab} {...(labs.includes(lab) ? { selected: true } : {})}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </Filters>
  );
}

interface ColumnProps {
  readonly rules: LabRules;
  readonly site: Site;
  readonly shown: number;
  /** Where all of the lab's rules are shown. */
  readonly more: string;
}

function LabColumn({ rules: { lab, inForce, documents }, site, shown, more }: ColumnProps): Child {
  return (
    <section class="compared" aria-labelledby={`lab-${lab}`}>
      <h2 id={`lab-${lab}`}>
        <LabLink site={site} lab={lab} />
      </h2>
      {inForce.length === 0 ? <p class="absent">No rule found in {count(documents, "document")}.</p> : null}
      {inForce.slice(0, shown).map((clause) => (
        <Rule clause={clause} />
      ))}
      {inForce.length > shown ? (
        <p class="small">
          <a href={more}>and {count(inForce.length - shown, "more rule")}</a>
        </p>
      ) : null}
    </section>
  );
}

function Rule({ clause }: { readonly clause: FoundClause }): Child {
  const { text, path, norm, document, since, firstVersion } = clause;
  return (
    <div class="one-rule">
      <Path path={path.slice(-1)} />
      <blockquote dir="auto">{clip(visibleText(text), TEXT_LENGTH_MAX)}</blockquote>
      <p class="small">
        {norm === "none" ? null : NORM_WORDS[norm]} · <a href={`/documents/${document}`}>{document}</a> · since{" "}
        <a href={`/evidence/${firstVersion}`}>{formatDay(since)}</a>
      </p>
    </div>
  );
}

interface TimeProps {
  readonly rules: readonly LabRules[];
  readonly site: Site;
  readonly matter: Matter;
}

/** When each lab had a rule on the matter: a lane a lab, a full line while it had a ban, a dashed one for all else. */
function ThroughTime({ rules, site, matter }: TimeProps): Child {
  const drawn = rules
    .filter(({ ever }) => ever.length > 0)
    .slice(0, LABS_DRAWN)
    .flatMap(({ lab, ever }) => spellsOf(ever).map((spell) => drawnSpell(site, lab, spell)));
  if (drawn.length === 0) return null;
  const lines = { x1: "from", x2: "to", y: "what", fy: "lab", title: "title", href: "href" } as const;
  return (
    <section aria-labelledby="time">
      <h2 id="time">Through time</h2>
      <Chart
        sentence={`When labs had a rule on ${matter.name}: full lines are bans, dashed ones promises, powers, burdens or rights. A line ends where the last such clause went; each leads to the changes of that day.`}
        options={{
          height: 60 + 34 * new Set(drawn.map(({ lab }) => lab)).size,
          marginLeft: 140,
          x: { type: "utc", label: null, grid: true },
          fy: { label: null },
          y: { axis: null, domain: ["ban", "other"] },
          marks: [
            Plot.ruleY(
              drawn.filter(({ what }) => what === "ban"),
              { ...lines, strokeWidth: 2 },
            ),
            Plot.ruleY(
              drawn.filter(({ what }) => what === "other"),
              { ...lines, strokeDasharray: "4 3" },
            ),
          ],
        }}
        table={{
          columns: ["Lab", "What", "Clauses", "From", "To", "First document"],
          rows: drawn.map(({ lab, what, spell: { first, last, clauses } }) => [
            lab,
            what === "ban" ? "bans" : "other rules",
            clauses,
            { text: first.since.slice(0, DAY_LENGTH), href: `/evidence/${first.firstVersion}` },
            last.until === null ? "now" : { text: last.until.slice(0, DAY_LENGTH), href: changesOf(last) },
            { text: first.document, href: `/documents/${first.document}` },
          ]),
        }}
      />
    </section>
  );
}

function drawnSpell(site: Site, lab: string, spell: Spell) {
  const { first, last, isBan } = spell;
  const to = last.until?.slice(0, DAY_LENGTH) ?? "now";
  return {
    spell,
    lab: site.frame.labs[lab] ?? lab,
    what: isBan ? "ban" : "other",
    from: new Date(first.since),
    to: new Date(last.until ?? site.frame.asOf),
    href: last.until === null ? `/evidence/${last.firstVersion}` : changesOf(last),
    title: `${first.since.slice(0, DAY_LENGTH)} to ${to}: ${clip(visibleText(last.text), TITLE_LENGTH_MAX)}`,
  };
}

/** The list of what changed in a clause's document on the day on which it went. */
function changesOf({ document, until }: FoundClause): string {
  const day = until?.slice(0, DAY_LENGTH) ?? "";
  return `/changes?${new URLSearchParams({ document, since: day, until: day }).toString()}`;
}
