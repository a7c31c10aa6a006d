import { hash } from "node:crypto";
import { type EvidenceWriter } from "../evidence/index.ts";
import { documentOf } from "../model/index.ts";
import {
  type Answers,
  type ArchiveSlice,
  type Capture,
  type FoundAnswer,
  loadArchives,
  loadHttp,
  type Tracked,
  type TrackedPage,
} from "../sources/index.ts";
import { type Clock, formatInstant, UserError } from "../std/index.ts";
import { declaredUrls, pairDeclared } from "./archived-moments.ts";
import { ArchivedVersions, type MomentOutcome } from "./archived-versions.ts";
import { noProgress, type Progress } from "./progress.ts";
import { withWriterHeld } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

export interface ArchiveImport {
  readonly slices: readonly ArchiveSlice[];
  readonly tracked: readonly Tracked[];
  readonly clock: Clock;
  readonly onProgress?: Progress;
}

export interface ArchiveSummary {
  /** Records read, of any kind. */
  readonly records: number;
  /** Captures of tracked documents that were read, by what became of each. */
  readonly captures: Readonly<Partial<Record<MomentOutcome, number>>>;
  /** Version entries added, and of how many documents. */
  readonly versions: number;
  readonly documents: number;
  /** Captures of a document made of several pages, of which one has no capture near enough in time. */
  readonly incomplete: Readonly<Record<string, number>>;
  /** Captures whose redirect leads out of the archives, or which repeat an answer that is in none. */
  readonly unresolved: number;
  /** Pages that no declaration names: how many, and the first of them. */
  readonly untracked: { readonly pages: number; readonly first: readonly string[] };
  /** Records that could not be read: where, and why. The first of `damages` ended the reading of a file. */
  readonly unread: readonly ArchiveProblem[];
  readonly damages: readonly ArchiveProblem[];
  readonly logSize: number;
  readonly root: string;
}

export interface ArchiveProblem {
  /** How the file is named. */
  readonly shown: string;
  /** Byte of the file. */
  readonly offset: number;
  readonly message: string;
}

/** Bytes of the records kept for one version, at most: what one blob takes. */
const WARC_BYTES_MAX = 60_000_000;
const NAMED_MAX = 5;

/**
 * Records what web archives kept of tracked documents: every text that differs from the one before it, dated by its
 * capture, with the records that it came from. All or nothing, in one append. Of a damaged file what stands before the
 * damage is used. Imported again, nothing is added.
 */
export async function importArchives(workspace: Workspace, options: ArchiveImport): Promise<ArchiveSummary> {
  const { slices, tracked, clock, onProgress = noProgress } = options;
  if (tracked.length === 0) throw new UserError("nothing is tracked; add a page with corrigible track add URL");
  const archives = await loadArchives();
  const wanted = new Set(tracked.flatMap((one) => declaredUrls(one).map((url) => archives.pageKey(url) ?? "")));
  const list = await archives.listPages(slices, {
    wanted,
    now: clock(),
    onRecord: (shown, records) => onProgress({ what: `reading ${shown}, record ${records}`, done: 0, total: 0 }),
  });
  if (list.records === 0) refuseEmpty(list.damages, slices);
  return withWriterHeld(workspace, async (writer) => {
    const counts = await addAll(writer, workspace, list, options);
    return {
      records: list.records,
      ...counts,
      untracked: untrackedPages(list, new Set([...wanted, ...counts.used])),
      damages: list.damages,
      logSize: writer.size,
      root: Buffer.from(writer.root).toString("hex"),
    };
  });
}

type Archives = Awaited<ReturnType<typeof loadArchives>>;
type List = Awaited<ReturnType<Archives["listPages"]>>;

interface Added extends Pick<
  ArchiveSummary,
  "captures" | "versions" | "documents" | "incomplete" | "unresolved" | "unread"
> {
  /** Keys of the pages that were used. */
  readonly used: readonly string[];
}

async function addAll(
  writer: EvidenceWriter,
  { labTable }: Workspace,
  list: List,
  { tracked, clock, onProgress = noProgress }: ArchiveImport,
): Promise<Added> {
  const { findAnswers, pageKey } = await loadArchives();
  const versions = new ArchivedVersions(writer, labTable);
  const captures: Partial<Record<MomentOutcome, number>> = {};
  const incomplete: Record<string, number> = {};
  const unread: ArchiveProblem[] = [];
  const used = new Set<string>();
  let unresolved = 0;
  for (const one of tracked) {
    const { document } = documentOf(labTable, one.service, one.terms);
    const answersOf = (url: string): Answers => findAnswers(list, pageKey(url) ?? "");
    const paired = pairDeclared(one, (url) => answersOf(url).found);
    unresolved += declaredUrls(one).reduce((sum, url) => sum + answersOf(url).unresolved, 0);
    if (paired.incomplete > 0) incomplete[document] = paired.incomplete;
    for (const [at, { pages, captures: answers }] of paired.moments.entries()) {
      onProgress({ what: document, done: at, total: paired.moments.length });
      for (const { page } of answers.flatMap(({ steps }) => steps)) used.add(page.key);
      const read = await readMoment(pages, answers);
      if ("message" in read) unread.push(read);
      const outcome = "message" in read ? "failed" : await versions.add(writer, { tracked: one, pages, ...read });
      captures[outcome] = (captures[outcome] ?? 0) + 1;
    }
  }
  writer.append(versions.takeEntries(formatInstant(clock())));
  return { captures, ...versions.added, incomplete, unresolved, unread, used: [...used] };
}

type Read = { readonly captures: readonly Capture[]; readonly warc: Uint8Array } | ArchiveProblem;

async function readMoment(pages: readonly TrackedPage[], answers: readonly FoundAnswer[]): Promise<Read> {
  const { ArchiveError, readAnswer } = await loadArchives();
  const { readHops } = await loadHttp();
  const captures: Capture[] = [];
  // A record that stands before several pages, as the one on who made the archive, is kept once.
  const records = new Map<string, Buffer>();
  let bytes = 0;
  for (const [page, answer] of answers.entries()) {
    try {
      const read = await readAnswer(answer);
      captures.push(await readHops((pages[page] as TrackedPage).url, read.hops));
      for (const record of read.records) records.set(hash("sha256", record), record);
      bytes += read.records.reduce((sum, { length }) => sum + length, 0);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      return { shown: error.shown, offset: error.offset, message: error.message };
    }
  }
  if (bytes <= WARC_BYTES_MAX) return { captures, warc: Buffer.concat([...records.values()]) };
  const [first] = (answers[0] as FoundAnswer).steps;
  const message = `the records of one version are longer than ${WARC_BYTES_MAX} bytes`;
  return { shown: first?.page.slice.shown ?? "", offset: first?.page.place.offset ?? 0, message };
}

function untrackedPages({ byKey }: List, known: ReadonlySet<string>): ArchiveSummary["untracked"] {
  const first: string[] = [];
  let pages = 0;
  for (const [key, [page, ...others]] of byKey) {
    if (!page || known.has(key) || ![page, ...others].some(({ status }) => status === 200)) continue;
    pages++;
    if (first.length < NAMED_MAX) first.push(page.url);
  }
  return { pages, first };
}

/** Throws a UserError: nothing could be read at all. */
function refuseEmpty(damages: List["damages"], slices: readonly ArchiveSlice[]): never {
  const [damage] = damages;
  const names = slices.map(({ shown }) => shown).join(", ");
  throw new UserError(
    damage ? `${damage.shown}: at byte ${damage.offset}: ${damage.message}` : `${names}: there is no WARC record in it`,
  );
}
