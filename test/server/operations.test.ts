import { once } from "node:events";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { jsonLines, succeed } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { serve, type Served } from "../helpers/served.ts";

/** What an operator sees of a dashboard that runs: its log, its health, its figures. */

let folder: string;
let workspace: string;
let logFile: string;
let served: Served;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-operations-"));
  workspace = join(folder, "watch");
  logFile = join(folder, "log.jsonl");
  initWorkspace(workspace, "corrigible.local/operations", { services: { Acme: { lab: "acme" } }, labs: {} });
  await record("2024-01-10", "# Rules\n\nYou may not build bombs.\n");
  succeed(["audit", "--workspace", workspace]);
  served = await serve(workspace, () => {}, ["--log-level", "info", "--log-file", logFile]);
});
afterAll(() => {
  served.stop();
  rmSync(folder, { recursive: true, force: true });
});

let archives = 0;
async function record(day: string, text: string): Promise<void> {
  const archive = join(folder, `archive-${archives++}`);
  const subject = "First record of Acme Rules";
  await makeArchive(archive, [{ date: `${day}T10:00:00Z`, subject, files: { [`Acme/Rules ${archives}.md`]: text } }]);
  succeed(["import", "ota", archive, "--workspace", workspace]);
}

interface Line {
  readonly msg: string;
  readonly request: string;
  readonly [field: string]: unknown;
}
const lines = (): Line[] => jsonLines<Line>(readFileSync(logFile, "utf8"));
const get = (path: string): Promise<Response> => fetch(`${served.url}${path}`);
const idOf = ({ headers }: Response): string => headers.get("x-request-id") ?? "";
const lineOf = (answer: Response): Line | undefined => lines().find(({ request }) => request === idOf(answer));

/** Asks under another name, which fetch does not do. */
async function statusAs(host: string, url: string): Promise<number | undefined> {
  const [answer] = (await once(request(url, { headers: { host } }).end(), "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

test("each request has an id, in the answer and in one line of the log", async () => {
  const [first, again] = [await get("/changes?subject=use"), await get("/changes?subject=use")];
  expect(idOf(first)).toMatch(/^[0-9a-f]{16}$/);
  expect(idOf(again)).not.toBe(idOf(first));
  expect(lineOf(first)).toMatchObject({
    level: "info",
    msg: "request",
    method: "GET",
    route: "/changes",
    path: "/changes",
    status: 200,
    cache: "miss",
    seconds: expect.any(Number),
  });
  expect(lineOf(again)).toMatchObject({ cache: "hit" });
  const missing = await get("/documents/acme/%0A%7B%E2%80%AE");
  expect(lineOf(missing)).toMatchObject({ route: "/documents/:lab/:document", status: 404 });
  expect(lineOf(await get("/nowhere"))).toMatchObject({ route: "none", status: 404 });
  expect(lines()[0]).toMatchObject({ msg: "serving", url: served.url });
});

test("health: alive and ready, never kept; what is behind is said", async () => {
  const alive = await get("/healthz");
  expect([alive.status, alive.headers.get("cache-control"), await alive.json()]).toEqual([
    200,
    "no-store",
    { alive: true },
  ]);
  await record("2024-02-10", "# Rules\n\nYou may not build weapons.\n");
  const ready = await get("/readyz");
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, log: { ok: true, entries: 4 }, index: { ok: true, entries: 2, behind: 2 } },
  ]);
  expect(await statusAs("anything.example", `${served.url}/readyz`)).toBe(200);
  expect(await statusAs("anything.example", `${served.url}/`)).toBe(421);
});

