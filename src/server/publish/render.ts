import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Workspace } from "../../pipeline/index.ts";
import { makeFolder } from "../../std/index.ts";
import { makeApp } from "../app.ts";
import { openSiteSource } from "../site.ts";
import { fileOf } from "./addresses.ts";
import { COPY_ROUTES, MISSING_PATH } from "./pages.tsx";
import { makeResolve, requestOf, type Target } from "./resolve.ts";
import { rewriteAddresses, rewriteLinks } from "./rewrite.ts";

/** A file that was written. */
export interface Written {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Renders pages into a folder. */
export interface Renderer {
  /** Writes the files of these targets; gives them, and the pages that they lead to. Throws for a page that fails. */
  render(targets: readonly Target[]): Promise<{ readonly written: Written[]; readonly found: Target[] }>;
  close(): Promise<void>;
}

/** Renders through the application itself: what a visitor of `serve` would get, with links between files. */
export async function openRenderer(workspace: Workspace, folder: string, publicUrl: string | null): Promise<Renderer> {
  const source = await openSiteSource(workspace, publicUrl, true);
  const site = await source.current();
  const resolve = await makeResolve(site);
  const defects: string[] = [];
  const app = makeApp(source, {
    hosts: null,
    isPublic: false,
    onDefect: (address, error) => defects.push(`${address}: ${error instanceof Error ? error.message : String(error)}`),
    routes: COPY_ROUTES,
  });
  const write = fileWriter(folder);
  // Told once: a page leads to the same pages as a thousand others.
  const told = new Set<string>();

  async function renderOne(target: Target): Promise<{ readonly written: Written; readonly found: readonly Target[] }> {
    const { file, blob } = target;
    if (blob !== undefined) return { written: write(file, gzip(site.evidence.blob(blob))), found: [] };
    const answer = await app.request(requestOf(target));
    if (answer.status !== 200) {
      throw new Error(`the page ${target.address} cannot be made: ${defects[0] ?? `status ${answer.status}`}`);
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get("content-type") ?? "";
    if (FEED_TYPES.test(type) && publicUrl !== null) {
      const feed = rewriteAddresses(bytes.toString("utf8"), publicUrl, resolve);
      return { written: write(file, Buffer.from(feed)), found: [] };
    }
    if (!type.startsWith("text/html")) return { written: write(file, bytes), found: [] };
    // A host shows it at every address that has no file.
    const root = file === fileOf(MISSING_PATH) && publicUrl !== null ? `${publicUrl}/` : undefined;
    const { html, targets } = rewriteLinks(bytes.toString("utf8"), file, resolve, root);
    return { written: write(file, Buffer.from(html)), found: targets };
  }

  return {
    async render(targets) {
      const written: Written[] = [];
      const found: Target[] = [];
      for (const target of targets) {
        const one = await renderOne(target);
        written.push(one.written);
        for (const next of one.found) {
          if (told.has(next.file)) continue;
          told.add(next.file);
          found.push(next);
        }
      }
      return { written, found };
    },
    close: () => source.close(),
  };
}

const FEED_TYPES = /^application\/(?:atom\+xml|feed\+json)/;
/** Writes files below a folder, each once. */
export function fileWriter(folder: string): (file: string, bytes: Uint8Array) => Written {
  const made = new Set<string>();
  return (file, bytes) => {
    const path = join(folder, file);
    if (!made.has(dirname(path))) {
      makeFolder(dirname(path));
      made.add(dirname(path));
    }
    writeFileSync(path, bytes, { flag: "wx" });
    return { file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  };
}

/** Place of the operating system's name in a gzip file (RFC 1952, section 2.3), and its word for "unknown". */
const GZIP_OS_AT = 9;
const GZIP_OS_UNKNOWN = 255;

/** The same bytes on every system. */
function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: GZIP_LEVEL });
  packed[GZIP_OS_AT] = GZIP_OS_UNKNOWN;
  return packed;
}

const GZIP_LEVEL = 6;
