import { listDocuments } from "../../../index/index.ts";
import { documentOf, type Entry } from "../../../model/index.ts";
import { nearNames } from "../../../std/index.ts";
import { type Nearby, NotFound } from "../../page.ts";
import type { Site } from "../../site.ts";
import { readDirectory } from "./directory.ts";

/** An entry of the log and the names it goes by. */
export interface Located {
  readonly index: number;
  readonly entry: Entry;
  /** What `corrigible prove` and the addresses of the site take. */
  readonly id: string;
  /** Line of a table that the id names, from 1; null where it names the whole. */
  readonly row: number | null;
}

/** What an id names, see `findEntry`. Throws NotFound with what exists nearby. */
export async function locate(site: Site, id: string): Promise<Located> {
  const index = indexOf(site, id) ?? (await missing(site, id));
  const entry = site.evidence.entry(index);
  const [, row] = /#(\d{1,9})$/.exec(id) ?? [];
  return {
    index,
    entry,
    id: nameOf(site, index, entry),
    row: row === undefined || entry.type !== "input" ? null : Number(row),
  };
}

function indexOf(site: Site, id: string): number | null {
  const { evidence } = site;
  const { blobs, inputs } = readDirectory(site);
  const inLog = (index: number): number | null => (index < evidence.size ? index : null);
  if (/^\d{1,15}$/.test(id)) return inLog(Number(id));
  if (/^[0-9a-f]{64}$/.test(id)) return blobs.get(id) ?? null;
  const [name = ""] = id.split("#", 1);
  const input = inputs.get(name) ?? inputs.get(`casebook/${name}`);
  if (input) return input.index;
  const version = /^(?<document>.+)@(?<index>\d{1,15})$/.exec(id)?.groups;
  if (!version) return null;
  const index = inLog(Number(version["index"]));
  return index !== null && nameOf(site, index, evidence.entry(index)) === id ? index : null;
}

/** `openai/usage-policies@71`, `fmti/scores.csv`, `openai-2023-11-removal`; an import goes by its place. */
export function nameOf({ workspace }: Site, index: number, entry: Entry): string {
  if (entry.type === "version") {
    return `${documentOf(workspace.labTable, entry.service, entry.terms).document}@${index}`;
  }
  if (entry.type === "import") return String(index);
  return entry.source === "casebook" ? entry.name : `${entry.source}/${entry.name}`;
}

async function missing(site: Site, id: string): Promise<never> {
  const documents = (await listDocuments(site.index)).map((row) => ({ name: row.id, newest: row.last_version }));
  const [document = ""] = id.split("@", 1);
  const inputs = [...readDirectory(site).inputs.keys()].map((name) => name.replace(/^casebook\//, ""));
  const nearby: Nearby[] = nearNames(
    document,
    documents.map(({ name }) => name),
  ).map((name) => ({
    href: `/evidence/${documents.find((one) => one.name === name)?.newest ?? ""}`,
    text: `newest version of ${name}`,
  }));
  for (const name of nearNames(id, inputs)) nearby.push({ href: `/evidence/${name}`, text: name });
  throw new NotFound(
    `The log has no entry “${id}”. It has ${site.evidence.size} entries, the first is 0; an entry goes by its number, a version's id, an input's id, or the SHA-256 of a text.`,
    nearby,
  );
}
