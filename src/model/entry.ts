import * as z from "zod";

/**
 * What the evidence log records, one entry a leaf, as canonical JSON (RFC 8785).
 * Format page: docs/formats/entries.md.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits");
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, "a UTC time such as 2024-01-10T18:00:00Z");

/** Why a version was recorded, in the words of the archive. */
export const VERSION_CAUSES = ["first-record", "change", "technical-upgrade"] as const;

/** One recorded text of one document. Carries only facts of the source, never the recorder's clock. */
export const versionEntry = z.strictObject({
  type: z.literal("version"),
  /** SHA-256 of the text's bytes; the text itself is the blob of that name. */
  blob: sha256,
  /** Length of the text in bytes. */
  size: z.int().nonnegative(),
  cause: z.enum(VERSION_CAUSES),
  /** Date of record in the source (for a git archive the author date, for a capture the moment), in UTC. */
  date: instant,
  /** Service and kind of terms as the source names them: "ChatGPT", "Privacy Policy". */
  service: z.string().min(1),
  terms: z.string().min(1),
  origin: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("ota-git"),
      /** Commit id of the repository's root: the same in every copy of the archive. */
      repository: z.string().regex(/^[0-9a-f]{40,64}$/),
      commit: z.string().regex(/^[0-9a-f]{40,64}$/),
      path: z.string().min(1),
    }),
    z.strictObject({
      kind: z.literal("capture"),
      /** Address of the page that was asked for. */
      url: z.string().min(1),
      /** The exchanges, as WARC: the blob of the input before it, of source `capture`, or `web-archive` where another captured. */
      warc: sha256,
    }),
  ]),
});

/** Sources other than archives of policies: each input has a name under its source. */
export const INPUT_SOURCES = [
  "casebook",
  "fmti",
  "aiid",
  "epoch",
  "bods",
  "second-reader",
  "capture",
  "web-archive",
] as const;
export type InputSource = (typeof INPUT_SOURCES)[number];

/** One named input as it came: a table's file, a record of the casebook, a second reading, a capture, records of a web archive. A later entry of a name replaces it. */
export const inputEntry = z.strictObject({
  type: z.literal("input"),
  source: z.enum(INPUT_SOURCES),
  /** Unique under its source: a file's name, a casebook record's id. */
  name: z.string().min(1).max(200),
  blob: sha256,
  size: z.int().nonnegative(),
});

/** Closes an import: says when, by the recorder's clock, the entries before it had been recorded. */
const otaImportEntry = z.strictObject({
  type: z.literal("import"),
  source: z.literal("ota-git"),
  /** Commit id of the repository's root and of the newest commit read. */
  repository: z.string().regex(/^[0-9a-f]{40,64}$/),
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** How many version entries this import added. */
  versions: z.int().nonnegative(),
  recorded: instant,
});
const inputImportEntry = z.strictObject({
  type: z.literal("import"),
  source: z.enum(INPUT_SOURCES),
  /** How many input entries this import added. */
  inputs: z.int().nonnegative(),
  recorded: instant,
});
export const importEntry = z.discriminatedUnion("source", [otaImportEntry, inputImportEntry]);

export const entrySchema = z.discriminatedUnion("type", [versionEntry, inputEntry, importEntry]);
export type Entry = z.infer<typeof entrySchema>;
export type VersionEntry = z.infer<typeof versionEntry>;
export type InputEntry = z.infer<typeof inputEntry>;
export type OtaImportEntry = z.infer<typeof otaImportEntry>;
export type VersionCause = VersionEntry["cause"];

/** SHA-256 of the blob that an entry names; null for an entry without one. */
export function blobOf(entry: Entry): string | null {
  return entry.type === "import" ? null : entry.blob;
}

/** Parses one log entry that has already been decoded from JSON. Throws a ZodError that names the field. */
export function parseEntry(value: unknown): Entry {
  return entrySchema.parse(value);
}
