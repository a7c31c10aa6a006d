import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createEvidence,
  type EvidencePaths,
  openEvidence,
  openEvidenceWriter,
  proveEntry,
  verifyEvidence,
  verifyProof,
} from "../../src/evidence/index.ts";
import { blobOf } from "../../src/model/index.ts";
import { EXIT, UserError } from "../../src/std/index.ts";
import { makeFolder, record, recordFewTexts, textOf, versionOf, write } from "../helpers/evidence-log.ts";
import { bucketPlaces, folderPlaces, type LogPlaces, makeLogAt } from "../helpers/log-places.ts";

/** What a log is, wherever it lies: the same cases on a folder and on a bucket. Faults of a bucket: evidence-bucket.test.ts. */

const KINDS = [
  ["a folder", async (folder: string): Promise<LogPlaces> => folderPlaces(folder)],
  ["a bucket", bucketPlaces],
] as const;

/** The tiles of a log of 600 that was recorded in steps of 70, on each kind of place. */
const tiles = new Map<string, [path: string, bytes: string][]>();

describe.each(KINDS)("a log in %s", (kind, make) => {
  const folder = makeFolder();
  let places: LogPlaces;
  /** 300 entries, 20 texts. */
  let whole: EvidencePaths;
  let vkey: string;

  beforeAll(async () => {
    places = await make(folder);
    whole = makeLogAt(places, "whole");
    vkey = write(whole, (writer) => {
      recordFewTexts(writer, 300);
      return writer.vkey;
    });
  });

  afterAll(async () => {
    await places.stop();
    rmSync(folder, { recursive: true });
  });

  const verify = ({ place }: EvidencePaths): ReturnType<typeof verifyEvidence> => verifyEvidence(place, { vkey });

  test("what was recorded is read again, by the writer and by others", () => {
    const paths = makeLogAt(places, "read");
    write(paths, (writer) => {
      record(writer, 300, 70);
      expect(writer.size).toBe(300);
      expect(writer.entry(299)).toEqual(openEvidence(paths.place).entry(299));
    });
    const evidence = openEvidence(places.elsewhere(paths, "read-elsewhere").place);
    const entries = [...evidence.entries()];
    expect(entries).toHaveLength(300);
    for (const { index, entry } of entries) {
      expect(Buffer.from(evidence.blob(blobOf(entry) ?? ""))).toEqual(textOf(index));
    }
    expect(() => evidence.entry(300)).toThrow(RangeError);
  });

  test("its files have the names and bytes of tlog-tiles, in whatever steps it was recorded", async () => {
    const paths = makeLogAt(places, "steps");
    write(paths, (writer) => record(writer, 600, 70));
    const names = (await places.files("steps")).filter((path) => path.startsWith("tile/"));
    expect(names.toSorted()).toEqual([
      "tile/0/000",
      "tile/0/001",
      "tile/0/002.p/88",
      "tile/1/000.p/2",
      "tile/entries/000",
      "tile/entries/001",
      "tile/entries/002.p/88",
    ]);
    tiles.set(
      kind,
      await Promise.all(
        names
          .toSorted()
          .map(async (path) => [path, (await places.read("steps", path)).toString("hex")] as [string, string]),
      ),
    );
    expect(tiles.get(kind)).toEqual(tiles.values().next().value);
  });

  test("proofs of every entry hold", () => {
    const evidence = openEvidence(whole.place);
    for (let index = 0; index < evidence.size; index += 13) {
      expect(verifyProof(proveEntry(evidence, index, vkey), { vkey })).toMatchObject({ index, treeSize: 300 });
    }
  });

  test("a reader goes on reading its state while partial tiles are replaced", () => {
    const paths = makeLogAt(places, "partial");
    const opened = [1, 5, 255, 256, 300].map((size) => {
      write(paths, (writer) => record(writer, size));
      return openEvidence(places.elsewhere(paths, `partial-${size}`).place);
    });
    write(paths, (writer) => record(writer, 700));
    for (const evidence of opened) {
      expect([...evidence.entries()]).toHaveLength(evidence.size);
      expect(Buffer.compare(evidence.rootAt(evidence.size), evidence.root)).toBe(0);
    }
  });

  test("there is one log to a place, and none where nothing was put", () => {
    expect(() => createEvidence({ ...places.paths("second"), place: whole.place, origin: "log.example/b" })).toThrow(
      "is not empty; give another folder or prefix",
    );
    const nothing = places.paths("nothing");
    expect(() => openEvidence(nothing.place)).toThrow("is not an evidence log: ");
    expect(() => openEvidenceWriter({ ...whole, place: nothing.place })).toThrow("is not an evidence log: ");
  });

  test("one writer at a time with one state folder, refused with one line", () => {
    const writer = openEvidenceWriter(whole);
    expect(() => openEvidenceWriter(whole)).toThrow(
      /^cannot write to the evidence log in .*\(pid \d+\) is working on it/,
    );
    writer.close();
    openEvidenceWriter(whole).close();
  });

  test("of two writers on two machines the second to append is refused, and nothing of the first is lost", async () => {
    const paths = makeLogAt(places, "fenced");
    const first = openEvidenceWriter(paths);
    const second = openEvidenceWriter(places.elsewhere(paths, "fenced-elsewhere"));
    record(first, 10);
    expect(() => record(second, 20)).toThrow(
      expect.objectContaining({
        exitCode: EXIT.outside,
        message: expect.stringMatching(/^another sequencer has added to the log/) as string,
      }),
    );
    record(first, 30, 10);
    first.close();
    second.close();
    const evidence = openEvidence(paths.place);
    expect(evidence.size).toBe(30);
    expect([...evidence.entries()]).toHaveLength(30);
    expect(verifyEvidence(paths.place, { vkey: first.vkey }).problems).toEqual([]);
    // The next one takes away what the second has left.
    write(paths, (writer) => record(writer, 300));
    expect(verifyEvidence(paths.place, { vkey: first.vkey })).toMatchObject({ problems: [], notes: [], entries: 300 });
  });

  test("an entry without its text is refused, and nothing of the same append is recorded", () => {
    const paths = makeLogAt(places, "refused");
    write(paths, (writer) => {
      const text = textOf(0);
      const [blob = ""] = writer.putBlobs([text]);
      const missing = versionOf(1, "0".repeat(64), 5);
      expect(() => writer.append([versionOf(0, blob, text.length), missing])).toThrow(UserError);
      expect(() => writer.append([{ ...missing, blob, service: "a".repeat(70_000) }])).toThrow("at most 65535");
      writer.append([]);
      expect(writer.size).toBe(0);
      record(writer, 5);
    });
    expect(openEvidence(paths.place).size).toBe(5);
  });

  test("texts are stored once, and also an empty one", async () => {
    const before = await places.files("whole");
    write(whole, (writer) => {
      expect(writer.putBlobs([textOf(1), textOf(2)])).toHaveLength(2);
      expect(writer.hasBlob("0".repeat(64))).toBe(false);
    });
    expect(await places.files("whole")).toEqual(before);
    const paths = makeLogAt(places, "empty");
    write(paths, (writer) => {
      const hashes = writer.putBlobs([new Uint8Array(), Buffer.from("x"), new Uint8Array()]);
      expect(hashes.map((one) => writer.hasBlob(one))).toEqual([true, true, true]);
      expect(writer.blob(hashes[0] as string)).toHaveLength(0);
    });
  });

  test("a whole log has no problems", () => {
    expect(verify(whole)).toMatchObject({ problems: [], notes: [], entries: 300, blobs: 20 });
  });

  test("every file that is altered, cut, lengthened or gone is found, and named", async () => {
    const paths = await places.copy("whole", "altered");
    // The probe of a bucket's conditions holds nothing and is put anew by each writer: it is no part of the log.
    const files = (await places.files("altered")).filter((path) => path !== "sequencer/probe");
    expect(files.length).toBeGreaterThan(24);
    const removed = new Set<string>();
    for (const path of files) {
      const original = await places.read("altered", path);
      const at = Math.floor(original.length / 2);
      const altered = [
        original.with(at, (original[at] as number) ^ 1),
        original.subarray(0, at),
        Buffer.concat([original, Buffer.from([0])]),
      ];
      for (const bytes of altered) {
        await places.write("altered", path, bytes);
        expect([path, verify(paths).problems.map((problem) => problem.path)]).toEqual([
          path,
          expect.arrayContaining([path]),
        ]);
      }
      await places.write("altered", path, original);
      // What is missing is looked for twice, since some stores show objects late: one of each kind will do.
      const sort = path.replace(/[^/]*$/, "").replace(/^blobs.*/, "blobs");
      if (removed.has(sort)) continue;
      removed.add(sort);
      await places.remove("altered", path);
      expect([path, verify(paths).problems.map((problem) => problem.path)]).toEqual([
        path,
        expect.arrayContaining([path]),
      ]);
      await places.write("altered", path, original);
    }
    expect(verify(paths).problems).toEqual([]);
  });

  test("whatever is not the log's is found", async () => {
    const paths = await places.copy("whole", "strangers");
    const strangers = ["README", "blobs/notes.txt", "tile/0/0", "tile/7/000"];
    for (const path of strangers) await places.write("strangers", path, Buffer.from("x"));
    expect(
      verify(paths)
        .problems.map(({ path }) => path)
        .toSorted(),
    ).toEqual(strangers);
  });

  test("damage that a reader meets is one line, exit 3, also where a copy was kept", async () => {
    const paths = await places.copy("whole", "damaged");
    const { place } = places.elsewhere(paths, "damaged-elsewhere");
    const blob = (await places.files("damaged")).find((path) => path.startsWith("blobs/")) as string;
    const sha256 = blob.replace(/^blobs\/(..)\/(.*)\.zst$/, "$1$2");
    const stored = await places.read("damaged", blob);
    await places.write("damaged", blob, stored.with(9, 0).with(10, 0).with(11, 0));
    expect(() => openEvidence(place).blob(sha256)).toThrow(expect.objectContaining({ exitCode: EXIT.outside }));
    await places.remove("damaged", blob);
    expect(() => openEvidence(place).blob(sha256)).toThrow("is missing; run corrigible verify");
    await places.write("damaged", blob, stored);
    expect(openEvidence(place).blob(sha256).length).toBeGreaterThan(100);
    await places.write("damaged", "checkpoint", Buffer.from("nothing"));
    expect(() => openEvidence(place)).toThrow("checkpoint is damaged");
  });

  test("a key that is another log's does not write", () => {
    const other = makeLogAt(places, "other");
    expect(() => openEvidenceWriter({ ...whole, keysDir: other.keysDir })).toThrow("no signature by");
  });
});
