import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  type BucketPlace,
  createEvidence,
  type EvidencePaths,
  openEvidence,
  openEvidenceWriter,
  verifyEvidence,
} from "../../src/evidence/index.ts";
import { BucketStore } from "../../src/evidence/bucket/bucket-store.ts";
import { EXIT, UserError } from "../../src/std/index.ts";
import { makeFolder, record, recordFewTexts, write } from "../helpers/evidence-log.ts";
import { bucketPlaces, makeLogAt } from "../helpers/log-places.ts";
import type { TestStore } from "../helpers/s3.ts";
import { BUCKET, type Fault, KEYS } from "../helpers/s3-server.ts";

/** What a bucket can do to a log that a folder cannot: fail, be slow, show old states, be written by two at once. */

const SIZE = 260;
const PER_APPEND = 3;

const folder = makeFolder();
let places: Awaited<ReturnType<typeof bucketPlaces>>;
let store: TestStore;
let vkey: string;
let expectedRoot: string;

beforeAll(async () => {
  places = await bucketPlaces(folder);
  ({ store } = places);
  // Just before a bundle and a tile become full.
  vkey = write(makeLogAt(places, "start"), (writer) => {
    recordFewTexts(writer, 254);
    return writer.vkey;
  });
  expectedRoot = write(await places.copy("start", "whole"), (writer) => {
    record(writer, SIZE, PER_APPEND);
    return hex(writer.root);
  });
});

afterEach(() => store.control({ faults: [] }));

