import { readdirSync, readFileSync } from "node:fs";
import { raw } from "hono/html";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { DETECTOR_VERSION, EVAL_TITLES, EVALS, EVALS_VERSION } from "../../../model/index.ts";
import { nearNames } from "../../../std/index.ts";
import { RUBRIC_VERSION } from "../../card/data.ts";
import { NotFound, type Page } from "../../page.ts";

/** Our method pages, as they lie in docs/methods of the package. They are ours: no archive text is in them. */
const FOLDER = new URL("../../../../docs/methods/", import.meta.url);

/** A method page. */
export interface Method {
  readonly name: string;
  readonly title: string;
  readonly markdown: string;
}

let known: Method[] | null = null;

/** Every method page of ours, read once. */
export function listMethods(): readonly Method[] {
  return (known ??= readMethods());
}

function readMethods(): Method[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".md"))
    .toSorted()
    .map((file) => {
      const markdown = readFileSync(new URL(file, FOLDER), "utf8");
      return { name: file.slice(0, -".md".length), title: /^# (.+)$/m.exec(markdown)?.[1] ?? file, markdown };
    });
}

/** Every method page, the versions in force, and what is to be said of all of them. */
export const methodsPage: Page = () => {
  const methods = listMethods();
  const isEval = new Set<string>(EVALS);
  return {
    title: "Methods",
    description: "How every number here is made, how reliable it is, and where it fails.",
    body: (
      <>
        <h1>Methods</h1>
        <p class="lead">How every number here is made, how reliable it is, and where it fails.</p>
        <h2>The six evals</h2>
        <ul>
          {EVALS.map((name) => (
            <li>
              <a href={`/methods/${name}`}>{EVAL_TITLES[name]}</a>
            </li>
          ))}
        </ul>
        <h2>What they share</h2>
        <ul>
          {methods
            .filter(({ name }) => !isEval.has(name))
            .map(({ name, title }) => (
              <li>
                <a href={`/methods/${name}`}>{title}</a>
              </li>
            ))}
        </ul>
        <h2>Versions in force</h2>
        <table class="receipt">
          <tbody>
            <tr>
              <th scope="row">Rubric of the lab card</th>
              <td>{RUBRIC_VERSION}, the first; a later one will stand here with what it changed</td>
            </tr>
            <tr>
              <th scope="row">Six evals</th>
              <td>{EVALS_VERSION}</td>
            </tr>
            <tr>
              <th scope="row">Comparison of documents</th>
              <td>{DETECTOR_VERSION}</td>
            </tr>
          </tbody>
        </table>
        <h2>Reliability and limits</h2>
        <p>
          What was measured on changes that people labelled stands in{" "}
          <a href="/methods/comparison">the comparison’s method</a>; how findings are weighed, and whether the weights
          matter, in <a href="/methods/assessment">the assessment’s</a>. Each eval’s page ends with its limits.
        </p>
        <h2>Corrections</h2>
        <p>None so far. A finding that we correct or withdraw stays, struck through, with the day and the reason.</p>
      </>
    ),
  };
};

/** One method page. */
export const methodPage: Page = (_site, { params }) => {
  const methods = listMethods();
  const method = methods.find(({ name }) => name === params["name"]);
  if (!method) {
    const near = nearNames(
      params["name"] ?? "",
      methods.map(({ name }) => name),
    );
    const shown = near.length > 0 ? methods.filter(({ name }) => near.includes(name)) : methods;
    throw new NotFound(
      `We have no method “${params["name"] ?? ""}”.`,
      shown.map(({ name, title }) => ({ href: `/methods/${name}`, text: title })),
    );
  }
  return {
    title: method.title,
    description: `Method page: ${method.title}.`,
    body: (
      <article class="method">
        <p class="where">
          <a href="/methods">Methods</a>
        </p>
        {raw(render(method.markdown))}
      </article>
    ),
  };
};

/** Links between method pages lead to the site's own; other pages of the repository are named, not linked. */
function render(markdown: string): string {
  const linked = markdown.replaceAll(/\]\((?<target>[^)\s]+)\)/g, (link, target: string) => {
    const [, name] = /^(?:\.\/)?([a-z-]+)\.md/.exec(target) ?? [];
    if (name !== undefined) return `](/methods/${name})`;
    return /^https?:|^#/.test(target) ? link : `](/methods "${target}")`;
  });
  return micromark(linked, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })
    .replaceAll("<table>", '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0" role="region" aria-label="Example">')
    .replaceAll(/ align="[a-z]+"/g, "");
}
