import { type EvidenceReader, type EvidenceWriter, openEvidence, settleEvidence } from "../evidence/index.ts";
import type { Entry, OtaImportEntry, VersionEntry } from "../model/index.ts";
import { type OtaArchive, openOtaArchive, peekHead, type PlannedVersion } from "../sources/index.ts";
import { type Clock, formatInstant, runStep } from "../std/index.ts";
import { noProgress, type Progress } from "./progress.ts";
import { withWriterHeld } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

export interface ImportOptions {
  /** A bundle file, a repository's folder or a git URL. */
  readonly location: string;
  /** The recorder's clock: only the entry that closes the import carries its time. */
  readonly clock: Clock;
  readonly onProgress?: Progress;
}

export interface ImportSummary {
  /** Version entries added; 0 where the archive has nothing new. */
  readonly versions: number;
  /** Documents (paths of the archive) with something new. */
  readonly paths: number;
  /** Commit id of the newest commit. */
  readonly head: string;
  /** Entries of the log and its root, in hexadecimal, as they stand now. */
  readonly logSize: number;
  readonly root: string;
}

/** Texts are made durable in batches of this many, or of this many bytes, whichever comes first. */
const BATCH_TEXTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Records an Open Terms Archive in the evidence log: what is not recorded yet, in git order. All or nothing: texts
 * first, then one append of all versions with the entry that closes the import. Killed at any moment and repeated,
 * it ends in the same log.
 */
export function importOta(workspace: Workspace, options: ImportOptions): Promise<ImportSummary> {
  return runStep("import", { source: "ota-git" }, async ({ attributes }) => {
    const summary = await importNew(workspace, options);
    Object.assign(attributes, { versions: summary.versions });
    return summary;
  });
}

async function importNew(workspace: Workspace, options: ImportOptions): Promise<ImportSummary> {
  const { location, clock, onProgress = noProgress } = options;
  const evidence = openEvidence(workspace.evidence);
  const head = await peekHead(location);
  if (isImported(evidence, head)) {
    settleEvidence(workspace.evidence);
    return summarize(evidence, head, []);
  }
  // The lock also keeps a second import out of the folder into which archives are cloned.
  return withWriterHeld(workspace, async (writer) => {
    onProgress({ what: "reading the archive", done: 0, total: 0 });
    const archive = await openOtaArchive(location, { cacheDir: workspace.cacheDir });
    try {
      return await recordNew(writer, archive, clock, onProgress);
    } finally {
      await archive.close();
    }
  });
}

function isImported(evidence: EvidenceReader, head: string): boolean {
  const closes = (entry: Entry): boolean =>
    entry.type === "import" && entry.source === "ota-git" && entry.head === head;
  // Nearly always the newest entry tells; with several archives in one log an earlier one may.
  if (evidence.size > 0 && closes(evidence.entry(evidence.size - 1))) return true;
  return evidence.entries().some(({ entry }) => closes(entry));
}

async function recordNew(
  writer: EvidenceWriter,
  archive: OtaArchive,
  clock: Clock,
  onProgress: Progress,
): Promise<ImportSummary> {
  const recorded = recordedVersions(writer);
  const planned = await archive.plan((commit, path) => recorded.has(`${commit} ${path}`));
  if (planned.length === 0) return summarize(writer, archive.head, []);
  const blobs = await storeTexts(writer, archive, planned, onProgress);
  writer.append(entriesOf(planned, archive, blobs, formatInstant(clock())));
  return summarize(writer, archive.head, planned);
}

/** The versions, and the entry that closes their import. Each is made when it is asked for: an archive may have very many. */
function* entriesOf(
  planned: readonly PlannedVersion[],
  { repository, head }: OtaArchive,
  blobs: ReadonlyMap<string, StoredText>,
  recorded: string,
): Generator<VersionEntry | OtaImportEntry> {
  for (const version of planned) yield makeVersionEntry(version, repository, blobs);
  yield { type: "import", source: "ota-git", repository, head, versions: planned.length, recorded };
}

/** Every version already in the log, as "commit path". */
function recordedVersions(evidence: EvidenceReader): Set<string> {
  const recorded = new Set<string>();
  for (const { entry } of evidence.entries()) {
    if (entry.type !== "version" || entry.origin.kind !== "ota-git") continue;
    recorded.add(`${entry.origin.commit} ${entry.origin.path}`);
  }
  return recorded;
}

interface StoredText {
  readonly sha256: string;
  readonly size: number;
}

/** Makes the texts durable; gives for each of git's blob ids what the log calls it. */
async function storeTexts(
  writer: EvidenceWriter,
  archive: OtaArchive,
  planned: readonly PlannedVersion[],
  onProgress: Progress,
): Promise<Map<string, StoredText>> {
  const total = new Set(planned.map((version) => version.blobId)).size;
  const stored = new Map<string, StoredText>();
  let batch: { readonly blobId: string; readonly bytes: Uint8Array }[] = [];
  let batchBytes = 0;
  const flush = (): void => {
    const hashes = writer.putBlobs(batch.map(({ bytes }) => bytes));
    batch.forEach(({ blobId, bytes }, at) =>
      stored.set(blobId, { sha256: hashes[at] as string, size: bytes.byteLength }),
    );
    batch = [];
    batchBytes = 0;
    onProgress({ what: "recording texts", done: stored.size, total });
  };
  for await (const text of archive.read(planned)) {
    batch.push(text);
    batchBytes += text.bytes.byteLength;
    if (batch.length >= BATCH_TEXTS || batchBytes >= BATCH_BYTES) flush();
  }
  flush();
  return stored;
}

function makeVersionEntry(
  version: PlannedVersion,
  repository: string,
  stored: ReadonlyMap<string, StoredText>,
): VersionEntry {
  const text = stored.get(version.blobId);
  if (!text) throw new Error(`the archive did not give the text ${version.blobId}`);
  return {
    type: "version",
    blob: text.sha256,
    size: text.size,
    cause: version.cause,
    date: version.date,
    service: version.service,
    terms: version.terms,
    origin: { kind: "ota-git", repository, commit: version.commit, path: version.path },
  };
}

function summarize(evidence: EvidenceReader, head: string, versions: readonly PlannedVersion[]): ImportSummary {
  return {
    versions: versions.length,
    paths: new Set(versions.map(({ path }) => path)).size,
    head,
    logSize: evidence.size,
    root: Buffer.from(evidence.root).toString("hex"),
  };
}
