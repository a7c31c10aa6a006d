import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** A target is a file of `targets/`. */
export const TARGET_NAMES: readonly string[] = readdirSync(fileURLToPath(new URL("targets/", import.meta.url)))
  .map((file) => basename(file, ".ts"))
  .toSorted();
