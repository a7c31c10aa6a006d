import { listChangeIds, listFindings } from "../../index/index.ts";
import { ALARM_CONFIDENCE, blobOf } from "../../model/index.ts";
import { readDirectory } from "../pages/evidence/directory.ts";
import { nameOf } from "../pages/evidence/locate.ts";
import { isWithheld } from "../review-acts.ts";
import type { Site } from "../site.ts";
import { decode, fileOf, isListed, textFileOf } from "./addresses.ts";

/** A file of the copy and what it is made from. */
export interface Target {
  readonly file: string;
  /** What the application answers it with. */
  readonly address: string;
  /** Where the file is an archived text: its SHA-256. */
  readonly blob?: string;
}

/** What a link of the site leads to in the copy; null for a page that the copy has not. Takes no fragment. */
export type Resolve = (address: string) => Target | null;

/** Folders whose files no page makes. */
const FILES = /^\/(?:assets|log)\//;

/** Knows every page of a copy of this site. */
export async function makeResolve(site: Site): Promise<Resolve> {
  const changes = new Set(await listCopiedChanges(site));
  const findings = await listFindings(site.index, {});
  const reviewed = new Set(findings.filter(({ state }) => state !== "proposed").map(({ id }) => id));
  const records = readRecords(site);
  const inText = (id: string): Target | null => {
    const record = records.get(id);
    if (!record || record.blob === null) return null;
    return { file: textFileOf(record.blob), address: `/text/${record.name}`, blob: record.blob };
  };
  const page = (address: string): Target => ({ file: fileOf(address), address });
  return (address) => {
    const { pathname, searchParams } = new URL(address, "http://copy");
    if (FILES.test(address)) return page(pathname);
    const [, kind = "", ...rest] = pathname.split("/");
    const id = decode(rest.join("/"));
    if (kind === "text") return inText(id);
    if (kind === "proof" || (kind === "evidence" && id !== "")) {
      const [name = "", row] = id.split("#", 2);
      const record = records.get(name);
      if (!record) return null;
      if (kind === "proof") return page(`/proof/${record.name}`);
      return page(`/evidence/${record.name}${row !== undefined && /^\d{1,9}$/.test(row) ? `#${row}` : ""}`);
    }
    if (kind === "changes" && id !== "" && !changes.has(id)) return null;
    if (kind === "findings" && id !== "" && !reviewed.has(id)) return null;
    const query = canonicalQuery(site, pathname, searchParams);
    return isListed(pathname, query) ? page(query.size === 0 ? pathname : `${pathname}?${query.toString()}`) : null;
  };
}

/** What the application is asked for a target: in an id a `#` is no fragment. */
export const requestOf = ({ address }: Target): string =>
  /^\/(?:evidence|proof|text)\//.test(address) ? encodeURI(address).replace("#", "%23") : address;

/** The ids of the changes that a copy has: those that matter, as the list of changes shows them. */
export function listCopiedChanges({ index }: Site): Promise<string[]> {
  return listChangeIds(index, { minConfidence: ALARM_CONFIDENCE, directions: ["loosens", "tightens"] });
}

/** Without what is empty or the default, names in order. */
function canonicalQuery({ frame }: Site, path: string, query: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams([...query].filter(([, value]) => value !== ""));
  if (next.get("page") === "1") next.delete("page");
  if (path === "/control" && next.get("on") === frame.asOf) next.delete("on");
  const page = next.get("page");
  next.delete("page");
  next.sort();
  if (page !== null) next.set("page", page);
  return next;
}

interface Held {
  readonly name: string;
  readonly blob: string | null;
}

/** Every entry of the log by its place, its name, and the SHA-256 of its text. An input recorded again has its newest name alone. */
function readRecords(site: Site): ReadonlyMap<string, Held> {
  const { inputs, blobs } = readDirectory(site);
  const records = new Map<string, Held>();
  for (const { index, entry } of site.evidence.entries()) {
    const isOld = entry.type === "input" && inputs.get(`${entry.source}/${entry.name}`)?.index !== index;
    const record = {
      name: isOld ? String(index) : nameOf(site, index, entry),
      blob: isWithheld(site, entry, null) ? null : blobOf(entry),
    };
    records.set(String(index), record);
    records.set(record.name, record);
    if (entry.type === "input" && !isOld && entry.source === "casebook") records.set(`casebook/${entry.name}`, record);
  }
  for (const [blob, index] of blobs) records.set(blob, records.get(String(index)) as Held);
  return records;
}
