import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  AppendConflictError,
  type EvidenceWriter,
  openEvidence,
  settleEvidence,
  sha256Hex,
} from "../evidence/index.ts";
import { captureName, documentOf, type Entry, type VersionEntry } from "../model/index.ts";
import {
  type Capture,
  headerOf,
  type Known,
  loadHttp,
  type Outcome,
  type Tracked,
  type TrackedPage,
} from "../sources/index.ts";
import { BusyError, type Clock, formatInstant, runStep, takeLock, writeDurable } from "../std/index.ts";
import { type Capturing, capturePages } from "./capture-pages.ts";
import type { LoggedVersion } from "./document-rows.ts";
import type { Progress } from "./progress.ts";
import { readHistories } from "./history-order.ts";
import { momentOf, readText } from "./read-pages.ts";
import { withWriter } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

/** What is remembered of a page between two captures. It may be lost: the next capture asks for all anew. */
interface PageMemory {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}
interface Memory {
  /** When it was captured last, in UTC. */
  readonly at: string;
  readonly outcome: Outcome;
  /** Captures in a row that gave no document. */
  readonly failures: number;
  /** When the exchanges of what stands in its place were kept last, in UTC; undefined while it is there. */
  readonly keptAt?: string | undefined;
  readonly pages: Readonly<Record<string, PageMemory>>;
  /** What the text that was read rests on beside its pages: {@link basisOf}; undefined where there was none. */
  readonly basis?: string | undefined;
}
type Memories = Record<string, Memory>;

/** What a run did with one document. */
export interface Watched {
  readonly document: string;
  readonly tracked: Tracked;
  readonly outcome: Outcome;
  /** Why, where there is no document, and what was uncertain in reading it. */
  readonly notices: readonly string[];
  /** Whether its text was recorded: new, or other than the newest. */
  readonly recorded: boolean;
}

const MEMORY_FILE = "watch.json";
const LOCK_FILE = "watch.lock";
const HOUR_MS = 3_600_000;
/** A document that fails is asked for less often: its time between captures doubles, up to so many times. */
const BACK_OFF_MAX = 4;
/** Captures under way at a time; those of one host wait for each other. */
const AT_ONCE = 8;
/** Times that an append is tried where another machine is first; several in a row are rare. */
const APPEND_TRIES_MAX = 10;
/** Waited, in milliseconds, where another process adds to the log: between two tries, and in all. */
const BUSY_PAUSE_MS = 500;
const BUSY_MS_MAX = HOUR_MS / 4;
/** What stands in a document's place is kept again after so long, in milliseconds. */
const KEPT_AGAIN_MS = 7 * 24 * HOUR_MS;

export interface WatchOptions {
  readonly clock: Clock;
  readonly capturing: Capturing;
  /** Who captured, for the web archive: "Corrigible/0.1.0". */
  readonly software: string;
  readonly onProgress: Progress;
  /** Also documents that are not due yet. */
  readonly all: boolean;
}

/** Documents whose next capture is due at `now`, those waiting longest first. */
export function dueDocuments(workspace: Workspace, tracked: readonly Tracked[], now: Date): Tracked[] {
  const memories = readMemories(workspace);
  const waiting = (one: Tracked): number => {
    const memory = memories[keyOf(one)];
    if (!memory) return Number.MAX_SAFE_INTEGER;
    const pause = one.every * HOUR_MS * 2 ** Math.min(memory.failures, BACK_OFF_MAX);
    return now.getTime() - Date.parse(memory.at) - pause;
  };
  return tracked.filter((one) => waiting(one) >= 0).toSorted((a, b) => waiting(b) - waiting(a));
}

/**
 * Captures the documents that are due, and records in the evidence log every text that is new, with the exchanges that it
 * came from; of what is no document the exchanges alone, when it begins to be none. Throws a UserError where another run
 * is under way.
 */
