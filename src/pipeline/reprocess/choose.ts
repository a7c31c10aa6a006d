import type { PublishedDocument } from "../../index/index.ts";
import { DETECTOR_VERSION } from "../../model/index.ts";
import type { DocumentHistory } from "../document-rows.ts";

/** Which published documents are read again; what is left out does not narrow. */
export interface Selection {
  /** Documents with a version from this day on, UTC. Their whole history is read. */
  readonly since?: string | undefined;
  readonly lab?: string | undefined;
  readonly document?: string | undefined;
  /** Documents that this detector read; by default all that another than the present one read. */
  readonly detector?: string | undefined;
}

/** How far back alarms count for the order, in days before the newest version of all. */
const RECENT_DAYS = 365;
const DAY_MS = 86_400_000;

/** The day from which alarms count for the order of documents whose newest version is of this time. */
export function recentSince(newest: string): string {
  return new Date(Date.parse(newest) - RECENT_DAYS * DAY_MS).toISOString().slice(0, "2024-01-10".length);
}

/**
 * The histories of the published documents that a selection names, in the order in which they are read: those whose
 * published alarms of the last year are gravest first, among equals those with the newest version. A wrong verdict
 * does most harm there, and readers see it first.
 */
export function chooseDocuments(
  histories: readonly DocumentHistory[],
  published: readonly PublishedDocument[],
  selection: Selection,
): DocumentHistory[] {
  const chosen = published
    .filter((one) => isChosen(one, selection))
    .toSorted((a, b) => b.gravest - a.gravest || compare(b.lastDate, a.lastDate) || compare(a.id, b.id));
  const byId = new Map(histories.map((history) => [history.document, history]));
  return chosen.flatMap(({ id }) => byId.get(id) ?? []);
}

function isChosen(published: PublishedDocument, { since, lab, document, detector }: Selection): boolean {
  if (since !== undefined && published.lastDate < since) return false;
  if (lab !== undefined && published.lab !== lab) return false;
  if (document !== undefined && published.id !== document) return false;
  return detector === undefined ? published.detector !== DETECTOR_VERSION : published.detector === detector;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
