import type { Child } from "hono/jsx";
import type { Page } from "../page.ts";
import { DOCUMENT_PATH } from "./document.ts";
import { readExamples } from "./examples.ts";
import { LIMIT_DEFAULT, LIMIT_MAX } from "./lists.ts";
import { API_BASE, type Examples } from "./operation.ts";
import { ACCOUNT_OPERATIONS, OPERATIONS, WRITE_OPERATIONS } from "./operations/index.ts";

/** `/api`: what programs can read here, with an example of each that answers on this site. */
export const apiPage: Page = async (site, { base, accounts }) => {
  const examples = await readExamples(site);
  const changes = `${base}${API_BASE}/changes?direction=loosens&disclosed=no`;
  return {
    title: "For programs",
    description: "Everything on these pages as JSON, with the same filters, and an OpenAPI document.",
    body: (
      <>
        <h1>For programs</h1>
        <p class="lead">
          Everything on these pages as JSON, with the same filters. Reading needs no key.{" "}
          <a href={DOCUMENT_PATH}>OpenAPI 3.1</a>.
        </p>
        <pre tabindex={0} role="region" aria-label="A first request">
          <code>curl '{changes}'</code>
        </pre>
        <Rules />
        <Table examples={examples} />
        <section aria-labelledby="client">
          <h2 id="client">From TypeScript</h2>
          <pre tabindex={0} role="region" aria-label="The client">
            <code>{CLIENT_EXAMPLE.replace("BASE", base)}</code>
          </pre>
        </section>
        {accounts === null ? null : <WithToken />}
        <p>
          To be told of what is new, take a <a href="/feeds.opml">feed</a>: every list has one. What a document said on
          a day: <code>{base}/timegate/</code> and the document’s address (Memento, RFC 7089).
        </p>
      </>
    ),
  };
};

const CLIENT_EXAMPLE = `import { createClient } from "corrigible/client";

const client = createClient({ base: "BASE" });
for await (const change of client.changes.all({ direction: "loosens", disclosed: "no" })) {
  console.log(change.date, change.lab, change.old?.text);
}
`;

/** What takes a token, on a site with accounts. */
function WithToken(): Child {
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">With a token</h2>
      <p>
        Whoever has an account may have tokens; a program shows one as <code>Authorization: Bearer …</code>.
      </p>
      <ul>
        {WRITE_OPERATIONS.map(({ path, summary }) => (
          <li>
            <code>POST {path}</code>: {withCode(summary)}
          </li>
        ))}
        {ACCOUNT_OPERATIONS.map(({ path, summary }) => (
          <li>
            <code>GET {path}</code>: {withCode(summary)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rules(): Child {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">What holds for all</h2>
      <ul>
        <li>
          A list answers at most <code>limit</code> items ({LIMIT_DEFAULT} unless asked, {LIMIT_MAX} at most) and a
          cursor <code>next</code>; give it back as <code>cursor</code> with the same filters. What is recorded
          meanwhile moves no place.
        </li>
        <li>
          <code>as-of=2024-06-30</code> tells what was recorded up to that day, and of promises and incidents what was
          known by then. Changes are read by today’s detector.
        </li>
        <li>
          Every answer has an <code>ETag</code>: with <code>If-None-Match</code> what is still so is 304.
        </li>
        <li>
          A request that cannot be answered gives <code>application/problem+json</code> (RFC 9457): what was wrong, and
          what exists nearby.
        </li>
        <li>Texts are as the log holds them: somebody else wrote them. Escape them before you show them.</li>
        <li>Every entry of the log leads to its proof, which needs no trust in this site.</li>
      </ul>
    </section>
  );
}

/** A sentence of the document: between backticks stands code. */
const withCode = (text: string): Child =>
  text.split("`").map((part, at) => (at % 2 === 0 ? part : <code>{part}</code>));

function Table({ examples }: { readonly examples: Examples }): Child {
  return (
    <section aria-labelledby="operations">
      <h2 id="operations">What can be asked</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">What it gives</th>
            <th scope="col">Filters</th>
            <th scope="col">Example</th>
          </tr>
        </thead>
        <tbody>
          {OPERATIONS.map(({ path, summary, query, example }) => {
            const address = example(examples);
            return (
              <tr>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td data-label="Gives">{withCode(summary)}</td>
                <td data-label="Filters">{Object.keys(query).join(", ") || "none"}</td>
                <td data-label="Example">
                  {address === null ? "none here" : <a href={API_BASE + address}>{address}</a>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
