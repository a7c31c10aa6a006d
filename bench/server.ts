import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import autocannon from "autocannon";
import { BIN, environment, findBundle, inFolder, run } from "./archive.ts";
import type { Measure } from "./run.ts";

const CONNECTIONS = 10;
const SECONDS = 30;
/** Pages asked for the first time. */
const FIRST_PAGES = 200;
/** Requests a second at least, and milliseconds that 99 of 100 requests take at most. */
const RATE_MIN = 300;
const P99_MS_MAX = 60;
/** The soak: how long, and by how much memory may be over what it was after the first third. */
const SOAK_SECONDS = 240;
const GROWTH_MAX_PERCENT = 10;
/** The server has one core and the load the other, so that neither waits for the other. */
const SERVER_CORE = "0";
const LOAD_CORE = "1";

/** The dashboard over the casebook and the whole archive, by a load from the other core. */
export function benchServer(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const watch = join(folder, "watch");
    const workspace = ["--workspace", watch];
    await run(BIN, ["init", watch, "--origin", "corrigible.local/bench"]);
    await run(BIN, ["import", "ota", findBundle(), ...workspace]);
    await run(BIN, ["import", "casebook", ...workspace]);
    await run(BIN, ["audit", ...workspace]);
    const { stdout } = await run(BIN, ["changes", "--json", "--limit", "2000", ...workspace]);
    const ids = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);
    spawnSync("taskset", ["--cpu-list", "--pid", LOAD_CORE, String(process.pid)], { stdio: "ignore" });
    const { server, url } = await start(watch);
    try {
      return [
        await firstTimes(url, ids),
        ...(await load("front page", url, ["/"])),
        ...(await load("one change page", url, [`/changes/${ids[0]}`])),
        ...(await load(
          `${ids.length} change pages in turn`,
          url,
          ids.map((id) => `/changes/${id}`),
          false,
        )),
        ...(await soak(server, url, ids)),
      ];
    } finally {
      server.kill();
    }
  });
}

async function start(watch: string): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const args = ["--cpu-list", SERVER_CORE, BIN, "serve", "--port", "0", "--workspace", watch];
  const server = spawn("taskset", args, { env: environment(), stdio: ["ignore", "pipe", "inherit"] });
  for await (const chunk of server.stdout) {
    const [url] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
    if (url) return { server, url };
  }
  throw new Error("the server ended before it answered");
}

async function fire(url: string, paths: readonly string[], seconds: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: paths.map((path) => ({ path })),
  });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests of ${paths[0]} failed`);
  return result;
}

/** Pages that nobody has asked for yet, and so are made for this visitor: the median of the first of them. */
async function firstTimes(url: string, ids: readonly string[]): Promise<Measure> {
  const times: number[] = [];
  for (const id of ids.slice(0, FIRST_PAGES)) {
    const began = performance.now();
    await (await fetch(`${url}/changes/${id}`)).text();
    times.push(performance.now() - began);
  }
  return { what: "a change page made anew, median", value: median(times), unit: "ms", max: P99_MS_MAX };
}

/** `barred`: whether the figures are held to the bars; else they only inform. */
async function load(what: string, url: string, paths: readonly string[], barred = true): Promise<Measure[]> {
  const { requests, latency } = await fire(url, paths, SECONDS);
  return [
    {
      what: `${what}: milliseconds a request at this rate`,
      value: 1000 / requests.average,
      unit: "ms",
      max: barred ? 1000 / RATE_MIN : null,
    },
    { what: `${what}: requests`, value: requests.average, unit: "per second", max: null },
    { what: `${what}: 99th percentile`, value: latency.p99, unit: "ms", max: barred ? P99_MS_MAX : null },
  ];
}

/** Many pages for minutes: more requests than two hours of a busy day bring. Memory must not grow with them. */
async function soak(server: ChildProcess, url: string, ids: readonly string[]): Promise<Measure[]> {
  const paths = [
    "/",
    "/labs/openai",
    "/documents",
    "/changes",
    "/compare?matter=military",
    ...ids.map((id) => `/changes/${id}`),
  ];
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(residentMb(server.pid)), 1000);
  const { requests } = await fire(url, paths, SOAK_SECONDS);
  clearInterval(sampling);
  const third = samples.slice(samples.length / 3, (samples.length * 2) / 3);
  const last = samples.slice((samples.length * 2) / 3);
  const growth = (100 * (median(last) - median(third))) / median(third);
  return [
    { what: "soak: requests answered", value: requests.total, unit: "", max: null },
    { what: "soak: memory at the end", value: median(last), unit: "MB", max: null },
    { what: "soak: last third over the one before", value: growth, unit: "%", max: GROWTH_MAX_PERCENT },
  ];
}

function residentMb(pid: number | undefined): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
