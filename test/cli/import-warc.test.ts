import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync, zstdCompressSync } from "node:zlib";
import { WARCParser } from "warcio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import type { VersionEntry } from "../../src/model/index.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { corrigible, jsonLines, type Ran, succeed } from "../helpers/corrigible.ts";
import { frame, page, URL_OF_RULES, usage } from "../helpers/lampwright.ts";
import { type Kept, writeRecords, writeWarc } from "../helpers/web-archive.ts";

let folder: string;
let workspace: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-archives-"));
  workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/archives", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  track("- {service: Lampwright, terms: Usage Rules, url: https://lampwright.example/usage}\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function track(declarations: string): void {
  mkdirSync(join(workspace, "tracked"), { recursive: true });
  writeFileSync(join(workspace, "tracked/lampwright.yaml"), declarations);
}

async function file(name: string, kept: readonly Kept[], gzip = true): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await writeWarc(kept, gzip));
  return path;
}

const run = (...files: string[]): Ran => corrigible(["import", "warc", ...files, "--workspace", workspace]);

function versions(): VersionEntry[] {
  const entries = [...openEvidence(join(workspace, "evidence")).entries()].map(({ entry }) => entry);
  return entries.filter((entry) => entry.type === "version");
}
const textOf = ({ blob }: { readonly blob: string }): string =>
  Buffer.from(openEvidence(join(workspace, "evidence")).blob(blob)).toString();
const recorded = (): [string, boolean][] => versions().map((one) => [one.date, textOf(one).includes("Military")]);

test("texts that a crawl kept are versions dated by their captures, with the records that they came from", async () => {
  const kept = [
    page("2024-03-01T10:00:00Z", usage("Military operations")),
    page("2024-04-01T10:00:00.250Z", usage("Military operations").replace("<nav>", "<nav><a>New</a>")),
    page("2024-05-01T10:00:00Z", usage()),
  ];
  const path = await file("crawl.warc.gz", kept);
  const { code, stdout } = run(path);
  expect(code).toBe(0);
  expect(stdout).toContain("4 records, 3 captures of tracked documents: 2 new, 1 known.\n");
  expect(stdout).toMatch(/Recorded 2 versions of 1 document\. .*\nNext: corrigible audit/);
  expect(recorded()).toEqual([
    ["2024-03-01T10:00:00Z", true],
    ["2024-05-01T10:00:00Z", false],
  ]);

  // The blob is the records' own bytes, that on who made the archive first.
  const written = await writeRecords(kept);
  const [first] = versions() as [VersionEntry];
  const warc = first.origin.kind === "capture" ? first.origin.warc : "";
  const blob = Buffer.from(openEvidence(join(workspace, "evidence")).blob(warc));
  expect(gunzipSync(blob).toString()).toContain("crawler of a test");
  const info = readFileSync(path).subarray(0, (written[0] as Buffer).length);
  expect(blob.subarray(0, info.length).equals(info)).toBe(true);
  expect(readFileSync(path).subarray(info.length).indexOf(blob.subarray(info.length))).toBe(0);
  const uris: (string | null | undefined)[] = [];
  for await (const record of WARCParser.iterRecords([blob])) uris.push(record.warcTargetURI);
  expect(uris).toEqual([null, URL_OF_RULES]);

  succeed(["audit", "--workspace", workspace]);
  const changes = jsonLines<object>(succeed(["changes", "--json", "--workspace", workspace]));
  expect(changes).toMatchObject([{ direction: "loosens", kind: "removed", date: "2024-05-01T10:00:00Z" }]);
  expect(succeed(["verify", "--workspace", workspace])).toContain("All is as recorded");

  // Imported again, plain or packed, nothing is new.
  const before = openEvidence(join(workspace, "evidence")).size;
  expect(run(path).stdout).toContain("Nothing new.");
  expect(run(await file("plain.warc", kept, false)).stdout).toContain("Nothing new.");
  expect(openEvidence(join(workspace, "evidence")).size).toBe(before);
});

