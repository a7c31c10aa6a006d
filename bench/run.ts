/**
 * Runs the benchmarks whose name holds the word given, or all:
 *
 *     npm run bench -- import
 *
 * All but `hawkes` need the real archive: CORRIGIBLE_DATA names the folder that holds
 * `archives/genai-contrib-versions.bundle`.
 * Each prints one line a measure: what, figure, bar. Exit code 1 where a bar is missed.
 */

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
  hawkes: async () => (await import("./hawkes.ts")).benchHawkes,
  "import-audit": async () => (await import("./import-audit.ts")).benchImportAudit,
  kill: async () => (await import("./kill.ts")).benchKill,
};

const filter = process.argv[2] ?? "";
let missed = 0;
for (const [name, load] of Object.entries(BENCHES)) {
  if (!name.includes(filter)) continue;
  const bench = await load();
  for (const { what, value, unit, max } of await bench()) {
    const bar = max === null ? "" : value <= max ? `  (bar ${max}: reached)` : `  (bar ${max}: MISSED)`;
    if (max !== null && value > max) missed++;
    console.log(`${name}: ${what}: ${value.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${unit}${bar}`);
  }
}
process.exitCode = missed > 0 ? 1 : 0;
