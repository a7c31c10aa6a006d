import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { BIN, findBundle, inFolder, run } from "./archive.ts";
import type { Measure } from "./run.ts";

const SECONDS_MAX = 120;
const MEGABYTES_MAX = 400;
const MEGABYTE = 1_000_000;

/** The dashboard over every archive of CORRIGIBLE_DATA and the casebook, as files. */
export function benchPublish(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const watch = join(folder, "watch");
    const workspace = ["--workspace", watch];
    await run(BIN, ["init", watch, "--origin", "corrigible.local/bench"]);
    const archives = dirname(findBundle());
    for (const name of readdirSync(archives).filter((one) => one.endsWith(".bundle"))) {
      await run(BIN, ["import", "ota", join(archives, name), ...workspace]);
    }
    await run(BIN, ["import", "casebook", ...workspace]);
    await run(BIN, ["audit", ...workspace]);
    const { seconds, peakMb, stdout } = await run(BIN, ["publish", join(folder, "site"), "--json", ...workspace]);
    const { files, bytes } = JSON.parse(stdout) as { files: number; bytes: number };
    return [
      { what: "the whole archive as files", value: seconds, unit: "s", max: SECONDS_MAX },
      { what: "its size", value: bytes / MEGABYTE, unit: "MB", max: MEGABYTES_MAX },
      { what: "files", value: files, unit: "", max: null },
      { what: "peak memory", value: peakMb, unit: "MB", max: null },
    ];
  });
}