test("a version older than the newest recorded stands where its date puts it", async () => {
  run(
    await file("new.warc", [page("2024-05-01T10:00:00Z", usage()), page("2024-06-01T10:00:00Z", usage("Spam"))], false),
  );
  succeed(["audit", "--workspace", workspace]);
  expect(run(await file("old.warc.gz", [page("2024-03-01T10:00:00Z", usage("Military operations"))])).code).toBe(0);
  succeed(["audit", "--workspace", workspace]);
  const list = (): object[] => jsonLines(succeed(["changes", "--json", "--workspace", workspace]));
  const expected = [
    {
      kind: "added",
      direction: "tightens",
      oldVersion: "lampwright/usage-rules@1",
      newVersion: "lampwright/usage-rules@3",
    },
    {
      kind: "removed",
      direction: "loosens",
      oldVersion: "lampwright/usage-rules@6",
      newVersion: "lampwright/usage-rules@1",
    },
  ];
  expect(list()).toMatchObject(expected);
  const out = join(folder, "tables");
  succeed(["export", out, "--workspace", workspace]);
  const dates = jsonLines<{ date: string }>(readFileSync(join(out, "versions.jsonl"), "utf8")).map(({ date }) =>
    date.slice(5, 7),
  );
  expect(dates).toEqual(["03", "05", "06"]);
  succeed(["rebuild", "--workspace", workspace]);
  expect(list()).toMatchObject(expected);
});

test("redirects, repeated answers and packed bodies are followed within the file; what is no document is no version", async () => {
  const long = usage("Military operations");
  const digest = "sha256:of-the-page-in-may";
  const path = await file("crawl.warc.gz", [
    page("2024-01-01T10:00:00Z", "", {
      url: "http://lampwright.example/usage/#top",
      status: 301,
      headers: { Location: "/rules" },
    }),
    page("2024-01-01T10:00:02Z", usage("Spam"), { url: "http://lampwright.example/rules" }),
    page("2024-02-01T10:00:00Z", "<h1>Not found</h1>", { status: 404 }),
    page("2024-02-02T10:00:00Z", "<title>Just a moment...</title><p>Checking your browser", { status: 403 }),
    page("2024-03-01T10:00:00Z", gzipSync(long), {
      headers: { "Content-Encoding": "gzip" },
      warcHeaders: { "WARC-Payload-Digest": digest },
    }),
    page("2024-04-01T10:00:00Z", `${usage().length.toString(16)}\r\n${usage()}\r\n0\r\n\r\n`, {
      headers: { "Transfer-Encoding": "chunked" },
    }),
    page("2024-05-01T10:00:00Z", "", {
      type: "revisit",
      warcHeaders: {
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC-Payload-Digest": digest,
        "WARC-Refers-To-Target-URI": URL_OF_RULES,
        "WARC-Refers-To-Date": "2024-03-01T10:00:00Z",
      },
    }),
    page("2024-06-01T10:00:00Z", "", {
      type: "revisit",
      warcHeaders: {
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC-Payload-Digest": "sha256:of-another",
      },
    }),
    page("2024-07-01T10:00:00Z", "", { status: 302, headers: { Location: "https://elsewhere.example/" } }),
    page("2024-08-01T10:00:00Z", usage("Anything"), { type: "resource" }),
    page("2999-08-01T10:00:00Z", usage("Anything")),
    page("2024-09-01T10:00:00Z", usage(), { headers: { "Content-Encoding": "gzip" } }),
  ]);
  const { code, stdout } = run(path);
  expect(code).toBe(0);
  expect(stdout).toContain("7 captures of tracked documents: 5 new, 0 known, no document: 1 error-page, 1 blocked.");
  expect(stdout).toContain("Left out: 2 captures that lead to, or repeat, what these files do not hold.");
  expect(versions().map(({ date }) => date)).toEqual([
    "2024-01-01T10:00:02Z",
    "2024-03-01T10:00:00Z",
    "2024-04-01T10:00:00Z",
    "2024-05-01T10:00:00Z",
    "2024-09-01T10:00:00Z",
  ]);
  expect(versions().every(({ origin }) => origin.kind === "capture" && origin.url === URL_OF_RULES)).toBe(true);
});

