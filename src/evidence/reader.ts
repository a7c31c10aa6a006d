import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "../model/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import {
  type Checkpoint,
  encodeBundle,
  hashesFromTiles,
  parseCheckpoint,
  parseNote,
  proveInclusion,
  TILE_WIDTH,
  type TileId,
  tilePath,
  type TileReader,
  treeRoot,
} from "../tlog/index.ts";
import { BLOB_FILE_BYTES_MAX, decodeBlob } from "./blob-bytes.ts";
import { decodeEntry } from "./entry-bytes.ts";
import { blobPath, CHECKPOINT, decodeText, isMissing, readCheckpointFile, readLimited } from "./layout.ts";
import { damaged } from "./problem.ts";
import { readBundle, tileReader } from "./tile-files.ts";

/** The log as its checkpoint showed it when it was opened; what is appended later is not seen. */
export interface EvidenceReader {
  /** Name of the log. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** Root of the Merkle tree, 32 bytes. */
  readonly root: Uint8Array;
  /** The signed note. Opening the log does not verify it; `verifyEvidence` does. */
  readonly checkpoint: string;
  /** The log's public key, where it is known: a writer knows it. */
  readonly vkey?: string;
  /** The entry at an index from 0. Throws a UserError where it is damaged, a RangeError beyond the size. */
  entry(index: number): Entry;
  /** The entries from an index on, in order. */
  entries(from?: number): Generator<{ readonly index: number; readonly entry: Entry }>;
  /** The bytes of a blob. Throws a UserError where it is missing or damaged: what is returned has this hash. */
  blob(sha256: string): Uint8Array;
  hasBlob(sha256: string): boolean;
  /** The inclusion proof of an entry, see tlog. */
  inclusionProof(index: number): Uint8Array[];
  /** The root that the tree had when it had so many entries. Throws a RangeError beyond the size. */
  rootAt(size: number): Uint8Array;
  /** A bundle or hash tile of a tree up to this size. Throws a RangeError for one that such a tree has not. */
  tile(id: TileId): Uint8Array;
}

/** Opens a log to read. Takes no lock and reads only the checkpoint. Throws a UserError where there is no log. */
export function openEvidence(dir: string): EvidenceReader {
  const bytes = readCheckpointFile(dir);
  try {
    const note = decodeText(bytes);
    return readerAt(dir, note, parseCheckpoint(parseNote(note).text));
  } catch (cause) {
    throw damaged(join(dir, CHECKPOINT), cause);
  }
}

export function readerAt(dir: string, note: string, { origin, size, root }: Checkpoint): EvidenceReader {
  const readLeaf = leafReader(dir, size);
  const readTile = keepTiles(tileReader(dir));
  const entry = (index: number): Entry => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`no entry ${index} in a log of ${size}`);
    }
    try {
      return decodeEntry(readLeaf(index));
    } catch (cause) {
      throw cause instanceof UserError ? cause : damaged(`entry ${index} in ${dir}`, cause);
    }
  };
  return {
    origin,
    size,
    root,
    checkpoint: note,
    entry,
    *entries(from = 0) {
      for (let index = from; index < size; index++) yield { index, entry: entry(index) };
    },
    blob: (sha256) => readBlob(dir, sha256),
    hasBlob: (sha256) => existsSync(join(dir, blobPath(sha256))),
    inclusionProof: (index) => proveInclusion(index, size, hashesFromTiles(size, readTile)),
    rootAt(before) {
      if (before > size) throw new RangeError(`a log of ${size} entries never had ${before}`);
      return treeRoot(before, hashesFromTiles(size, readTile));
    },
    tile({ level, index, width }) {
      const subtree = level === "entries" ? 1 : TILE_WIDTH ** level;
      if (index * TILE_WIDTH + width > Math.floor(size / subtree))
        throw new RangeError(`no such tile in ${size} entries`);
      return level === "entries"
        ? encodeBundle(readBundle(dir, { level, index, width }))
        : readTile({ level, index, width });
    },
  };
}

/** Hash tiles kept in memory, 8 KiB each: proofs of many entries read the same ones. */
const TILES_KEPT = 64;

function keepTiles(read: TileReader): TileReader {
  const kept = new Map<string, Uint8Array>();
  return (tile) => {
    const path = tilePath(tile);
    const known = kept.get(path);
    if (known) return known;
    const bytes = read(tile);
    if (kept.size >= TILES_KEPT) kept.clear();
    kept.set(path, bytes);
    return bytes;
  };
}

/** Reads leaves by their bundles and keeps the last bundle, since most reading goes in order. */
function leafReader(dir: string, size: number): (index: number) => Uint8Array {
  let kept = -1;
  let leaves: readonly Uint8Array[] = [];
  return (index) => {
    const bundle = Math.floor(index / TILE_WIDTH);
    if (bundle !== kept) {
      const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
      leaves = readBundle(dir, { level: "entries", index: bundle, width });
      kept = bundle;
    }
    const leaf = leaves[index - bundle * TILE_WIDTH];
    if (!leaf) throw new Error(`bundle ${bundle} has no entry ${index}`);
    return leaf;
  };
}

function readBlob(dir: string, sha256: string): Uint8Array {
  const path = join(dir, blobPath(sha256));
  try {
    return decodeBlob(readLimited(path, BLOB_FILE_BYTES_MAX), sha256);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (!isMissing(cause)) throw damaged(path, cause);
    throw new UserError(`${path} is missing; run corrigible verify`, EXIT.outside, { cause });
  }
}
