import { RecentMap } from "../std/index.ts";
import { HASH_BYTES } from "./encoding.ts";
import { TlogError } from "./error.ts";
import { type HashReader, nodesAbove } from "./merkle.ts";

/**
 * Tiles of a Merkle tree, https://c2sp.org/tlog-tiles: up to 256 neighbouring hashes of one level in one file.
 * Level 0 holds leaf hashes, level L + 1 the roots of the full tiles of level L. The leaves lie in entry bundles, cut
 * as level 0 is. The files of a tree of 70,000:
 *
 *     tile/entries/000 … tile/entries/x000/272      tile/entries/x000/273.p/112
 *     tile/0/000       … tile/0/272                 tile/0/273.p/112
 *     tile/1/000                                    tile/1/001.p/17
 *                                                   tile/2/000.p/1
 */

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** Levels that a tree of 2^53 - 1 leaves can have. */
const LEVELS_MAX = 7;

export interface TileId {
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 255 for a partial tile, 256 for a full one. */
  readonly width: number;
}

export interface Tile extends TileId {
  readonly level: number;
  /** `width` hashes of 32 bytes. */
  readonly bytes: Uint8Array;
}

export type TileReader = (tile: TileId & { readonly level: number }) => Uint8Array;

/** Where the tile lies below the log's folder or URL: `tile/0/x001/x234/067`, `tile/entries/000.p/5`. */
export function tilePath({ level, index, width }: TileId): string {
  const digits = `${index}`;
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

/** The inverse of {@link tilePath}. Throws a TlogError for any text that it does not give. */
export function parseTilePath(path: string): TileId {
  const parts = /^tile\/(entries|[0-6])\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!parts) throw new TlogError("not the path of a tile");
  const [, level = "", index = "", width = `${TILE_WIDTH}`] = parts;
  const tile: TileId = {
    level: level === "entries" ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, "")),
    width: Number(width),
  };
  // Rules out leading zeroes, widths of 0 or above 255, and indexes above 2^53.
  const plausible = tile.width >= 1 && tile.width <= TILE_WIDTH && tilePath(tile) === path;
  if (!plausible) throw new TlogError("not the path of a tile");
  return tile;
}

/** The bundles or tiles of one level in a tree of `size`, the last one perhaps partial. */
export function* tilesOfLevel(level: number | "entries", size: number): Generator<TileId> {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === "entries" ? 0 : level));
  for (let from = 0; from < hashes; from += TILE_WIDTH) {
    yield { level, index: from / TILE_WIDTH, width: Math.min(TILE_WIDTH, hashes - from) };
  }
}

/** Every bundle and tile of a tree of `size`. */
export function* tilesOfTree(size: number): Generator<TileId> {
  yield* tilesOfLevel("entries", size);
  for (let level = 0; level < LEVELS_MAX; level++) yield* tilesOfLevel(level, size);
}

/** The partial bundle and tiles of a tree of `size`: at most one a level, at its edge. */
export function partialTiles(size: number): TileId[] {
  const levels = ["entries" as const, ...Array.from({ length: LEVELS_MAX }, (_, level) => level)];
  return levels.flatMap((level) => {
    const hashes = Math.floor(size / TILE_WIDTH ** (level === "entries" ? 0 : level));
    const width = hashes % TILE_WIDTH;
    return width === 0 ? [] : [{ level, index: Math.floor(hashes / TILE_WIDTH), width }];
  });
}

/**
 * The tiles that are new or wider when leaves are added to a tree of `size`. `read` brings the partial tiles of the
 * old tree.
 */
export function growTiles(size: number, leafHashes: readonly Uint8Array[], read: TileReader): Tile[] {
  const grown: Tile[] = [];
  let added = leafHashes;
  let before = size;
  for (let level = 0; added.length > 0; level++) {
    const first = Math.floor(before / TILE_WIDTH);
    const width = before % TILE_WIDTH;
    const kept = width === 0 ? [] : split(sized(read({ level, index: first, width }), width));
    const hashes = [...kept, ...added];
    const above: Uint8Array[] = [];
    for (let from = 0; from < hashes.length; from += TILE_WIDTH) {
      const part = hashes.slice(from, from + TILE_WIDTH);
      const bytes = Buffer.concat(part);
      grown.push({ level, index: first + from / TILE_WIDTH, width: part.length, bytes });
      if (part.length === TILE_WIDTH) above.push(new TileHashes(bytes).hash(TILE_HEIGHT, 0));
    }
    added = above;
    before = first;
  }
  return grown;
}

/**
 * Tiles that are kept with the hashes within them, at most 16 KiB each, and up to twice as many: each proof reads another
 * tile of level 0, and few others.
 */
const LOWEST_KEPT = 8;
const UPPER_KEPT = 256;

/** Reads the hashes of a tree of `size` out of its tiles, and keeps what it read last. */
export function hashesFromTiles(size: number, read: TileReader): HashReader {
  const lowest = new RecentMap<number, TileHashes>(LOWEST_KEPT);
  const upper = new RecentMap<number, TileHashes>(UPPER_KEPT);
  const readTile = (level: number, index: number, width: number): TileHashes => {
    const kept = level === 0 ? lowest : upper;
    const key = index * LEVELS_MAX + level;
    const known = kept.get(key);
    if (known) return known;
    const tile = new TileHashes(sized(read({ level, index, width }), width));
    kept.set(key, tile);
    return tile;
  };
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const within = level % TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** within;
    const tile = Math.floor(index / perTile);
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** tileLevel) - tile * TILE_WIDTH);
    const at = index - tile * perTile;
    if ((at + 1) * 2 ** within > width) {
      throw new TlogError(`a tree of ${size} has no full subtree ${index} at level ${level}`);
    }
    return readTile(tileLevel, tile, width).hash(within, at);
  };
}

/** The hashes of a tile, and those of the full subtrees over them, made when they are asked for. */
class TileHashes {
  readonly #levels: Uint8Array[];

  constructor(bytes: Uint8Array) {
    this.#levels = [bytes];
  }

  /** The hash over `2^level` hashes of the tile, the `index`th of this level. */
  hash(level: number, index: number): Uint8Array {
    for (let below = this.#levels.length - 1; below < level; below++) {
      this.#levels.push(nodesAbove(this.#levels[below] as Uint8Array));
    }
    return hashAt(this.#levels[level] as Uint8Array, index);
  }
}

function split(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_BYTES }, (_, index) => hashAt(hashes, index));
}

function hashAt(hashes: Uint8Array, index: number): Uint8Array {
  return hashes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}

function sized(bytes: Uint8Array, width: number): Uint8Array {
  if (bytes.length === width * HASH_BYTES) return bytes;
  throw new TlogError(`a tile of ${bytes.length} bytes instead of ${width * HASH_BYTES}`);
}
