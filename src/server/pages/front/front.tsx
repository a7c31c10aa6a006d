import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { ChangeLine, Where } from "../../components/change-line.tsx";
import type { Page } from "../../page.ts";
import { count, formatDay } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { overduePromises } from "../ledgers/rows.ts";
import { EvalMatrix } from "../labs/matrix.tsx";
import { readWires, type Wires } from "../tripwires/lately.ts";
import { TrippedWire } from "../tripwires/tripwires.tsx";
import { countLately, type LatelyCount, recentSteps, type Step } from "./recent.ts";

/** Labs with findings in fewer evals stand on their own page. */
const EVALS_SHOWN_MIN = 2;
const OVERDUE_SHOWN = 8;
/** Tripwires shown that tripped, and alerts of each. */
const WIRES_SHOWN = 6;
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
        <Tripped wires={await readWires(site)} />
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

function Tripped({ wires: { problem, isOurs, since, wires } }: { readonly wires: Wires }): Child {
  const quiet = wires.filter(({ lately }) => lately === 0);
  return (
    <section aria-labelledby="tripped">
      <h2 id="tripped">Tripped</h2>
      {problem === null ? null : <p>The file of tripwires cannot be read: {problem}.</p>}
      {wires
        .filter(({ lately }) => lately > 0)
        .slice(0, WIRES_SHOWN)
        .map((wire) => (
          <TrippedWire wire={wire} since={since} shown={TRIPPED_SHOWN} heading="h3" />
        ))}
      {quiet.length === 0 ? null : (
        <p>
          Not tripped since {formatDay(since)}: {quiet.map(nameWithLast).join(", ")}.
        </p>
      )}
      <p>
        <a href="/tripwires">{isOurs ? "This tripwire is ours; how to declare your own" : "All tripwires"}</a>
      </p>
    </section>
  );
}

/** "quiet-weakening (last on 18 June 2024)" */
function nameWithLast({ tripwire, alerts: [last] }: Wires["wires"][number]): string {
  return last === undefined ? tripwire.name : `${tripwire.name} (last on ${formatDay(last.date)})`;
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
