import { EXIT, UserError } from "../std/index.ts";
import { decodeBundle, type TileId, tilePath, type TileReader, TILE_WIDTH } from "../tlog/index.ts";
import { TILE_BYTES_MAX } from "./layout.ts";
import { damaged } from "./problem.ts";
import { locate, type LogStore } from "./store.ts";

/** Times a reader looks again while a writer replaces a partial tile by a wider one. */
const TRIES_MAX = 10;
/** After the first look, in milliseconds; longer each time. */
const PAUSE_MS = 50;

export const HASH_BYTES = 32;

/** Reads hash tiles of a log. */
export function tileReader(store: LogStore): TileReader {
  return (tile) => readTile(store, tile).subarray(0, tile.width * HASH_BYTES);
}

/** Reads an entry bundle: `width` entries. */
export function readBundle(store: LogStore, tile: TileId): Uint8Array[] {
  let entries: Uint8Array[];
  try {
    entries = decodeBundle(readTile(store, tile));
    if (entries.length < tile.width) throw new Error(`${entries.length} entries instead of ${tile.width}`);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw damaged(locate(store, tilePath(tile)), cause);
  }
  return entries.slice(0, tile.width);
}

/** The bytes of the tile, or of a wider one that begins with it: partial tiles go when wider ones have come. */
function readTile(store: LogStore, tile: TileId): Uint8Array {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    for (const width of [tile.width, TILE_WIDTH, ...widerThan(store, tile)]) {
      const bytes = store.read(tilePath({ ...tile, width }), TILE_BYTES_MAX);
      if (bytes) return bytes;
    }
    store.pause(PAUSE_MS * tries);
  }
  throw new UserError(`${locate(store, tilePath(tile))} is missing; run corrigible verify`, EXIT.outside);
}

/** Widths of the partial tiles that are there, from `tile.width` up. A generator, so that it looks only when asked. */
function* widerThan(store: LogStore, tile: TileId): Generator<number> {
  for (const { path } of store.list(`${tilePath({ ...tile, width: TILE_WIDTH })}.p`)) {
    const width = Number(path.slice(path.lastIndexOf("/") + 1));
    if (width > tile.width && width < TILE_WIDTH) yield width;
  }
}
