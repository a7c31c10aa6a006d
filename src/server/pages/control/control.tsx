import type { Child } from "hono/jsx";
import { z } from "zod";
import {
  type ControlGraph,
  controlSpan,
  type ControlSpan,
  type ExplanationLine,
  explainStop,
  findParty,
  graphOn,
  type StopPath,
  whoCanStop,
} from "../../../evals/index.ts";
import type { ControlRelation } from "../../../model/index.ts";
import { readRecordedControl } from "../../../pipeline/index.ts";
import { nearNames } from "../../../std/index.ts";
import { Field, Filters, Select } from "../../components/filters.tsx";
import { BadRequest, NotFound, type Page } from "../../page.ts";
import { day, readQuery } from "../../query.ts";
import { count, formatDay } from "../../report/words.ts";
import { perSite, type Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";
import { LabLink } from "../../components/lab-link.tsx";
import { Graph, MEANS_WORDS } from "./graph.tsx";
import { layOut, type Layout } from "./layout.ts";

/** Parties drawn at most; a graph of more is told as a table. */
const DRAWN_MAX = 150;
const NEAR_MAX = 8;

const controlOf = perSite(({ evidence }) => {
  const relations = readRecordedControl(evidence);
  return { relations, span: controlSpan(relations), days: daysOf(relations), drawn: new Map<string, Layout>() };
});

/** Pictures of a graph that are kept, one for each day and lab. */
const LAYOUTS_MAX = 500;

/** Laying out takes longer than all else of the page; the same graph is drawn for every party chosen in it. */
function layoutOf(drawn: Map<string, Layout>, key: string, graph: Parameters<typeof layOut>[0]): Layout {
  const known = drawn.get(key);
  if (known) return known;
  if (drawn.size >= LAYOUTS_MAX) drawn.clear();
  const made = layOut(graph);
  drawn.set(key, made);
  return made;
}

/** Days on which a relation began or had ended, in order. */
function daysOf(relations: readonly ControlRelation[]): string[] {
  const days = relations.flatMap(({ start, end }) => [start, end === null ? null : dayAfter(end)]);
  return [...new Set(days.filter((one) => one !== null))].toSorted();
}

const dayAfter = (date: string): string =>
  new Date(Date.parse(date) + 24 * 60 * 60 * 1000).toISOString().slice(0, "2024-01-10".length);

/** Who could appoint, remove, fund or block whom on a day, and who could stop one of them. */
export const controlPage: Page = (site, { query }) => {
  const shape = { on: day.optional(), who: z.string().max(200).optional(), lab: z.string().optional() };
  const { on = site.frame.asOf, who, lab } = readQuery(query, shape);
  const { relations, span, days, drawn } = controlOf(site);
  if (span === null) return nothing;
  if (lab !== undefined && !Object.hasOwn(site.frame.labs, lab)) throw unknownLab(site, lab);
  const party = who === undefined ? null : partyOf(span, who);
  const from = party === null ? span.first : (span.since.get(party) ?? span.first);
  if (on < from && on !== site.frame.asOf)
    throw new BadRequest(`No relation ${who === undefined ? "" : `of ${who} `}is recorded before ${formatDay(from)}.`);
  if (on > site.frame.asOf)
    throw new BadRequest(`${formatDay(on)} is after the day of this report, ${formatDay(site.frame.asOf)}.`);
  const graph = narrow(graphOn(relations, on), lab);
  const link = (changes: Readonly<Record<string, string>>): string =>
    `/control?${new URLSearchParams({ on, ...(lab === undefined ? {} : { lab }), ...(party === null ? {} : { who: party }), ...changes }).toString()}`;
  return {
    title: `Control on ${formatDay(on)}`,
    description: `Who could appoint, remove, fund or block whom at AI labs on ${formatDay(on)}, and by what.`,
    body: (
      <>
        <h1>Control on {formatDay(on)}</h1>
        <p class="lead">
          {count(graph.relations.length, "relation")} between {count(graph.parties.size, "party", "parties")}
          {lab === undefined ? null : (
            <>
              {" "}
              around <LabLink site={site} lab={lab} />
            </>
          )}
          , as far as they are recorded.
        </p>
        <Filters site={site} action="/control">
          <Field name="on" label="On this day" type="date" value={on} />
          <Select
            name="who"
            label="Who can stop"
            any="nobody chosen"
            value={party ?? undefined}
            options={sortedParties(span)}
          />
          <Select name="lab" label="Only around" any="all labs" value={lab} options={labsWith(site, span)} />
        </Filters>
        <Days days={days.filter((one) => from <= one && one <= site.frame.asOf)} on={on} link={link} />
        {party === null ? null : (
          <Stop relations={relations} party={party} on={on} name={span.parties.get(party) ?? party} />
        )}
        {graph.parties.size > DRAWN_MAX ? (
          <p class="notice">Too many parties for one picture; choose a lab. The table has all.</p>
        ) : (
          <Graph
            layout={layoutOf(drawn, `${on} ${lab ?? ""}`, graph)}
            sentence={`Who had a say over whom on ${formatDay(on)}.`}
            linkTo={(id) => link({ who: id })}
            chosen={party}
          />
        )}
        <Relations graph={graph} link={link} on={on} />
      </>
    ),
  };
};

const nothing = {
  title: "Control",
  description: "Who can appoint, remove, fund or block whom at AI labs.",
  body: (
    <>
      <h1>Control</h1>
      <p class="lead">No relation of control is recorded.</p>
    </>
  ),
};

function partyOf({ parties }: ControlSpan, who: string): string {
  const id = findParty(parties, who);
  if (id !== null) return id;
  const near = new Set(nearNames(who, [...parties.values()]));
  const nearby = [...parties].filter(([, name]) => near.has(name)).slice(0, NEAR_MAX);
  throw new NotFound(
    `The records know no party “${who}”.`,
    nearby.map(([one, name]) => ({ href: `/control?who=${encodeURIComponent(one)}`, text: name })),
  );
}

const sortedParties = ({ parties }: ControlSpan): (readonly [string, string])[] =>
  [...parties].toSorted(([, a], [, b]) => a.localeCompare(b));

/** Labs that a party is of: its id is the lab's, or begins with it. */
function labsWith({ frame }: Site, { parties }: ControlSpan): (readonly [string, string])[] {
  const ids = [...parties.keys()];
  return Object.entries(frame.labs).filter(([lab]) => ids.some((id) => id === lab || id.startsWith(`${lab}-`)));
}

/** The relations that bear on a lab's parties or are theirs, with the parties of these. */
function narrow(graph: ControlGraph, lab: string | undefined): Pick<ControlGraph, "relations" | "parties"> {
  if (lab === undefined) return graph;
  const isOwn = (id: string): boolean => id === lab || id.startsWith(`${lab}-`);
  const relations = graph.relations.filter(({ controller, controlled }) => isOwn(controller) || isOwn(controlled));
  const ids = new Set(relations.flatMap(({ controller, controlled }) => [controller, controlled]));
  return { relations, parties: new Map([...graph.parties].filter(([id]) => ids.has(id))) };
}

interface DaysProps {
  readonly days: readonly string[];
  readonly on: string;
  readonly link: (changes: Readonly<Record<string, string>>) => string;
}

/** The days on which something changed, as links; the custom element makes a slider of them. */
function Days({ days, on, link }: DaysProps): Child {
  return (
    <date-steps data-on={on}>
      <details>
        <summary>Days on which something changed</summary>
        <p class="days">
          {days.map((one) => (
            <>
              <a href={link({ on: one })} data-day={one} {...(one === on ? { "aria-current": "date" } : {})}>
                {one}
              </a>{" "}
            </>
          ))}
        </p>
      </details>
    </date-steps>
  );
}

interface StopProps {
  readonly relations: readonly ControlRelation[];
  readonly party: string;
  readonly on: string;
  readonly name: string;
}

/** The answer in words, as the command line gives it. */
function Stop({ relations, party, on, name }: StopProps): Child {
  const answer = { ...whoCanStop(relations, party, on), name };
  const [heading, ...lines] = explainStop(answer);
  return (
    <section aria-labelledby="stop" class="stop">
      <h2 id="stop">{heading?.text}</h2>
      {lines.map((line) => {
        if (line.kind === "heading") return <h3>{line.text}</h3>;
        return line.kind === "path" ? <p class="path-line">{line.text}</p> : <p class="small">{withEvidence(line)}</p>;
      })}
      {answer.paths.map((path) => (
        <VotingPower path={path} />
      ))}
    </section>
  );
}

/** How a vote is spread: the share of coalitions in which each voter decides. */
function VotingPower({ path: { vote, steps } }: { readonly path: StopPath }): Child {
  if (vote === null) return null;
  return (
    <details class="data">
      <summary>
        Voting power in {steps[0]?.controller ?? "the body"}: {vote.quota} of{" "}
        {vote.voters.reduce((sum, { votes }) => sum + votes, 0)} votes decide
        {vote.quotaKnown ? "" : " (a majority is assumed)"}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Voter</th>
            <th scope="col">Votes</th>
            <th scope="col">Banzhaf</th>
            <th scope="col">Shapley–Shubik</th>
          </tr>
        </thead>
        <tbody>
          {vote.voters.map(({ name, votes, banzhaf, shapley }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{votes}</td>
              <td>{banzhaf.toFixed(3)}</td>
              <td>{shapley.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** What a line rests on leads to its record. */
function withEvidence({ text, evidence }: ExplanationLine): Child {
  const ending = `${evidence ?? ""}.`;
  if (evidence === undefined || !text.endsWith(ending)) return text;
  return (
    <>
      {text.slice(0, -ending.length)}
      <a href={`/evidence/${encodeURI(evidence).replace("#", "%23")}`}>{evidence}</a>.
    </>
  );
}

interface RelationsProps {
  readonly graph: Pick<ControlGraph, "relations" | "parties">;
  readonly link: (changes: Readonly<Record<string, string>>) => string;
  /** What was decided later was not known on that day. */
  readonly on: string;
}

const TESTED_WORDS = {
  held: "used, and it held",
  failed: "used, and it did not hold",
  untested: "never seen used",
} as const;

function Relations({ graph: { relations, parties }, link, on }: RelationsProps): Child {
  const nameOf = (id: string): Child => <a href={link({ who: id })}>{parties.get(id) ?? id}</a>;
  return (
    <section aria-labelledby="relations">
      <h2 id="relations">The same as a table</h2>
      <table class="cards">
        <thead>
          <tr>
            {["Who", "What", "Whom", "Rests on", "In force", "Tested", "Evidence"].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {relations.map(
            ({ controller, controlled, means, sharePercent, basis, start, end, tested, testedOn, evidence }) => (
              <tr>
                <th scope="row">{nameOf(controller)}</th>
                <td data-label="What">
                  {MEANS_WORDS[means]}
                  {sharePercent === null ? null : ` (${sharePercent} %)`}
                </td>
                <td data-label="Whom">{nameOf(controlled)}</td>
                <td data-label="Rests on">{basis}</td>
                <td data-label="In force">
                  {start ?? "before the records"} to {end ?? "now"}
                </td>
                <td data-label="Tested">
                  {TESTED_WORDS[testedOn !== undefined && testedOn > on ? "untested" : tested]}
                </td>
                <td data-label="Evidence">
                  <a href={`/evidence/${encodeURI(evidence).replace("#", "%23")}`}>record</a>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      <p class="small">
        Nominal against effective control, and who held when it was tried: <a href="/oversight">oversight attempts</a>,{" "}
        <a href="/methods/incorrigibility">the method</a>.
      </p>
    </section>
  );
}
