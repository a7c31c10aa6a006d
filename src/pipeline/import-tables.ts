import {
  type FileFacts,
  type LeftOut,
  parseAiid,
  parseBods,
  parseEpoch,
  parseFmti,
  type TableFile,
  toControlRelations,
  UnknownTableError,
} from "../sources/index.ts";
import { type Clock, UserError } from "../std/index.ts";
import type { TableSource } from "./read-tables.ts";
import { recordInputs, type RecordSummary } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/** One file of an import. */
export interface ImportedFile {
  readonly name: string;
  /** Which of its source's tables it is. */
  readonly table: string;
  /** Results, incidents, points, events or statements in it. */
  readonly facts: number;
  /** Rows or parts of rows that give none, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface TableImport extends RecordSummary {
  readonly source: TableSource;
  readonly files: readonly ImportedFile[];
}

const PARSERS: Readonly<Record<TableSource, (file: TableFile) => FileFacts>> = {
  fmti: parseFmti,
  aiid: parseAiid,
  epoch: parseEpoch,
  bods: parsePackage,
};

/**
 * Records files of one source in the evidence log, after all of them have been read: one that cannot be read refuses
 * all, with a UserError that names it.
 */
export function importTables(
  workspace: Workspace,
  source: TableSource,
  files: readonly TableFile[],
  clock: Clock,
): TableImport {
  refuseEqualNames(files);
  const read = files.map((file) => ({ name: file.name, ...PARSERS[source](file) }));
  return {
    source,
    files: read.map(({ name, table, facts, leftOut }) => ({ name, table, facts, leftOut: countReasons(leftOut) })),
    ...recordInputs(workspace, source, files, clock),
  };
}

/** What a file is that is no table of the source, to stand after its name; null where it is one, be it damaged. */
export function describeUnknown(source: TableSource, file: TableFile): string | null {
  try {
    PARSERS[source](file);
    return null;
  } catch (error) {
    if (error instanceof UnknownTableError) return error.what;
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The facts of a package are its edges, as far as it tells them without others. */
function parsePackage(file: TableFile): FileFacts {
  const { table, statements } = parseBods(file);
  const { control, leftOut } = toControlRelations(statements);
  return { table, facts: control.length, leftOut };
}

/** Characters of an input's name: what an entry of the log takes. */
const NAME_CHARACTERS_MAX = 200;

function refuseEqualNames(files: readonly TableFile[]): void {
  const names = new Set<string>();
  for (const { name } of files) {
    if (name.length > NAME_CHARACTERS_MAX) {
      throw new UserError(`a file's name is longer than ${NAME_CHARACTERS_MAX} characters: ${name}`);
    }
    if (names.has(name)) throw new UserError(`two files are called ${name}; they would be one input of the log`);
    names.add(name);
  }
}

function countReasons(leftOut: readonly LeftOut[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { why } of leftOut) counts.set(why, (counts.get(why) ?? 0) + 1);
  return Object.fromEntries(counts);
}
