import { type Dated, parseDated } from "../model/index.ts";
import { UserError } from "../std/index.ts";
import { readCsv } from "./csv.ts";

/** A file as it stands in the evidence log. Its bytes are a stranger's. */
export interface TableFile {
  /** Name without folders: `October2023_scores.csv`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A row or a part of one that gives no fact. */
export interface LeftOut {
  /** `epoch/notable_ai_models.csv#12` */
  readonly evidence: string;
  readonly why: string;
}

/** What every parser of a file tells besides its facts. */
export interface FileFacts {
  /** Which of its source's tables the file is. A later file of the same table takes its place. */
  readonly table: string;
  /** How many facts the file gives. */
  readonly facts: number;
  readonly leftOut: readonly LeftOut[];
}

/** One of a source's tables, known by its columns. */
export interface TableShape {
  /** What it is, in a few words: "Epoch's notable models". */
  readonly title: string;
  /** Columns that are read. The order does not matter, and others may stand beside them. */
  readonly columns: readonly string[];
  /** A column that tells a table with the same columns that is not meant. */
  readonly without?: string;
}

/** A file that is none of the tables that an import reads: an error for a file, and a note for one of a folder. */
export class UnknownTableError extends UserError {
  /** What the file is, to stand after its name: "empty". */
  readonly what: string;

  constructor(name: string, what: string, expected = "") {
    super(`${name} is ${what}${expected}`);
    this.what = what;
  }
}

/** One row under its header. */
export interface Row {
  /** `epoch/notable_ai_models.csv#12`: the header is row 1. */
  readonly evidence: string;
  /** The cell under a column, without spaces around it; "" where it is blank. */
  text(column: string): string;
  /** The cell as a number; null where it is blank, or cannot be read, which is then noted. */
  figure(column: string): number | null;
  /** The cell as a date, `2024`, `2024-05`, `2024-05-01` or `5/31/2024`; else null, which is noted, for blanks too. */
  date(column: string): Dated | null;
  /** Notes that the row, or a part of it, gives no fact. */
  leaveOut(why: string): null;
}

export interface OpenTable<Kind extends string> {
  readonly kind: Kind;
  readonly rows: readonly Row[];
  /** Grows while rows are read. */
  readonly leftOut: LeftOut[];
}

/**
 * Finds by its header which of a source's tables a file is, and reads its rows. Throws an {@link UnknownTableError}
 * where it is none of them, and a UserError where it is one but damaged.
 */
export function openTable<Kind extends string>(
  source: string,
  shapes: Readonly<Record<Kind, TableShape>>,
  file: TableFile,
): OpenTable<Kind> {
  const rows = readCsv(decodeTable(source, file), file.name);
  const header = readHeader(source, shapes, file.name, rows);
  const kind = findShape(source, shapes, file.name, header);
  const leftOut: LeftOut[] = [];
  const columns = findColumns(file.name, header, shapes[kind]);
  const table: Row[] = [];
  let number = 1;
  for (const cells of rows) {
    number++;
    if (cells.every((cell) => cell.trim() === "")) continue;
    refuseOverlong(file.name, number, header, cells);
    table.push(makeRow(`${source}/${file.name}#${number}`, columns, cells, leftOut));
  }
  return { kind, rows: table, leftOut };
}

/** The text of a table, without a byte order mark. */
export function decodeTable(source: string, { name, bytes }: TableFile): string {
  if (bytes.byteLength === 0) throw new UnknownTableError(name, "empty");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UnknownTableError(name, `not UTF-8 text, and so no table that import ${source} reads`);
  }
}

function readHeader(
  source: string,
  shapes: Readonly<Record<string, TableShape>>,
  name: string,
  rows: Generator<readonly string[]>,
): readonly string[] {
  try {
    const { value, done } = rows.next();
    return done ? [] : value.map((cell) => cell.trim());
  } catch (cause) {
    // Prose that begins with a quote is no damaged table.
    if (cause instanceof UserError) throw unknownTable(source, shapes, name);
    throw cause;
  }
}

