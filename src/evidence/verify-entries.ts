import type { Entry } from "../model/index.ts";
import {
  decodeBundle,
  hashesFromLeaves,
  leafHash,
  type TileId,
  tilePath,
  tilesOfLevel,
  TILE_WIDTH,
  treeRoot,
} from "../tlog/index.ts";
import { decodeEntry, describeEntry } from "./entry-bytes.ts";
import { CHECKPOINT } from "./layout.ts";
import { messageOf, type Problem } from "./problem.ts";
import type { Snapshot } from "./snapshot.ts";
import { HASH_BYTES } from "./tile-files.ts";

/** An entry that is as it was recorded. */
export interface VerifiedEntry {
  readonly entry: Entry;
  /** `entry 17 (ChatGPT Terms of Service, 2024-01-10)` */
  readonly record: string;
}

export interface VerifiedLeaves {
  /** The leaf hashes that lead to the checkpoint's root; null where neither entries nor tiles do. */
  readonly hashes: readonly Uint8Array[] | null;
  readonly entries: readonly VerifiedEntry[];
  readonly problems: readonly Problem[];
}

/** One leaf as found: what stands in its bundle, and its hash as the level 0 tile has it; null where unreadable. */
interface FoundLeaf {
  readonly index: number;
  readonly path: string;
  readonly bytes: Uint8Array | null;
  readonly hash: Uint8Array | null;
  readonly tileHash: Uint8Array | null;
}

/**
 * Reads all entries and compares them with the checkpoint. Entries and level 0 tiles each lead to a root: the one that
 * leads to the checkpoint's is right, and so tells which entries in the other have been altered.
 */
export function verifyLeaves(snapshot: Snapshot): VerifiedLeaves {
  const { size, root } = snapshot.checkpoint;
  const problems: Problem[] = [];
  const leaves = [...tilesOfLevel("entries", size)].flatMap((tile) => readLeaves(snapshot, tile, problems));
  const hashes =
    leadingTo(
      root,
      leaves.map(({ hash }) => hash),
    ) ??
    leadingTo(
      root,
      leaves.map(({ tileHash }) => tileHash),
    );
  if (!hashes) {
    const message = "another root than the one that entries and tiles lead to; which of them is altered cannot be told";
    problems.push({ path: CHECKPOINT, record: null, message });
  }
  const entries: VerifiedEntry[] = [];
  for (const leaf of leaves) {
    if (!leaf.bytes || !leaf.hash) continue;
    const { entry, record, message } = readEntry(leaf.index, leaf.bytes);
    const expected = hashes?.[leaf.index] ?? leaf.tileHash;
    const isRecorded = expected === null || Buffer.compare(leaf.hash, expected) === 0;
    if (entry && isRecorded) entries.push({ entry, record });
    else problems.push({ path: leaf.path, record, message: message ?? "not the entry that was recorded" });
  }
  return { hashes, entries, problems };
}

/** The hashes, where there is one for each leaf and they lead to the root. */
function leadingTo(root: Uint8Array, hashes: readonly (Uint8Array | null)[]): readonly Uint8Array[] | null {
  const known = hashes.filter((hash) => hash !== null);
  if (known.length < hashes.length) return null;
  return Buffer.compare(treeRoot(known.length, hashesFromLeaves(known)), root) === 0 ? known : null;
}

function readEntry(index: number, bytes: Uint8Array): { entry?: Entry; record: string; message?: string } {
  try {
    const entry = decodeEntry(bytes);
    return { entry, record: describeEntry(index, entry) };
  } catch (cause) {
    return { record: `entry ${index}`, message: messageOf(cause) };
  }
}

function readLeaves(snapshot: Snapshot, tile: TileId, problems: Problem[]): FoundLeaf[] {
  const path = tilePath(tile);
  const first = tile.index * TILE_WIDTH;
  let entries: readonly Uint8Array[] = [];
  try {
    entries = decodeBundle(snapshot.read(path));
    if (entries.length !== tile.width) throw new Error(`${entries.length} entries instead of ${tile.width}`);
  } catch (cause) {
    problems.push({ path, record: `entries ${first} to ${first + tile.width - 1}`, message: messageOf(cause) });
    entries = [];
  }
  const tileHashes = readTileHashes(snapshot, tile);
  return Array.from({ length: tile.width }, (_, at) => {
    const bytes = entries[at] ?? null;
    const hash = bytes && leafHash(bytes);
    return { index: first + at, path, bytes, hash, tileHash: tileHashes[at] ?? null };
  });
}

function readTileHashes(snapshot: Snapshot, { index, width }: TileId): Uint8Array[] {
  let bytes: Uint8Array;
  try {
    bytes = snapshot.read(tilePath({ level: 0, index, width }));
  } catch {
    // Reported where all tiles are compared.
    return [];
  }
  const hashes = Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  return hashes.filter((hash) => hash.length === HASH_BYTES);
}
