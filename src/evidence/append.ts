import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAllDurable, writeDurable } from "../std/index.ts";
import {
  type Checkpoint,
  encodeBundle,
  growTiles,
  hashesFromTiles,
  leafHash,
  signCheckpoint,
  type TileId,
  tilePath,
  tilesOfTree,
  TILE_WIDTH,
  treeRoot,
} from "../tlog/index.ts";
import { isLogFolder, isTilePath, listFiles } from "./files.ts";
import { CHECKPOINT } from "./layout.ts";
import { readBundle, tileReader } from "./tile-files.ts";

export interface LogFolder {
  readonly dir: string;
  readonly tempDir: string;
  readonly signerKey: string;
}

/**
 * Adds leaves to the log at `old` and gives its new checkpoint with the note. Durable on return, and atomic: the one
 * rename of the checkpoint decides. The caller holds the lock.
 */
export function appendLeaves(folder: LogFolder, old: Checkpoint, leaves: readonly Uint8Array[]): [Checkpoint, string] {
  const { dir, tempDir, signerKey } = folder;
  const size = old.size + leaves.length;
  const read = tileReader(dir);
  const tiles = growTiles(old.size, leaves.map(leafHash), read);
  const grown = new Map(tiles.map((tile) => [tilePath(tile), tile.bytes]));
  const hashes = hashesFromTiles(size, (tile) => grown.get(tilePath(tile)) ?? read(tile));
  const checkpoint = { origin: old.origin, size, root: treeRoot(size, hashes) };
  const note = signCheckpoint(checkpoint, signerKey);

  // Crash before or in this step: bundles and tiles beyond the checkpoint. No reader looks at them; the next writer
  // removes them. Tiles of the old checkpoint are not touched: a wider tile is another file.
  const files = [...growBundles(dir, old.size, leaves), ...tiles];
  writeAllDurable(
    files.map((tile) => ({ path: join(dir, tilePath(tile)), bytes: tile.bytes })),
    tempDir,
  );

  // Crash in this step: the old checkpoint stands, or the new one, and all its tiles are on disk. The note is not
  // shown to anyone before, so the log never signs two trees of which neither is the beginning of the other.
  writeDurable({ path: join(dir, CHECKPOINT), bytes: Buffer.from(note) }, tempDir);

  // Crash in this step: partial tiles that wider ones have replaced; the next writer removes them.
  removeTiles(dir, partialTiles(old.size).difference(partialTiles(size)));
  return [checkpoint, note];
}

/** Removes bundles and tiles that the tree of `size` has not: what an interrupted append left. */
export function removeLeftovers(dir: string, size: number): void {
  const current = new Set([...tilesOfTree(size)].map(tilePath));
  const found = [...listFiles(dir, "tile")];
  removeTiles(dir, new Set(found.map(({ path }) => path).filter(isTilePath)).difference(current));
  for (const { path, kind } of found) if (kind === "folder" && isLogFolder(path)) removeIfEmpty(join(dir, path));
}

function* growBundles(
  dir: string,
  size: number,
  leaves: readonly Uint8Array[],
): Generator<TileId & { bytes: Uint8Array }> {
  const first = Math.floor(size / TILE_WIDTH);
  const width = size % TILE_WIDTH;
  const kept = width === 0 ? [] : readBundle(dir, { level: "entries", index: first, width });
  const entries = [...kept, ...leaves];
  for (let from = 0; from < entries.length; from += TILE_WIDTH) {
    const bundle = entries.slice(from, from + TILE_WIDTH);
    const index = first + from / TILE_WIDTH;
    yield { level: "entries", index, width: bundle.length, bytes: encodeBundle(bundle) };
  }
}

function partialTiles(size: number): Set<string> {
  return new Set([...tilesOfTree(size)].filter(({ width }) => width < TILE_WIDTH).map(tilePath));
}

function removeTiles(dir: string, paths: Iterable<string>): void {
  for (const path of paths) {
    rmSync(join(dir, path), { force: true });
    removeIfEmpty(dirname(join(dir, path)));
  }
}

export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOTEMPTY")) throw error;
  }
}
