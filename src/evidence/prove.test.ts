import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, makeLog, record, versionOf, write, type TestLog } from "../../test/helpers/evidence-log.ts";
import { canonicalJson, EXIT } from "../std/index.ts";
import { formatTlogProof, parseTlogProof } from "../tlog/index.ts";
import { openEvidence, proveEntry, verifyProof } from "./index.ts";

let folder: string;
let paths: TestLog;
let vkey: string;

beforeAll(() => {
  folder = makeFolder();
  paths = makeLog(join(folder, "log"));
  vkey = write(paths, (writer) => {
    record(writer, 300);
    return writer.vkey;
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

const refused = (message: string): unknown =>
  expect.objectContaining({ message: expect.stringContaining(message) as string, exitCode: EXIT.problem });

test("an entry is proved from the proof alone", () => {
  const evidence = openEvidence(paths.dir);
  for (const index of [0, 17, 255, 256, 299]) {
    const proof = proveEntry(evidence, index, vkey);
    const proved = {
      entry: evidence.entry(index),
      index,
      origin: "log.example/test",
      treeSize: 300,
      root: Buffer.from(evidence.root).toString("hex"),
      vkey,
    };
    expect(verifyProof(proof)).toEqual(proved);
    expect(verifyProof(proof, { vkey })).toEqual(proved);
  }
});

test("a proof is still right when the log has grown", () => {
  const grown = makeLog(join(folder, "grown"));
  const proof = write(grown, (writer) => {
    record(writer, 10);
    const proof = proveEntry(writer, 3, writer.vkey);
    record(writer, 400);
    return proof;
  });
  expect(verifyProof(proof)).toMatchObject({ index: 3, treeSize: 10 });
});

test("no character of a proof can be altered", () => {
  const proof = proveEntry(openEvidence(paths.dir), 17, vkey);
  for (let at = 0; at < proof.length; at++) {
    const altered = proof.slice(0, at) + (proof[at] === "A" ? "B" : "A") + proof.slice(at + 1);
    expect(() => verifyProof(altered)).toThrow(refused("the proof does not hold"));
  }
  for (const length of [0, 1, proof.length / 2, proof.length - 1]) {
    expect(() => verifyProof(proof.slice(0, length))).toThrow(refused("the proof does not hold"));
  }
  expect(() => verifyProof(`${proof}\n`)).toThrow(refused("the proof does not hold"));
  expect(() => verifyProof("x".repeat(3_000_000))).toThrow(refused("too large"));
});

test("another entry, another place or another key proves nothing", () => {
  const evidence = openEvidence(paths.dir);
  const proof = parseTlogProof(proveEntry(evidence, 17, vkey));
  const withExtra = (value: object): string => formatTlogProof({ ...proof, extra: Buffer.from(canonicalJson(value)) });
  const entry = versionOf(17, "0".repeat(64), 5);
  expect(() => verifyProof(withExtra({ entry, vkey }))).toThrow(refused("leads to another root"));
  expect(() => verifyProof(withExtra({ entry }))).toThrow(refused("extra"));
  expect(() => verifyProof(withExtra({ entry: evidence.entry(17), vkey, more: 1 }))).toThrow(refused("extra"));
  expect(() => verifyProof(withExtra({ entry: { ...entry, service: "a".repeat(70_000) }, vkey }))).toThrow(
    refused("at most 65535"),
  );
  expect(() => verifyProof(formatTlogProof({ ...proof, index: 16 }))).toThrow(refused("leads to another root"));
  expect(() => verifyProof(formatTlogProof({ ...proof, index: 300 }))).toThrow(refused("has no leaf 300"));
  const other = write(makeLog(join(folder, "other")), (writer) => writer.vkey);
  expect(() => verifyProof(formatTlogProof(proof), { vkey: other })).toThrow(refused("signed by another key"));
});

test("nothing is proved from a damaged log, or with a key that is not the log's", () => {
  const damaged = makeLog(join(folder, "damaged"));
  const key = write(damaged, (writer) => {
    record(writer, 3);
    return writer.vkey;
  });
  expect(() => proveEntry(openEvidence(damaged.dir), 0, vkey)).toThrow("no signature by");
  writeFileSync(join(damaged.dir, "tile", "0", "000.p", "3"), new Uint8Array(96));
  expect(() => proveEntry(openEvidence(damaged.dir), 0, key)).toThrow(
    /entry 0 cannot be proved: .*run corrigible verify/,
  );
});
