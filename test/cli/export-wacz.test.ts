import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { bytesOf, checkWacz } from "../helpers/check-wacz.ts";
import { BIN, corrigible, type Ran, succeed } from "../helpers/corrigible.ts";
import { frame, page, URL_OF_RULES, usage } from "../helpers/lampwright.ts";
import { writeWarc } from "../helpers/web-archive.ts";

const more = frame(
  `<h1>More rules</h1>${"<p>You may not sell arms, whatever anyone tells you, and wherever you are.</p>".repeat(3)}`,
);
let pages: Record<string, string | number>;
let server: Server;
let folder: string;
let workspace: string;
const out = (name: string): string => join(folder, name);

/** A workspace in which a site was watched for three days, and a crawl of others imported. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = "" } = request;
    if (url === "/old") return void response.writeHead(301, { location: "/more" }).end();
    const found = pages[url] ?? 404;
    response.writeHead(typeof found === "number" ? found : 200, { "content-type": "text/html" }).end(String(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const site = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  folder = mkdtempSync(join(tmpdir(), "corrigible-export-wacz-"));
  workspace = make("watch");
  const declarations = [
    `- {service: Lampwright, terms: Usage Rules, url: ["${site}/usage", "${site}/old"]}`,
    `- {service: Lampwright, terms: Archived Rules, url: "${URL_OF_RULES}"}`,
    `- {service: Lampwright, terms: Privacy Policy, url: "${site}/privacy"}`,
  ];
  writeFileSync(join(workspace, "tracked/lampwright.yaml"), `${declarations.join("\n")}\n`);
  const states = [usage("Military operations"), usage("Military operations", "Spam"), usage("Spam")];
  for (const [at, rules] of states.entries()) {
    pages = { "/usage": rules, "/more": more, "/privacy": at === 2 ? 410 : more.replace("More", "Privacy") };
    const now = `2026-08-0${at + 1}T00:00:00Z`;
    const { code, stderr } = await run(["watch", "--once", "--all", "--delay", "1"], now);
    if (code !== 0) throw new Error(stderr);
  }
  writeFileSync(
    out("crawl.warc.gz"),
    await writeWarc([
      page("2024-03-01T10:00:00Z", usage("Military operations")),
      page("2024-05-01T10:00:00Z", usage()),
    ]),
  );
  succeed(["import", "warc", out("crawl.warc.gz"), "--workspace", workspace], {
    env: { CORRIGIBLE_NOW: "2026-08-04T00:00:00Z" },
  });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function make(name: string): string {
  initWorkspace(out(name), "corrigible.local/wacz", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  mkdirSync(out(`${name}/tracked`));
  return out(name);
}

function run(args: readonly string[], now: string): Promise<Ran> {
  const env = { ...process.env, CORRIGIBLE_NOW: now, CORRIGIBLE_ALLOW_PRIVATE: "1" };
  const child = spawn(BIN, [...args, "--workspace", workspace], { env });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

/** Document, date and text of every version, by document and date. */
function versions(of: string): string[] {
  const evidence = openEvidence(join(of, "evidence"));
  const found = [...evidence.entries()].flatMap(({ entry }) =>
    entry.type === "version"
      ? [[entry.terms, entry.date, entry.origin.kind === "capture" ? entry.origin.url : "", entry.blob].join(" ")]
      : [],
  );
  return found.toSorted();
}

