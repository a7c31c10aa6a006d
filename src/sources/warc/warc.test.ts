import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Kept, writeRecords, writeWarc } from "../../../test/helpers/web-archive.ts";
import { ArchiveError, findAnswers, listPages, pageKey, readAnswer } from "./index.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "corrigible-warc-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const now = new Date("2026-01-01T00:00:00Z");
const address = "https://lampwright.example/usage";
const key = pageKey(address) as string;
const wanted = new Set([key]);

async function list(path: string, end: number) {
  return listPages([{ path, shown: "a.warc", start: 0, end }], { wanted, now, onRecord: () => {} });
}

async function listBytes(bytes: Uint8Array) {
  const path = join(folder, "a.warc");
  writeFileSync(path, bytes);
  return list(path, bytes.byteLength);
}

const body = "You may not use the service to harm anyone. ".repeat(40);
const kept = (at: number): Kept => ({ url: address, date: `2024-01-0${at}T00:00:00Z`, body: `${body}${at}` });

test.each([
  ["https://lampwright.example/usage#top", "http://lampwright.example/usage/"],
  ["https://LAMPWRIGHT.example:443/usage?a=1", "http://lampwright.example:80/usage/?a=1#b"],
  ["https://lampwright.example", "http://lampwright.example/"],
])("%s and %s are one page", (one, other) => expect(pageKey(one)).toBe(pageKey(other)));

test.each([
  ["https://lampwright.example/usage", "https://lampwright.example/Usage"],
  ["https://lampwright.example/usage", "https://lampwright.example/usage?a=1"],
  ["https://lampwright.example/usage", "https://www.lampwright.example/usage"],
])("%s and %s are two", (one, other) => expect(pageKey(one)).not.toBe(pageKey(other)));

test.each([true, false])("what is listed leads to the records (gzipped: %s)", async (gzip) => {
  const all = [1, 2, 3].map(kept);
  const records = await writeRecords(all, gzip);
  const pages = await listBytes(Buffer.concat(records));
  expect(pages).toMatchObject({ records: 4, damages: [] });
  const { found, unresolved } = findAnswers(pages, key);
  expect([found.length, unresolved]).toEqual([3, 0]);
  for (const [at, answer] of found.entries()) {
    const { hops, records: own } = await readAnswer(answer);
    expect(hops).toMatchObject([{ url: address, status: 200, at: `2024-01-0${at + 1}T00:00:00.000Z` }]);
    expect(Buffer.from(hops[0]?.body ?? []).toString()).toBe(all[at]?.body);
    const asTheyStood = Buffer.concat([records[0] as Buffer, records[at + 1] as Buffer]);
    const packed = Buffer.concat(own);
    expect((gzip ? packed : gunzipSync(packed)).equals(asTheyStood)).toBe(true);
  }
});

test("members that end at any byte of a read are found", async () => {
  // The members are moved by one byte each time, over the border at which bytes are read from the disk.
  const records = await writeRecords([1, 2].map(kept));
  const [info = Buffer.alloc(0), first = Buffer.alloc(0), second = Buffer.alloc(0)] = records;
  const border = 256 * 1024;
  const filler = (length: number): Buffer =>
    Buffer.from(
      `WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: ${String(length).padStart(7)}\r\n\r\n${"x".repeat(length)}`.replaceAll(
        /: +(\d)/g,
        ": $1",
      ),
    );
  for (let shift = -12; shift <= 2; shift++) {
    const before = filler(border - first.length + shift - 70);
    const pages = await listBytes(Buffer.concat([before, first, second, info]));
    expect({ shift, records: pages.records, damages: pages.damages }).toEqual({ shift, records: 4, damages: [] });
  }
});

test("a file cut at any byte is read up to there, and never fails otherwise", async () => {
  const records = await writeRecords([1, 2].map(kept));
  const bytes = Buffer.concat(records);
  const ends = records.map((_, at) => records.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0));
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), async (cut) => {
      const pages = await listBytes(bytes.subarray(0, cut));
      const whole = ends.filter((end) => end <= cut);
      expect(pages.records).toBe(whole.length);
      expect(pages.damages.map(({ offset }) => offset)).toEqual(cut === (whole.at(-1) ?? 0) ? [] : [whole.at(-1) ?? 0]);
    }),
    { numRuns: 60 },
  );
});

test("bytes altered anywhere give what can be read, or one problem", async () => {
  const bytes = await writeWarc([1, 2].map(kept), false);
  const packed = await writeWarc([1, 2].map(kept));
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { maxLength: 8 }),
      async (gzip, edits) => {
        const altered = Buffer.from(gzip ? packed : bytes);
        for (const [at, byte] of edits) altered[at % altered.length] = byte;
        const pages = await listBytes(altered);
        for (const answer of findAnswers(pages, key).found) {
          const problem = await readAnswer(answer).then(
            () => null,
            (error: unknown) => error,
          );
          expect(problem === null || problem instanceof ArchiveError).toBe(true);
        }
        expect(pages.damages.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});

test("records of gigabytes are passed over in little memory", async () => {
  const path = join(folder, "large.warc");
  const header = "WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 5000000000\r\n\r\n";
  const last = await writeWarc([kept(1)], false);
  writeFileSync(path, header);
  truncateSync(path, header.length + 5_000_000_000);
  const handle = await open(path, "r+");
  await handle.write(last, 0, last.length, header.length + 5_000_000_000);
  await handle.close();
  const memory = process.memoryUsage.rss();
  const pages = await list(path, header.length + 5_000_000_000 + last.length);
  expect(findAnswers(pages, key).found).toHaveLength(1);
  const packed = gzipSync(
    Buffer.concat([Buffer.from(header.replace("5000000000", "100000000")), Buffer.alloc(100_000_000)]),
  );
  expect(await listBytes(Buffer.concat([packed, last]))).toMatchObject({ records: 3, damages: [] });
  expect(process.memoryUsage.rss() - memory).toBeLessThan(300_000_000);
});
