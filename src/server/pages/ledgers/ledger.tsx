import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { jeffreysRate } from "../../../evals/index.ts";
import { formatDated, formatEstimate, Interval } from "../../card/index.ts";
import { FeedLinks } from "../../components/feed-links.tsx";
import { Field, Filters, Pager, Select } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { count } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import { safeLink } from "../../text.ts";
import { type Ledger, LEDGERS } from "./ledgers.ts";
import type { LedgerRow } from "./rows.ts";
import { selectRows } from "./select.ts";

/** Rows of a page; a copy has fewer and longer pages. */
const PAGE_SIZE = 25;
const PAGE_SIZE_OF_COPY = 100;

/** The page of a ledger. Its filters are the address, and its counts follow them. */
export function ledgerPage(ledger: Ledger): Page {
  return (site, { query }) => {
    const { chosen, labs, among, rows } = selectRows(ledger, site, query);
    const { page, state } = chosen;
    const size = site.isCopy ? PAGE_SIZE_OF_COPY : PAGE_SIZE;
    return {
      title: ledger.title,
      description: ledger.lead,
      feed: { path: ledger.path, query },
      body: (
        <>
          <h1>{ledger.title}</h1>
          <p class="lead">{ledger.lead}</p>
          <Tabs path={ledger.path} />
          <Filters site={site} action={ledger.path}>
            <Select name="lab" label="Lab" value={chosen.lab} options={labs} />
            <Select name="state" label="State" value={state} options={Object.entries(ledger.states)} />
            <Field name="since" label="From" type="date" value={chosen.since} />
            <Field name="until" label="To" type="date" value={chosen.until} />
            <Field name="q" label="Words" type="search" value={chosen.q} />
          </Filters>
          <Counts ledger={ledger} rows={among} site={site} />
          <p>{rows.length === 0 ? "We found none." : `${count(rows.length, "entry", "entries")}, newest first.`}</p>
          {rows.slice((page - 1) * size, page * size).map((row) => (
            <LedgerEntry row={row} ledger={ledger} site={site} />
          ))}
          <Pager path={ledger.path} query={query} page={page} size={size} total={rows.length} />
          <FeedLinks site={site} path={ledger.path} query={query} />
        </>
      ),
    };
  };
}

function Tabs({ path }: { readonly path: string }): Child {
  return (
    <nav class="views" aria-label="Ledgers">
      {LEDGERS.map((one) => (
        <a href={one.path} {...(one.path === path ? { "aria-current": "page" } : {})}>
          {one.title}
        </a>
      ))}
    </nav>
  );
}

interface CountsProps {
  readonly ledger: Ledger;
  readonly rows: readonly LedgerRow[];
  readonly site: Site;
}

/** Counts and rates, each with numerator, denominator and interval, overall and by lab. */
function Counts({ ledger, rows, site }: CountsProps): Child {
  const { settled, settledName, states, caution } = ledger;
  const decided = rows.filter(({ state }) => settled.includes(state));
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">Counts and rates</h2>
      <table class="cards">
        <caption>
          Shares of the {decided.length} {settledName}, with their 90 % intervals; the others are counted beside
        </caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Count</th>
            <th scope="col">Share</th>
            <th scope="col">Interval, 0 to 1</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(states).map(([state, words]) => {
            const hits = rows.filter((row) => row.state === state).length;
            const rate = settled.includes(state) ? jeffreysRate(hits, decided.length) : null;
            return (
              <tr>
                <th scope="row">{words}</th>
                <td data-label="Count">{hits}</td>
                <td data-label="Share">
                  {rate === null ? "–" : `${hits} of ${decided.length}: ${formatEstimate(rate, "share")}`}
                </td>
                <td data-label="Interval">{rate === null ? null : <Interval balance={rate} width={160} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ByLab ledger={ledger} rows={rows} site={site} />
      <p class="small">
        {caution} <a href="/methods">How they are counted</a>.
      </p>
    </section>
  );
}

/** The same counts for each lab, by its id: the order says nothing. */
function ByLab({ ledger, rows, site }: CountsProps): Child {
  const states = Object.keys(ledger.states);
  const labs = [...Map.groupBy(rows, ({ lab }) => lab)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (labs.length < 2) return null;
  return (
    <details class="data">
      <summary>By lab</summary>
      <div class="scroll" tabindex={0} role="region" aria-label="Counts by lab">
        <table>
          <thead>
            <tr>
              <th scope="col">Lab</th>
              {states.map((state) => (
                <th scope="col">{state}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labs.map(([lab, own]) => (
              <tr>
                <th scope="row">
                  <a href={`${ledger.path}?lab=${lab}`}>{site.frame.labs[lab] ?? lab}</a>
                </th>
                {states.map((state) => (
                  <td>{own.filter((row) => row.state === state).length}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

interface RowProps {
  readonly row: LedgerRow;
  readonly ledger: Ledger;
  readonly site: Site;
}

/** One row of a ledger with its reasons, sources and evidence. */
export function LedgerEntry({
  row: { lab, when, heading, state, facts, record, evidence },
  ledger,
  site,
}: RowProps): Child {
  return (
    <article class="finding">
      <p class="where">
        {formatDated(when)} · <LabLink site={site} lab={lab} />
      </p>
      <h3 dir="auto">{heading}</h3>
      <p class="facts">
        <span class="badge neutral">{state}</span> {ledger.states[state]}
        {facts.map(([name, value]) => (
          <>
            {" · "}
            {name}: <strong>{value}</strong>
          </>
        ))}
      </p>
      {record === null ? null : (
        <dl class="beside-texts">
          <div>
            <dt>Why it stands so</dt>
            <dd>{record.summary}</dd>
          </div>
          <div>
            <dt>Against this reading</dt>
            <dd>{record.counter}</dd>
          </div>
          <div>
            <dt>Sources</dt>
            <dd>
              <Sources sources={record.sources} />
            </dd>
          </div>
          <div>
            <dt>The lab’s reply</dt>
            <dd>None recorded.</dd>
          </div>
        </dl>
      )}
      <p class="small">
        Evidence:{" "}
        {evidence.map((id) => (
          <>
            <a href={`/evidence/${encodeURI(id).replace("#", "%23")}`}>{id}</a>{" "}
          </>
        ))}
      </p>
    </article>
  );
}

function Sources({ sources }: { readonly sources: NonNullable<LedgerRow["record"]>["sources"] }): Child {
  return (
    <ul>
      {sources.map(({ url, title, publisher, verified }) => {
        const link = url === null ? null : safeLink(url);
        return (
          <li>
            {link === null ? (
              title
            ) : (
              <a href={link} rel="noreferrer noopener">
                {title}
              </a>
            )}
            <span class="small">
              {publisher === null ? null : `, ${publisher}`}
              {verified ? null : ", not read by us"}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
