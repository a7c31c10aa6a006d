import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import * as z from "zod";
import {
  CHANGE_KINDS,
  DIRECTIONS,
  DISCLOSED,
  type LabTable,
  labTableSchema,
  NOISE_KINDS,
  SUBJECTS,
  VERSION_CAUSES,
  type VersionCause,
} from "../model/index.ts";
import { type ArchiveCommit, writeArchive } from "../sources/index.ts";

/** The example that is shipped: the policy history of a company that does not exist. */
export const EXAMPLE_FOLDER = fileURLToPath(new URL("../../examples/orrinvale", import.meta.url));

const instant = z.iso.datetime();
const neutralSchema = z.strictObject({ kind: z.enum(["reworded", "moved"]), quote: z.string() });
const changeSchema = z.strictObject({
  direction: z.enum(DIRECTIONS),
  kind: z.enum(CHANGE_KINDS).optional(),
  /** Stands in the clause as the change quotes it, old or new. */
  quote: z.string(),
  subject: z.enum(SUBJECTS).optional(),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  disclosed: z.enum(DISCLOSED).optional(),
});

const recordSchema = z.strictObject({
  date: instant,
  service: z.string(),
  terms: z.string(),
  cause: z.enum(VERSION_CAUSES),
  /** The text, relative to the history. */
  file: z.string(),
  /** Name of the service until this record. */
  formerly: z.string().optional(),
  /** What a reader should see, in a line. */
  shows: z.string(),
  /** What the audit should find; no other change may alarm. */
  expect: z.strictObject({
    noise: z.enum(NOISE_KINDS).optional(),
    changes: z.array(changeSchema).optional(),
    neutral: z.array(neutralSchema).optional(),
  }),
});
export type ExampleRecord = z.infer<typeof recordSchema>;

const historySchema = labTableSchema.extend({ records: z.array(recordSchema).min(1) });

/** A written policy history: its records in the order of recording, and which lab its services are of. */
export interface Example {
  readonly folder: string;
  readonly labTable: LabTable;
  readonly records: readonly ExampleRecord[];
}

/** Reads `history.yaml` in a folder of ours. Throws where it is not as above: it is a part of the program. */
export function readExample(folder = EXAMPLE_FOLDER): Example {
  const { records, ...labTable } = historySchema.parse(parse(readFileSync(join(folder, "history.yaml"), "utf8")));
  return { folder, labTable, records };
}

/** Writes the example as a git archive such as Open Terms Archive keeps: it takes the same way in as any other. */
export async function writeExampleArchive({ folder, records }: Example, dir: string): Promise<void> {
  await writeArchive(
    dir,
    records.map((record) => toCommit(record, readFileSync(join(folder, record.file), "utf8"))),
  );
}

/** What Open Terms Archive's engine writes before the name of the document. */
const SUBJECTS_OF: Readonly<Record<VersionCause, string>> = {
  "first-record": "First record of",
  change: "Record new changes of",
  "technical-upgrade": "Apply technical or declaration upgrade on",
};

function toCommit({ date, service, terms, cause, formerly }: ExampleRecord, text: string): ArchiveCommit {
  const path = (name: string): string => `${name}/${terms}.md`;
  return {
    date,
    subject: `${SUBJECTS_OF[cause]} ${service} ${terms}`,
    files: { ...(formerly === undefined ? {} : { [path(formerly)]: null }), [path(service)]: text },
  };
}
