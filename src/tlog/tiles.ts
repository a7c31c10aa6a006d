import { HASH_BYTES } from "./encoding.ts";
import { TlogError } from "./error.ts";
import { type HashReader, nodeHash } from "./merkle.ts";

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
    const kept = width === 0 ? [] : hashesOf(read({ level, index: first, width }), width);
    const hashes = [...kept, ...added];
    const above: Uint8Array[] = [];
    for (let from = 0; from < hashes.length; from += TILE_WIDTH) {
      const part = hashes.slice(from, from + TILE_WIDTH);
      grown.push({ level, index: first + from / TILE_WIDTH, width: part.length, bytes: Buffer.concat(part) });
      if (part.length === TILE_WIDTH) above.push(rootOfFull(part));
    }
    added = above;
    before = first;
  }
  return grown;
}

/** Reads the hashes of a tree of `size` out of its tiles. */
export function hashesFromTiles(size: number, read: TileReader): HashReader {
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const count = 2 ** (level % TILE_HEIGHT);
    const from = index * count;
    const tile = Math.floor(from / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** tileLevel) - tile * TILE_WIDTH);
    const at = from - tile * TILE_WIDTH;
    if (at + count > width) throw new TlogError(`a tree of ${size} has no full subtree ${index} at level ${level}`);
    return rootOfFull(hashesOf(read({ level: tileLevel, index: tile, width }), width).slice(at, at + count));
  };
}

function hashesOf(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * HASH_BYTES) {
    throw new TlogError(`a tile of ${bytes.length} bytes instead of ${width * HASH_BYTES}`);
  }
  return Array.from({ length: width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

/** The root over hashes whose number is a power of two. */
function rootOfFull(hashes: readonly Uint8Array[]): Uint8Array {
  const [left, right] = hashes;
  if (!left) throw new Error("a full subtree has a leaf");
  if (!right) return left;
  const half = hashes.length / 2;
  return nodeHash(rootOfFull(hashes.slice(0, half)), rootOfFull(hashes.slice(half)));
}