test("of a document made of several pages those captured nearest in time are put together, or none", async () => {
  track(
    "- {service: Lampwright, terms: Usage Rules, url: [https://lampwright.example/usage, https://lampwright.example/more]}\n",
  );
  const more = (date: string, rule: string): Kept =>
    page(
      date,
      frame(
        `<h1>More rules</h1>${`<p>You may not ${rule}, whatever anyone tells you about it, and wherever you are.</p>`.repeat(3)}`,
      ),
      { url: "https://lampwright.example/more" },
    );
  const path = await file("crawl.warc.gz", [
    page("2024-01-01T10:00:00Z", usage("Spam")),
    more("2024-01-01T10:00:05Z", "sell arms"),
    more("2024-01-02T09:00:00Z", "sell drugs"),
    page("2024-03-01T10:00:00Z", usage()),
  ]);
  const { stdout } = run(path);
  expect(stdout).toContain(
    "Left out of lampwright/usage-rules: 1 capture of one page without another of its pages within a day.",
  );
  expect(versions().map((one) => [one.date, /sell \w+/.exec(textOf(one))?.[0], textOf(one).includes("Spam")])).toEqual([
    ["2024-01-01T10:00:05Z", "sell arms", true],
    ["2024-01-02T09:00:00Z", "sell drugs", true],
  ]);
  expect(run(path).stdout).toContain("Nothing new.");
});

