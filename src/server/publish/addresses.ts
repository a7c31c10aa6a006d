import { createHash } from "node:crypto";

/**
 * Where the pages of a copy in files lie, and which pages it has. An address is what `serve` answers, path and query;
 * each has one file below the copy's folder:
 *
 *     /                                    index.html
 *     /changes                             changes.html
 *     /changes?lab=openai&page=2           changes/lab=openai/page=2.html
 *     /evidence/fmti/scores.csv#12         evidence/fmti/scores.csv/row=12.html
 *     /proof/openai/usage-policies@71      proof/openai/usage-policies@71.proof
 *     /labs/openai.json, /log/checkpoint   labs/openai.json, log/checkpoint
 */

/** Filters of which a list has a page each: one at a time, with its pages. A list not named here has no filters. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  "/changes": ["lab", "document", "direction", "subject", "disclosed"],
  "/suppressed": ["noise", "document"],
  "/documents": ["lab"],
  "/promises": ["lab", "state"],
  "/claims": ["lab", "state"],
  "/oversight": ["lab", "state"],
  "/incidents": ["lab", "state"],
  "/compare": ["matter"],
  "/control": ["on", "who", "lab"],
};

/** Names that only choose a part of the same page: any of them together. */
const PARTS: readonly (readonly [pattern: RegExp, names: readonly string[]])[] = [
  [/^\/documents\/[^/]+\/[^/]+$/, ["page"]],
  [/^\/compare$/, ["matter", "labs"]],
];

/** Whether the copy has a page at this path with these values; what the path itself names is not looked at. */
export function isListed(path: string, query: URLSearchParams): boolean {
  const names = [...query.keys()];
  if (new Set(names).size !== names.length) return false;
  if (PARTS.some(([pattern, parts]) => pattern.test(path) && names.every((name) => parts.includes(name)))) return true;
  const filters = names.filter((name) => name !== "page");
  // Neutral changes have no page in a copy, so a list of them would lead nowhere.
  if (path === "/changes" && query.get("direction") === "neutral") return false;
  return filters.length <= 1 && filters.every((name) => FILTERS[path]?.includes(name));
}

/** Last parts of paths that are files as they are. */
const WHOLE_FILE = /\.(?:json|md|csv|jsonl|atom|rss|xml|txt)$/;
/** Longest part of a path, in characters; file systems take 255 bytes. */
const PART_LENGTH_MAX = 120;
const HASH_LENGTH = 16;

/** The file of an address, below the copy's folder, with slashes. Two addresses never share one. */
export function fileOf(address: string): string {
  const [locator = "", row] = address.split("#", 2);
  const [path = "", search = ""] = locator.split("?", 2);
  if (path === "/" && search === "") return "index.html";
  const parts = path
    .slice(1)
    .split("/")
    .map((part) => safePart(decode(part)));
  const [kind] = parts;
  if (kind === "assets" || kind === "log") return parts.join("/");
  if (kind === "proof") return `${parts.join("/")}.proof`;
  const values = [...new URLSearchParams(search)].map(([name, value]) => safePart(`${name}=${value}`));
  if (row !== undefined) values.push(`row=${row}`);
  if (kind !== "evidence" && values.length === 0 && WHOLE_FILE.test(path)) return parts.join("/");
  return `${[...parts, ...values].join("/")}.html`;
}

/** The file of an archived text, compressed: texts are the larger part of a copy. */
export function textFileOf(sha256: string): string {
  return `text/${sha256.slice(0, 2)}/${sha256.slice(2)}.txt.gz`;
}

/** A part of a path that every file system and every host takes: other bytes as `~2f`, long ones cut, with a hash. */
function safePart(part: string): string {
  const safe = part
    .replaceAll(/[^A-Za-z0-9._@=,+-]/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `~${byte.toString(16).padStart(2, "0")}`).join(""),
    )
    .replace(/^\./, "~2e");
  if (safe.length <= PART_LENGTH_MAX) return safe;
  const hash = createHash("sha256").update(part).digest("hex").slice(0, HASH_LENGTH);
  return `${safe.slice(0, PART_LENGTH_MAX - HASH_LENGTH - 2)}~~${hash}`;
}

/** A part of an address as it is meant; one that cannot be decoded stays as it is. */
export function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
