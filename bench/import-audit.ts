import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { BIN, findBundle, inFolder, run, timeGitLog } from "./archive.ts";
import type { Measure } from "./run.ts";

/** Times over `git log`: the bar of the first version; the aim is 3. */
const RATIO_MAX = 15;
const PEAK_MB_MAX = 800;
const REPEAT_SECONDS_MAX = 1;

/** From nothing to the answer on the real archive, over the time git takes to print all differences; and again. */
export function benchImportAudit(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const bundle = findBundle();
    const repository = join(folder, "repository");
    spawnSync("git", ["clone", "--quiet", "--bare", bundle, repository], { stdio: "inherit" });
    // The first one warms the disk's cache, for both.
    timeGitLog(repository);
    const git = timeGitLog(repository);

    const workspace = ["--workspace", join(folder, "watch")];
    const made = await run(BIN, ["init", join(folder, "watch"), "--origin", "corrigible.local/bench"]);
    const imported = await run(BIN, ["import", "ota", bundle, ...workspace]);
    const audited = await run(BIN, ["audit", ...workspace]);
    const again = [
      await run(BIN, ["import", "ota", bundle, ...workspace]),
      await run(BIN, ["audit", ...workspace]),
    ].reduce((sum, { seconds }) => sum + seconds, 0);
    const whole = made.seconds + imported.seconds + audited.seconds;
    return [
      { what: "git log -p --word-diff", value: git, unit: "s", max: null },
      { what: "import", value: imported.seconds, unit: "s", max: null },
      { what: "audit", value: audited.seconds, unit: "s", max: null },
      { what: "init, import and audit over git log", value: whole / git, unit: "times", max: RATIO_MAX },
      { what: "peak memory of import", value: imported.peakMb, unit: "MB", max: PEAK_MB_MAX },
      { what: "peak memory of audit", value: audited.peakMb, unit: "MB", max: PEAK_MB_MAX },
      { what: "import and audit with nothing new", value: again, unit: "s", max: REPEAT_SECONDS_MAX },
    ];
  });
}