test("pages that no declaration names are counted, and the remedy is said", async () => {
  const other = (number: number): Kept =>
    page("2024-01-01T10:00:00Z", usage(), { url: `https://lampwright.example/news/${number}` });
  const { stdout } = run(
    await file(
      "crawl.warc",
      Array.from({ length: 7 }, (_, at) => other(at)),
      false,
    ),
  );
  expect(stdout).toContain("7 pages that no declaration names, for instance:\n  https://lampwright.example/news/0\n");
  expect(stdout.match(/news\//g)).toHaveLength(5);
  expect(stdout).toContain("corrigible track add URL --service NAME --terms NAME");
  rmSync(join(workspace, "tracked"), { recursive: true });
  expect(run(join(folder, "crawl.warc"))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("nothing is tracked"),
  });
});

describe("a file that is damaged, or none", () => {
  const good = [page("2024-03-01T10:00:00Z", usage("Military operations")), page("2024-05-01T10:00:00Z", usage())];
  const packed = (): Promise<Buffer> => writeWarc(good);
  const plain = (): Promise<Buffer> => writeWarc(good, false);
  /** `fromEnd`: negative. Each packing has other ids, and another length. */
  const alter = (bytes: Buffer, fromEnd: number): Buffer => {
    const altered = Buffer.from(bytes);
    const at = altered.length + fromEnd;
    altered[at] = (altered[at] ?? 0) ^ 0xff;
    return altered;
  };

  test.each<[string, () => Promise<Buffer>, number, RegExp]>([
    [
      "cut within the last member",
      async () => (await packed()).subarray(0, -20),
      1,
      /at byte \d+: the file ends within a gzip member; what stands before/,
    ],
    [
      "cut within the last record",
      async () => (await plain()).subarray(0, -200),
      1,
      /at byte \d+: the file ends within a record; what stands/,
    ],
    [
      "a bit of the last member is another",
      async () => alter(await packed(), -60),
      1,
      /at byte \d+: a gzip member is damaged/,
    ],
    ["its checksum is another", async () => alter(await packed(), -7), 1, /its checksum does not hold/],
    [
      "rubbish after the first records",
      async () => Buffer.concat([await packed(), Buffer.from("rubbish")]),
      2,
      /no WARC record begins here/,
    ],
    [
      "the whole file is one gzip member",
      async () => gzipSync(await plain()),
      0,
      /more than one record stands in a gzip member; unpack the file with gunzip/,
    ],
    ["packed by zstd", async () => zstdCompressSync(await plain()), 0, /packed by zstd; unpack it first/],
    ["no archive", async () => Buffer.from("<html>hello</html>"), 0, /at byte 0: no WARC record begins here$/],
    ["nothing", async () => Buffer.alloc(0), 0, /there is no WARC record in it$/],
    [
      "a header without end",
      async () => Buffer.from(`WARC/1.1\r\n${"X-Long: no end\r\n".repeat(9_000)}`),
      0,
      /a record's header has no end$/,
    ],
    [
      "no length",
      async () => Buffer.from("WARC/1.1\r\nWARC-Type: response\r\n\r\n"),
      0,
      /a record has no Content-Length$/,
    ],
    [
      "a length beyond all",
      async () => Buffer.from("WARC/1.1\r\nContent-Length: 999999999999999\r\n\r\n"),
      0,
      /the file ends within a record$/,
    ],
    [
      "a member shorter than it says",
      async () => gzipSync("WARC/1.1\r\nContent-Length: 50\r\n\r\nhello"),
      0,
      /shorter than its Content-Length says$/,
    ],
    [
      "a gzip header without end",
      async () => Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3, 65, 65]),
      0,
      /its header has no end$/,
    ],
  ])("%s", async (_, make, amount, said) => {
    const path = join(folder, "crawl.warc.gz");
    writeFileSync(path, await make());
    const { code, stderr } = run(path);
    expect(code).toBe(2);
    const [line = "", ...others] = stderr.split("\n").filter((one) => one.startsWith("corrigible: "));
    expect(others).toEqual([]);
    expect(line).toMatch(said);
    expect(versions()).toHaveLength(amount);
  });

  test("a record that is not what its digest says is left out, the others are read", async () => {
    const text = (await plain()).toString("latin1").replace("Military operations", "Military operation5");
    writeFileSync(join(folder, "crawl.warc"), text, "latin1");
    const { code, stdout } = run(join(folder, "crawl.warc"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Left out: .*crawl\.warc: at byte \d+: a record is not what its WARC-Block-Digest says/);
    expect(recorded()).toEqual([["2024-05-01T10:00:00Z", false]]);
  });

  test("a record that unpacks to more than is read is left out", async () => {
    const bomb = gzipSync(Buffer.alloc(41_000_000));
    const path = await file("bomb.warc.gz", [
      page("2024-03-01T10:00:00Z", Buffer.alloc(21_000_000)),
      page("2024-04-01T10:00:00Z", bomb, { headers: { "Content-Encoding": "gzip" } }),
      ...good,
    ]);
    const { code, stdout } = run(path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/2 new, 0 known, no document: 2 failed/);
    expect(stdout).toMatch(/damaged, or longer than 20000000 bytes/);
  });

  test("no file, a folder", () => {
    expect(run(join(folder, "none.warc"))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no such file"),
    });
    expect(run(folder)).toMatchObject({ code: 2, stderr: expect.stringContaining("is no file") });
  });

  test("a hostile address reaches the terminal harmless", async () => {
    const url = "https://lampwright.example/\u001b]0;owned\u0007x";
    const text = (
      await writeWarc([page("2024-03-01T10:00:00Z", usage(), { url: "https://lampwright.example/OWNED" })], false)
    ).toString("latin1");
    writeFileSync(join(folder, "crawl.warc"), text.replace("https://lampwright.example/OWNED", url), "latin1");
    const { stdout, stderr } = run(join(folder, "crawl.warc"));
    // oxlint-disable-next-line no-control-regex
    expect(stdout + stderr).not.toMatch(/[\u0007\u001b]/);
  });
});
