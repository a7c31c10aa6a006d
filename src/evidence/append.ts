import {
  type Checkpoint,
  encodeBundle,
  growTiles,
  hashesFromTiles,
  leafHash,
  partialTiles,
  signCheckpoint,
  type TileId,
  tilePath,
  TILE_WIDTH,
  treeRoot,
} from "../tlog/index.ts";
import type { AppendStep, LogStore, StoredFile } from "./store.ts";
import { readBundle, tileReader } from "./tile-files.ts";

/** A log that leaves were added to, not yet stored or signed. */
export type Growth = Omit<AppendStep, "note">;

/** What adding leaves to the log at `old` changes: the new tree, and the files that are new or replaced. */
export function growLog(store: LogStore, old: Checkpoint, leaves: readonly Uint8Array[]): Growth {
  const size = old.size + leaves.length;
  const read = tileReader(store);
  const tiles = growTiles(old.size, leaves.map(leafHash), read);
  const grown = new Map(tiles.map((tile) => [tilePath(tile), tile.bytes]));
  const hashes = hashesFromTiles(size, (tile) => grown.get(tilePath(tile)) ?? read(tile));
  const current = new Set(partialTiles(size).map(tilePath));
  return {
    old,
    checkpoint: { origin: old.origin, size, root: treeRoot(size, hashes) },
    leaves,
    files: {
      *[Symbol.iterator]() {
        yield* growBundles(store, old.size, leaves);
        for (const tile of tiles) yield { path: tilePath(tile), bytes: tile.bytes };
      },
    },
    obsolete: partialTiles(old.size)
      .map(tilePath)
      .filter((path) => !current.has(path)),
  };
}

/** The growth with its checkpoint signed. Nobody is shown the note before it is committed. */
export function signGrowth(growth: Growth, signerKey: string): AppendStep {
  return { ...growth, note: signCheckpoint(growth.checkpoint, signerKey) };
}

function* growBundles(store: LogStore, size: number, leaves: readonly Uint8Array[]): Generator<StoredFile> {
  const first = Math.floor(size / TILE_WIDTH);
  const width = size % TILE_WIDTH;
  const edge: TileId = { level: "entries", index: first, width };
  let bundle = width === 0 ? [] : readBundle(store, edge);
  let index = first;
  for (let from = 0; from < leaves.length; index++) {
    const added = leaves.slice(from, from + TILE_WIDTH - bundle.length);
    from += added.length;
    bundle = [...bundle, ...added];
    yield { path: tilePath({ level: "entries", index, width: bundle.length }), bytes: encodeBundle(bundle) };
    bundle = [];
  }
}
