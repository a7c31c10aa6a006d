import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  createEvidence,
  type EvidencePaths,
  type EvidenceWriter,
  openEvidence,
  openEvidenceWriter,
  proveEntry,
  verifyProof,
} from "../src/evidence/index.ts";
import type { VersionEntry } from "../src/model/index.ts";
import { canonicalJson } from "../src/std/index.ts";
import {
  encodeBundle,
  growTiles,
  hashesFromLeaves,
  hashesFromTiles,
  leafHash,
  parseTlogProof,
  signCheckpoint,
  tilePath,
  TILE_WIDTH,
  treeRoot,
  vkeyOf,
} from "../src/tlog/index.ts";
import { startStore } from "../test/helpers/s3.ts";
import { inFolder } from "./archive.ts";
import type { Measure } from "./run.ts";

/** Entries of one append. */
const BATCH = 1_000;
const BATCHES = 30;
/** 5,000 a second. */
const MS_PER_THOUSAND_MAX = 200;

const HUGE = 10_000_000;
const PROOFS = 2_000;
const PROOF_MS_MAX = 5;
const PROOF_BYTES_MAX = 2_000;

const READS = 5_000;

/** How fast a log on this disk grows, how fast entries of a huge one are proved, and what reading costs over a store. */
export function benchLog(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => [
    ...measureAppends(folder),
    ...measureProofs(join(folder, "huge")),
    ...(await measureReads(folder)),
  ]);
}

function makeLog(folder: string, place?: EvidencePaths["place"]): EvidencePaths {
  const paths = {
    place: place ?? join(folder, "evidence"),
    keysDir: join(folder, "keys"),
    stateDir: join(folder, "state"),
  };
  createEvidence({ ...paths, origin: "log.example/bench" });
  return paths;
}

function versionOf(index: number, blob: string, size: number): VersionEntry {
  const commit = index.toString(16).padStart(40, "0");
  return {
    type: "version",
    blob,
    size,
    cause: "change",
    date: "2024-02-01T18:00:00Z",
    service: "Service",
    terms: `Policy ${index % 100}`,
    origin: { kind: "ota-git", repository: "a".repeat(40), commit, path: `Service/Policy ${index % 100}.md` },
  };
}

/** A text of some 3 kB, another for each index. */
function textOf(index: number): Uint8Array {
  const lines = Array.from(
    { length: 50 },
    (_, line) => `Rule ${line}: you may not do ${(index * 31 + line) % 99_991} of them.`,
  );
  return Buffer.from(`# Policy ${index}\n\n${lines.join("\n\n")}\n`);
}

function measureAppends(folder: string): Measure[] {
  const known = makeLog(join(folder, "known"));
  const appending = timed(known, (writer, batch) => {
    const [blob = ""] = writer.putBlobs([textOf(0)]);
    writer.append(Array.from({ length: BATCH }, (_, at) => versionOf(batch * BATCH + at, blob, textOf(0).length)));
  });
  const recording = timed(makeLog(join(folder, "new")), (writer, batch, texts) => {
    const blobs = writer.putBlobs(texts);
    writer.append(blobs.map((blob, at) => versionOf(batch * BATCH + at, blob, texts[at]?.length ?? 0)));
  });
  const of = `, in durable batches of ${BATCH.toLocaleString("en-US")}`;
  return [
    { what: `appending 1,000 entries${of}`, value: appending, unit: "ms", max: MS_PER_THOUSAND_MAX },
    { what: `recording 1,000 versions with their texts${of}`, value: recording, unit: "ms", max: MS_PER_THOUSAND_MAX },
  ];
}

type Append = (writer: EvidenceWriter, batch: number, texts: readonly Uint8Array[]) => void;

/** Milliseconds for one batch on average, its texts made before. */
function timed(paths: EvidencePaths, append: Append): number {
  const writer = openEvidenceWriter(paths);
  let ms = 0;
  try {
    for (let batch = 0; batch < BATCHES; batch++) {
      const texts = Array.from({ length: BATCH }, (_, at) => textOf(batch * BATCH + at));
      const start = performance.now();
      append(writer, batch, texts);
      ms += performance.now() - start;
    }
    return ms / BATCHES;
  } finally {
    writer.close();
  }
}

