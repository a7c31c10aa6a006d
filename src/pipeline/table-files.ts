/** Rows of a table as they are exported: the names and types of its columns, and how each is told from a row. */
export interface Column<Row> {
  readonly name: string;
  /** Types of Frictionless Table Schema. `array`: strings, in CSV as a JSON array. */
  readonly type: "string" | "integer" | "number" | "datetime" | "array";
  readonly description: string;
  readonly value: (row: Row) => string | number | readonly string[] | null | undefined;
}

export interface Table<Row> {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column<Row>[];
  /** Columns that tell every row from the others; absent where rows have no name of their own. */
  readonly key?: readonly string[];
  /** Columns whose values are those of another table's column. */
  readonly references?: readonly (readonly [column: string, table: string, target: string])[];
}

/** A column, told in one line. */
export function column<Row>(
  name: string,
  type: Column<Row>["type"],
  description: string,
  value: Column<Row>["value"],
): Column<Row> {
  return { name, type, description, value };
}

/** The header of a table's CSV file (RFC 4180 with line feeds). */
export function formatCsvHeader(table: Table<never>): string {
  return `${table.columns.map(({ name }) => name).join(",")}\n`;
}

/** A row as a line of CSV. */
export function formatCsvRow<Row>(table: Table<Row>, row: Row): string {
  return `${table.columns.map(({ value }) => formatCsvField(value(row) ?? null)).join(",")}\n`;
}

/** Text that a spreadsheet would run as a formula when it opens the file. Archive text is attacker-controlled. */
const FORMULA = /^[=+\-@\t\r]/;

function formatCsvField(value: string | number | readonly string[] | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row as a line of JSON with the table's columns. */
export function formatJsonRow<Row>(table: Table<Row>, row: Row): string {
  const members = table.columns.map(({ name, value }) => [name, value(row) ?? null] as const);
  return `${JSON.stringify(Object.fromEntries(members))}\n`;
}
