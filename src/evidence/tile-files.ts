import { readdirSync } from "node:fs";
import { join } from "node:path";
import { EXIT, UserError } from "../std/index.ts";
import { decodeBundle, type TileId, tilePath, type TileReader, TILE_WIDTH } from "../tlog/index.ts";
import { isMissing, readLimited, TILE_BYTES_MAX } from "./layout.ts";
import { damaged } from "./problem.ts";

/** Times a reader looks again while a writer replaces a partial tile by a wider one. */
const TRIES_MAX = 10;

export const HASH_BYTES = 32;

/** Reads hash tiles below an evidence folder. */
export function tileReader(dir: string): TileReader {
  return (tile) => readTile(dir, tile).subarray(0, tile.width * HASH_BYTES);
}

/** Reads an entry bundle: `width` entries. */
export function readBundle(dir: string, tile: TileId): Uint8Array[] {
  let entries: Uint8Array[];
  try {
    entries = decodeBundle(readTile(dir, tile));
    if (entries.length < tile.width) throw new Error(`${entries.length} entries instead of ${tile.width}`);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw damaged(join(dir, tilePath(tile)), cause);
  }
  return entries.slice(0, tile.width);
}

/** The bytes of the tile, or of a wider one that begins with it: partial tiles go when wider ones have come. */
function readTile(dir: string, tile: TileId): Uint8Array {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    for (const width of [tile.width, TILE_WIDTH, ...widerThan(dir, tile)]) {
      try {
        return readLimited(join(dir, tilePath({ ...tile, width })), TILE_BYTES_MAX);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
  throw new UserError(`${join(dir, tilePath(tile))} is missing; run corrigible verify`, EXIT.outside);
}

/** Widths of the partial tiles that are there, from `tile.width` up. A generator, so that it looks only when asked. */
function* widerThan(dir: string, tile: TileId): Generator<number> {
  const folder = `${join(dir, tilePath({ ...tile, width: TILE_WIDTH }))}.p`;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  yield* names.map(Number).filter((width) => width > tile.width && width < TILE_WIDTH);
}
