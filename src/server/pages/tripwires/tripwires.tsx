import type { Child } from "hono/jsx";
import { type Alert, describeTripwire } from "../../../tripwires/index.ts";
import type { Page } from "../../page.ts";
import { readQuery } from "../../query.ts";
import { count, formatDay } from "../../report/words.ts";
import { readWires, type Wire } from "./lately.ts";

/** Alerts shown of each tripwire. */
const SHOWN = 10;

/** The tripwires that are declared, and what tripped each lately. */
export const tripwiresPage: Page = async (site, { query }) => {
  readQuery(query, {});
  const { since, problem, isOurs, wires } = await readWires(site);
  const tripped = wires.filter(({ lately }) => lately > 0).length;
  return {
    title: "Tripwires",
    description: "The conditions that are watched, and what tripped them lately.",
    body: (
      <>
        <h1>Tripwires</h1>
        <p class="lead">
          {tripped} of {count(wires.length, "tripwire")} tripped since {formatDay(since)}.
        </p>
        {problem === null ? null : <p>The file of tripwires cannot be read: {problem}.</p>}
        {isOurs ? (
          <p>
            This workspace declares none, so that one of ours stands here. Write your own into{" "}
            <code>tripwires.yaml</code>; <code>corrigible tripwire --help</code> shows one to begin with, and{" "}
            <code>corrigible tripwire run</code> tells a webhook, an e-mail address or a feed.
          </p>
        ) : null}
        {wires.map((wire) => (
          <TrippedWire wire={wire} since={since} shown={SHOWN} heading="h2" />
        ))}
        <p class="small">
          A tripwire says that something came about, not what it means: each line leads to the texts, to what speaks
          against the reading, and to the proof.
        </p>
      </>
    ),
  };
};

interface TrippedWireProps {
  readonly wire: Wire;
  readonly since: string;
  /** Alerts shown at most. */
  readonly shown: number;
  readonly heading: "h2" | "h3";
}

/** One tripwire with what tripped it, the newest first. */
export function TrippedWire({ wire, since, shown, heading: Heading }: TrippedWireProps): Child {
  const { tripwire, lately, alerts } = wire;
  const { name } = tripwire;
  const [times, list] = [lately === 0 ? "Not tripped" : `Tripped ${count(lately, "time")}`, alerts.slice(0, shown)];
  return (
    <section aria-labelledby={`wire-${name}`}>
      <Heading id={`wire-${name}`}>{name}</Heading>
      <p class="small">Trips on {describeTripwire(tripwire)}.</p>
      <p>
        {times} since {formatDay(since)}
        {alerts.length === 0
          ? ", nor before."
          : lately < list.length
            ? "; the last, older ones among them:"
            : "; the last:"}
      </p>
      {alerts.length === 0 ? null : (
        <ol class="steps">
          {list.map((alert) => (
            <TrippedLine alert={alert} />
          ))}
        </ol>
      )}
    </section>
  );
}

function TrippedLine({ alert: { date, path, title, questions } }: { readonly alert: Alert }): Child {
  return (
    <li>
      <p class="where">
        <time datetime={date}>{formatDay(date)}</time>
      </p>
      <p class="rule">
        <a href={path}>{title}</a>
      </p>
      <p class="small">To ask: {questions[0]}</p>
    </li>
  );
}
