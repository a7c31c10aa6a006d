import type { ListedChange } from "../../../index/index.ts";
import type { Download, Page } from "../../page.ts";
import { permanentLink, type Site } from "../../site.ts";
import { clauseOf } from "../../components/change-line.tsx";
import { findOccurrences } from "./occurrences.ts";

/** Characters of a clause in a title. */
const TITLE_LENGTH_MAX = 120;

interface Cited {
  readonly title: string;
  /** Day of the change, 2024-01-10. */
  readonly day: string;
  readonly url: string | null;
  readonly note: string;
}

/** What a citation says. It is pinned to two versions and to the root of the log: "latest" would be another text. */
function citedAs(site: Site, listed: ListedChange): Cited {
  const { frame, evidence, root, publicUrl } = site;
  const { change, service, terms } = listed;
  const lab = frame.labs[change.lab] ?? change.lab;
  return {
    title: `${lab}: ${service} ${terms}, ${change.kind} (${change.direction}): ${clauseOf(listed, TITLE_LENGTH_MAX)}`,
    day: change.date.slice(0, "2024-01-10".length),
    url: publicUrl === null ? null : permanentLink(site, `/changes/${change.id}`),
    note: `Change ${change.id}, versions ${change.oldVersion} and ${change.newVersion}, evidence log ${evidence.origin}, size ${evidence.size}, root ${root}`,
  };
}

/** BibTeX's own characters stand for themselves behind a backslash. */
const escapeBibtex = (text: string): string =>
  text.replaceAll("\\", String.raw`\textbackslash `).replaceAll(/[{}%&#$_]/g, String.raw`\$&`);

/** A change as a BibTeX entry. */
export function formatBibtex(site: Site, listed: ListedChange): string {
  const { title, day, url, note } = citedAs(site, listed);
  const fields = [
    ["author", "{Corrigible}"],
    ["title", `{${escapeBibtex(title)}}`],
    ["year", day.slice(0, 4)],
    ["month", String(Number(day.slice(5, 7)))],
    ["day", String(Number(day.slice(8)))],
    ["note", escapeBibtex(note)],
    ...(url === null ? [] : [["url", url]]),
  ];
  return `@misc{corrigible-${listed.change.id},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;
}

/** A change as CSL-JSON, https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html */
export function formatCsl(site: Site, listed: ListedChange): string {
  const { title, day, url, note } = citedAs(site, listed);
  const item = {
    id: `corrigible-${listed.change.id}`,
    type: "webpage",
    author: [{ literal: "Corrigible" }],
    title,
    issued: { "date-parts": [day.split("-").map(Number)] },
    note,
    ...(url === null ? {} : { URL: url }),
  };
  return `${JSON.stringify([item], null, 2)}\n`;
}

/** `/changes/<id>.bib` */
export const bibtexPage: Page = (site, { params }) => cite(site, (params["id"] ?? "").slice(0, -".bib".length), "bib");

/** `/changes/<id>.json` */
export const cslPage: Page = (site, { params }) => cite(site, (params["id"] ?? "").slice(0, -".json".length), "json");

async function cite(site: Site, id: string, as: "bib" | "json"): Promise<Download> {
  const [listed] = await findOccurrences(site, id);
  const change = listed as ListedChange;
  const filename = `corrigible-${change.change.id}.${as}`;
  return as === "bib"
    ? { type: "application/x-bibtex; charset=utf-8", bytes: formatBibtex(site, change), filename }
    : { type: "application/json; charset=utf-8", bytes: formatCsl(site, change), filename };
}
