import { existsSync } from "node:fs";
import { join } from "node:path";

/** Names under which Chromium is installed, and where. */
const FOLDERS = [
  "/usr/bin",
  "/usr/local/bin",
  "/snap/bin",
  "/opt/google/chrome",
  "/Applications/Chromium.app/Contents/MacOS",
];
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "Chromium"];

/** The Chromium that is installed; null where we know of none. */
export function findChromium(): string | null {
  const places = FOLDERS.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find((path) => existsSync(path)) ?? null;
}
