import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  growTiles,
  hashesFromLeaves,
  leafHash,
  makeSignerKey,
  signCheckpoint,
  tilePath,
  treeRoot,
  vkeyOf,
} from "../../src/tlog/index.ts";
import { corrigible, type Ran, succeed } from "../helpers/corrigible.ts";
import { makeFolder, makeLog, record, write } from "../helpers/evidence-log.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { serve } from "../helpers/served.ts";

/** A log as it grew: after 100, 300 and 700 entries. */
let folder: string;
let vkey: string;
let signerKey: string;
let early: string;
let middle: string;
let grown: string;
let key: string;
let witness: string;

beforeAll(() => {
  folder = makeFolder();
  const paths = makeLog(join(folder, "log"));
  vkey = write(paths, (writer) => {
    record(writer, 100);
    return writer.vkey;
  });
  early = join(folder, "early");
  cpSync(paths.dir, early, { recursive: true });
  write(paths, (writer) => record(writer, 300));
  middle = join(folder, "middle");
  cpSync(paths.dir, middle, { recursive: true });
  write(paths, (writer) => record(writer, 700));
  grown = paths.dir;
  signerKey = readFileSync(join(paths.keysDir, "log.key"), "utf8").trim();
  key = join(folder, "w1.key");
  witness = succeed(["witness", "--make-key", "witness.example/w1", "--key", key]).trim();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let states = 0;
const newState = (): string => join(folder, `state-${states++}`);
const cosign = (log: string, state: string, ...more: string[]): Ran =>
  corrigible(["witness", log, "--key", key, "--vkey", vkey, "--state", state, ...more], { cwd: folder });
const verify = (...args: string[]): Ran => corrigible(["verify", ...args], { cwd: tmpdir() });

test("a key is made once, is the witness's alone, and its verifier key is printed", () => {
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(witness).toMatch(/^witness\.example\/w1\+[0-9a-f]{8}\+B/);
  const again = corrigible(["witness", "--make-key", "witness.example/w2", "--key", key]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("a witness keeps its key") });
});

test("a log that grows is cosigned each time, and verify demands the witness", () => {
  const state = newState();
  const cosigned = join(folder, "cosigned");
  expect(cosign(early, state, "--out", cosigned).stdout).toContain("with 100 entries, the first time");
  expect(cosign(grown, state, "--out", cosigned).stdout).toContain("with 700 entries, after 100 entries");
  const seen = verify(cosigned, "--witness", witness, "--vkey", vkey);
  expect(seen).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Cosigned by witness.example/w1 at 2026-08-01T00:00:00"),
  });
  // Unchanged, it is cosigned again; another line by the same key takes the place of the first.
  const again = cosign(grown, state);
  expect(again.stdout.match(/— witness\.example/g)).toHaveLength(1);
  const bare = join(folder, "bare");
  writeFileSync(bare, readFileSync(join(grown, "checkpoint")));
  expect(verify(bare, "--witness", witness, "--vkey", vkey)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no signature by witness.example/w1"),
  });
  for (const [from, to] of [
    ["\n700\n", "\n701\n"],
    [/(— witness\.example\/w1 .{20})./, "$1A"],
  ] as const) {
    writeFileSync(bare, readFileSync(cosigned, "utf8").replace(from, to));
    const altered = verify(bare, "--witness", witness, "--vkey", vkey);
    expect([altered.code, altered.stderr]).toEqual([
      1,
      expect.stringMatching(/does not hold: the (?:co)?signature by .* is wrong/),
    ]);
  }
});

describe("what is no continuation is refused, and leaves what was cosigned as it was", () => {
  /** A log of the same key and name with other entries. */
  function fork(size: number): string {
    const dir = join(folder, `fork-${size}`);
    mkdirSync(dir);
    const leaves = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`other ${at}`)));
    const root = treeRoot(size, hashesFromLeaves(leaves));
    const none = (): never => {
      throw new Error("grown from nothing");
    };
    for (const tile of growTiles(0, leaves, none)) {
      const path = join(dir, tilePath(tile));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, tile.bytes);
    }
    const origin = readFileSync(join(early, "checkpoint"), "utf8").split("\n", 1)[0] ?? "";
    writeFileSync(join(dir, "checkpoint"), signCheckpoint({ origin, size, root }, signerKey));
    return dir;
  }

  function tampered(): string {
    const dir = join(folder, "tampered");
    cpSync(grown, dir, { recursive: true });
    const tile = join(dir, "tile/0/001");
    const bytes = readFileSync(tile);
    bytes[77] = (bytes[77] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    return dir;
  }

  test.each<[string, () => string, RegExp]>([
    ["a rollback", () => early, /not cosigned: a rollback of .*: 100 entries, after 300 that were cosigned/],
    ["a fork of the same size", () => fork(300), /not cosigned: a fork of .*: another tree of 300 entries/],
    [
      "a fork that is longer",
      () => fork(900),
      /not cosigned: the tree of .* with 900 entries does not continue the one with 300/,
    ],
    ["a tampered tile", tampered, /not cosigned: the tree of .* with 700 entries does not continue the one with 300/],
  ])("%s", (_what, log, said) => {
    const state = newState();
    expect(cosign(middle, state).code).toBe(0);
    const refused = cosign(log(), state);
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([1, "", expect.stringMatching(said)]);
    expect(refused.stderr.trimEnd().split("\n")).toHaveLength(1);
    // The true log is still cosigned.
    expect(cosign(grown, state).code).toBe(0);
  });
});

