import { type Entry, parseEntry } from "../model/index.ts";
import { canonicalJson, UserError } from "../std/index.ts";
import { ENTRY_BYTES_MAX } from "../tlog/index.ts";
import { decodeText } from "./layout.ts";

/** A leaf of the log: an entry as canonical JSON. Format page: docs/formats/entries.md. */

/** Throws a UserError for an entry above 65,535 bytes, a ZodError for what is no entry. */
export function encodeEntry(entry: Entry): Uint8Array {
  const bytes = Buffer.from(canonicalJson(parseEntry(entry)));
  if (bytes.length > ENTRY_BYTES_MAX) {
    throw new UserError(`an entry of ${bytes.length} bytes; the log takes at most ${ENTRY_BYTES_MAX}`);
  }
  return bytes;
}

/** The inverse of {@link encodeEntry}: throws an Error of one line for any other bytes. */
export function decodeEntry(bytes: Uint8Array): Entry {
  const text = decodeText(bytes);
  const entry = parseEntry(JSON.parse(text));
  if (canonicalJson(entry) !== text) throw new Error("not in canonical form");
  return entry;
}

/** How people find an entry: `entry 17 (ChatGPT Terms of Service, 2024-01-10)`. */
export function describeEntry(index: number, entry: Entry): string {
  const day = (date: string): string => date.slice(0, "2024-01-10".length);
  switch (entry.type) {
    case "version":
      return `entry ${index} (${entry.service} ${entry.terms}, ${day(entry.date)})`;
    case "input":
      return `entry ${index} (${entry.source}/${entry.name})`;
    case "import":
      return `entry ${index} (import, ${day(entry.recorded)})`;
  }
}
