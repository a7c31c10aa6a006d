import { createHash } from "node:crypto";
import type { EvidenceReader } from "../evidence/index.ts";
import { DETECTOR_VERSION, documentOf, type LabTable, refuseMixedDocuments } from "../model/index.ts";
import { canonicalJson } from "../std/index.ts";
import type { DocumentHistory, LoggedVersion } from "./document-rows.ts";
import { inTimeOrder } from "./history-order.ts";

/**
 * Every document of a log with its lab and its whole history, by document id. Throws a UserError where the table of labs
 * would make one document of two.
 */
export function readDocumentHistories(evidence: EvidenceReader, labTable: LabTable): DocumentHistory[] {
  const histories = new Map<string, DocumentHistory & { readonly versions: LoggedVersion[] }>();
  for (const { index, entry } of evidence.entries()) {
    if (entry.type !== "version") continue;
    const { document, lab, labName } = documentOf(labTable, entry.service, entry.terms);
    let history = histories.get(document);
    if (!history) histories.set(document, (history = { document, lab, labName, versions: [] }));
    history.versions.push({ index, entry });
  }
  refuseMixedDocuments(labTable, recordedNames(histories.values()));
  return [...histories.values()]
    .map((history) => ({ ...history, versions: inTimeOrder(history.versions) }))
    .toSorted((a, b) => (a.document < b.document ? -1 : 1));
}

function* recordedNames(histories: Iterable<DocumentHistory>): Generator<LoggedVersion["entry"]> {
  for (const { versions } of histories) for (const { entry } of versions) yield entry;
}

/**
 * Names a history as this program's detector reads it: two of one name have the same versions and come to the same rows. A
 * SHA-256 in hexadecimal.
 */
export function nameHistory({ document, lab, labName, versions }: DocumentHistory): string {
  const hash = createHash("sha256").update(canonicalJson([DETECTOR_VERSION, document, lab, labName]));
  for (const { index, entry } of versions) hash.update(canonicalJson([index, entry]));
  return hash.digest("hex");
}

/** Document → name of its history. */
export function namesOfHistories(histories: readonly DocumentHistory[]): ReadonlyMap<string, string> {
  return new Map(histories.map((history) => [history.document, nameHistory(history)]));
}

/** Versions of some histories together. */
export function countVersions(histories: readonly DocumentHistory[]): number {
  return histories.reduce((sum, { versions }) => sum + versions.length, 0);
}

/** The longest histories first, so that no reader begins a long one when the others have finished. */
export function longestFirst(histories: readonly DocumentHistory[]): DocumentHistory[] {
  return histories.toSorted((a, b) => b.versions.length - a.versions.length);
}