function measureProofs(folder: string): Measure[] {
  const paths = makeLog(folder);
  const signerKey = readFileSync(join(paths.keysDir, "log.key"), "utf8").trim();
  const vkey = vkeyOf(signerKey);
  // Spread over the whole log by a step that shares no factor with its size.
  const indexes = Array.from({ length: PROOFS }, (_, at) => (at * 7_919_993) % HUGE);
  buildTiles(paths.place as string, signerKey, new Set(indexes.map((index) => Math.floor(index / TILE_WIDTH))));
  const evidence = openEvidence(paths.place);
  let bytes = 0;
  const times = indexes.map((index) => {
    const start = performance.now();
    const proof = proveEntry(evidence, index, vkey);
    const ms = performance.now() - start;
    const record = parseTlogProof(proof).extra ?? new Uint8Array();
    bytes = Math.max(bytes, proof.length - Buffer.from(record).toString("base64").length);
    if (verifyProof(proof, { vkey }).index !== index) throw new Error(`the proof of ${index} is another's`);
    return ms;
  });
  const ordered = times.toSorted((a, b) => a - b);
  const at = (share: number): number => ordered[Math.floor((PROOFS - 1) * share)] ?? 0;
  const of = `of ${PROOFS.toLocaleString("en-US")} entries of ${HUGE.toLocaleString("en-US")}`;
  return [
    { what: `a proof ${of}: median`, value: at(0.5), unit: "ms", max: PROOF_MS_MAX },
    { what: `a proof ${of}: 99th percentile`, value: at(0.99), unit: "ms", max: PROOF_MS_MAX },
    { what: `a proof ${of}: longest, without the record`, value: bytes, unit: "bytes", max: PROOF_BYTES_MAX },
  ];
}

/** All hash tiles of a log of so many different entries, and the bundles that are to be read. */
function buildTiles(dir: string, signerKey: string, bundles: ReadonlySet<number>): void {
  const [begin = "", end = ""] = canonicalJson(versionOf(0, "b".repeat(64), 3_000)).split("0".repeat(40));
  const write = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), bytes);
  };
  const roots: Uint8Array[] = [];
  const tiles = new Map<string, Uint8Array>();
  const put = (path: string, bytes: Uint8Array): void => {
    write(path, bytes);
    tiles.set(path, bytes);
  };
  for (let index = 0; index * TILE_WIDTH < HUGE; index++) {
    const width = Math.min(TILE_WIDTH, HUGE - index * TILE_WIDTH);
    const leaves = Array.from({ length: width }, (_, at) =>
      Buffer.from(`${begin}${(index * TILE_WIDTH + at).toString(16).padStart(40, "0")}${end}`),
    );
    const hashes = leaves.map(leafHash);
    put(tilePath({ level: 0, index, width }), Buffer.concat(hashes));
    if (bundles.has(index)) write(tilePath({ level: "entries", index, width }), encodeBundle(leaves));
    if (width === TILE_WIDTH) roots.push(treeRoot(width, hashesFromLeaves(hashes)));
  }
  for (const tile of growTiles(0, roots, noTile)) put(tilePath({ ...tile, level: tile.level + 1 }), tile.bytes);
  const root = treeRoot(
    HUGE,
    hashesFromTiles(HUGE, (tile) => tiles.get(tilePath(tile)) ?? noTile()),
  );
  write("checkpoint", Buffer.from(signCheckpoint({ origin: "log.example/bench", size: HUGE, root }, signerKey)));
}

function noTile(): never {
  throw new Error("no such tile");
}

/** What a text costs that was read before: from a folder, and from the copies of a bucket. */
async function measureReads(folder: string): Promise<Measure[]> {
  const texts = Array.from({ length: 500 }, (_, at) => textOf(at));
  const store = await startStore();
  try {
    const inBucket = join(folder, "bucket");
    const [fromFolder, fromCopies] = [
      makeLog(join(folder, "folder")),
      makeLog(inBucket, store.place("bench", inBucket)),
    ].map((paths) => {
      const writer = openEvidenceWriter(paths);
      const blobs = writer.putBlobs(texts);
      writer.close();
      const evidence = openEvidence(paths.place);
      const read = (at: number): Uint8Array => evidence.blob(blobs[at % blobs.length] as string);
      for (let at = 0; at < blobs.length; at++) read(at);
      const start = performance.now();
      for (let at = 0; at < READS; at++) read(at);
      return ((performance.now() - start) / READS) * 1_000;
    });
    return [
      { what: "a text read from a folder", value: fromFolder ?? 0, unit: "µs", max: null },
      { what: "a text of a bucket, read from the copies kept", value: fromCopies ?? 0, unit: "µs", max: null },
    ];
  } finally {
    await store.stop();
  }
}
