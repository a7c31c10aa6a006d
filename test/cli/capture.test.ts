import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { WARCParser } from "warcio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveSite, type Site } from "../capture/site.ts";
import { BIN, type Ran } from "../helpers/corrigible.ts";

let site: Site;
let folder: string;
beforeAll(async () => {
  site = await serveSite();
  folder = mkdtempSync(join(tmpdir(), "corrigible-capture-"));
});
afterAll(() => {
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without blocking this process, which is the site. */
function capture(
  args: readonly string[],
  env: Readonly<Record<string, string>> = { CORRIGIBLE_ALLOW_PRIVATE: "1" },
): Promise<Ran> {
  const child = spawn(BIN, ["capture", ...args], { env: { ...process.env, ...env } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

test("a document with its redirects is kept as WARC records that others read", async () => {
  const file = join(folder, "terms.warc.gz");
  const { code, stdout } = await capture([`${site.url}/redirect`, "--warc", file]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^document\n.*\/terms: status 200, after 1 redirect\n {2}text\/html, utf-8, /);
  const records: unknown[] = [];
  for await (const record of WARCParser.iterRecords(
    new Response(readFileSync(file)).body as ReadableStream<Uint8Array>,
  )) {
    records.push([record.warcType, record.warcTargetURI, (await record.contentText()).includes("thirty days")]);
  }
  expect(records).toEqual([
    ["warcinfo", null, false],
    ["request", `${site.url}/redirect`, false],
    ["response", `${site.url}/redirect`, false],
    ["request", `${site.url}/terms`, false],
    ["response", `${site.url}/terms`, true],
  ]);
});

test("each record is a gzip member of its own, and its digest and length hold (ISO 28500)", async () => {
  const file = join(folder, "gzip.warc.gz");
  await capture([`${site.url}/gzip`, "--warc", file]);
  // gunzip reads members on end; what it gives is the records, one after the other.
  let rest = gunzipSync(readFileSync(file));
  const types: string[] = [];
  const payloads = new Map<string, readonly unknown[]>();
  while (rest.length > 0) {
    const head = rest.subarray(0, rest.indexOf("\r\n\r\n")).toString();
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
    const from = rest.indexOf("\r\n\r\n") + 4;
    const block = rest.subarray(from, from + Number(field("Content-Length")));
    expect(head).toMatch(/^WARC\/1\.1\r\n/);
    expect(rest.subarray(from + block.length, from + block.length + 4).toString()).toBe("\r\n\r\n");
    const payload = block.subarray(block.indexOf("\r\n\r\n") + 4);
    const [algorithm = "", digest] = field("WARC-Payload-Digest").split(":");
    payloads.set(field("WARC-Type"), [
      createHash(algorithm.replace("-", "") || "sha256")
        .update(payload)
        .digest("hex"),
      digest,
      block,
    ]);
    types.push(field("WARC-Type"));
    rest = rest.subarray(from + block.length + 4);
  }
  expect(types).toEqual(["warcinfo", "request", "response"]);
  const [made, kept, block] = payloads.get("response") as readonly [string, string, Buffer];
  expect(kept).toBe(made);
  expect(block.toString("latin1")).toContain("content-encoding: gzip");
  expect(gunzipSync(block.subarray(block.indexOf("\r\n\r\n") + 4)).toString()).toContain("thirty days");
});

test.each([
  ["/not-found", 1, /: error-page, status 404/],
  ["/cookie-wall", 1, /: consent-wall/],
  ["/bomb", 3, /: failed, the body is longer than/],
])("%s: exit %i, and one line", async (path, code, said) => {
  const ran = await capture([site.url + path]);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(said);
  expect(ran.stderr.trim().split("\n")).toHaveLength(1);
});

test("without leave for tests, loopback is refused, and nothing is written", async () => {
  const file = join(folder, "none.warc.gz");
  const ran = await capture([`${site.url}/terms`, "--warc", file, "--json"], {});
  expect(ran.code).toBe(3);
  expect(JSON.parse(ran.stdout)).toMatchObject({ outcome: "refused", status: null, hops: [] });
  expect(existsSync(file)).toBe(false);
});

test("a file that is there is not written over", async () => {
  const file = join(folder, "there.warc.gz");
  writeFileSync(file, "mine");
  const ran = await capture([`${site.url}/terms`, "--warc", file]);
  expect({ code: ran.code, kept: readFileSync(file, "utf8") }).toEqual({ code: 2, kept: "mine" });
  expect(ran.stderr).toContain("is there already");
});