function findShape<Kind extends string>(
  source: string,
  shapes: Readonly<Record<Kind, TableShape>>,
  name: string,
  header: readonly string[],
): Kind {
  const kinds = Object.keys(shapes) as Kind[];
  const missing = (kind: Kind): string[] => shapes[kind].columns.filter((column) => !header.includes(column));
  const complete = kinds.filter((kind) => missing(kind).length === 0);
  const found = complete.find((kind) => !header.includes(shapes[kind].without ?? ""));
  if (found !== undefined) return found;
  const [other] = complete;
  if (other !== undefined) {
    const { title, without } = shapes[other];
    throw new UnknownTableError(name, `not ${title}: it has the column "${without}"`);
  }
  const share = (kind: Kind): number => missing(kind).length / shapes[kind].columns.length;
  const [near] = kinds.filter((kind) => share(kind) < 1 / 2).toSorted((a, b) => share(a) - share(b));
  if (near === undefined) throw unknownTable(source, shapes, name);
  const lacks = missing(near).map((column) => `"${column}"`);
  const what = `not quite ${shapes[near].title}: it lacks the column${lacks.length > 1 ? "s" : ""} ${lacks.join(", ")}`;
  throw new UnknownTableError(name, what);
}

/** Columns of a shape that an error message names. */
const COLUMNS_SHOWN = 2;

function unknownTable(source: string, shapes: Readonly<Record<string, TableShape>>, name: string): UnknownTableError {
  const expected = Object.values(shapes).map(({ title, columns }) => {
    const more = columns.length > COLUMNS_SHOWN ? " …" : "";
    return `${title} (${columns.slice(0, COLUMNS_SHOWN).join(", ")}${more})`;
  });
  const what = `no table that import ${source} reads`;
  return new UnknownTableError(name, what, `; expected the columns of ${expected.join(", or of ")}`);
}

function findColumns(name: string, header: readonly string[], shape: TableShape): ReadonlyMap<string, number> {
  for (const column of shape.columns) {
    if (header.indexOf(column) !== header.lastIndexOf(column)) {
      throw new UserError(`${name} has the column "${column}" twice`);
    }
  }
  return new Map(header.map((column, at) => [column, at]));
}

/** A row that is too short has blanks at its end; one that is too long has cells under wrong columns. */
function refuseOverlong(name: string, number: number, header: readonly string[], cells: readonly string[]): void {
  if (cells.slice(header.length).some((cell) => cell.trim() !== "")) {
    throw new UserError(`${name}, row ${number}: ${cells.length} cells under a header of ${header.length}`);
  }
}

function makeRow(
  evidence: string,
  columns: ReadonlyMap<string, number>,
  cells: readonly string[],
  leftOut: LeftOut[],
): Row {
  const text = (column: string): string => (cells[columns.get(column) ?? -1] ?? "").trim();
  const leaveOut = (why: string): null => {
    leftOut.push({ evidence, why });
    return null;
  };
  const read = <Value>(column: string, parse: (cell: string) => Value | null): Value | null => {
    const cell = text(column);
    const value = parse(cell);
    if (value === null) leaveOut(`"${column}" cannot be read: ${quote(cell)}`);
    return value;
  };
  return {
    evidence,
    text,
    leaveOut,
    figure: (column) => (text(column) === "" ? null : read(column, parseFigure)),
    date: (column) => (text(column) === "" ? leaveOut(`no "${column}"`) : read(column, parseDate)),
  };
}

const QUOTED_CHARACTERS_MAX = 40;

/** A stranger's cell in a message: on one line, clipped. */
export function quote(cell: string): string {
  return JSON.stringify(cell.length > QUOTED_CHARACTERS_MAX ? `${cell.slice(0, QUOTED_CHARACTERS_MAX)}…` : cell);
}

/** `1500000.0`, `2.15e25`; no thousands separators, units or signs of money. */
export function parseFigure(cell: string): number | null {
  if (!/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function parseDate(cell: string): Dated | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell);
  if (!american) return parseDated(cell);
  const [, month = "", day = "", year = ""] = american;
  return parseDated(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
}

/** The facts of the files that count: of each table the last file, in the order given. */
export function newestOfTables<Facts extends FileFacts>(files: readonly Facts[]): Facts[] {
  const newest = new Map<string, Facts>();
  for (const file of files) {
    newest.delete(file.table);
    newest.set(file.table, file);
  }
  return [...newest.values()];
}