export async function watchOnce(
  workspace: Workspace,
  tracked: readonly Tracked[],
  options: WatchOptions,
): Promise<Watched[]> {
  const lock = takeLock(join(workspace.stateDir, LOCK_FILE), `watch for ${workspace.folder}`);
  try {
    const due = options.all ? [...tracked] : dueDocuments(workspace, tracked, options.clock());
    // What is found unchanged is told as recorded.
    settleEvidence(workspace.evidence);
    const texts = newestTexts(workspace);
    const memories = readMemories(workspace);
    const done: Watched[] = [];
    const waiting = due.values();
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (const one of waiting) {
        if (failures.length > 0) return;
        const around = { ...options, texts, memory: memories[keyOf(one)] };
        const { watched, memory } = await runStep("capture", {}, async ({ attributes }) => {
          const result = await watchDocument(workspace, one, around);
          const { document, outcome, recorded } = result.watched;
          Object.assign(attributes, { document, outcome, recorded: Number(recorded) });
          return result;
        });
        memories[keyOf(one)] = memory;
        done.push(watched);
        // A run that is stopped has kept what it did.
        writeMemories(workspace, memories);
        options.onProgress({ what: watched.document, done: done.length, total: due.length });
      }
    };
    // All end before the lock is given back: they write the same files.
    await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch((error: unknown) => failures.push(error))));
    if (failures.length > 0) throw failures[0];
    return done.toSorted((a, b) => (a.document < b.document ? -1 : 1));
  } finally {
    lock.release();
  }
}

interface Around extends WatchOptions {
  /** Newest text of each document: its SHA-256 and how to read it. */
  readonly texts: ReadonlyMap<string, NewestText>;
  readonly memory: Memory | undefined;
}
interface NewestText {
  readonly blob: string;
  read(): string;
}

async function watchDocument(
  workspace: Workspace,
  tracked: Tracked,
  { clock, capturing, software, texts, memory }: Around,
): Promise<{ readonly watched: Watched; readonly memory: Memory }> {
  const { document } = documentOf(workspace.labTable, tracked.service, tracked.terms);
  const newest = texts.get(document);
  const basis = basisOf(tracked, software, newest?.blob);
  const captures = await capturePages(tracked, capturing, (url) =>
    memory?.basis === basis ? knownOf(tracked, memory, url) : {},
  );
  const now = clock();
  const failed = captures.find(({ outcome }) => outcome !== "document" && outcome !== "unchanged");
  const unchanged = !failed && captures.every(({ outcome }) => outcome === "unchanged");
  const read = failed || unchanged ? null : await readText(captures, { ...tracked, previous: newest?.read() });
  const outcome: Outcome = failed?.outcome ?? (read?.text === "" ? "empty" : unchanged ? "unchanged" : "document");
  const isNew = outcome === "document" && read !== null;
  const notices = [...(failed ? [failed.detail] : []), ...(read?.notices ?? [])];
  const place = { document, tracked, now };
  const found = { captures, software, newest: newest?.blob };
  const text = isNew ? Buffer.from(read.text) : null;
  const recorded = text !== null && (await record(workspace, place, { ...found, outcome, text }));
  const isNone = outcome !== "document" && outcome !== "unchanged";
  const wasAsked = captures.some(({ hops }) => hops.length > 0);
  const isKept = isNone ? wasAsked && isWorthKeeping(memory, outcome, now) : !recorded && memory?.keptAt !== undefined;
  if (isKept) await record(workspace, place, { ...found, outcome: isNone ? outcome : "document", text: null });
  return {
    watched: { document, tracked, outcome, notices, recorded },
    memory: {
      at: formatInstant(now),
      outcome,
      failures: isNone ? (memory?.failures ?? 0) + 1 : 0,
      keptAt: isNone ? (isKept ? formatInstant(now) : memory?.keptAt) : undefined,
      pages: isNone ? {} : Object.fromEntries(captures.map((one) => [one.requested, validatorsOf(one, memory)])),
      basis: isNone ? undefined : text === null ? basis : basisOf(tracked, software, sha256Hex(text)),
    },
  };
}

/** What stands in a document's place is kept when it begins, and again when it has lasted: two captures that say so. */
function isWorthKeeping(memory: Memory | undefined, outcome: Outcome, now: Date): boolean {
  if (memory?.keptAt === undefined || memory.outcome !== outcome) return true;
  return now.getTime() - Date.parse(memory.keptAt) >= KEPT_AGAIN_MS;
}

/** Validators are used only where a document is one page: else all of it is needed. */
function knownOf({ pages }: Tracked, memory: Memory, url: string): Known {
  return pages.length > 1 ? {} : (memory.pages[url] ?? {});
}

