import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openEvidence, openEvidenceWriter } from "../../src/evidence/index.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { BIN, corrigible, jsonLines, type Ran, succeed } from "../helpers/corrigible.ts";
import { record, write } from "../helpers/evidence-log.ts";
import { startStore } from "../helpers/s3.ts";
import { BUCKET, KEYS, REGION } from "../helpers/s3-server.ts";
import { takeLock } from "../../src/std/index.ts";

const BUCKET_KEYS: Record<string, string> = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
};

/** What the lab's site says today: path → page, or a status. */
let pages: Record<string, string | number>;
/** What was asked for since the test began. */
let served: string[];
let server: Server;
let url: string;
let folder: string;
let workspace: string;

beforeAll(async () => {
  server = createServer((request, response: ServerResponse) => {
    served.push(request.url ?? "");
    const page = pages[request.url ?? ""] ?? 404;
    if (typeof page === "number") return void response.writeHead(page).end();
    const etag = `"${page.length}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
    response.writeHead(200, { "content-type": "text/html", etag }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-watch-"));
  workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/watch", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  served = [];
  pages = { "/usage": usage("<li>Military operations</li>"), "/privacy": privacy };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const frame = (body: string): string =>
  `<html><head><title>Lampwright</title></head><body><nav><a href="/">Home</a> <a href="/about">About</a></nav><main>${body}</main><footer>© Lampwright</footer></body></html>`;
const usage = (items: string): string =>
  frame(
    `<h1>Usage rules</h1><p>These rules bind everyone who uses our models, in every product and through every interface.</p><p>You may not use our models for any of the following:</p><ul><li>Building bombs</li>${items}<li>Copying a person's voice without consent</li></ul><p>We will publish a report on abuse every six months, and tell you before these rules change.</p>`,
  );
const privacy = frame(
  `<h1>Privacy</h1>${"<p>We delete what you give us within thirty days, and we never sell your data to anyone at all.</p>".repeat(3)}`,
);

function run(args: readonly string[], now = "2026-08-01T00:00:00Z"): Promise<Ran> {
  const child = spawn(BIN, [...args, "--workspace", workspace], {
    env: { ...process.env, ...BUCKET_KEYS, CORRIGIBLE_NOW: now, CORRIGIBLE_ALLOW_PRIVATE: "1" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

const watch = (now?: string, ...more: string[]): Promise<Ran> => run(["watch", "--once", "--delay", "1", ...more], now);
const add = (path: string, terms: string): Promise<Ran> =>
  run(["track", "add", url + path, "--service", "Lampwright", "--terms", terms]);

test("from an address to a change with its proof: what a small watchdog does", async () => {
  const added = await add("/usage", "Usage Rules");
  expect(added).toMatchObject({ code: 0 });
  expect(added.stdout).toMatch(/lampwright\/usage-rules in tracked\/lampwright\.yaml: \d+ words found/);
  await add("/privacy", "Privacy Policy");
  expect((await watch()).stdout).toContain("2 documents of 2 captured: 2 new, 0 unchanged, 0 without a document.");

  // Nothing is due before a day has passed; then nothing has changed.
  expect((await watch("2026-08-01T12:00:00Z")).stdout).toContain("0 documents of 2 captured");
  const kept = (): string[] => readdirSync(join(workspace, "evidence"), { recursive: true }).map(String).toSorted();
  const before = kept();
  pages["/privacy"] = `${privacy}<!-- another day -->`;
  expect((await watch("2026-08-02T00:00:01Z")).stdout).toContain("0 new, 2 unchanged, 0 without");
  expect(kept()).toEqual(before);

  pages["/usage"] = usage("");
  expect((await watch("2026-08-03T00:00:02Z")).stdout).toMatch(/lampwright\/usage-rules: new text recorded/);
  succeed(["audit", "--workspace", workspace]);
  const changes = jsonLines<Record<string, unknown>>(succeed(["changes", "--json", "--workspace", workspace]));
  expect(changes).toMatchObject([
    { direction: "loosens", kind: "removed", subject: "use", old: { text: "Military operations" } },
  ]);
  expect(succeed(["verify", "--workspace", workspace])).toContain("All is as recorded");
  const [change] = changes as [{ newVersion: string }];
  expect(succeed(["prove", change.newVersion, "--workspace", workspace])).toContain("c2sp.org/tlog-proof");
  succeed(["rebuild", "--workspace", workspace]);
  expect(jsonLines(succeed(["changes", "--json", "--workspace", workspace]))).toEqual(changes);
});

test("what stops being a document is told and kept as what it is, once, and asked for less often", async () => {
  await add("/usage", "Usage Rules");
  await watch();
  pages["/usage"] = 404;
  const gone = await watch("2026-08-02T00:00:01Z");
  expect(gone).toMatchObject({ code: 0 });
  expect(gone.stdout).toMatch(/lampwright\/usage-rules: error-page\n {2}status 404/);
  const evidence = (): string[] =>
    [...openEvidence(join(workspace, "evidence")).entries()].map(({ entry }) =>
      entry.type === "input" ? entry.source : entry.type,
    );
  expect(evidence()).toEqual(["capture", "version", "import", "capture", "import"]);
  // Its next capture is due after two days, not one.
  expect((await watch("2026-08-03T00:00:02Z")).stdout).toContain("0 documents of 1 captured");
  expect((await watch("2026-08-04T00:00:02Z")).stdout).toContain("1 without a document");
  expect(evidence()).toHaveLength(5);

  // What lasts a week is kept again, and is then a finding with both captures; the return is kept too.
  await watch("2026-08-09T00:00:02Z");
  expect(evidence()).toEqual(["capture", "version", "import", "capture", "import", "capture", "import"]);
  const findings = (): Record<string, unknown>[] => {
    succeed(["audit", "--workspace", workspace]);
    const all = jsonLines<Record<string, unknown>>(succeed(["findings", "--json", "--workspace", workspace]));
    return all.filter(({ rule }) => rule === "document-gone");
  };
  const [lasting] = findings();
  expect(lasting).toMatchObject({
    eval: "lack-of-transparency",
    lab: "lampwright",
    bearing: "concerning",
    title: "Lampwright, Usage Rules: can no longer be read",
    evidence: [
      "capture/lampwright/usage-rules 2026-08-02T00:00:01Z error-page",
      "capture/lampwright/usage-rules 2026-08-09T00:00:02Z error-page",
    ],
  });
  const [first = ""] = (lasting?.["evidence"] ?? []) as string[];
  expect(succeed(["prove", first, "--workspace", workspace])).toContain("c2sp.org/tlog-proof");
  pages["/usage"] = usage("<li>Military operations</li>");
  expect((await watch("2026-08-20T00:00:02Z")).stdout).toContain("0 new, 1 unchanged");
  expect(findings()).toMatchObject([
    { id: lasting?.["id"], bearing: "mixed", title: expect.stringContaining("for 18 days") },
  ]);
  expect((await watch("2026-08-22T00:00:02Z")).stdout).toContain("0 new, 1 unchanged");
  expect(evidence()).toHaveLength(9);
});

test("a selector that breaks is told, and leaves no hole", async () => {
  mkdirSync(join(workspace, "tracked"));
  writeFileSync(
    join(workspace, "tracked/lampwright.yaml"),
    `- service: Lampwright\n  terms: Usage Rules\n  url: ${url}/usage\n  select: "#gone"\n`,
  );
  const { stdout } = await watch();
  expect(stdout).toContain("new text recorded");
  expect(stdout).toMatch(/found by itself/);
  const text = await run(["track", "test", "lampwright/usage-rules"]);
  expect(text.stdout).toContain("Military operations");
  expect(text.stdout).not.toContain("About");
});

test("a second run is kept out while one is under way", async () => {
  await add("/usage", "Usage Rules");
  const lock = takeLock(join(workspace, "state/watch.lock"), "watch");
  const kept = await watch();
  lock.release();
  expect(kept).toMatchObject({ code: 3, stderr: expect.stringContaining("is working on it") });
  expect((await watch()).code).toBe(0);
});

test("a hostile page reaches the terminal harmless, and its script is no text", async () => {
  pages["/usage"] = usage("<li>Wea\u001b]0;owned\u0007pons</li><script>alert(1)</script>");
  await add("/usage", "Usage Rules");
  const { stdout } = await run(["track", "test", "lampwright/usage-rules"]);
  expect(stdout).toMatch(/Wea[^\n]*pons/);
  // oxlint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u0007\u001b]|alert/);
});

test.each([
  [
    "- service: Lampwright\n  terms: Usage\n  url: lamp\n",
    /tracked\/lampwright\.yaml:3: url: an address that begins with https/,
  ],
  [
    "- service: Lampwright\n  terms: Usage\n  url: https://a.example\n  evry: 3\n",
    /tracked\/lampwright\.yaml:1: .*evry/,
  ],
  ["- service: Lampwright\n   terms: [\n", /tracked\/lampwright\.yaml:\d: /],
  [
    "- {service: Lampwright, terms: Usage, url: https://a.example}\n- {service: Lampwright, terms: Usage, url: https://b.example}\n",
    /tracked\/lampwright\.yaml:2: Lampwright, Usage is tracked at tracked\/lampwright\.yaml:1 too/,
  ],
])("%j: one line that names the place", (text, said) => {
  mkdirSync(join(workspace, "tracked"));
  writeFileSync(join(workspace, "tracked/lampwright.yaml"), text);
  const { code, stderr } = corrigible(["track", "lint", "--workspace", workspace]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a file of another lab, a page that is none, a name that is tracked already, and nothing tracked", async () => {
  expect((await watch()).stderr).toContain("nothing is tracked; add a page with corrigible track add URL");
  expect(await add("/nowhere", "Usage Rules")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("error-page, status 404"),
  });
  await add("/usage", "Usage Rules");
  expect(await add("/usage", "Usage Rules")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("tracked already"),
  });
  writeFileSync(
    join(workspace, "tracked/other.yaml"),
    `- {service: Lampwright, terms: Privacy, url: ${url}/privacy}\n`,
  );
  const { code, stdout, stderr } = corrigible(["track", "lint", "--workspace", workspace]);
  expect(code).toBe(1);
  expect(stdout).toContain(`lampwright/usage-rules: ${url}/usage, every 24 hours`);
  expect(stderr).toContain("Lampwright is of lampwright, the file of other");
});

test("a damaged PDF in a document's place is told and kept, and the others are captured", async () => {
  await add("/usage", "Usage Rules");
  await add("/privacy", "Privacy Policy");
  await watch();
  pages["/usage"] = `%PDF-1.7\n${"We delete what you give us within thirty days. ".repeat(20)}`;
  pages["/privacy"] = privacy.replace("thirty", "forty");
  const { code, stdout, stderr } = await watch("2026-08-03T00:00:00Z");
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain("a PDF that cannot be read: ");
  expect(stdout).toContain("2 documents of 2 captured: 1 new, 0 unchanged, 1 without a document.");
});

test("a page whose bytes or answers are odd is not left out of a document of several", async () => {
  mkdirSync(join(workspace, "tracked"));
  writeFileSync(
    join(workspace, "tracked/lampwright.yaml"),
    `- service: Lampwright\n  terms: Rules\n  url:\n    - ${url}/usage\n    - ${url}/privacy\n`,
  );
  pages["/privacy"] = privacy.replace("<h1>", "\0<h1>");
  expect(await watch()).toMatchObject({ code: 0, stdout: expect.stringContaining("1 new, 0 unchanged") as string });
  const text = await run(["track", "test", "lampwright/rules"]);
  expect(text.stdout).toContain("Military operations");
  expect(text.stdout).toContain("never sell your data");

  pages["/privacy"] = 304;
  const { code, stdout } = await watch("2026-08-03T00:00:00Z");
  expect(code).toBe(0);
  expect(stdout).toContain("status 304 to a request for the whole page");
  expect(stdout).toContain("0 new, 0 unchanged, 1 without a document");
});

test("a page that has not changed is read again by a declaration that has", async () => {
  await add("/usage", "Usage Rules");
  await watch();
  const declared = join(workspace, "tracked/lampwright.yaml");
  writeFileSync(declared, `${readFileSync(declared, "utf8").trimEnd()}\n  remove: ul\n`);
  expect((await watch("2026-08-03T00:00:00Z")).stdout).toContain("1 new, 0 unchanged");
  expect((await watch("2026-08-05T00:00:00Z")).stdout).toContain("0 new, 1 unchanged");
});

test("a log that was restored gets again the text that only the memory of the last capture knows", async () => {
  await add("/usage", "Usage Rules");
  await watch();
  const whole = workspace;
  const restored = join(folder, "restored");
  cpSync(whole, restored, { recursive: true });
  pages["/usage"] = usage("");
  expect((await watch("2026-08-03T00:00:00Z")).stdout).toContain("1 new, 0 unchanged");
  cpSync(join(whole, "state/watch.json"), join(restored, "state/watch.json"));
  workspace = restored;
  expect((await watch("2026-08-05T00:00:00Z")).stdout).toContain("1 new, 0 unchanged");
});

test("while somebody else adds to the log, what was captured waits", async () => {
  await add("/usage", "Usage Rules");
  const inside = (name: string): string => join(workspace, name);
  const place = inside("evidence");
  const writer = openEvidenceWriter({ place, keysDir: inside("keys"), stateDir: inside("state") });
  served = [];
  const running = watch();
  await vi.waitUntil(() => served.includes("/usage"), { timeout: 30_000, interval: 20 });
  await wait(1_500);
  writer.close();
  expect(await running).toMatchObject({ code: 0, stdout: expect.stringContaining("1 new, 0 unchanged") as string });
  expect(openEvidence(place).size).toBe(3);
});

test("a watch that goes on tells what it does: a line a capture in the log, counts by outcome in its metrics", async () => {
  await add("/usage", "Usage Rules");
  await add("/privacy", "Privacy Policy");
  pages["/privacy"] = 404;
  const log = join(folder, "log.jsonl");
  const args = ["watch", "--delay", "1", "--metrics", "0", "--log-level", "info", "--log-file", log];
  const child = spawn(BIN, [...args, "--workspace", workspace], {
    env: { ...process.env, CORRIGIBLE_NOW: "", CORRIGIBLE_ALLOW_PRIVATE: "1" },
    stdio: "ignore",
  });
  try {
    const lines = (): { msg: string; url?: string; document?: string; outcome?: string }[] =>
      existsSync(log) ? jsonLines(readFileSync(log, "utf8")) : [];
    await vi.waitUntil(() => lines().some(({ msg }) => msg === "round ended"), { timeout: 30_000, interval: 50 });
    expect(lines().filter(({ msg }) => msg === "captured")).toMatchObject([
      { document: "lampwright/privacy-policy", outcome: "error-page" },
      { document: "lampwright/usage-rules", outcome: "document" },
    ]);
    const url = lines().find(({ msg }) => msg === "metrics")?.url ?? "";
    const figures = (await (await fetch(url)).text()).split("\n");
    for (const line of [
      'corrigible_captures_total{outcome="document"} 1',
      'corrigible_captures_total{outcome="error-page"} 1',
      'corrigible_step_duration_seconds_count{step="capture",result="ok"} 2',
      "corrigible_documents_tracked 2",
      "corrigible_documents_due 0",
    ]) {
      expect(figures).toContain(line);
    }
  } finally {
    child.kill();
  }
});

test("where another machine adds to the log in a bucket first, what was captured is added after that", async () => {
  const store = await startStore();
  try {
    rmSync(workspace, { recursive: true });
    const secret = (name: string): string | undefined => BUCKET_KEYS[name];
    const settings = { url: `s3://${BUCKET}/watch`, endpoint: store.endpoint, region: REGION, timeout: 30 };
    const labTable = { services: { Lampwright: { lab: "lampwright" } }, labs: {} };
    initWorkspace(workspace, "corrigible.local/watch", labTable, { secret, store: settings });
    const other = {
      place: store.place("watch", join(folder, "other")),
      keysDir: join(workspace, "keys"),
      stateDir: join(folder, "other", "state"),
    };
    await add("/usage", "Usage Rules");
    await store.control({ faults: [{ match: "PUT watch/sequencer/checkpoint", kind: "hold", times: 1 }] });
    const frozen = store.frozen();
    const running = watch();
    await frozen;
    write(other, (writer) => record(writer, 3));
    await store.control({ faults: [] });
    expect(await running).toMatchObject({ code: 0, stdout: expect.stringContaining("1 new, 0 unchanged") as string });
    const { size } = openEvidence(other.place);
    expect(size).toBe(6);
    expect((await run(["verify"])).stdout).toContain("All is as recorded: 6 entries");
  } finally {
    await store.stop();
  }
});
