import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../std/index.ts";
import { CSV_MAX, readCsv } from "./csv.ts";

const read = (text: string): (readonly string[])[] => [...readCsv(text, "t.csv")];

describe("readCsv", () => {
  test.each<[string, string, string[][]]>([
    ["nothing", "", []],
    ["one cell", "a", [["a"]]],
    [
      "no line end at the end",
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["line ends of every kind", "a\nb\r\nc\rd\n", [["a"], ["b"], ["c"], ["d"]]],
    [
      "blank cells",
      ",\n,",
      [
        ["", ""],
        ["", ""],
      ],
    ],
    ["a blank line", "a\n\nb", [["a"], [""], ["b"]]],
    ["a quoted comma, quote and line end", '"a,""b""\r\nc",d', [['a,"b"\r\nc', "d"]]],
    ["an empty quoted cell", '"",x', [["", "x"]]],
    ["a quote inside an unquoted cell", 'a"b"c', [['a"b"c']]],
    ["rows of different length", "a,b\nc\nd,e,f", [["a", "b"], ["c"], ["d", "e", "f"]]],
  ])("%s", (_what, text, rows) => expect(read(text)).toEqual(rows));

  test.each<[string, string, string]>([
    ["a quoted cell that never ends", 'a\n"b', "t.csv, row 2: a quoted cell that never ends"],
    ["text after a quoted cell", 'a\nb,"c"d', "t.csv, row 2: text after the quote that ends a cell"],
    ["a huge cell", "x".repeat(CSV_MAX.cellCharacters + 1), "t.csv, row 1: a cell of more than 131072 characters"],
    ["a huge quoted cell", `"${"x".repeat(CSV_MAX.cellCharacters + 1)}"`, "row 1: a cell of more than 131072"],
    ["too many cells", ",".repeat(CSV_MAX.columns), "t.csv, row 1: more than 1000 cells"],
  ])("refuses %s", (_what, text, message) => expect(() => read(text)).toThrow(message));

  test("refuses too many rows", () => {
    expect(() => read("\n".repeat(CSV_MAX.rows + 1))).toThrow("row 1000001: more than 1000000 rows");
  });

  const cell = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", " ") }));
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 });

  test("reads back what RFC 4180 writes, quoted where it must be or everywhere", () => {
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.boolean(), (rows, lineEnd, always) => {
        const format = (text: string): string =>
          always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const text = rows.map((cells) => cells.map(format).join(",") + lineEnd).join("");
        expect(read(text)).toEqual(rows);
      }),
    );
  });

  test("never fails but with a line for the user", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "x") }), (text) => {
        expect(refusalOf(() => read(text)) ?? "t.csv, row 1: none").toMatch(/^t\.csv, row \d+: .+$/);
      }),
    );
  });
});

/** The line for the user with which a job is refused; null where it is not. Any other error is a defect. */
function refusalOf(job: () => unknown): string | null {
  try {
    job();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
