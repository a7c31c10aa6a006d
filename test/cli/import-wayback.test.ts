import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WARCParser } from "warcio";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import type { VersionEntry } from "../../src/model/index.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { BIN, corrigible, jsonLines, type Ran, succeed } from "../helpers/corrigible.ts";
import { page as recordOf, URL_OF_RULES, usage } from "../helpers/lampwright.ts";
import { writeWarc } from "../helpers/web-archive.ts";

type Answer = string | ((response: ServerResponse) => void);
/** What the archive holds: page → timestamp → body, or what it does instead. */
let captures: Record<string, Record<string, Answer>>;
/** What stands in place of its lists. */
let listing: Answer | null;
let asked: string[];
let server: Server;
let endpoint: string;
let folder: string;
let workspace: string;

const FIELDS = ["timestamp", "original", "statuscode", "mimetype", "digest"];

/** An archive of ours, shaped like those that pywb and the Wayback Machine serve. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = "" } = request;
    if (url === "/robots.txt") return void response.writeHead(404).end();
    asked.push(url);
    const send = (answer: Answer, type: string): void =>
      typeof answer === "string"
        ? void response.writeHead(200, { "content-type": type }).end(answer)
        : answer(response);
    if (url.startsWith("/cdx/search/cdx?"))
      return send(listing ?? list(new URLSearchParams(url.split("?")[1])), "application/json");
    const [, timestamp = "", original = ""] = /^\/web\/(\d{14})id_\/(.*)$/.exec(url) ?? [];
    const answer = captures[original]?.[timestamp];
    if (answer === undefined)
      return void response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not archived</h1>");
    send(answer, "text/html");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-wayback-"));
  workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/wayback", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  mkdirSync(join(workspace, "tracked"));
  writeFileSync(
    join(workspace, "tracked/lampwright.yaml"),
    `- {service: Lampwright, terms: Usage Rules, url: "${URL_OF_RULES}"}\n`,
  );
  [listing, asked] = [null, []];
  captures = {
    [URL_OF_RULES]: {
      "20240301100000": usage("Military operations"),
      "20240401100000": usage("Military operations").replace("<nav>", "<nav><a>New</a>"),
      "20240501100000": usage(),
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function list(query: URLSearchParams): string {
  const { from = "", to = "99999999" } = Object.fromEntries(query);
  const rows = Object.keys(captures[query.get("url") ?? ""] ?? {})
    .filter((timestamp) => timestamp.slice(0, 8) >= from && timestamp.slice(0, 8) <= to)
    .map((timestamp) => [timestamp, query.get("url"), "200", "text/html", timestamp]);
  return rows.length === 0 ? "[]" : JSON.stringify([FIELDS, ...rows]);
}

const run = (...args: string[]): Promise<Ran> => runPlain(...args, "--endpoint", endpoint);

function runPlain(...args: string[]): Promise<Ran> {
  const env = { ...process.env, CORRIGIBLE_NOW: "2026-08-01T00:00:00Z", CORRIGIBLE_ALLOW_PRIVATE: "1" };
  const all = ["import", "wayback", ...args, "--delay", "1", "--workspace", workspace];
  const child = spawn(BIN, all, { env });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

const evidence = () => openEvidence(join(workspace, "evidence"));
function versions(): VersionEntry[] {
  return [...evidence().entries()].map(({ entry }) => entry).filter((entry) => entry.type === "version");
}
const dates = (): string[] => versions().map(({ date }) => date);

test("what the archive kept is versions dated by its captures; the exchanges are those with the archive", async () => {
  const { code, stdout } = await run("http://lampwright.example/usage/");
  expect(code).toBe(0);
  expect(stdout).toBe(
    "lampwright/usage-rules: 3 captures listed, 3 asked for: 2 new, 1 known\nNext: corrigible audit\n",
  );
  expect(dates()).toEqual(["2024-03-01T10:00:00Z", "2024-05-01T10:00:00Z"]);
  const [first] = versions() as [VersionEntry];
  expect(first.origin).toMatchObject({ kind: "capture", url: URL_OF_RULES });
  const warc = first.origin.kind === "capture" ? evidence().blob(first.origin.warc) : new Uint8Array();
  const uris: unknown[] = [];
  for await (const record of WARCParser.iterRecords([warc])) uris.push([record.warcType, record.warcTargetURI]);
  const replay = `${endpoint}/web/20240301100000id_/${URL_OF_RULES}`;
  expect(uris).toEqual([
    ["warcinfo", null],
    ["request", replay],
    ["response", replay],
  ]);

  succeed(["audit", "--workspace", workspace]);
  const changes = jsonLines(succeed(["changes", "--json", "--workspace", workspace]));
  expect(changes).toMatchObject([{ direction: "loosens", kind: "removed", date: "2024-05-01T10:00:00Z" }]);
  expect(succeed(["verify", "--workspace", workspace])).toContain("All is as recorded");

  // What is given to others is read as what the archive kept.
  const other = join(folder, "other");
  initWorkspace(other, "corrigible.local/other", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  cpSync(join(workspace, "tracked"), join(other, "tracked"), { recursive: true });
  succeed(["export", "--wacz", join(folder, "all.wacz"), "--workspace", workspace]);
  expect(succeed(["import", "wacz", join(folder, "all.wacz"), "--workspace", other])).toContain("2 new, 0 known");
  const blobs = [...openEvidence(join(other, "evidence")).entries()].map(({ entry }) =>
    entry.type === "version" ? [entry.date, entry.blob] : null,
  );
  expect(blobs.filter((one) => one !== null)).toEqual(versions().map(({ date, blob }) => [date, blob]));

  // Again: what is recorded is not asked for, and nothing is new.
  const [before, requests] = [evidence().size, asked.length];
  expect((await run("--tracked")).stdout).toBe(
    "lampwright/usage-rules: 3 captures listed, 1 asked for: 0 new, 3 known\nNothing new.\n",
  );
  expect([evidence().size, asked.length - requests]).toEqual([before, 2]);
});

test("--since, --until and --at-most: what is asked for, and the endpoint of the settings", async () => {
  await run("--tracked", "--since", "2024-04-01", "--until", "2024-04-30");
  expect(asked[0]).toMatch(
    /url=https%3A%2F%2Flampwright\.example%2Fusage&output=json&fl=timestamp%2Coriginal%2Cstatuscode%2Cmimetype%2Cdigest&collapse=digest&from=20240401&to=20240430$/,
  );
  expect(dates()).toEqual(["2024-04-01T10:00:00Z"]);
  const many = Array.from({ length: 9 }, (_, at) => [`2025010${at + 1}000000`, usage(`Matter ${at}`)]);
  captures = { [URL_OF_RULES]: Object.fromEntries(many) as Record<string, string> };
  expect((await run("--tracked", "--at-most", "3")).stdout).toContain("9 captures listed, 3 asked for: 3 new");
  expect(dates().slice(1)).toEqual(["2025-01-01T00:00:00Z", "2025-01-05T00:00:00Z", "2025-01-09T00:00:00Z"]);
  appendFileSync(join(workspace, "corrigible.yaml"), `\nwayback: ${endpoint}/\n`);
  expect((await runPlain("--tracked", "--at-most", "1")).stdout).toContain(
    "9 captures listed, 0 asked for: 0 new, 1 known",
  );
  expect(await run("--tracked", "--since", "2030-01-01", "--until", "2029-01-01")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("exchange --since and --until"),
  });
  writeFileSync(
    join(workspace, "corrigible.yaml"),
    "origin: a\nvkey: a+00000000+AA==\nservices: {}\nlabs: {}\nwayback: lamp\n",
  );
  const { code, stderr } = await runPlain("--tracked");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/corrigible\.yaml:5: wayback: an address as https:/),
  });
});

test("what an archive kept beside a crawl and a watch: one history, in which nothing is twice", async () => {
  const path = join(folder, "crawl.warc.gz");
  writeFileSync(
    path,
    await writeWarc([
      recordOf("2024-03-15T00:00:00Z", usage("Military operations")),
      recordOf("2024-06-01T00:00:00Z", usage("Spam")),
    ]),
  );
  succeed(["import", "warc", path, "--workspace", workspace]);
  expect((await run("--tracked")).stdout).toContain("2 new, 1 known");
  expect(dates().toSorted()).toEqual([
    "2024-03-01T10:00:00Z",
    "2024-03-15T00:00:00Z",
    "2024-05-01T10:00:00Z",
    "2024-06-01T00:00:00Z",
  ]);
  succeed(["audit", "--workspace", workspace]);
  const changes = jsonLines<{ date: string; kind: string }>(succeed(["changes", "--json", "--workspace", workspace]));
  expect(changes.map(({ date, kind }) => [date.slice(0, 10), kind])).toEqual([
    ["2024-06-01", "added"],
    ["2024-05-01", "removed"],
  ]);
});

test("a replay that leads to the nearest capture is dated by it; what is none, or far away, is no version", async () => {
  const to = (location: string) => (response: ServerResponse) => void response.writeHead(302, { location }).end();
  captures = {
    [URL_OF_RULES]: {
      "20240301100000": to(`/web/20240301100007id_/${URL_OF_RULES}`),
      "20240401100000": to(`/web/20200401100007id_/${URL_OF_RULES}`),
      "20240501100000": to("/login"),
      "20240601100000": "<title>Page not found</title><h1>404</h1><p>We cannot find that page.</p>",
      "20240701100000": usage("Spam"),
      "29990701100000": usage("Anything"),
    },
  };
  const behind = { "20240301100007": usage(), "20200401100007": usage("Anything") };
  listing = list(new URLSearchParams({ url: URL_OF_RULES }));
  captures = { [URL_OF_RULES]: { ...captures[URL_OF_RULES], ...behind } };
  const { code, stdout } = await run("--tracked");
  expect(code).toBe(0);
  expect(stdout).toContain("5 captures listed, 5 asked for: 2 new, 0 known, 2 failed, 1 error-page");
  expect(dates()).toEqual(["2024-03-01T10:00:07Z", "2024-07-01T10:00:00Z"]);
});

test.each<[string, () => void, number, RegExp]>([
  ["no list", () => (listing = "<html>Sorry</html>"), 2, /its list of captures cannot be read/],
  [
    "a list of something else",
    () => (listing = '[["urlkey","timestamp","original","statuscode","mimetype"]]'),
    2,
    /other fields than were asked for/,
  ],
  [
    "a list that is not allowed",
    () => (listing = (response) => void response.writeHead(403).end()),
    3,
    /no list of captures of https:\/\/lampwright\.example\/usage: status 403/,
  ],
  [
    "captures that never come",
    () => {
      const busy = (response: ServerResponse): void => void response.writeHead(429, { "retry-after": "86400" }).end();
      captures = {
        [URL_OF_RULES]: Object.fromEntries(
          [1, 2, 3, 4, 5].map((at) => [`2024010${at}000000`, at === 1 ? usage() : busy]),
        ),
      };
    },
    3,
    /3 captures of lampwright\/usage-rules in a row gave no answer; what was recorded stays/,
  ],
])("%s: one line, and what was recorded stays", async (name, prepare, exit, said) => {
  prepare();
  const { code, stderr } = await run("--tracked");
  const lines = stderr.split("\n").filter((one) => one.startsWith("corrigible: "));
  expect({ code, lines }).toEqual({ code: exit, lines: [expect.stringMatching(said)] });
  expect(versions()).toHaveLength(name === "captures that never come" ? 1 : 0);
});

test.each<[readonly string[], RegExp]>([
  [[], /give addresses, or --tracked/],
  [["https://lampwright.example/usage", "--tracked"], /give addresses, or --tracked/],
  [
    ["https://lampwright.example/other"],
    /other is no page of a tracked document; add it with corrigible track add URL/,
  ],
  [["--tracked", "--endpoint", "lamp"], /"lamp" is no endpoint; write it as https:\/\/web\.archive\.org/],
  [["--tracked", "--endpoint", "https://a.example/?b"], /is no endpoint/],
  [["--tracked", "--since", "yesterday"], /give a day as 2024-01-10/],
])("%j: exit 2, one line", (args, said) => {
  const { code, stderr } = corrigible(["import", "wayback", ...args, "--workspace", workspace]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
});

test("without leave for tests an endpoint on this machine is not asked", () => {
  const { code, stderr } = corrigible([
    "import",
    "wayback",
    "--tracked",
    "--endpoint",
    endpoint,
    "--workspace",
    workspace,
  ]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/no list of captures of .*: (?:port \d+ is not for pages|127\.0\.0\.1 is not public)/);
  expect(asked).toEqual([]);
});
