import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findCaptures } from "./extract-pages.ts";
import type { Timed, Way } from "./extract-run.ts";
import type { Measure } from "./run.ts";

/** Time that extraction may take in hundredths of the peer's: 15 times as fast in one process, 20 times on two cores. */
const ONE_PROCESS_MAX = 100 / 15;
const TWO_CORES_MAX = 100 / 20;
const MEMORY_MAX = 500;

/** Real captures with their declarations, by us and in the peer's way (jsdom, turndown), each in a process of its own. */
export async function benchExtract(): Promise<readonly Measure[]> {
  findCaptures();
  const peer = await time("peer");
  const one = await time("one");
  const two = await time("two");
  const perSecond = (timed: Timed): number => timed.pages / timed.seconds;
  const share = (timed: Timed): number => (100 * perSecond(peer)) / perSecond(timed);
  return [
    { what: "jsdom and turndown", value: perSecond(peer), unit: "pages a second", max: null },
    { what: "one process", value: perSecond(one), unit: "pages a second", max: null },
    { what: "two workers", value: perSecond(two), unit: "pages a second", max: null },
    { what: "one process, time of the peer's", value: share(one), unit: "%", max: ONE_PROCESS_MAX },
    { what: "two workers, time of the peer's", value: share(two), unit: "%", max: TWO_CORES_MAX },
    { what: "peak memory, one process", value: one.peakMb, unit: "MB", max: MEMORY_MAX },
    { what: "peak memory, two workers", value: two.peakMb, unit: "MB", max: MEMORY_MAX },
  ];
}

async function time(way: Way): Promise<Timed> {
  const child = fileURLToPath(new URL("extract-run.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child, way]);
  return JSON.parse(stdout) as Timed;
}
