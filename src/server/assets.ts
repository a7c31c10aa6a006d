import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Style sheet and script of the pages. Their names carry their hash, so that a browser may keep them for good. */
export interface Asset {
  /** Path on the site: `/assets/app-1a2b3c4d5e6f.css`. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** Digits of the hash in a name. */
const HASH_LENGTH = 12;

/** Where the build puts them, from the sources as from the compiled server. */
const FOLDER = new URL("../../dist/server/assets/", import.meta.url);

function readAsset(name: string, type: string): Asset {
  const text = readFileSync(new URL(name, FOLDER), "utf8");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
  return { path: `/assets/${name.replace(".", `-${hash}.`)}`, type, text };
}

export const STYLE = readAsset("app.css", "text/css; charset=utf-8");

export const ICON = readAsset("icon.svg", "image/svg+xml");

/** All custom elements in one file, made by tools/build-assets.ts from islands/. */
export const SCRIPT = readAsset("islands.js", "text/javascript; charset=utf-8");
