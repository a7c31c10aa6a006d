import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, write } from "../../../test/helpers/evidence-log.ts";
import { bucketPlaces, makeLogAt } from "../../../test/helpers/log-places.ts";
import type { BucketPlace } from "../place.ts";
import { openBucketToWrite } from "./sequencer.ts";

const MEBIBYTE = 1024 * 1024;

const folder = makeFolder();
let places: Awaited<ReturnType<typeof bucketPlaces>>;

beforeAll(async () => {
  places = await bucketPlaces(folder);
});

afterAll(async () => {
  await places.stop();
  rmSync(folder, { recursive: true });
});

test("an append that nobody could read back to complete it is refused before anything is written", async () => {
  const paths = makeLogAt(places, "large");
  const vkey = write(paths, (writer) => writer.vkey);
  const before = await places.files("large");
  const store = openBucketToWrite(paths.place as BucketPlace, join(folder, "large-state"), vkey);
  const leaf = new Uint8Array(MEBIBYTE);
  const leaves = Array.from({ length: 513 }, () => leaf);
  const root = new Uint8Array(32);
  const old = { origin: "log.example/test", size: 0, root };
  const step = { old, checkpoint: { ...old, size: leaves.length }, note: "", files: [], obsolete: [], leaves };
  try {
    expect(() => store.commit(step)).toThrow("more than one append to a bucket takes (536870912); import in parts");
  } finally {
    store.close();
  }
  expect(await places.files("large")).toEqual(before);
});
