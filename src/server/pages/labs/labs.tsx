import { listDocuments } from "../../../index/index.ts";
import type { Page } from "../../page.ts";
import { count } from "../../report/words.ts";
import { EvalMatrix } from "./matrix.tsx";

/** Every lab: the six evals of those with findings, and all others by name. */
export const labsPage: Page = async (site) => {
  const documents = Map.groupBy(await listDocuments(site.index), ({ lab }) => lab);
  const labs = Object.entries(site.frame.labs).toSorted(([, a], [, b]) => a.localeCompare(b));
  return {
    title: "Labs",
    description: `Six evals of ${labs.length} labs, with intervals and coverage.`,
    body: (
      <>
        <h1>Labs</h1>
        {await EvalMatrix(site)}
        <p>
          <a href="/findings">All findings</a>, by lab, eval and bearing.
        </p>
        <section aria-labelledby="all">
          <h2 id="all">All {labs.length} labs</h2>
          <ul class="columns">
            {labs.map(([lab, name]) => (
              <li>
                <a href={`/labs/${lab}`}>{name}</a>{" "}
                <span class="small">{count(documents.get(lab)?.length ?? 0, "document")}</span>
              </li>
            ))}
          </ul>
        </section>
      </>
    ),
  };
};
