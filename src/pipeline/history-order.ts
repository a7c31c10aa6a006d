import type { EvidenceReader } from "../evidence/index.ts";
import { documentOf, type LabTable, type VersionEntry } from "../model/index.ts";
import type { LoggedVersion } from "./document-rows.ts";

/** Every document of a log with its versions as they followed each other in time, by the document's id. */
export function readHistories(evidence: EvidenceReader, labTable: LabTable): Map<string, LoggedVersion[]> {
  const histories = new Map<string, LoggedVersion[]>();
  for (const { index, entry } of evidence.entries()) {
    if (entry.type !== "version") continue;
    const { document } = documentOf(labTable, entry.service, entry.terms);
    const history = histories.get(document) ?? [];
    history.push({ index, entry });
    histories.set(document, history);
  }
  return new Map([...histories].map(([document, versions]) => [document, inTimeOrder(versions)]));
}

/**
 * The versions of one document, given in log order, as they followed each other in time. Those of a git archive keep the
 * log's order, which is git's: their dates can run backwards. A capture carries the moment itself, so it stands where its
 * date puts it, however late it was recorded: before the first version of an archive by which a later date was reached.
 */
export function inTimeOrder<T extends { readonly entry: VersionEntry }>(versions: readonly T[]): T[] {
  const isCapture = ({ entry }: T): boolean => entry.origin.kind === "capture";
  const captures = versions.filter(isCapture).toSorted((a, b) => compareDates(a.entry, b.entry));
  if (captures.length === 0) return [...versions];
  const ordered: T[] = [];
  let [reached, next] = ["", 0];
  for (const version of versions) {
    if (isCapture(version)) continue;
    if (version.entry.date > reached) reached = version.entry.date;
    for (; next < captures.length && (captures[next] as T).entry.date < reached; next++)
      ordered.push(captures[next] as T);
    ordered.push(version);
  }
  return [...ordered, ...captures.slice(next)];
}

/** Dates are UTC to the second and of equal length. */
const compareDates = ({ date: a }: VersionEntry, { date: b }: VersionEntry): number => (a < b ? -1 : a > b ? 1 : 0);
