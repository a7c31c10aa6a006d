import { existsSync } from "node:fs";

/**
 * The folder of published data that CORRIGIBLE_DATA names, with `fmti/`, `aiid/`, `epoch-…/` and `bods/` in it; null
 * where it is not set: tests on it are skipped then. Set but wrong is a mistake, and throws.
 */
export function dataFolder(): string | null {
  const folder = process.env["CORRIGIBLE_DATA"] ?? "";
  if (folder === "") return null;
  if (!existsSync(folder)) throw new Error(`CORRIGIBLE_DATA names no folder: ${folder}`);
  return folder;
}

/** What a title of tests on published data ends with, so that a run says which it left out and why. */
export const WHY_SKIPPED = dataFolder() === null ? " (skipped: CORRIGIBLE_DATA names no folder of data)" : "";
