import * as Plot from "@observablehq/plot";
import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { z } from "zod";
import { visibleText } from "../../../clauses/index.ts";
import type { FoundClause } from "../../../index/index.ts";
import { Chart } from "../../charts/chart.tsx";
import { Field, Filters, Select } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { day, readQuery } from "../../query.ts";
import { clip, count, formatDay } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";
import { Path } from "../changes/reading.tsx";
import { NORM_WORDS } from "../documents/bound-counts.tsx";
import { findRules, type LabRules, matterOf } from "./find-rules.ts";
import { type Matter, MATTERS } from "./matters.ts";

const TEXT_LENGTH_MAX = 280;
/** Rules shown of each lab, labs shown in full, and intervals drawn of each. */
const RULES_SHOWN = 5;
const LABS_SHOWN = 24;
const DRAWN_OF_LAB = 12;
const LABS_DRAWN = 20;
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
  const matter = matterOf(words ?? chosen);
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
          Found by words: {matter.searches.map((text) => `“${text}”`).join(" or ")}, in any form, in clauses that bind.
          A rule in other words is missed, and a clause that has the words may be on something else. “No rule found”
          does not mean “allowed”.
        </p>
        <div class="compare">
          {rules.slice(0, LABS_SHOWN).map((one) => (
            <LabColumn rules={one} site={site} />
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
    <Filters action="/compare">
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

function LabColumn({
  rules: { lab, inForce, documents },
  site,
}: {
  readonly rules: LabRules;
  readonly site: Site;
}): Child {
  return (
    <section class="compared" aria-labelledby={`lab-${lab}`}>
      <h2 id={`lab-${lab}`}>
        <LabLink site={site} lab={lab} />
      </h2>
      {inForce.length === 0 ? <p class="absent">No rule found in {count(documents, "document")}.</p> : null}
      {inForce.slice(0, RULES_SHOWN).map((clause) => (
        <Rule clause={clause} />
      ))}
      {inForce.length > RULES_SHOWN ? (
        <p class="small">and {count(inForce.length - RULES_SHOWN, "more rule")}</p>
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

/** When each lab had a rule on the matter: a lane a lab, a line a clause, bans full and all else dashed. */
function ThroughTime({ rules, site, matter }: TimeProps): Child {
  const drawn = rules
    .filter(({ ever }) => ever.length > 0)
    .slice(0, LABS_DRAWN)
    .flatMap(({ lab, ever }) =>
      ever.slice(0, DRAWN_OF_LAB).map(({ since, until, norm, text, document }, place) => ({
        place,
        lab: site.frame.labs[lab] ?? lab,
        from: new Date(since),
        to: new Date(until ?? site.frame.asOf),
        norm,
        document,
        isBan: norm === "use-ban",
        title: `${since.slice(0, 10)} to ${until?.slice(0, 10) ?? "now"}: ${clip(visibleText(text), 90)}`,
      })),
    );
  if (drawn.length === 0) return null;
  return (
    <section aria-labelledby="time">
      <h2 id="time">Through time</h2>
      <Chart
        sentence={`Rules on ${matter.name} in force, a line a clause: full lines are bans, dashed ones promises, powers, burdens or rights.`}
        options={{
          height: 60 + 40 * new Set(drawn.map(({ lab }) => lab)).size,
          marginLeft: 120,
          x: { type: "utc", label: null, grid: true },
          fy: { label: null },
          y: { axis: null },
          marks: [
            Plot.ruleY(
              drawn.filter(({ isBan }) => isBan),
              { x1: "from", x2: "to", y: "place", fy: "lab", strokeWidth: 2, title: "title" },
            ),
            Plot.ruleY(
              drawn.filter(({ isBan }) => !isBan),
              {
                x1: "from",
                x2: "to",
                y: "place",
                fy: "lab",
                strokeDasharray: "4 3",
                title: "title",
              },
            ),
          ],
        }}
        table={{
          columns: ["Lab", "From", "To", "What", "Document"],
          rows: drawn.map(({ lab, from, to, norm, document }) => [
            lab,
            from.toISOString().slice(0, 10),
            to.toISOString().slice(0, 10),
            norm === "none" ? "" : NORM_WORDS[norm],
            document,
          ]),
        }}
      />
    </section>
  );
}
