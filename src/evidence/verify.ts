import { existsSync } from "node:fs";
import { join } from "node:path";
import { blobOf } from "../model/index.ts";
import { growTiles, tilePath, tilesOfTree } from "../tlog/index.ts";
import { BLOB_FILE_BYTES_MAX, decodeBlob } from "./blob-bytes.ts";
import { isLogFolder, isTilePath, listFiles } from "./files.ts";
import { blobPath, CHECKPOINT, parseBlobPath, readLimited } from "./layout.ts";
import { messageOf, type Problem } from "./problem.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import { type VerifiedEntry, verifyLeaves } from "./verify-entries.ts";

export interface Verification {
  readonly problems: readonly Problem[];
  /** What an interrupted command left beside the log: harmless, and gone after the next import. */
  readonly notes: readonly string[];
  /** Entries in the log, and blobs that they name. */
  readonly entries: number;
  readonly blobs: number;
  /** The root that the checkpoint names; empty where that cannot be read. */
  readonly root: Uint8Array;
}

/**
 * Checks a log to its last stored byte: the signature by `vkey`, and everything else by making it anew from entries
 * and blobs. Takes no lock and never throws: a log without a checkpoint is a problem as well.
 */
export function verifyEvidence(dir: string, { vkey }: { readonly vkey: string }): Verification {
  let snapshot: Snapshot;
  try {
    snapshot = takeSnapshot(dir, vkey);
  } catch (cause) {
    const what = existsSync(join(dir, CHECKPOINT)) ? messageOf(cause) : "missing";
    const message = `${what}; nothing else can be checked without it`;
    const problem = { path: CHECKPOINT, record: null, message };
    return { problems: [problem], notes: [], entries: 0, blobs: 0, root: new Uint8Array() };
  }
  const { size, root } = snapshot.checkpoint;
  const { hashes, entries, problems } = verifyLeaves(snapshot);
  const named = blobsByName(entries);
  const others = checkOthers(dir, size, problems.length === 0 ? named : null);
  return {
    problems: [
      ...problems,
      ...compareTiles(snapshot, hashes ?? []),
      ...[...named].flatMap(([sha256, of]) => checkBlob(dir, sha256, of)),
      ...others.problems,
    ],
    notes: others.notes,
    entries: size,
    blobs: named.size,
    root,
  };
}

/** Compares every hash tile with the one that the leaf hashes give. */
function compareTiles({ checkpoint: { size }, read }: Snapshot, hashes: readonly Uint8Array[]): Problem[] {
  const problems: Problem[] = [];
  for (const tile of growTiles(0, hashes, noTile)) {
    const path = tilePath(tile);
    const message = whyNot(() => {
      if (Buffer.compare(read(path), tile.bytes) !== 0) {
        throw new Error("hashes that are not those of the entries");
      }
    });
    if (message === null) continue;
    const entriesPerHash = 256 ** tile.level;
    const first = tile.index * 256 * entriesPerHash;
    const last = Math.min(size, first + tile.width * entriesPerHash) - 1;
    problems.push({ path, record: `entries ${first} to ${last}`, message });
  }
  return problems;
}

function noTile(): never {
  throw new Error("a tree grown from nothing has no older tiles");
}

function blobsByName(entries: readonly VerifiedEntry[]): Map<string, VerifiedEntry[]> {
  const named = new Map<string, VerifiedEntry[]>();
  for (const verified of entries) {
    const blob = blobOf(verified.entry);
    if (blob === null) continue;
    const of = named.get(blob);
    if (of) of.push(verified);
    else named.set(blob, [verified]);
  }
  return named;
}

function checkBlob(dir: string, sha256: string, of: readonly VerifiedEntry[]): Problem[] {
  const path = blobPath(sha256);
  const record = of.map(({ record }) => record).join(", ");
  let bytes: Uint8Array;
  try {
    bytes = decodeBlob(readLimited(join(dir, path), BLOB_FILE_BYTES_MAX), sha256);
  } catch (cause) {
    return [{ path, record, message: messageOf(cause) }];
  }
  return of
    .filter(({ entry }) => entry.type !== "import" && entry.size !== bytes.length)
    .map(({ record }) => ({ path, record, message: `${bytes.length} bytes, which is not the recorded size` }));
}

/** What lies in the folder beside the files that the checkpoint asks for. `named`: null where not all are known. */
function checkOthers(
  dir: string,
  size: number,
  named: ReadonlyMap<string, unknown> | null,
): { readonly problems: Problem[]; readonly notes: string[] } {
  const tiles = new Set([...tilesOfTree(size)].map(tilePath));
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const { path, kind } of listFiles(dir)) {
    const sha256 = parseBlobPath(path);
    if (kind === "file" && (path === CHECKPOINT || tiles.has(path))) continue;
    if (kind === "file" && sha256 !== null) {
      if (!named || named.has(sha256)) continue;
      const message = whyNot(() => decodeBlob(readLimited(join(dir, path), BLOB_FILE_BYTES_MAX), sha256));
      if (message === null) notes.push(`${path}: a text that no entry names, left by an interrupted import`);
      else problems.push({ path, record: null, message: `no entry names this text, and ${message}` });
    } else if (kind === "file" && isTilePath(path)) {
      notes.push(`${path}: beyond the checkpoint or replaced, left by an interrupted import`);
    } else if (kind === "folder" && isLogFolder(path)) {
      notes.push(`${path}: an empty folder, left by an interrupted import`);
    } else {
      problems.push({ path, record: null, message: `not part of the log, a ${kind} of someone else's` });
    }
  }
  return { problems, notes };
}

/** Why something failed, in one line; null where it did not. */
function whyNot(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (cause) {
    return messageOf(cause);
  }
}
