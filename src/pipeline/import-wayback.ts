import { openEvidence } from "../evidence/index.ts";
import { documentOf } from "../model/index.ts";
import {
  asOriginal,
  type Capture,
  type Fetcher,
  listAddress,
  loadHttp,
  parseList,
  replayAddress,
  type Tracked,
  type TrackedPage,
  type WaybackCapture,
} from "../sources/index.ts";
import { type Clock, EXIT, formatInstant, UserError } from "../std/index.ts";
import { declaredUrls, type DeclaredMoment, pairDeclared } from "./archived-moments.ts";
import { ArchivedVersions, type ArchivedMoment, type MomentOutcome } from "./archived-versions.ts";
import { readHistories } from "./history-order.ts";
import { noProgress, type Progress } from "./progress.ts";
import { withWriterHeld } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

export interface WaybackImport {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly fetcher: Fetcher;
  /** Who asks, for the records: "Corrigible/0.1.0". */
  readonly software: string;
  readonly clock: Clock;
  /** Days in UTC, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Captures of one document that are asked for; of more, so many spread over all. */
  readonly atMost: number;
  readonly onProgress?: Progress;
}

/** What became of one document. */
export interface WaybackDocument {
  readonly document: string;
  /** Captures in the archive's list, and those asked for: not those that were recorded before. */
  readonly listed: number;
  readonly asked: number;
  /** Captures of one page without another of its pages near enough in time. */
  readonly incomplete: number;
  readonly captures: Readonly<Partial<Record<MomentOutcome, number>>>;
}

/** Captures asked for, one after another without an answer, after which the archive is left alone. */
const FAILURES_MAX = 3;

/**
 * Asks an archive for its captures of a document, one after the other, and records every text that differs from the one
 * before it, dated by the capture, with the exchanges with the archive. What is recorded stays, whatever ends the run.
 * Throws a UserError where the archive gives no list, or no answer several times.
 */
export async function importWayback(
  workspace: Workspace,
  tracked: Tracked,
  options: WaybackImport,
): Promise<WaybackDocument> {
  const { atMost, onProgress = noProgress } = options;
  const { document } = documentOf(workspace.labTable, tracked.service, tracked.terms);
  const pages = new Map<string, readonly WaybackCapture[]>();
  for (const url of declaredUrls(tracked)) {
    onProgress({ what: `${document}: asking for the list`, done: 0, total: 0 });
    pages.set(url, await askList(url, options));
  }
  const { moments, incomplete } = pairDeclared(tracked, (url) => pages.get(url) ?? []);
  const wanted = spread(moments, atMost);
  const recorded = recordedDates(workspace, document);
  const asked = wanted.filter((moment) => !recorded.has(dateOf(moment)));
  const captures: Partial<Record<MomentOutcome, number>> = { known: wanted.length - asked.length };
  let failures = 0;
  for (const [done, moment] of asked.entries()) {
    onProgress({ what: document, done, total: asked.length });
    const replayed = await replay(tracked, moment, options);
    const outcome = replayed === null ? "failed" : await add(workspace, replayed, options.clock);
    captures[outcome] = (captures[outcome] ?? 0) + 1;
    failures = outcome === "failed" ? failures + 1 : 0;
    if (failures >= FAILURES_MAX) throw leftAlone(options, document);
  }
  const listed = [...pages.values()].reduce((sum, { length }) => sum + length, 0);
  return { document, listed, asked: asked.length, incomplete, captures };
}

const dateOf = ({ at }: DeclaredMoment<WaybackCapture>): string => formatInstant(new Date(at));

function recordedDates({ evidence: place, labTable }: Workspace, document: string): Set<string> {
  const history = readHistories(openEvidence(place), labTable).get(document) ?? [];
  return new Set(history.filter(({ entry }) => entry.origin.kind === "capture").map(({ entry }) => entry.date));
}

const leftAlone = ({ endpoint }: WaybackImport, document: string): UserError =>
  new UserError(
    `${endpoint}: ${FAILURES_MAX} captures of ${document} in a row gave no answer; what was recorded stays, try again later`,
    EXIT.outside,
  );

async function askList(
  url: string,
  { endpoint, fetcher, since, until, clock }: WaybackImport,
): Promise<WaybackCapture[]> {
  const query = { url, since, until };
  const { outcome, detail, hops, body } = await fetcher.capture(listAddress(endpoint, query));
  const status = hops.at(-1)?.status;
  if (status !== 200 || body === null) {
    const why = detail === "" ? outcome : detail;
    throw new UserError(`${endpoint}: no list of captures of ${url}: ${why}`, EXIT.outside);
  }
  return parseList(body, query, endpoint).filter(({ at }) => at <= clock().getTime());
}

/** So many of a list, the first and the last among them, as far apart as it goes. */
function spread<T>(all: readonly T[], atMost: number): T[] {
  if (all.length <= atMost) return [...all];
  if (atMost === 1) return all.slice(-1);
  const step = (all.length - 1) / (atMost - 1);
  return Array.from({ length: atMost }, (_, at) => all[Math.round(at * step)] as T);
}

/** Asks for a document's pages as they were; null where the archive does not give one of them. */
async function replay(
  tracked: Tracked,
  { pages, captures: wantedOfAll }: DeclaredMoment<WaybackCapture>,
  { endpoint, fetcher, software }: WaybackImport,
): Promise<ArchivedMoment | null> {
  const { formatWarc, readHops } = await loadHttp();
  const captures: Capture[] = [];
  const exchanges: Capture[] = [];
  for (const [page, wanted] of wantedOfAll.entries()) {
    const given = await fetcher.capture(replayAddress(endpoint, wanted));
    const original = asOriginal(endpoint, wanted, given);
    // Only answers of status 200 were listed: any other is the archive's own.
    if (original?.status !== 200) return null;
    exchanges.push(given);
    captures.push(await readHops((pages[page] as TrackedPage).url, [original]));
  }
  return { tracked, pages, captures, warc: await formatWarc(exchanges, software) };
}

/** Records one moment by itself: the log is locked no longer than that takes. */
function add(workspace: Workspace, moment: ArchivedMoment, clock: Clock): Promise<MomentOutcome> {
  return withWriterHeld(workspace, async (writer) => {
    const versions = new ArchivedVersions(writer, workspace.labTable);
    const outcome = await versions.add(writer, moment);
    writer.append(versions.takeEntries(formatInstant(clock())));
    return outcome;
  });
}
