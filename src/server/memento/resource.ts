import { listCaptured, listVersions, type VersionRow } from "../../index/index.ts";
import type { NoiseKind } from "../../model/index.ts";
import { NotFound } from "../page.ts";
import { perSite, type Site } from "../site.ts";

/** What has a history here: an address, and the states that we hold of it. */
export interface Original {
  /** As it was captured, or the address of the document's page on this site. */
  readonly url: string;
  readonly document: string;
  /** By time, no two of one second. Never empty. */
  readonly mementos: readonly Memento[];
}

/** One recorded state. */
export interface Memento {
  /** Seconds in UTC, "2024-06-18T06:00:00Z". */
  readonly instant: string;
  readonly version: string;
  /** SHA-256 of its text. */
  readonly blob: string;
}

/** Another page stood in the document's place: that is no state of it. */
const NO_STATE: readonly (NoiseKind | null)[] = ["error-page", "wrong-page"];

/** The captured pages by their addresses; of documents that share a page the first by id. */
const readCaptured = perSite(async ({ index }): Promise<ReadonlyMap<string, Original>> => {
  const byPage = Map.groupBy(await listCaptured(index), ({ path, document }) => `${keyOf(path)} ${document}`);
  const originals = new Map<string, Original>();
  for (const rows of byPage.values()) {
    const { path: url, document } = rows.at(-1) as VersionRow;
    const original = toOriginal(url, document, rows);
    if (original && !originals.has(keyOf(url))) originals.set(keyOf(url), original);
  }
  return originals;
});

/** One address in the ways in which it is written: the scheme and a slash at the end name no other page. */
const keyOf = (url: string): string => {
  if (!URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  return `${host}${pathname.replace(/\/$/, "")}${search}`;
};

function toOriginal(url: string, document: string, rows: readonly VersionRow[]): Original | null {
  const states = rows.filter(({ noise }) => !NO_STATE.includes(noise));
  const sorted = states.toSorted((a, b) => (a.date === b.date ? a.log_index - b.log_index : a.date < b.date ? -1 : 1));
  const mementos = new Map(sorted.map(({ date, id, blob }) => [date, { instant: date, version: id, blob }]));
  return mementos.size === 0 ? null : { url, document, mementos: [...mementos.values()] };
}

/** The address of a document's page: by it also those go that come from an archive which names no address. */
export const documentAddress = (base: string, document: string): string => `${base}/documents/${document}`;

/** What we hold of an address. Throws NotFound. */
export async function findOriginal(site: Site, base: string, url: string): Promise<Original> {
  const start = documentAddress(base, "");
  const document = url.startsWith(start) ? url.slice(start.length).replace(/\/$/, "") : null;
  const original =
    document === null
      ? (await readCaptured(site)).get(keyOf(url))
      : toOriginal(documentAddress(base, document), document, await listVersions(site.index, document));
  if (original) return original;
  throw new NotFound(
    `We hold no state of ${url}. Addresses are those of watched pages, and those of our own pages of documents.`,
    [{ href: "/documents", text: "all documents" }],
  );
}

/** The state in force at a time: the last recorded before or then; the first, where the time is before all. */
export function stateAt({ mementos }: Original, instant: string): Memento {
  return (mementos.findLast((one) => one.instant <= instant) ?? mementos[0]) as Memento;
}
