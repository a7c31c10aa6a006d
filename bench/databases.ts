import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "../test/helpers/postgres.ts";
import { BIN, findBundle, inFolder, run } from "./archive.ts";
import type { Measure } from "./run.ts";

/** The variable that puts the index into a database. */
const SETTING = "CORRIGIBLE_DATABASE";

/**
 * The whole archive audited from nothing into a file and into a PostgreSQL server on the same machine, which writes as
 * durably as its makers set it; then again with nothing new, and made anew; and the exports compared, byte for byte.
 */
export function benchDatabases(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const watch = join(folder, "watch");
    const workspace = ["--workspace", watch];
    await run(BIN, ["init", watch, "--origin", "corrigible.local/bench"]);
    await run(BIN, ["import", "ota", findBundle(), ...workspace]);
    const sqlite = await measure("SQLite", workspace, join(folder, "sqlite"));
    rmSync(join(watch, "index"), { recursive: true });
    const postgres = startPostgres({ isDurable: true });
    process.env[SETTING] = postgres.url;
    try {
      const other = await measure("PostgreSQL", workspace, join(folder, "postgres"));
      const names = readdirSync(join(folder, "sqlite"));
      const read = (name: string, file: string): Buffer => readFileSync(join(folder, name, file));
      const different = names.filter((file) => !read("sqlite", file).equals(read("postgres", file)));
      return [
        ...sqlite,
        ...other,
        { what: "files of the export that differ", value: different.length, unit: `of ${names.length}`, max: 0 },
      ];
    } finally {
      delete process.env[SETTING];
      postgres.remove();
    }
  });
}

async function measure(name: string, workspace: readonly string[], target: string): Promise<Measure[]> {
  const audit = await run(BIN, ["audit", ...workspace]);
  const again = await run(BIN, ["audit", ...workspace]);
  const rebuild = await run(BIN, ["rebuild", ...workspace]);
  const exported = await run(BIN, ["export", target, ...workspace]);
  const search = await run(BIN, ["search", "personal data", ...workspace]);
  const of = (what: string, { seconds }: { seconds: number }): Measure => ({
    what: `${name}: ${what}`,
    value: seconds,
    unit: "s",
    max: null,
  });
  return [
    of("audit from nothing", audit),
    of("audit with nothing new", again),
    of("rebuild", rebuild),
    of("export", exported),
    of("search", search),
    { what: `${name}: peak memory of the audit`, value: audit.peakMb, unit: "MB", max: null },
  ];
}
