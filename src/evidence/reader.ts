import type { Entry } from "../model/index.ts";
import { UserError } from "../std/index.ts";
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
  treeRoot,
} from "../tlog/index.ts";
import { readBlob } from "./blob-files.ts";
import { decodeEntry } from "./entry-bytes.ts";
import { blobPath, CHECKPOINT, decodeText, readCheckpoint, TILE_BYTES_MAX } from "./layout.ts";
import type { EvidencePlace } from "./place.ts";
import { damaged } from "./problem.ts";
import { openStore } from "./open-store.ts";
import { locate, type LogStore } from "./store.ts";
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
export function openEvidence(place: EvidencePlace): EvidenceReader {
  const store = openStore(place);
  const bytes = readCheckpoint(store);
  try {
    const note = decodeText(bytes);
    return readerOf(store, note, parseCheckpoint(parseNote(note).text));
  } catch (cause) {
    throw damaged(locate(store, CHECKPOINT), cause);
  }
}

/** Reads a log in a store as one of its checkpoints shows it. */
export function readerOf(store: LogStore, note: string, { origin, size, root }: Checkpoint): EvidenceReader {
  const readLeaf = leafReader(store, size);
  const readTile = tileReader(store);
  const hashes = hashesFromTiles(size, readTile);
  const entry = (index: number): Entry => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`no entry ${index} in a log of ${size}`);
    }
    try {
      return decodeEntry(readLeaf(index));
    } catch (cause) {
      throw cause instanceof UserError ? cause : damaged(`entry ${index} in ${store.name}`, cause);
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
    blob: (sha256) => readBlob(store, sha256).bytes,
    hasBlob: (sha256) => store.has(blobPath(sha256)),
    inclusionProof: (index) => proveInclusion(index, size, hashes),
    rootAt(before) {
      if (before > size) throw new RangeError(`a log of ${size} entries never had ${before}`);
      return treeRoot(before, hashes);
    },
    tile({ level, index, width }) {
      const subtree = level === "entries" ? 1 : TILE_WIDTH ** level;
      if (index * TILE_WIDTH + width > Math.floor(size / subtree))
        throw new RangeError(`no such tile in ${size} entries`);
      return level === "entries"
        ? encodeBundle(readBundle(store, { level, index, width }))
        : readTile({ level, index, width });
    },
  };
}

/** Bundles that are brought near at once where they are read in order. */
const BUNDLES_AHEAD = 32;

/** Reads leaves by their bundles and keeps the last bundle, since most reading goes in order. */
function leafReader(store: LogStore, size: number): (index: number) => Uint8Array {
  let kept = -1;
  let ahead = -1;
  let leaves: readonly Uint8Array[] = [];
  return (index) => {
    const bundle = Math.floor(index / TILE_WIDTH);
    if (bundle !== kept) {
      const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
      const last = Math.min(bundle + BUNDLES_AHEAD, Math.floor(size / TILE_WIDTH)) - 1;
      if (bundle === kept + 1 && bundle > ahead) {
        const full = Array.from({ length: last - bundle + 1 }, (_, at) => bundle + at);
        store.prefetch(
          full.map((one) => tilePath({ level: "entries", index: one, width: TILE_WIDTH })),
          TILE_BYTES_MAX,
        );
        ahead = last;
      }
      leaves = readBundle(store, { level: "entries", index: bundle, width });
      kept = bundle;
    }
    const leaf = leaves[index - bundle * TILE_WIDTH];
    if (!leaf) throw new Error(`bundle ${bundle} has no entry ${index}`);
    return leaf;
  };
}