test("not ready: the log cannot be read, the index is gone or of another log; it says which, and names no path", async () => {
  const notReady = async (): Promise<unknown> => {
    const answer = await get("/readyz");
    expect(answer.status).toBe(503);
    const text = await answer.text();
    expect(text).not.toContain(folder);
    return JSON.parse(text);
  };
  const away = async (path: string, check: () => Promise<void>): Promise<void> => {
    renameSync(join(workspace, path), join(folder, "away"));
    try {
      await check();
    } finally {
      renameSync(join(folder, "away"), join(workspace, path));
    }
  };
  await away("evidence/checkpoint", async () => {
    expect(await notReady()).toMatchObject({ ready: false, log: { ok: false }, index: { ok: false } });
    expect((await get("/healthz")).status).toBe(200);
  });
  await away("index", async () => {
    expect(await notReady()).toMatchObject({
      log: { ok: true },
      index: { ok: false, why: expect.stringMatching(/corrigible audit/) },
    });
  });
  expect((await get("/readyz")).status).toBe(200);
  setState((state) => state.replace(/"logRoot":"../, '"logRoot":"zz'));
  expect(await notReady()).toMatchObject({
    index: { ok: false, why: expect.stringMatching(/of another log; run corrigible rebuild/) },
  });
  succeed(["rebuild", "--workspace", workspace]);
  expect((await get("/readyz")).status).toBe(200);
});

/** Alters what the index says it was made from. */
function setState(alter: (state: string) => string): void {
  const database = new DatabaseSync(join(workspace, "index/corrigible.sqlite"));
  const state = String(database.prepare("select value from meta where name = 'state'").get()?.["value"]);
  database.prepare("update meta set value = ? where name = 'state'").run(alter(state));
  database.close();
}

test("metrics: at a port of their own, by route and state, named as Prometheus has it", async () => {
  expect((await get("/metrics")).status).toBe(404);
  const file = join(folder, "metrics.jsonl");
  const other = await serve(workspace, () => {}, ["--metrics", "0", "--log-level", "info", "--log-file", file]);
  try {
    for (const path of ["/", "/", "/changes/0123456789abcdef", "/nowhere"]) await fetch(`${other.url}${path}`);
    const [{ url } = { url: "" }] = jsonLines<{ msg: string; url: string }>(readFileSync(file, "utf8")).filter(
      ({ msg }) => msg === "metrics",
    );
    const answer = await fetch(url);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    const lines = text.split("\n");
    for (const line of [
      'corrigible_build_info{version="0.1.0"} 1',
      'corrigible_http_requests_total{method="GET",route="/",status="200"} 2',
      'corrigible_http_requests_total{method="GET",route="/changes/:id",status="404"} 1',
      'corrigible_http_requests_total{method="GET",route="none",status="404"} 1',
      'corrigible_http_request_duration_seconds_count{route="/"} 2',
      'corrigible_page_cache_requests_total{result="hit"} 1',
      "corrigible_log_entries 4",
      `corrigible_log_newest_entry_timestamp_seconds ${Date.parse("2026-08-01T00:00:00Z") / 1000}`,
      "corrigible_index_behind_entries 0",
      "corrigible_documents_tracked 0",
    ]) {
      expect(lines).toContain(line);
    }
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
    // promtool check metrics: every figure has help and type, counters end in _total.
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type]) => ({ name, type }));
    const helped = new Set([...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name));
    const ours = types.filter(({ name }) => name.startsWith("corrigible_"));
    expect(ours.filter(({ name, type }) => (type === "counter") !== name.endsWith("_total"))).toEqual([]);
    expect(ours.filter(({ name }) => !helped.has(name))).toEqual([]);
    expect(await statusAs("rebound.example", url)).toBe(421);
    expect((await fetch(new URL("/healthz", url))).status).toBe(200);
    expect((await fetch(new URL("/", url))).status).toBe(404);

    // What cannot be read is left out rather than told as it was.
    renameSync(join(workspace, "evidence/checkpoint"), join(folder, "away"));
    const without = await (await fetch(url)).text();
    renameSync(join(folder, "away"), join(workspace, "evidence/checkpoint"));
    expect(without).not.toMatch(/^corrigible_log_entries \d/m);
  } finally {
    other.stop();
  }
});

test("a page that fails names its request, in HTML and JSON; the log has the same with its error", async () => {
  const database = new DatabaseSync(join(workspace, "index/corrigible.sqlite"));
  database.exec("alter table changes rename to gone");
  for (const path of ["/changes?direction=loosens", "/api/v1/changes"]) {
    const answer = await get(path);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).toContain(`at request ${idOf(answer)}`);
    expect(text).not.toMatch(/no such table|node_modules/);
    const told = lines().filter(({ request }) => request === idOf(answer));
    expect(told).toMatchObject([
      { level: "error", msg: "a page failed", error: { message: expect.stringMatching(/no such table/) } },
      { level: "info", status: 500 },
    ]);
  }
  database.exec("alter table gone rename to changes");
  database.close();
  expect(served.complaints()).toMatch(
    /a defect of Corrigible at \/changes\?direction=loosens \(request [0-9a-f]{16}\)/,
  );
});

test("a log on standard error has it to itself: every line is JSON, also what a command says to people", async () => {
  const other = await serve(workspace, () => {}, ["--log-level", "info"]);
  try {
    await fetch(`${other.url}/`);
    expect(jsonLines<Line>(other.complaints()).map(({ msg }) => msg)).toEqual(["serving", "request"]);
  } finally {
    other.stop();
  }
});