afterAll(async () => {
  await places.stop();
  rmSync(folder, { recursive: true });
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const setFaults = (...faults: Fault[]): Promise<unknown> => store.control({ faults });

/** A place that gives up on an answer after a fifth of a second. */
const impatient = (paths: EvidencePaths): EvidencePaths => ({
  ...paths,
  place: { ...(paths.place as BucketPlace), timeout: 0.2 },
});

/** Records all there is to record; gives the entries that were acknowledged when that failed, and how it did. */
function recordAll(paths: EvidencePaths): { acknowledged: number; error: UserError | null } {
  let acknowledged = 254;
  try {
    write(paths, (writer) => record(writer, SIZE, PER_APPEND, (size) => (acknowledged = size)));
    return { acknowledged, error: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { acknowledged, error };
  }
}

interface Converged {
  readonly problems: readonly unknown[];
  readonly hasAcknowledged: boolean;
  readonly error: UserError | null;
  readonly root: string;
  readonly after: unknown;
}

/** What is to follow any failure: the log verifies, has what was acknowledged, and the command repeated ends as ever. */
const converged = (notes: readonly unknown[] = []): Converged => ({
  problems: [],
  hasAcknowledged: true,
  error: null,
  root: expectedRoot,
  after: { problems: [], notes, entries: SIZE },
});

/** What did follow. */
async function converge(paths: EvidencePaths, acknowledged: number): Promise<Converged> {
  await setFaults();
  const verified = verifyEvidence(paths.place, { vkey });
  const { error } = recordAll(paths);
  const root = hex(openEvidence(paths.place).root);
  // The next one to open it takes away what was left.
  write(paths, () => {});
  const { problems, notes, entries } = verifyEvidence(paths.place, { vkey });
  return {
    problems: verified.problems,
    hasAcknowledged: verified.entries >= acknowledged,
    error,
    root,
    after: { problems, notes, entries },
  };
}

describe("an append that ends between any two requests", () => {
  test("leaves a log that verifies, and the next one ends as if it had not", async () => {
    let total = 0;
    for (let after = 0; ; after++) {
      const paths = await places.copy("start", `ends-${after}`);
      await setFaults({ match: `ends-${after}/`, kind: "deny", after });
      const { acknowledged, error } = recordAll(paths);
      if (error === null) break;
      total++;
      expect(error.exitCode).toBe(EXIT.outside);
      expect(await converge(paths, acknowledged)).toEqual(converged());
    }
    expect(total).toBeGreaterThan(20);
  });

  test.each([4, 8, 11, 13, 16])("killed while its request %i is under way", async (after) => {
    const paths = await places.copy("start", `killed-${after}`);
    const frozen = store.frozen();
    await setFaults({ match: `killed-${after}/`, kind: "freeze", after });
    const child = startChild("evidence-child.ts", paths, SIZE, PER_APPEND);
    let acknowledged = 254;
    child.lines.on("line", (line) => (acknowledged = Number(line)));
    await frozen;
    child.process.kill("SIGKILL");
    await child.closed;
    expect(await converge(paths, acknowledged)).toEqual(converged());
  });
});

interface Child {
  readonly process: ChildProcess;
  readonly lines: ReturnType<typeof createInterface>;
  readonly closed: Promise<unknown>;
}

function startChild(program: string, paths: EvidencePaths, ...args: number[]): Child {
  const file = fileURLToPath(new URL(`../helpers/${program}`, import.meta.url));
  const process_ = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", file, JSON.stringify(paths), ...args.map(String)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  return { process: process_, lines: createInterface({ input: process_.stdout }), closed: once(process_, "close") };
}

describe("two sequencers", () => {
  test("three processes that add to one log at once never fork it, and nothing acknowledged is lost", async () => {
    const APPENDS = 12;
    const paths = await places.copy("start", "race");
    const said: { first: number; size: number; root: string; lost: number }[] = [];
    const children = [1, 2, 3].map((nth) => {
      const child = startChild("sequencer-child.ts", places.elsewhere(paths, `race-${nth}`), nth * 1_000, APPENDS);
      child.lines.on("line", (line) => said.push(JSON.parse(line) as (typeof said)[0]));
      return child;
    });
    await Promise.all(children.map(({ closed }) => closed));
    const evidence = openEvidence(paths.place);
    expect(verifyEvidence(paths.place, { vkey }).problems).toEqual([]);
    expect(said).toHaveLength(3 * APPENDS);
    expect(evidence.size).toBe(254 + said.length * 5);
    // Each checkpoint that was acknowledged is one that the log had, and its entries are where it said.
    expect(new Set(said.map(({ size }) => size)).size).toBe(said.length);
    for (const { first, size, root } of said) {
      expect(hex(evidence.rootAt(size))).toBe(root);
      const commits = Array.from({ length: 5 }, (_, at) => evidence.entry(size - 5 + at)).map((entry) =>
        entry.type === "version" && entry.origin.kind === "ota-git" ? Number.parseInt(entry.origin.commit, 16) : -1,
      );
      expect(commits).toEqual([0, 1, 2, 3, 4].map((at) => first + at));
    }
    // They did meet.
    expect(said.some(({ lost }) => lost > 0)).toBe(true);
    // One that was slow to publish may have put up again a tile that a wider one had replaced: nobody reads it.
    write(paths, () => {});
    const { problems, notes } = verifyEvidence(paths.place, { vkey });
    expect(problems).toEqual([]);
    expect(notes.filter((note) => !/^tile\/.*\.p\/.* replaced/.test(note))).toEqual([]);
  });

  test("the tiles of one that lost never replace those of the one that won", async () => {
    const paths = await places.copy("start", "loser");
    const loser = openEvidenceWriter(places.elsewhere(paths, "loser-elsewhere"));
    const blobs = loser.putBlobs([Buffer.from("other")]);
    write(paths, (writer) => record(writer, 257));
    const { entry, ...rest } = { entry: openEvidence(paths.place).entry(0), size: 5 };
    if (entry.type !== "version") throw new Error("the first entry is a version");
    const others = Array.from({ length: 3 }, () => ({ ...entry, ...rest, blob: blobs[0] as string }));
    const before = await files("loser");
    expect(() => loser.append(others)).toThrow("another sequencer has added to the log");
    loser.close();
    const after = await files("loser");
    for (const [path, bytes] of before) expect([path, after.get(path)]).toEqual([path, bytes]);
    // All it left are the leaves it staged.
    expect([...after.keys()].filter((path) => !before.has(path))).toEqual([
      expect.stringMatching(/^sequencer\/staged\/257-/),
    ]);
    expect(() => loser.append(others)).toThrow("open the log again");
    expect(await converge(paths, 257)).toEqual(
      converged([expect.stringMatching(/^blobs.*a text that no entry names/)]),
    );
  });

  test("one that won, heard nothing of it, and was followed by another before it asked again, is told that it won", async () => {
    const paths = await places.copy("start", "unheard");
    const frozen = store.frozen();
    const fence = "PUT unheard/sequencer/checkpoint";
    await setFaults({ match: fence, kind: "drop-after", times: 1 }, { match: fence, kind: "hold", times: 1 });
    const patient = { ...paths, place: { ...(paths.place as BucketPlace), timeout: 60 } };
    const child = startChild("evidence-child.ts", places.elsewhere(patient, "unheard-elsewhere"), 257, 3);
    const said: string[] = [];
    child.lines.on("line", (line) => said.push(line));
    await frozen;
    // It is completed, and followed.
    write(paths, (writer) => {
      expect(writer.size).toBe(257);
      record(writer, 260);
    });
    await setFaults();
    await child.closed;
    expect(child.process.exitCode).toBe(0);
    expect(said).toEqual(["254", "257"]);
    expect(await converge(paths, 260)).toEqual(converged());
  });

  test("one that won but stopped is completed by the other, and its late requests change nothing", async () => {
    const paths = await places.copy("start", "stopped");
    // Its tiles are asked to be written long after it has given up and the other has gone on.
    await setFaults({ match: "PUT stopped/tile", kind: "late", ms: 3_000 });
    const { error } = recordAll(impatient(paths));
    expect(error?.message).toContain("no answer in time");
    expect(await converge(places.elsewhere(paths, "stopped-elsewhere"), 254)).toEqual(converged());
    const before = await files("stopped");
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const after = await files("stopped");
    for (const [path, bytes] of before) expect([path, after.get(path)]).toEqual([path, bytes]);
    const verified = verifyEvidence(paths.place, { vkey });
    expect(verified.problems).toEqual([]);
  });

  async function files(name: string): Promise<Map<string, string>> {
    const paths = await places.files(name);
    const read = await Promise.all(paths.map(async (path) => (await places.read(name, path)).toString("hex")));
    return new Map(paths.map((path, at) => [path, read[at] as string]));
  }
});

describe("a store that fails", () => {
  test.each(["error", "error-after", "drop", "drop-after", "cut"] as const)(
    "every fifth request ends with %s: all is recorded, and nothing twice",
    async (kind) => {
      const paths = await places.copy("start", kind);
      await setFaults(
        ...Array.from({ length: 40 }, (_, at): Fault => ({ match: `${kind}/`, kind, after: at * 5 + 2, times: 1 })),
      );
      const { error } = recordAll(paths);
      expect(error).toBe(null);
      expect(await converge(paths, SIZE)).toEqual(converged());
    },
  );

  test("slow answers are waited for, within the limit", async () => {
    const paths = await places.copy("start", "slow");
    await setFaults({ match: "PUT slow/", kind: "slow", ms: 100 });
    expect(recordAll(paths).error).toBe(null);
    expect(await converge(paths, SIZE)).toEqual(converged());
  });

  test.each(["sequencer/checkpoint", "checkpoint", "tile", "sequencer/staged"])(
    "answers to writes of %s that come too late are a failure, and the next one goes on",
    async (path) => {
      const name = `late-${path.replaceAll("/", "-")}`;
      const paths = await places.copy("start", name);
      await setFaults({ match: `PUT ${name}/${path}`, kind: "slow", ms: 400, times: 4 });
      const { acknowledged } = recordAll(impatient(paths));
      expect(await converge(paths, acknowledged)).toEqual(converged());
    },
  );

  test("a store that shows old states makes an append fail at most", async () => {
    const paths = await places.copy("start", "stale");
    for (const match of ["GET stale/sequencer/checkpoint", "GET stale/checkpoint", "GET stale/", "GET .*list-type"]) {
      await setFaults({ match, kind: "stale", ms: 700 });
      let acknowledged = openEvidence(paths.place).size;
      let exitCode: number = EXIT.outside;
      try {
        write(paths, (writer) => record(writer, writer.size + 8, 2, (size) => (acknowledged = size)));
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        ({ exitCode } = error);
      }
      expect(exitCode).toBe(EXIT.outside);
      await setFaults();
      const verified = verifyEvidence(paths.place, { vkey });
      expect(verified.problems).toEqual([]);
      expect(verified.entries).toBeGreaterThanOrEqual(acknowledged);
    }
  });

  test.each([
    ["unconditional", "If-None-Match"],
    ["overwrites", "If-None-Match"],
    ["takes-any-version", "If-Match"],
  ] as const)("a store without conditional writes (%s) is refused before anything is written", async (kind, header) => {
    const paths = await places.copy("start", kind);
    await setFaults({ match: `PUT ${kind}/`, kind });
    const refused = expect.objectContaining({
      exitCode: EXIT.outside,
      message: expect.stringContaining(`(${header}) does not hold`) as string,
    });
    expect(() => openEvidenceWriter(paths)).toThrow(refused);
    await setFaults({ match: `PUT new-${kind}/`, kind });
    expect(() => createEvidence({ ...places.paths(`new-${kind}`), origin: "log.example/test" })).toThrow(refused);
    expect(await places.files(`new-${kind}`)).toEqual([]);
  });

  test("where the store gives no ETag nothing is written over what is there", async () => {
    const paths = await places.copy("start", "no-etag");
    await setFaults({ match: "GET no-etag/sequencer/checkpoint", kind: "no-etag" });
    const { acknowledged, error } = recordAll(paths);
    expect(error?.message).toContain("gave no ETag");
    expect(error?.exitCode).toBe(EXIT.outside);
    expect(acknowledged).toBe(254);
    expect(await converge(paths, 254)).toEqual(converged());
  });

  test("a copy that is damaged is dropped, and the bucket asked again", async () => {
    const paths = await places.copy("start", "copies");
    write(paths, (writer) => record(writer, 256));
    const { place } = paths as { place: BucketPlace };
    const expected = [...openEvidence(place).entries()];
    const [name = ""] = readdirSync(place.cacheDir).filter((file) => file.endsWith(".sqlite"));
    const database = new DatabaseSync(join(place.cacheDir, name));
    // Another entry's date in a whole bundle: nothing that its form shows.
    const damage = database.prepare("UPDATE copy SET bytes = ? WHERE path = 'tile/entries/000'");
    const { bytes } = database.prepare("SELECT bytes FROM copy WHERE path = 'tile/entries/000'").get() as {
      bytes: Uint8Array;
    };
    const others = Buffer.from(Buffer.from(bytes).toString("latin1").replace("2024-02-01", "2024-02-02"), "latin1");
    expect(others.equals(bytes)).toBe(false);
    expect(damage.run(others).changes).toBe(1);
    database.close();
    await store.control({});
    expect([...openEvidence(place).entries()]).toEqual(expected);
    expect(await store.control({})).toContain("GET copies/tile/entries/000");
    expect([...openEvidence(place).entries()]).toEqual(expected);
    expect(await store.control({})).not.toContain("GET copies/tile/entries/000");
  });

  test("no redirect is followed", async () => {
    await setFaults({ match: "GET start/checkpoint", kind: "redirect" });
    expect(() => openEvidence(places.paths("start").place)).toThrow("answered 307; redirects are not followed");
  });

  test("what is wrong with keys, region and address is said in one line, without the keys", () => {
    const place = places.paths("start").place as BucketPlace;
    const said = (changed: Partial<BucketPlace>): string => {
      try {
        openEvidence({ ...place, ...changed });
        return "";
      } catch (error) {
        return error instanceof UserError && error.exitCode === EXIT.outside ? error.message : String(error);
      }
    };
    const lines = [
      said({ keys: { ...KEYS, secretAccessKey: "wrong-secret" } }),
      said({ keys: { ...KEYS, accessKeyId: "AKIAUNKNOWN" } }),
      said({ keys: null }),
      said({ region: "elsewhere-1" }),
      said({ bucket: "no-such-bucket" }),
      said({ endpoint: "http://127.0.0.1:1" }),
    ];
    const name = `s3://${BUCKET}/start/checkpoint: ${place.endpoint}`;
    expect(lines).toEqual([
      `${name} answered 403 SignatureDoesNotMatch; see that the keys are the bucket's and the clock is right`,
      `${name} answered 403 InvalidAccessKeyId; see that the keys are the bucket's and the clock is right`,
      `s3://${BUCKET}/start/checkpoint: no keys for ${place.endpoint}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      `${name} answered 400 AuthorizationHeaderMalformed`,
      `s3://no-such-bucket/start/checkpoint: ${place.endpoint} answered 404 NoSuchBucket`,
      `s3://${BUCKET}/start/checkpoint: http://127.0.0.1:1 cannot be reached: ECONNREFUSED`,
    ]);
    for (const line of lines) expect(line).not.toMatch(/secret|AKIA/);
  });
});

test("a call that the other thread never gets is one line, and only for who reads", () => {
  const place = places.paths("start").place as BucketPlace;
  // No thread can be given a function.
  const unsendable = { ...place, keys: { ...KEYS, sessionToken: (() => "") as unknown as string } };
  const bucket = new BucketStore(unsendable, { copies: false });
  bucket.prefetch(["checkpoint"], 1_000);
  expect(() => bucket.read("checkpoint", 1_000)).toThrow(
    expect.objectContaining({
      exitCode: EXIT.outside,
      message: expect.stringContaining("could not be made") as string,
    }),
  );
  expect(openEvidence(place).size).toBe(254);
});

describe("the store of these tests, seen by AWS's client", () => {
  test("honours the conditions of writes and refuses a wrong signature", async () => {
    const { client } = store;
    const object = { Bucket: BUCKET, Key: "aws/1" };
    const first = await client.send(new PutObjectCommand({ ...object, Body: "one", IfNoneMatch: "*" }));
    const status = (send: Promise<unknown>): Promise<number | undefined> =>
      send.then(
        () => 200,
        (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
      );
    expect(await status(client.send(new PutObjectCommand({ ...object, Body: "two", IfNoneMatch: "*" })))).toBe(412);
    expect(await status(client.send(new PutObjectCommand({ ...object, Body: "two", IfMatch: first.ETag })))).toBe(200);
    expect(await status(client.send(new PutObjectCommand({ ...object, Body: "three", IfMatch: first.ETag })))).toBe(
      412,
    );
    const got = await client.send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe("two");
  });
});
