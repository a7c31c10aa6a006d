import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium } from "../sources/index.ts";
import { EXIT, UserError } from "../std/index.ts";

/** How long a card may take to be printed, in milliseconds. */
const TIME_MAX_MS = 60_000;

/**
 * Prints a self-contained page of ours as PDF by an installed Chromium, without network. Throws a UserError where none
 * is installed, or where it fails.
 */
export function printPdf(page: string): Uint8Array {
  const chromium = findChromium();
  if (chromium === null) {
    throw new UserError("a PDF needs Chromium, and none is installed (Debian: apt-get install chromium)", EXIT.outside);
  }
  const folder = mkdtempSync(join(tmpdir(), "corrigible-pdf-"));
  try {
    const [source, target] = [join(folder, "page.html"), join(folder, "page.pdf")];
    writeFileSync(source, page);
    const ran = spawnSync(chromium, argumentsFor(folder, source, target), { timeout: TIME_MAX_MS, stdio: "ignore" });
    if (!existsSync(target)) {
      const why = ran.error?.message ?? `it exited ${ran.status ?? ran.signal}`;
      throw new UserError(`Chromium at ${chromium} printed no PDF: ${why}`, EXIT.outside);
    }
    return readFileSync(target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function argumentsFor(folder: string, source: string, target: string): string[] {
  // Root has no sandbox of Chromium's: the page is ours, has no script, and its policy forbids one.
  const isRoot = process.getuid?.() === 0;
  return [
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    ...(isRoot ? ["--no-sandbox"] : []),
    "--host-resolver-rules=MAP * ~NOTFOUND",
    `--user-data-dir=${join(folder, "profile")}`,
    "--no-pdf-header-footer",
    `--print-to-pdf=${target}`,
    pathToFileURL(source).href,
  ];
}
