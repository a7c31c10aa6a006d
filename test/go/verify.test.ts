import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { canonicalJson } from "../../src/std/index.ts";
import { addCosignature, hashesFromLeaves, leafHash, makeWitnessKey, proveConsistency } from "../../src/tlog/index.ts";
import { makeFolder, makeLog, record, write } from "../helpers/evidence-log.ts";

/** Where Debian's golang-golang-x-mod-dev puts its packages. */
const GOPATH = "/usr/share/gocode";

const isInstalled =
  spawnSync("go", ["version"]).status === 0 && existsSync(join(GOPATH, "src/golang.org/x/mod/sumdb/tlog"));

test.runIf(process.env["CI"])("in CI, golang-go and golang-golang-x-mod-dev are installed", () => {
  expect(isInstalled).toBe(true);
});

describe.skipIf(!isInstalled)("golang.org/x/mod/sumdb (skipped: install golang-go, golang-golang-x-mod-dev)", () => {
  let folder: string;
  let program: string;

  beforeAll(() => {
    folder = makeFolder();
    program = join(folder, "verify");
    const source = fileURLToPath(new URL("verify.go", import.meta.url));
    execFileSync("go", ["build", "-o", program, source], { env: { ...process.env, GO111MODULE: "off", GOPATH } });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const verify = (statement: object): { readonly code: number | null; readonly output: string } => {
    const { status, stdout, stderr } = spawnSync(program, { input: JSON.stringify(statement), encoding: "utf8" });
    return { code: status, output: stdout + stderr };
  };

  test("accepts our checkpoints and proofs, and refuses them altered", () => {
    const paths = makeLog(join(folder, "log"));
    const { old, vkey } = write(paths, (writer) => {
      record(writer, 100);
      const old = writer.checkpoint;
      record(writer, 300);
      return { old, vkey: writer.vkey };
    });
    const evidence = openEvidence(paths.dir);
    const leaves = [...evidence.entries()].map(({ entry }) => canonicalJson(entry));
    const hashes = hashesFromLeaves(leaves.map((leaf) => leafHash(Buffer.from(leaf))));
    const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString("base64");
    const statement = {
      vkey,
      oldCheckpoint: old,
      checkpoint: evidence.checkpoint,
      leaf: leaves[217],
      index: 217,
      inclusion: evidence.inclusionProof(217).map(base64),
      consistency: proveConsistency(100, 300, hashes).map(base64),
    };
    expect(verify(statement)).toEqual({ code: 0, output: "ok\n" });
    // A witness's line is passed over by who does not know its key.
    const cosigned = addCosignature(evidence.checkpoint, makeWitnessKey("witness.example/w1", Buffer.alloc(32, 9)), 1);
    expect(verify({ ...statement, checkpoint: cosigned })).toEqual({ code: 0, output: "ok\n" });
    expect(verify({ ...statement, index: 216 }).output).toContain("inclusion");
    expect(verify({ ...statement, consistency: statement.inclusion }).output).toContain("consistency");
    expect(verify({ ...statement, checkpoint: evidence.checkpoint.replace("300", "301") }).output).toContain(
      "checkpoint",
    );
  });
});
