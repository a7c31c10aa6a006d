import { existsSync } from "node:fs";
import { describe, test } from "vitest";

/**
 * The folder of published data that CORRIGIBLE_DATA names, with `fmti/`, `aiid/`, `epoch-…/` and `bods/` in it; null
 * where it is not set. Set but wrong is a mistake, and throws.
 */
export function dataFolder(): string | null {
  const folder = process.env["CORRIGIBLE_DATA"] ?? "";
  if (folder === "") return null;
  if (!existsSync(folder)) throw new Error(`CORRIGIBLE_DATA names no folder: ${folder}`);
  return folder;
}

/** A suite on published data, which is not part of the project: skipped, with a message, where it is absent. */
export function describeData(title: string, suite: (data: string) => void): void {
  const data = dataFolder();
  if (data === null) describe(title, () => void test.skip("skipped: CORRIGIBLE_DATA names no folder of data"));
  else describe(title, () => suite(data));
}
