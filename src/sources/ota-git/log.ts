import { isUtf8 } from "node:buffer";
import type { VersionCause } from "../../model/index.ts";
import { formatInstant, UserError } from "../../std/index.ts";
import { type GitOptions, streamGit } from "./git.ts";
import { CAUSE_OF_EDITS, causeOfSubject, parsePath } from "./message.ts";

/** A text that the archive recorded and that is to be read. */
export interface PlannedVersion {
  readonly commit: string;
  readonly path: string;
  /** Git's id of the text. */
  readonly blobId: string;
  /** The author's date in UTC, `2024-01-10T18:00:00Z`. The archive's clock: it may run backwards. */
  readonly date: string;
  readonly cause: VersionCause;
  readonly service: string;
  readonly terms: string;
}

/** Versions of one archive; the largest archives have some 100,000. */
const VERSIONS_MAX = 5_000_000;
/** One path, or one commit's id, date and subject, in bytes. */
const FIELD_BYTES_MAX = 1024 * 1024;

/**
 * Every commit once, parents before children, otherwise by date. A merge's own differences are left out: what it
 * brings together stands in the commits it merges. Renames show as a new path, as the engine itself records them.
 */
const LOG = ["log", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-diff-merges", "--date-order", "--reverse"];
const HEADER = "--format=%H %at %s";

/**
 * The archive's versions in git order, oldest first, without those that `known` knows. Throws a UserError where no
 * commit is one of the engine's records, a GitError where git cannot read the history.
 */
export async function planVersions(
  git: GitOptions,
  head: string,
  known: (commit: string, path: string) => boolean,
): Promise<PlannedVersion[]> {
  const planned: PlannedVersion[] = [];
  let recorded = 0;
  for await (const { version, byEngine } of readVersions(git, head)) {
    if (byEngine) recorded++;
    if (known(version.commit, version.path)) continue;
    if (planned.length === VERSIONS_MAX) throw new UserError(`the archive has more than ${VERSIONS_MAX} versions`);
    planned.push(version);
  }
  if (recorded > 0) return planned;
  throw new UserError(
    'no Open Terms Archive: it has no commit such as "First record of ChatGPT Privacy Policy" ' +
      "with a file ChatGPT/Privacy Policy.md",
  );
}

interface ReadVersion {
  readonly version: PlannedVersion;
  readonly byEngine: boolean;
}

interface Commit {
  readonly id: string;
  readonly date: string;
  readonly cause: VersionCause | null;
}

/** `:100644 100644 <old blob> <new blob> M`; only ordinary files hold texts, not links or submodules. */
const RAW = /^:\d{6} (?<mode>\d{6}) [0-9a-f]+ (?<blob>[0-9a-f]+) (?<status>[A-Z])/;
const FILE_MODES = new Set(["100644", "100755"]);

/** A path of the archive, read once for all its versions. */
type Place = Pick<PlannedVersion, "path" | "service" | "terms">;

async function* readVersions(git: GitOptions, head: string): AsyncGenerator<ReadVersion> {
  const places = new Map<string, Place | null>();
  let commit: Commit | undefined;
  let raw: string | undefined;
  for await (const field of readFields(streamGit([...LOG, HEADER, head, "--"], git))) {
    if (raw !== undefined) {
      const read = commit && readVersion(commit, raw, field, places);
      if (read) yield read;
      raw = undefined;
    } else if (field[0] === COLON || field[0] === NEWLINE) raw = field.toString("latin1").trim();
    else if (field.byteLength > 0) commit = parseHeader(field.toString());
  }
}

const COLON = 0x3a;
const NEWLINE = 0x0a;

/**
 * The fields of git's `-z` output, each ended by a zero byte:
 *
 *     <commit> <seconds> <subject>   \n:<raw entry>   <path>   :<raw entry>   <path>   <commit> <seconds> <subject>
 */
async function* readFields(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, from)) {
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.byteLength > FIELD_BYTES_MAX) {
      throw new UserError(`a commit's message or path is longer than ${FIELD_BYTES_MAX} bytes`);
    }
  }
  if (rest.byteLength > 0) yield rest;
}

function parseHeader(header: string): Commit {
  const parts = /^(?<id>[0-9a-f]{40,64}) (?<seconds>-?\d+) (?<subject>.*)$/s.exec(header)?.groups;
  if (!parts) throw new Error(`git log printed "${header.slice(0, 80)}"`);
  const id = ownString(parts["id"] ?? "");
  return { id, date: formatDate(Number(parts["seconds"]), id), cause: causeOfSubject(parts["subject"] ?? "") };
}

/** Seconds since 1970 at the end of the year 9999, the last that a time with four digits can name. */
const SECONDS_MAX = 253_402_300_799;

function formatDate(seconds: number, commit: string): string {
  if (seconds >= 0 && seconds <= SECONDS_MAX) return formatInstant(new Date(seconds * 1000));
  throw new UserError(`the date of commit ${commit} cannot be read`);
}

function readVersion(
  commit: Commit,
  raw: string,
  pathBytes: Buffer,
  places: Map<string, Place | null>,
): ReadVersion | null {
  const { mode, blob, status } = RAW.exec(raw)?.groups ?? {};
  const path = pathBytes.toString();
  let place = places.get(path);
  if (place === undefined) places.set(path, (place = readPlace(path)));
  if (!place || !blob || status === "D" || !FILE_MODES.has(mode ?? "")) return null;
  if (!isUtf8(pathBytes)) {
    throw new UserError(`commit ${commit.id} has a path that is not UTF-8: ${JSON.stringify(path)}`);
  }
  const { id, date, cause } = commit;
  const version = { commit: id, blobId: ownString(blob), date, cause: cause ?? CAUSE_OF_EDITS, ...place };
  return { version, byEngine: cause !== null };
}

function readPlace(path: string): Place | null {
  const place = parsePath(path);
  return place && { path, ...place };
}

/** A piece of a longer text by itself: V8 would keep the whole text for it. */
function ownString(piece: string): string {
  return Buffer.from(piece, "latin1").toString("latin1");
}
