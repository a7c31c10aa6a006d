import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  growTiles,
  hashesFromLeaves,
  hashesFromTiles,
  type HashReader,
  leafHash,
  parseTilePath,
  proveInclusion,
  type TileId,
  tilePath,
  TlogError,
  tilesOfLevel,
  tilesOfTree,
  TILE_WIDTH,
  treeRoot,
  verifyInclusion,
} from "./index.ts";

function lines(name: string): string[] {
  const text = readFileSync(new URL(`../../test/vectors/${name}`, import.meta.url), "utf8");
  return text.split("\n").filter((line) => line !== "");
}

test.each(lines("tile-paths_valid.txt"))("%s is a tile", (path) => expect(tilePath(parseTilePath(path))).toBe(path));

test.each(lines("tile-paths_invalid.txt"))("%s is no tile", (path) =>
  expect(() => parseTilePath(path)).toThrow(TlogError),
);

test("any tile is found again by its path", () => {
  const tile = fc.record({
    level: fc.constantFrom<TileId["level"]>("entries", 0, 1, 2, 3, 4, 5, 6),
    index: fc.nat({ max: 2 ** 45 }),
    width: fc.integer({ min: 1, max: TILE_WIDTH }),
  });
  fc.assert(
    fc.property(tile, (tile) => {
      expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }),
  );
});

test("a tree of 70,000 has the tiles that the specification counts", () => {
  const widths = (level: number): number[] => [...tilesOfLevel(level, 70_000)].map(({ width }) => width);
  expect(widths(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112]);
  expect(widths(1)).toEqual([256, 17]);
  expect(widths(2)).toEqual([1]);
  expect(widths(3)).toEqual([]);
  expect([...tilesOfTree(256)].map(tilePath)).toEqual(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
  expect([...tilesOfTree(0)]).toEqual([]);
});

const SIZE_MAX = 66_000;
const LEVELS_OF_SMALL = 10;
const leaves = Array.from({ length: SIZE_MAX }, (_, at) => leafHash(Buffer.from(`${at}`)));

/** Grows a tree by steps, and gives its tiles by their paths. */
function grow(sizes: readonly number[]): Map<string, Uint8Array> {
  const tiles = new Map<string, Uint8Array>();
  const read = (tile: TileId): Uint8Array => {
    const bytes = tiles.get(tilePath(tile));
    if (!bytes) throw new Error(`${tilePath(tile)} was asked for and is not there`);
    return bytes;
  };
  let before = 0;
  for (const size of sizes) {
    for (const tile of growTiles(before, leaves.slice(before, size), read)) tiles.set(tilePath(tile), tile.bytes);
    before = size;
  }
  return tiles;
}

/** As hex: a Buffer and a plain array of the same bytes are the same hash. */
function rootHex(size: number, hashes: HashReader): string {
  return Buffer.from(treeRoot(size, hashes)).toString("hex");
}

test("tiles are the same in whatever steps the tree grew, and lead to its root", () => {
  // The root of a power of two is read as it is, and not made of others.
  const size = fc.oneof(
    fc.integer({ min: 1, max: 1500 }),
    fc.nat({ max: LEVELS_OF_SMALL }).map((level) => 2 ** level),
  );
  const steps = fc.uniqueArray(size, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(steps, (sizes) => {
      const ordered = sizes.toSorted((a, b) => a - b);
      const size = ordered.at(-1) as number;
      const grown = grow(ordered);
      const atOnce = grow([size]);
      for (const [path, bytes] of atOnce) expect(grown.get(path)).toEqual(bytes);
      const read = (tile: TileId): Uint8Array => atOnce.get(tilePath(tile)) as Uint8Array;
      expect(rootHex(size, hashesFromTiles(size, read))).toBe(rootHex(size, hashesFromLeaves(leaves)));
    }),
    { numRuns: 30 },
  );
});

test("a tree of three levels leads to its root, and has exactly the tiles of its size", () => {
  const tiles = grow([SIZE_MAX]);
  const expected = [...tilesOfTree(SIZE_MAX)].filter(({ level }) => level !== "entries").map(tilePath);
  expect([...tiles.keys()].toSorted()).toEqual(expected.toSorted());
  const hashes = hashesFromTiles(SIZE_MAX, (tile) => tiles.get(tilePath(tile)) as Uint8Array);
  expect(rootHex(SIZE_MAX, hashes)).toBe(rootHex(SIZE_MAX, hashesFromLeaves(leaves)));
});

test("proofs in any order, whatever tiles are kept meanwhile, lead to the root", () => {
  const tiles = grow([SIZE_MAX]);
  const root = treeRoot(SIZE_MAX, hashesFromLeaves(leaves));
  const hashes = hashesFromTiles(SIZE_MAX, (tile) => tiles.get(tilePath(tile)) as Uint8Array);
  for (let at = 0; at < 1_000; at++) {
    const index = (at * 7_919) % SIZE_MAX;
    const proof = proveInclusion(index, SIZE_MAX, hashes);
    const claim = { leafHash: leaves[index] as Uint8Array, index, size: SIZE_MAX, root, proof };
    expect(() => verifyInclusion(claim)).not.toThrow();
  }
});

test("a tile of the wrong length and a subtree beyond the tree are refused", () => {
  expect(() => hashesFromTiles(2, () => new Uint8Array(63))(0, 0)).toThrow(TlogError);
  expect(() => hashesFromTiles(2, () => new Uint8Array(64))(0, 2)).toThrow(TlogError);
  expect(() => hashesFromTiles(3, () => new Uint8Array(96))(1, 1)).toThrow(TlogError);
});