test.each<[string, (dir: string) => string[], number, RegExp]>([
  [
    "another log's key",
    () => ["--vkey", vkeyOf(makeSignerKey("log.example/other", Buffer.alloc(32, 7)))],
    1,
    /not cosigned: no signature by log\.example\/other/,
  ],
  [
    "a checkpoint that was altered",
    (dir) => {
      writeFileSync(
        join(dir, "checkpoint"),
        readFileSync(join(dir, "checkpoint"), "utf8").replace("\n100\n", "\n101\n"),
      );
      return ["--vkey", vkey];
    },
    1,
    /not cosigned: the signature by .* is wrong/,
  ],
  ["no key of the log", () => [], 2, /name the log's key with --vkey/],
  ["a witness's key for the log's", () => ["--vkey", witness], 2, /give name\+hash\+key/],
])("refused: %s", (_what, prepare, code, said) => {
  const dir = mkdtempSync(join(folder, "wrong-"));
  cpSync(early, dir, { recursive: true });
  const state = newState();
  const ran = corrigible(["witness", dir, "--key", key, "--state", state, ...prepare(dir)]);
  expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(said)]);
});

test("a state that is damaged stops the witness", () => {
  const state = newState();
  succeed(["witness", early, "--key", key, "--vkey", vkey, "--state", state]);
  const [file = ""] = readdirSync(state).filter((name) => name.endsWith(".checkpoint"));
  writeFileSync(join(state, file), "nothing");
  expect(cosign(grown, state)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("without it nothing is cosigned"),
  });
});

/** Node's own Ed25519 over the message as https://c2sp.org/tlog-cosignature has it: made here without our code. */
test("the cosignature is what the specification says, byte for byte", () => {
  const note = cosign(early, newState()).stdout;
  const end = note.indexOf("\n\n");
  const [text, lines] = [note.slice(0, end + 1), note.slice(end + 2)];
  const line = lines.split("\n").find((one) => one.startsWith("— witness.example/w1 ")) ?? "";
  const bytes = Buffer.from(line.split(" ")[2] ?? "", "base64");
  const [, , secret = ""] =
    /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.*)$/.exec(readFileSync(key, "utf8").trim())?.slice(1) ?? [];
  const seed = Buffer.from(secret, "base64");
  expect(seed[0]).toBe(4);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed.subarray(1)]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const time = Date.parse("2026-08-01T00:00:00Z") / 1000;
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), privateKey);
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-32);
  const [, id = "", encoded = ""] = /^[^+]+\+([0-9a-f]{8})\+(.*)$/.exec(witness) ?? [];
  expect(Buffer.from(encoded, "base64")).toEqual(Buffer.concat([Buffer.of(4), publicKey]));
  expect(bytes).toEqual(Buffer.concat([Buffer.from(id, "hex"), stamp, signature]));
});

test("a served workspace is cosigned over HTTP; its proofs carry the witness; a rollback of it is found", async () => {
  const workspace = join(folder, "watch");
  const archive = join(folder, "archive");
  const FILE = "Acme Chat/Terms.md";
  const first = {
    date: "2024-01-02T10:00:00Z",
    subject: "First record of Acme Chat Terms",
    files: { [FILE]: "One.\n" },
  };
  const second = {
    date: "2024-02-02T10:00:00Z",
    subject: "Record new changes of Acme Chat Terms",
    files: { [FILE]: "Two.\n" },
  };
  await makeArchive(archive, [first]);
  succeed(["init", workspace, "--origin", "corrigible.local/served"]);
  succeed(["import", "ota", archive, "--workspace", workspace]);
  succeed(["audit", "--workspace", workspace]);
  const served = await serve(workspace);
  const cosigned = join(folder, "served-cosigned");
  const log = (/^vkey: "?([^"\n]+)"?$/m.exec(readFileSync(join(workspace, "corrigible.yaml"), "utf8")) ?? [])[1] ?? "";
  try {
    const args = ["--key", key, "--vkey", log, "--state", newState(), "--out", cosigned];
    succeed(["witness", `${served.url}/log`, ...args]);
    expect(succeed(["verify", cosigned, "--witness", witness, "--workspace", workspace])).toContain("continues it");
    const proof = join(folder, "served.proof");
    succeed(["prove", "0", "--cosigned", cosigned, "--out", proof, "--workspace", workspace]);
    expect(succeed(["verify", proof, "--witness", witness])).toContain("Cosigned by witness.example/w1");
    succeed(["prove", "0", "--out", proof, "--workspace", workspace]);
    expect(corrigible(["verify", proof, "--witness", witness]).code).toBe(1);
    const before = join(folder, "before");
    cpSync(workspace, before, { recursive: true });
    rmSync(archive, { recursive: true });
    await makeArchive(archive, [first, second]);
    succeed(["import", "ota", archive, "--workspace", workspace]);
    succeed(["audit", "--workspace", workspace]);
    succeed(["witness", `${served.url}/log`, ...args]);
    expect(corrigible(["verify", cosigned, "--witness", witness, "--workspace", before])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("a rollback"),
    });
  } finally {
    served.stop();
  }
});
