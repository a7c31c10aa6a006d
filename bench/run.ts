/**
 * Runs the benchmarks whose name holds the word given, or all:
 *
 *     npm run bench -- import
 *
 * All but `alerts`, `extract-hostile`, `hawkes`, `hostile`, `log` and `watch` need real data: CORRIGIBLE_DATA names the folder that holds
 * `archives/genai-contrib-versions.bundle` and `extraction/`.
 * Each prints one line a measure: what, figure, bar. Exit code 1 where a bar is missed.
 */

import { EXIT, UserError } from "../src/std/errors.ts";

/** One figure of a benchmark. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Highest value that passes; null for a figure that only informs. */
  readonly max: number | null;
}

type Bench = () => Promise<readonly Measure[]>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  alerts: async () => (await import("./alerts.ts")).benchAlerts,
  databases: async () => (await import("./databases.ts")).benchDatabases,
  extract: async () => (await import("./extract.ts")).benchExtract,
  "extract-hostile": async () => (await import("./extract-hostile.ts")).benchExtractHostile,
  evals: async () => (await import("./evals.ts")).benchEvals,
  hawkes: async () => (await import("./hawkes.ts")).benchHawkes,
  "import-audit": async () => (await import("./import-audit.ts")).benchImportAudit,
  hostile: async () => (await import("./hostile.ts")).benchHostile,
  log: async () => (await import("./log.ts")).benchLog,
  kill: async () => (await import("./kill.ts")).benchKill,
  publish: async () => (await import("./publish.ts")).benchPublish,
  scale: async () => (await import("./scale.ts")).benchScale,
  server: async () => (await import("./server.ts")).benchServer,
  watch: async () => (await import("./watch.ts")).benchWatch,
  workers: async () => (await import("./workers.ts")).benchWorkers,
};

const chosen = Object.keys(BENCHES).filter((name) => name.includes(process.argv[2] ?? ""));
try {
  if (chosen.length === 0) throw new UserError(`no such benchmark; there are ${Object.keys(BENCHES).join(", ")}`);
  let missed = 0;
  for (const name of chosen) missed += await report(name);
  process.exitCode = missed > 0 ? EXIT.problem : EXIT.ok;
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}

/** Runs one benchmark and prints its measures; gives how many bars were missed. */
async function report(name: string): Promise<number> {
  const bench = await BENCHES[name]?.();
  const measures = (await bench?.()) ?? [];
  for (const { what, value, unit, max } of measures) {
    const bar = max === null ? "" : value <= max ? `  (bar ${max}: reached)` : `  (bar ${max}: MISSED)`;
    console.log(`${name}: ${what}: ${value.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${unit}${bar}`);
  }
  return measures.filter(({ value, max }) => max !== null && value > max).length;
}
