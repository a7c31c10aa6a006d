import type { Child } from "hono/jsx";
import {
  type DocumentRow,
  listAssessments,
  listComparisons,
  listDocuments,
  listFindings,
  listMeasures,
} from "../../../index/index.ts";
import { CardBody, type CardData, CardSummary, makeCard, renderCardMarkdown } from "../../card/index.ts";
import type { Page } from "../../page.ts";
import { count, formatDay } from "../../report/words.ts";
import { permanentLink, type Site } from "../../site.ts";
import { unknownLab } from "../changes/known.ts";

/** The card of a lab, with the documents that we track of it. Prints on A4 and Letter. */
export const labPage: Page = async (site, { params }) => {
  const lab = params["lab"] ?? "";
  const { index, frame } = site;
  const labName = frame.labs[lab];
  if (!Object.hasOwn(frame.labs, lab) || labName === undefined) throw unknownLab(site, lab);
  const documents = (await listDocuments(index)).filter((document) => document.lab === lab);
  const assessments = await listAssessments(index, lab);
  return {
    title: labName,
    description: `Lab card of ${labName}: six evals with intervals, findings with counter-evidence, as of ${formatDay(frame.asOf)}.`,
    feed: { path: "/changes", query: new URLSearchParams({ lab }) },
    body: (
      <>
        <h1>{labName}</h1>
        {assessments.length === 0 ? (
          <p class="lead">We know its documents, and have not assessed it.</p>
        ) : (
          <Card card={await readCard(site, lab, labName)} />
        )}
        <Documents documents={documents} lab={lab} />
        <p class="print-only small">
          {permanentLink(site, `/labs/${lab}`)} · checkpoint root {site.root}
        </p>
      </>
    ),
  };
};

/** The card as one JSON object, the same as `corrigible card --json`. */
export const labJsonPage: Page = async (site, { params }) => {
  const card = await findCard(site, (params["file"] ?? "").slice(0, -".json".length));
  return { type: "application/json; charset=utf-8", bytes: `${JSON.stringify(card)}\n` };
};

/** The card as Markdown, the same as `corrigible card`. */
export const labMarkdownPage: Page = async (site, { params }) => {
  const card = await findCard(site, (params["file"] ?? "").slice(0, -".md".length));
  return { type: "text/markdown; charset=utf-8", bytes: renderCardMarkdown(card) };
};

function findCard(site: Site, lab: string): Promise<CardData> {
  const labName = site.frame.labs[lab];
  if (!Object.hasOwn(site.frame.labs, lab) || labName === undefined) throw unknownLab(site, lab);
  return readCard(site, lab, labName);
}

async function readCard(site: Site, lab: string, labName: string): Promise<CardData> {
  const { index, frame, evidence, root } = site;
  return makeCard({
    lab,
    labName,
    asOf: frame.asOf,
    log: { origin: evidence.origin, size: evidence.size, root },
    assessments: await listAssessments(index, lab),
    measures: await listMeasures(index, { lab }),
    findings: await listFindings(index, { lab }),
    comparisons: await listComparisons(index),
  });
}

function Card({ card }: { readonly card: CardData }): Child {
  return (
    <>
      <CardSummary card={card} />
      <p class="small no-print">
        This card as <a href={`/labs/${card.lab}.json`}>JSON</a>, <a href={`/labs/${card.lab}.md`}>Markdown</a>
      </p>
      <CardBody card={card} linked />
    </>
  );
}

function Documents({ documents, lab }: { readonly documents: readonly DocumentRow[]; readonly lab: string }): Child {
  if (documents.length === 0) return null;
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">Documents that we track</h2>
      <ul class="columns">
        {documents.map(({ id, service, terms, versions }) => (
          <li>
            <a href={`/documents/${id}`}>
              {service} {terms}
            </a>{" "}
            <span class="small">{count(versions, "version")}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href={`/changes?lab=${lab}`}>All changes of its rules</a>
      </p>
    </section>
  );
}
