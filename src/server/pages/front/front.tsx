import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { ChangeLine, Where } from "../../components/change-line.tsx";
import type { Page } from "../../page.ts";
import { count, formatDay } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { overduePromises } from "../ledgers/rows.ts";
import { EvalMatrix } from "../labs/matrix.tsx";
import { countLately, type LatelyCount, recentSteps, type Step } from "./recent.ts";
import { readTripwires, type Tripwire } from "./tripwires.ts";

/** Labs with findings in fewer evals stand on their own page. */
const EVALS_SHOWN_MIN = 2;
const OVERDUE_SHOWN = 8;
/** Versions shown of a tripwire. */
const TRIPPED_SHOWN = 4;

/** What changed lately that matters, what has tripped, what is overdue, and the six evals of every lab. */
export const frontPage: Page = async (site) => {
  const { since, counts } = await countLately(site);
  return {
    title: "Corrigible",
    description: "What AI labs changed in their rules, promised and did: six evals per lab, with proof.",
    body: (
      <>
        <h1>What AI labs changed, promised and did</h1>
        <p class="lead">{sentenceOf(counts, since)}</p>
        <p class="small">
          A detector proposes these changes; <a href="/methods/comparison">how often it is right</a>.
        </p>
        <section aria-labelledby="lately">
          <h2 id="lately">Changed lately</h2>
          <Steps steps={await recentSteps(site)} site={site} />
          <p>
            <a href="/changes">All changes</a>, with filters. <a href="/suppressed">What was set aside as noise</a>.
          </p>
        </section>
        <section aria-labelledby="evals">
          <h2 id="evals">Six evals of each lab</h2>
          {await EvalMatrix(site, EVALS_SHOWN_MIN)}
          <p>
            <a href="/labs">All labs</a>, also those of which only documents are known.
          </p>
        </section>
        {(await readTripwires(site)).map((tripwire) => (
          <Tripped tripwire={tripwire} site={site} />
        ))}
        <Overdue site={site} />
      </>
    ),
  };
};

/** "Since 24 May 2026 we found 12 rules loosened (9 not disclosed) and 8 tightened (6 not disclosed)." */
function sentenceOf(counts: readonly LatelyCount[], since: string): string {
  const [loosened, tightened] = counts;
  const part = (verb: string, one: LatelyCount | undefined): string =>
    `${one?.count ?? 0} ${verb} (${one?.undisclosed ?? 0} not disclosed)`;
  return `Since ${formatDay(since)} we found ${part("rules loosened", loosened)} and ${part("tightened", tightened)}.`;
}

function Steps({ steps, site }: { readonly steps: readonly Step[]; readonly site: Site }): Child {
  if (steps.length === 0) return null;
  return (
    <ol class="steps">
      {steps.map(({ shown, more }) => (
        <li>
          {shown[0] ? <Where change={shown[0]} site={site} /> : null}
          {shown.map((change) => (
            <ChangeLine change={change} />
          ))}
          {more > 0 ? <p class="small">and {count(more, "more change")} of this version</p> : null}
        </li>
      ))}
    </ol>
  );
}

function Tripped({ tripwire, site }: { readonly tripwire: Tripwire; readonly site: Site }): Child {
  const { condition, since, changes, steps } = tripwire;
  return (
    <section aria-labelledby="tripped">
      <h2 id="tripped">Tripped</h2>
      <p>
        {condition}: {changes === 0 ? "not" : count(changes, "time")} since {formatDay(since)}.
      </p>
      <Steps steps={steps.slice(0, TRIPPED_SHOWN)} site={site} />
      {steps.length <= TRIPPED_SHOWN ? null : (
        <p>
          <a href={`/changes?subject=use&direction=loosens&severity=3&since=${since}`}>All of them</a>
        </p>
      )}
    </section>
  );
}

function Overdue({ site }: { readonly site: Site }): Child {
  const rows = overduePromises(site);
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="overdue">
      <h2 id="overdue">Overdue promises</h2>
      <p>
        {count(rows.length, "promise")} whose day has passed, with no outcome that we know of; the longest overdue
        first.
      </p>
      <ul>
        {rows.slice(0, OVERDUE_SHOWN).map(({ lab, heading, facts, evidence: [id = ""] }) => (
          <li>
            <LabLink site={site} lab={lab} />: <a href={`/evidence/${id}`}>{heading}</a>{" "}
            <span class="small">{facts.map(([name, value]) => `${name}: ${value}`).join(" · ")}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/promises?state=overdue">All of them</a>
      </p>
    </section>
  );
}
