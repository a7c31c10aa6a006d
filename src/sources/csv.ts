import { UserError } from "../std/index.ts";

/**
 * Reads CSV as RFC 4180 has it (https://www.rfc-editor.org/rfc/rfc4180): cells between commas, quoted where they hold a
 * comma, a line end or a quote, which is then written twice.
 *
 *     Indicator,Definition
 *     Data size,"Units such as ""bytes"", tokens
 *     or images"
 *
 * Beyond the RFC: lines may end in LF or CR alone, and a quote inside an unquoted cell stands for itself. Rows may
 * differ in length here; what that means is for the reader of the table to say.
 */

/** Foreign tables stay below these: the largest that we know has 1,549 rows, 55 columns, cells of 7,860 characters. */
export const CSV_MAX = { rows: 1_000_000, columns: 1_000, cellCharacters: 131_072 } as const;

interface Cursor {
  readonly text: string;
  /** Name of the file, for error messages. */
  readonly name: string;
  at: number;
  row: number;
}

/** The rows one by one, the header first. Throws a UserError that names the file and the row. */
export function* readCsv(text: string, name: string): Generator<readonly string[]> {
  const cursor: Cursor = { text, name, at: 0, row: 1 };
  for (; cursor.at < text.length; cursor.row++) {
    if (cursor.row > CSV_MAX.rows) throw wrong(cursor, `more than ${CSV_MAX.rows} rows`);
    yield readRow(cursor);
  }
}

function readRow(cursor: Cursor): string[] {
  const cells = [readCell(cursor)];
  while (cursor.text[cursor.at] === ",") {
    cursor.at++;
    cells.push(readCell(cursor));
    if (cells.length > CSV_MAX.columns) throw wrong(cursor, `more than ${CSV_MAX.columns} cells`);
  }
  cursor.at += cursor.text.startsWith("\r\n", cursor.at) ? 2 : 1;
  return cells;
}

/** Leaves the cursor on the comma or line end after the cell, or at the end of the text. */
function readCell(cursor: Cursor): string {
  const cell = cursor.text[cursor.at] === '"' ? readQuoted(cursor) : readPlain(cursor);
  if (cell.length > CSV_MAX.cellCharacters) {
    throw wrong(cursor, `a cell of more than ${CSV_MAX.cellCharacters} characters`);
  }
  return cell;
}

function readPlain(cursor: Cursor): string {
  const end = /[,\r\n]/g;
  end.lastIndex = cursor.at;
  const from = cursor.at;
  cursor.at = end.exec(cursor.text)?.index ?? cursor.text.length;
  return cursor.text.slice(from, cursor.at);
}

function readQuoted(cursor: Cursor): string {
  const { text } = cursor;
  let cell = "";
  for (let from = cursor.at + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw wrong(cursor, "a quoted cell that never ends");
    cell += text.slice(from, quote);
    cursor.at = quote + 1;
    if (text[cursor.at] !== '"') break;
    cell += '"';
    from = cursor.at + 1;
  }
  if (cursor.at < text.length && !/[,\r\n]/.test(text.charAt(cursor.at))) {
    throw wrong(cursor, "text after the quote that ends a cell");
  }
  return cell;
}

function wrong({ name, row }: Cursor, what: string): UserError {
  return new UserError(`${name}, row ${row}: ${what}`);
}