test("all captures as one WACZ that holds to its rules, equal each time, and the same versions elsewhere", async () => {
  const said = succeed(["export", "--wacz", out("all.wacz"), "--workspace", workspace]);
  expect(said).toMatch(/all\.wacz: 7 captures, \d+ records, \d+ pages\.\n$/);
  expect(await checkWacz(out("all.wacz"))).toEqual([]);
  succeed(["export", "--wacz", out("again.wacz"), "--workspace", workspace], {
    env: { TZ: "Asia/Tokyo", CORRIGIBLE_NOW: "2027-01-01T00:00:00Z" },
  });
  expect(bytesOf(out("again.wacz"))).toBe(bytesOf(out("all.wacz")));

  const other = make("other");
  cpSync(join(workspace, "tracked"), join(other, "tracked"), { recursive: true });
  const imported = succeed(["import", "wacz", out("all.wacz"), "--workspace", other], {
    env: { CORRIGIBLE_NOW: "2026-09-01T00:00:00Z" },
  });
  expect(imported).toContain("6 new, 0 known, no document: 1 error-page.");
  expect(versions(other)).toEqual(versions(workspace));
  expect(versions(other)).toHaveLength(6);
  expect(succeed(["verify", "--workspace", other])).toContain("All is as recorded");
  // And back: nothing is new.
  succeed(["export", "--wacz", out("back.wacz"), "--workspace", other]);
  expect(await checkWacz(out("back.wacz"))).toEqual([]);
  expect(
    succeed(["import", "wacz", out("back.wacz"), "--workspace", workspace], {
      env: { CORRIGIBLE_NOW: "2026-09-01T00:00:00Z" },
    }),
  ).toContain("Nothing new.");
});

test("a checker that finds what is wrong: one altered byte in any part of the file", async () => {
  succeed([
    "export",
    "--wacz",
    out("part.wacz"),
    "--document",
    "lampwright/archived-rules",
    "--since",
    "2024-04-01",
    "--workspace",
    workspace,
  ]);
  expect(await checkWacz(out("part.wacz"))).toEqual([]);
  const whole = readFileSync(out("part.wacz"));
  const summary = succeed([
    "export",
    "--wacz",
    out("json.wacz"),
    "--document",
    "lampwright/archived-rules",
    "--since",
    "2024-04-01",
    "--json",
    "--workspace",
    workspace,
  ]);
  expect(JSON.parse(summary)).toMatchObject({ captures: 1, records: 2, pages: 1 });
  for (const mark of ["archive/data.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"]) {
    const altered = Buffer.from(whole);
    const at = whole.indexOf(mark) + mark.length + 40;
    altered[at] = (altered[at] ?? 0) ^ 1;
    writeFileSync(out("altered.wacz"), altered);
    const problems = await checkWacz(out("altered.wacz")).catch((error: unknown) => [String(error)]);
    expect({ mark, found: problems.length > 0 }).toEqual({ mark, found: true });
  }
});

test("a watch goes on from the text that is newest by its date, not from what was recorded last", async () => {
  const site =
    /"(http:\/\/[^"]*)\/privacy"/.exec(readFileSync(join(workspace, "tracked/lampwright.yaml"), "utf8"))?.[1] ?? "";
  const older = page("2024-03-01T10:00:00Z", more.replace("More", "Older"), { url: `${site}/privacy` });
  writeFileSync(out("older.warc.gz"), await writeWarc([older]));
  expect(succeed(["import", "warc", out("older.warc.gz"), "--workspace", workspace])).toContain("1 new");
  pages["/privacy"] = more.replace("More", "Privacy");
  expect((await run(["watch", "--once", "--all", "--delay", "1"], "2026-08-05T00:00:00Z")).stdout).toContain(
    " 0 new, ",
  );
});

test.each<[readonly string[], RegExp]>([
  [[], /give a folder for the tables, or --wacz FILE/],
  [["tables", "--wacz", "a.wacz"], /give a folder for the tables, or --wacz FILE/],
  [["tables", "--since", "2024-01-01"], /--document and --since choose captures/],
  [["--wacz", "a.zip"], /the name of a WACZ file ends with \.wacz/],
  [["--wacz", "a.wacz", "--document", "lampwright/none"], /no capture of lampwright\/none is in the log/],
  [["--wacz", "a.wacz", "--since", "2030-01-01"], /no capture since 2030-01-01 is in the log/],
  [["--wacz", "watch/evidence/a.wacz"], /lies in .*evidence, which is the workspace's own/],
  [["--wacz", "crawl.warc.gz"], /ends with \.wacz/],
  [["--wacz", "nowhere/a.wacz"], /no such file or folder/],
])("%j: one line, and nothing is written", (args, said) => {
  const before = readdirSync(folder);
  const { code, stderr } = corrigible(["export", ...args, "--workspace", workspace], { cwd: folder });
  expect(code).toBeGreaterThan(0);
  expect(stderr).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(out("a.wacz"))).toBe(false);
});
