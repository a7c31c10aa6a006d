import { blobOf } from "../model/index.ts";
import { growTiles, tilePath, tilesOfTree } from "../tlog/index.ts";
import { BLOB_FILE_BYTES_MAX } from "./blob-bytes.ts";
import { findBlob } from "./blob-files.ts";
import { isLogFolder, isTilePath } from "./files.ts";
import { blobPath, CHECKPOINT, parseBlobPath } from "./layout.ts";
import type { EvidencePlace } from "./place.ts";
import { checkSequencer } from "./bucket/verify-sequencer.ts";
import { SEQUENCER } from "./bucket/sequencer-names.ts";
import { type Findings, messageOf, type Problem } from "./problem.ts";
import { openStoreItself } from "./open-store.ts";
import type { LogStore } from "./store.ts";
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
export function verifyEvidence(place: EvidencePlace, { vkey }: { readonly vkey: string }): Verification {
  const store = openStoreItself(place);
  let snapshot: Snapshot;
  try {
    snapshot = takeSnapshot(store, vkey);
  } catch (cause) {
    const what = store.has(CHECKPOINT) ? messageOf(cause) : "missing";
    const message = `${what}; nothing else can be checked without it`;
    const problem = { path: CHECKPOINT, record: null, message };
    return { problems: [problem], notes: [], entries: 0, blobs: 0, root: new Uint8Array() };
  }
  const { size, root } = snapshot.checkpoint;
  const { hashes, entries, problems } = verifyLeaves(snapshot);
  const named = blobsByName(entries);
  const others = checkOthers(
    store,
    { size, isBucket: typeof place !== "string" },
    problems.length === 0 ? named : null,
  );
  const sequencer = typeof place === "string" ? NOTHING : checkSequencer(store, snapshot.checkpoint, vkey);
  return {
    problems: [
      ...problems,
      ...compareTiles(snapshot, hashes ?? []),
      ...checkBlobs(store, [...named]),
      ...others.problems,
      ...sequencer.problems,
    ],
    notes: [...others.notes, ...sequencer.notes],
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

const NOTHING: Findings = { problems: [], notes: [] };

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

/** Blobs that are read at once. */
const BLOBS_AHEAD = 64;

function checkBlobs(store: LogStore, named: readonly (readonly [string, readonly VerifiedEntry[]])[]): Problem[] {
  const problems: Problem[] = [];
  for (let from = 0; from < named.length; from += BLOBS_AHEAD) {
    const some = named.slice(from, from + BLOBS_AHEAD);
    store.prefetch(
      some.map(([sha256]) => blobPath(sha256)),
      BLOB_FILE_BYTES_MAX,
    );
    problems.push(...some.flatMap(([sha256, of]) => checkBlob(store, sha256, of)));
  }
  return problems;
}

function checkBlob(store: LogStore, sha256: string, of: readonly VerifiedEntry[]): Problem[] {
  const path = blobPath(sha256);
  const record = of.map(({ record }) => record).join(", ");
  let bytes: Uint8Array;
  try {
    bytes = requireBlob(store, sha256);
  } catch (cause) {
    return [{ path, record, message: messageOf(cause) }];
  }
  return of
    .filter(({ entry }) => entry.type !== "import" && entry.size !== bytes.length)
    .map(({ record }) => ({ path, record, message: `${bytes.length} bytes, which is not the recorded size` }));
}

function requireBlob(store: LogStore, sha256: string): Uint8Array {
  const found = findBlob(store, sha256);
  if (!found) throw new Error("missing");
  return found.bytes;
}

/** What lies in the store beside the files that the checkpoint asks for. `named`: null where not all are known. */
function checkOthers(
  store: LogStore,
  { size, isBucket }: { readonly size: number; readonly isBucket: boolean },
  named: ReadonlyMap<string, unknown> | null,
): Findings {
  const tiles = new Set([...tilesOfTree(size)].map(tilePath));
  const problems: Problem[] = [];
  const notes: string[] = [];
  for (const { path, kind } of store.list()) {
    const sha256 = parseBlobPath(path);
    if (kind === "file" && (path === CHECKPOINT || tiles.has(path))) continue;
    // Of a bucket: see checkSequencer.
    if (isBucket && path.startsWith(SEQUENCER)) continue;
    if (kind === "file" && sha256 !== null) {
      if (!named || named.has(sha256)) continue;
      const message = whyNot(() => requireBlob(store, sha256));
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
