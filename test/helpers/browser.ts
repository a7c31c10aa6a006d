import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../../src/sources/index.ts";

/** The Chromium that is installed; null where there is none: tests that need it are skipped then, but not in CI. */
export const CHROMIUM: string | null = findChromium();
if (CHROMIUM === null && process.env["CI"]) throw new Error("CI needs Chromium: apt-get install chromium");

/** What a title of tests in a browser ends with, so that a run says what it left out and why. */
export const WHY_NO_BROWSER = CHROMIUM === null ? " (skipped: no Chromium is installed)" : "";

/** Starts Chromium. It runs as whoever runs the tests, in containers as root: there it has no sandbox of its own. */
export function launch(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error("no Chromium is installed");
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
