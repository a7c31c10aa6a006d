import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseTilePath, TlogError } from "../tlog/index.ts";
import { isMissing } from "./layout.ts";

/** What lies in an evidence folder: `path` below it, with slashes. */
export interface FoundFile {
  readonly path: string;
  /** `folder`: an empty one, or one too deep to be the log's; `other`: a link, a device and the like. */
  readonly kind: "file" | "folder" | "other";
}

/** Deeper than any file of a log: `tile/entries/x001/x002/x003/x004/x005/006.p/7`. */
const DEPTH_MAX = 10;

/** Everything in `dir`, or in its folder `below`, without following links. Of folders only empty ones are listed. */
export function* listFiles(dir: string, below = ""): Generator<FoundFile> {
  const found = namesIn(join(dir, below));
  if (found?.length === 0 && below !== "") yield { path: below, kind: "folder" };
  for (const one of found?.toSorted((a, b) => (a.name < b.name ? -1 : 1)) ?? []) {
    const path = below === "" ? one.name : `${below}/${one.name}`;
    if (one.isFile()) yield { path, kind: "file" };
    else if (!one.isDirectory()) yield { path, kind: "other" };
    else if (path.split("/").length > DEPTH_MAX) yield { path, kind: "folder" };
    else yield* listFiles(dir, path);
  }
}

/** Null where a writer has just removed the folder. */
function namesIn(folder: string): Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether a log has a folder of this path; any of them may be empty after a crash. */
export function isLogFolder(path: string): boolean {
  return /^(blobs(\/[0-9a-f]{2})?|tile(\/(entries|[0-6])(\/x\d{3})*(\/\d{3}\.p)?)?)$/.test(path);
}

/** Whether some log has a bundle or tile of this path. */
export function isTilePath(path: string): boolean {
  try {
    parseTilePath(path);
    return true;
  } catch (error) {
    if (error instanceof TlogError) return false;
    throw error;
  }
}
