import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { z } from "zod";
import { type FoundClause, listDocuments, listFindings, MARK, searchClauses } from "../../../index/index.ts";
import type { Finding } from "../../../model/index.ts";
import { formatDated } from "../../card/index.ts";
import { Field, Filters } from "../../components/filters.tsx";
import type { Page } from "../../page.ts";
import { readQuery } from "../../query.ts";
import { clip, count, formatDay } from "../../report/words.ts";
import { perSite, type Site } from "../../site.ts";
import { listMethods } from "../methods/methods.tsx";

/** Shown of each kind. */
const CLAUSES_SHOWN = 30;
const OTHERS_SHOWN = 12;
const TEXT_LENGTH_MAX = 320;
const WORDS_LENGTH_MAX = 400;

const findingsOf = perSite(async ({ index }) =>
  (await listFindings(index, {})).map((finding) => ({
    finding,
    text: `${finding.title} ${finding.summary} ${finding.counter} ${finding.lab} ${finding.evidence.join(" ")}`.toLowerCase(),
  })),
);

/** Everything by its words: labs, documents, clauses with when they were in force, findings, methods. */
export const searchPage: Page = async (site, { query }) => {
  const { q } = readQuery(query, {
    q: z.string().max(WORDS_LENGTH_MAX, `at most ${WORDS_LENGTH_MAX} characters`).optional(),
  });
  const words = (q ?? "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = words.length === 0 ? null : await searchAll(site, q ?? "", words);
  return {
    title: q === undefined ? "Search" : `Search: ${clip(q, 60)}`,
    description: "Labs, documents, clauses, findings and methods by their words.",
    body: (
      <>
        <h1>Search</h1>
        <Filters site={site} action="/search">
          <Field name="q" label="Words; “quoted words” as a phrase" type="search" value={q} />
        </Filters>
        {found === null ? (
          <p class="lead">
            Searches labs, documents, every clause that we ever recorded, findings with their sources, and methods.
          </p>
        ) : (
          <Results found={found} site={site} />
        )}
      </>
    ),
  };
};

interface Found {
  readonly labs: readonly (readonly [id: string, name: string])[];
  readonly documents: readonly { readonly id: string; readonly name: string }[];
  readonly clauses: readonly { readonly clause: FoundClause; readonly highlighted: string }[];
  readonly findings: readonly Finding[];
  readonly methods: readonly { readonly name: string; readonly title: string }[];
}

async function searchAll(site: Site, text: string, words: readonly string[]): Promise<Found> {
  const has = (where: string): boolean => words.every((word) => where.toLowerCase().includes(word));
  const documents = (await listDocuments(site.index)).map(({ id, lab_name: lab, service, terms }) => ({
    id,
    name: `${lab}: ${service} ${terms}`,
  }));
  return {
    labs: Object.entries(site.frame.labs).filter(([id, name]) => has(`${id} ${name}`)),
    documents: documents.filter(({ id, name }) => has(`${id} ${name}`)),
    clauses: await searchClauses(site.index, { text, limit: CLAUSES_SHOWN }),
    findings: (await findingsOf(site))
      .filter((one) => words.every((word) => one.text.includes(word)))
      .map(({ finding }) => finding),
    methods: listMethods().filter(({ markdown }) => has(markdown)),
  };
}

function Results({
  found: { labs, documents, clauses, findings, methods },
  site,
}: {
  readonly found: Found;
  readonly site: Site;
}): Child {
  const total = labs.length + documents.length + clauses.length + findings.length + methods.length;
  if (total === 0) {
    return <p class="lead">We found nothing: no lab, document, clause, finding or method has all of these words.</p>;
  }
  return (
    <>
      <Links title={count(labs.length, "lab")} links={labs.map(([id, name]) => [`/labs/${id}`, name])} />
      <Links
        title={count(documents.length, "document")}
        links={documents.map(({ id, name }) => [`/documents/${id}`, name])}
      />
      <Findings findings={findings} site={site} />
      <Clauses clauses={clauses} site={site} />
      <Links
        title={count(methods.length, "method")}
        links={methods.map(({ name, title }) => [`/methods/${name}`, title])}
      />
    </>
  );
}

function Links({
  title,
  links,
}: {
  readonly title: string;
  readonly links: readonly (readonly [href: string, text: string])[];
}): Child {
  if (links.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="columns">
        {links.slice(0, OTHERS_SHOWN).map(([href, text]) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
      {links.length > OTHERS_SHOWN ? <p class="small">and {links.length - OTHERS_SHOWN} more</p> : null}
    </section>
  );
}

function Findings({ findings, site }: { readonly findings: readonly Finding[]; readonly site: Site }): Child {
  if (findings.length === 0) return null;
  return (
    <section>
      <h2>{count(findings.length, "finding")}</h2>
      {findings.slice(0, OTHERS_SHOWN).map(({ title, lab, when, bearing, eval: name, evidence: [id = ""] }) => (
        <p class="rule">
          <span class={`badge ${bearing}`}>{bearing}</span>{" "}
          <a href={`/evidence/${encodeURI(id).replace("#", "%23")}`}>{title}</a>{" "}
          <span class="small">
            <LabLink site={site} lab={lab} anchor={`#${name}`} />, {formatDated(when)}
          </span>
        </p>
      ))}
      {findings.length > OTHERS_SHOWN ? <p class="small">and {findings.length - OTHERS_SHOWN} more</p> : null}
    </section>
  );
}

function Clauses({ clauses, site }: { readonly clauses: Found["clauses"]; readonly site: Site }): Child {
  if (clauses.length === 0) return null;
  const shown =
    clauses.length === CLAUSES_SHOWN ? `The ${CLAUSES_SHOWN} best of the clauses` : count(clauses.length, "clause");
  return (
    <section>
      <h2>{shown}</h2>
      {clauses.map(({ clause: { lab, document, since, until, firstVersion }, highlighted }) => (
        <div class="one-rule">
          <blockquote dir="auto">
            <Marked text={clip(highlighted, TEXT_LENGTH_MAX)} />
          </blockquote>
          <p class="small">
            <LabLink site={site} lab={lab} /> · <a href={`/documents/${document}`}>{document}</a> · from{" "}
            <a href={`/evidence/${firstVersion}`}>{formatDay(since)}</a> to {until === null ? "now" : formatDay(until)}
          </p>
        </div>
      ))}
    </section>
  );
}

/** A text with the words that were found marked. */
function Marked({ text }: { readonly text: string }): Child {
  return text.split(MARK.start).map((part, at) => {
    if (at === 0) return part;
    const [found = "", rest = ""] = part.split(MARK.end);
    return (
      <>
        <mark>{found}</mark>
        {rest}
      </>
    );
  });
}
