import { expect, test } from "vitest";
import { formatCsvHeader, formatCsvRow, formatJsonRow, type Table } from "./table-files.ts";

interface Row {
  readonly text: string | null;
  readonly size: number;
  readonly path: readonly string[];
}

const TABLE: Table<Row> = {
  name: "rows",
  description: "",
  columns: [
    { name: "text", type: "string", description: "", value: (row) => row.text },
    { name: "size", type: "integer", description: "", value: (row) => row.size },
    { name: "path", type: "array", description: "", value: (row) => row.path },
  ],
};

test("a row as CSV and as JSON", () => {
  const row: Row = { text: 'He said "no",\nthen left', size: -1, path: ["a", "b"] };
  expect(formatCsvHeader(TABLE)).toBe("text,size,path\n");
  expect(formatCsvRow(TABLE, row)).toBe('"He said ""no"",\nthen left",-1,"[""a"",""b""]"\n');
  expect(formatJsonRow(TABLE, row)).toBe(`${JSON.stringify(row)}\n`);
  expect(formatCsvRow(TABLE, { ...row, text: null })).toMatch(/^,-1/);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("no spreadsheet runs %j", (text) => {
  const row: Row = { text, size: 0, path: [] };
  expect(formatCsvRow(TABLE, row)).toBe(`'${text},0,[]\n`);
  expect(formatJsonRow(TABLE, row)).toContain(JSON.stringify(text));
});