/**
 * What a text rests on beside its pages: how they are declared, what read them, and that the log has it as its newest; a
 * log that was restored or moved may not. Only while all of it is the same does "not modified" say that there is nothing new.
 */
function basisOf({ pages, render }: Tracked, software: string, blob: string | undefined): string {
  return sha256Hex(Buffer.from(JSON.stringify({ pages, render, software, blob })));
}

function validatorsOf({ hops, outcome, requested, rendered }: Capture, memory: Memory | undefined): PageMemory {
  if (rendered) return {};
  if (outcome === "unchanged") return memory?.pages[requested] ?? {};
  const headers = hops.at(-1)?.headers ?? [];
  return { etag: headerOf(headers, "etag"), lastModified: headerOf(headers, "last-modified") };
}

interface Found {
  readonly outcome: Outcome;
  readonly captures: readonly Capture[];
  readonly software: string;
  /** null: the exchanges alone. */
  readonly text: Uint8Array | null;
  /** SHA-256 of the newest text. */
  readonly newest?: string | undefined;
}

/** Adds the exchanges and the text to the log; gives whether a text was added. */
async function record(
  workspace: Workspace,
  { document, tracked, now }: { readonly document: string; readonly tracked: Tracked; readonly now: Date },
  { captures, software, outcome, text: bytes, newest }: Found,
): Promise<boolean> {
  const isKnown = bytes !== null && sha256Hex(bytes) === newest;
  if (captures.every(({ hops }) => hops.length === 0) || isKnown) return false;
  const { formatWarc } = await loadHttp();
  const archive = await formatWarc(captures, software);
  return appendInTurn(workspace, (writer) => {
    const [warc = "", blob = ""] = writer.putBlobs(bytes === null ? [archive] : [archive, bytes]);
    const at = momentOf(captures) ?? formatInstant(now);
    const entries: Entry[] = [
      {
        type: "input",
        source: "capture",
        name: captureName({ document, at, outcome }, bytes !== null),
        blob: warc,
        size: archive.byteLength,
      },
    ];
    if (bytes !== null) {
      const { service, terms } = tracked;
      const origin: VersionEntry["origin"] = { kind: "capture", url: (tracked.pages[0] as TrackedPage).url, warc };
      const cause = newest === undefined ? "first-record" : "change";
      entries.push({ type: "version", blob, size: bytes.byteLength, cause, date: at, service, terms, origin });
    }
    writer.append([...entries, { type: "import", source: "capture", inputs: 1, recorded: formatInstant(now) }]);
    return bytes !== null;
  });
}

/**
 * As {@link withWriter}, and again where somebody else adds to the same log: the captures are made already, and may show
 * what is there no more. An import keeps others waiting while it reads.
 */
async function appendInTurn<T>(workspace: Workspace, job: (writer: EvidenceWriter) => T): Promise<T> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return withWriter(workspace, job);
    } catch (error) {
      const isBusy = error instanceof BusyError && performance.now() - began < BUSY_MS_MAX;
      const isLate = error instanceof AppendConflictError && tries < APPEND_TRIES_MAX;
      if (!isBusy && !isLate) throw error;
      await wait(isBusy ? BUSY_PAUSE_MS : 0);
    }
  }
}

function newestTexts({ evidence: place, labTable }: Workspace): Map<string, NewestText> {
  const evidence = openEvidence(place);
  const newest = new Map<string, NewestText>();
  for (const [document, versions] of readHistories(evidence, labTable)) {
    const { blob } = (versions.at(-1) as LoggedVersion).entry;
    newest.set(document, { blob, read: () => Buffer.from(evidence.blob(blob)).toString("utf8") });
  }
  return newest;
}

const keyOf = ({ service, terms }: Tracked): string => `${service}\n${terms}`;

function readMemories({ stateDir }: Workspace): Memories {
  const path = join(stateDir, MEMORY_FILE);
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Memories;
  } catch {
    return {};
  }
}

function writeMemories({ stateDir }: Workspace, memories: Memories): void {
  writeDurable({ path: join(stateDir, MEMORY_FILE), bytes: Buffer.from(JSON.stringify(memories)) }, stateDir);
}
