import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type CasebookType, type Dated, fieldsOf, slug } from "../../model/index.ts";
import { UserError } from "../../std/index.ts";
import { idsOf } from "./check-together.ts";
import { type ParsedFile, parseFile } from "./parse-file.ts";
import { formatProblem } from "./problem.ts";
import { readItems } from "./read-casebook.ts";
import { fileOf, headOf } from "./themes.ts";
import { formatRecord, type WritableRecord } from "./write-record.ts";

/** A record to be written: complete, or a skeleton. */
export type NewRecord = WritableRecord & { readonly id: string; readonly lab: string; readonly type: CasebookType };

export interface AddedRecord {
  readonly id: string;
  /** Path under the casebook's folder, and the line at which the record begins. */
  readonly file: string;
  readonly line: number;
}

/** What a person knows of an event before the sources are written down. */
export interface Occasion {
  readonly lab: string;
  readonly type: CasebookType;
  readonly when: Dated;
  readonly title: string;
}

const SLUG_CHARACTERS_MAX = 40;

/** A record with every field that it must have; null stands where someone must write. */
export function skeleton({ lab, type, when, title }: Occasion, id?: string): NewRecord {
  return {
    id: id ?? `${lab}-${when.date.slice(0, 7)}-${shortSlug(title)}`,
    lab,
    type,
    date: when.date,
    date_precision: when.precision,
    title,
    summary: null,
    dimensions: [],
    direction: null,
    severity: null,
    fields: Object.fromEntries(fieldsOf(type).map((field) => [field, null])),
    counter: null,
    sources: [{ url: null, title: null, verified: null, supports: null }],
  };
}

/** The first words of a title as the end of an id. */
function shortSlug(title: string): string {
  const words = slug(title).split(/[^a-z0-9]+/);
  const lengths = words.map((_, at) => words.slice(0, at + 1).join("-").length);
  const fitting = words.filter((_, at) => (lengths[at] as number) <= SLUG_CHARACTERS_MAX).join("-");
  return fitting === "" ? "record" : fitting;
}

/**
 * Writes records at the end of the files in which they belong, all of them or none. Throws a UserError for an id that
 * is taken and for a file that cannot be read, in which `shown` stands for the folder.
 */
export function addRecords(dir: string, shown: string, records: readonly NewRecord[]): AddedRecord[] {
  refuseTaken(readItems(dir, shown), records);
  const texts = new Map<string, string>();
  const added = records.map((record): AddedRecord => {
    const file = fileOf(record);
    const before = texts.get(file) ?? readText(join(dir, file)) ?? headOf(record);
    const start = `${before.trimEnd()}\n\n`;
    texts.set(file, refuseUnread(start + formatRecord(record), record.id, `${shown}/${file}`));
    return { id: record.id, file, line: start.split("\n").length };
  });
  for (const [file, text] of texts) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    replaceFile(join(dir, file), text);
  }
  return added;
}

/** A crash leaves the file as it was or as it is to be: people's records stand in it. */
function replaceFile(path: string, text: string): void {
  const partial = join(dirname(path), `.${basename(path)}.partial`);
  writeFileSync(partial, text, { flush: true });
  renameSync(partial, path);
}

function refuseTaken({ items }: ParsedFile, records: readonly NewRecord[]): void {
  const taken = new Map(items.flatMap((item) => idsOf(item).map((id) => [id, item.file])));
  for (const { id } of records) {
    const file = taken.get(id);
    if (file !== undefined) throw new UserError(`the id ${id} is taken in ${file}; give another with --id`);
    taken.set(id, "the same file");
  }
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Gives the text back if a reader finds the record at its end. */
function refuseUnread(text: string, id: string, file: string): string {
  const { items, problems } = parseFile(text, file);
  if (items.at(-1)?.id === id) return text;
  const [problem] = problems;
  const reason = problem === undefined ? `${file} is not written as a list` : formatProblem(problem);
  throw new UserError(`${reason}; mend the file first`);
}
