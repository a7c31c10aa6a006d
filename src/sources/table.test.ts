import { describe, expect, test } from "vitest";
import { findLab, labOfName, labsOfNames } from "./lab-names.ts";
import { newestOfTables, openTable, parseFigure, UnknownTableError } from "./table.ts";

const SHAPES = {
  staff: { title: "the staff", columns: ["Company", "Staff", "Date"], without: "Division" },
  users: { title: "the users", columns: ["Company", "Users"] },
} as const;

const open = (text: string | Uint8Array): ReturnType<typeof openTable<"staff" | "users">> =>
  openTable("epoch", SHAPES, { name: "t.csv", bytes: typeof text === "string" ? Buffer.from(text) : text });

describe("openTable", () => {
  test("tells a table by its columns, in any order, with a byte order mark and spaces", () => {
    const { kind, rows } = open("\ufeffDate, Staff ,Notes,Company\n2024-05,12,x,OpenAI\n\n5/31/2024, 1.5e3 ,,Meta\n");
    expect(kind).toBe("staff");
    expect(rows.map((row) => [row.evidence, row.text("Company"), row.figure("Staff"), row.date("Date")])).toEqual([
      ["epoch/t.csv#2", "OpenAI", 12, { date: "2024-05-01", precision: "month" }],
      ["epoch/t.csv#4", "Meta", 1500, { date: "2024-05-31", precision: "day" }],
    ]);
  });

  test("notes what cannot be read; a blank figure is no figure, without a note", () => {
    const { rows, leftOut } = open("Company,Staff,Date\nOpenAI,about 12,2024-02-30\nMeta,,\nxAI\n");
    expect(rows.map((row) => [row.figure("Staff"), row.date("Date")])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(leftOut.map(({ evidence, why }) => `${evidence} ${why}`)).toEqual([
      'epoch/t.csv#2 "Staff" cannot be read: "about 12"',
      'epoch/t.csv#2 "Date" cannot be read: "2024-02-30"',
      'epoch/t.csv#3 no "Date"',
      'epoch/t.csv#4 no "Date"',
    ]);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "t.csv is empty"],
    ["bytes that are no text", Uint8Array.of(0x89, 0x50, 0xff), "t.csv is not UTF-8 text"],
    [
      "a web page",
      '<!doctype html>\n<html lang="en">',
      "t.csv is no table that import epoch reads; expected the columns",
    ],
    ["prose that begins with a quote", '"Ah', "t.csv is no table that import epoch reads"],
    ["a table without one column", "Company,Date\n", 't.csv is not quite the staff: it lacks the column "Staff"'],
    ["a table that is not meant", "Company,Staff,Date,Division\n", 'is not the staff: it has the column "Division"'],
  ])("refuses %s as none of its tables", (_what, text, message) => {
    expect(() => open(text)).toThrow(UnknownTableError);
    expect(() => open(text)).toThrow(message);
  });

  test.each<[string, string, string]>([
    ["cells beyond the header", "Company,Users\nMeta,1,2\n", "t.csv, row 2: 3 cells under a header of 2"],
    ["a column twice", "Company,Users,Users\n", 't.csv has the column "Users" twice'],
    ["a quoted cell that never ends", 'Company,Users\nMeta,"1', "t.csv, row 2: a quoted cell that never ends"],
  ])("refuses %s as damage", (_what, text, message) => {
    expect(() => open(text)).not.toThrow(UnknownTableError);
    expect(() => open(text)).toThrow(message);
  });
});

test.each<[string, number | null]>([
  ["0", 0],
  ["1500000.0", 1_500_000],
  ["2.15e25", 2.15e25],
  ["-3", -3],
  ["1,500", null],
  ["$5", null],
  ["0x10", null],
  ["1e999", null],
  ["NaN", null],
])("parseFigure(%s)", (cell, value) => expect(parseFigure(cell)).toBe(value));

test("of each table the last file counts", () => {
  const files = ["a", "b", "a"].map((table, facts) => ({ table, facts, leftOut: [] }));
  expect(newestOfTables(files).map(({ table, facts }) => `${table}${facts}`)).toEqual(["b1", "a2"]);
});

test("names of labs", () => {
  const names = [
    "OpenAI",
    "Google DeepMind",
    "Stability",
    "Stability AI",
    "BigCode",
    "Meta AI",
    "x-(twitter)",
    "Le Chat",
  ];
  expect(names.map(labOfName)).toEqual([
    "openai",
    "google",
    "stability-ai",
    "stability-ai",
    "hugging-face",
    "meta",
    "x",
    "mistral",
  ]);
  expect(labsOfNames("Google, DeepMind,University of Oxford")).toEqual(["google", "university-of-oxford"]);
  expect([findLab("deepfake-technology-developers"), labsOfNames(" , ")]).toEqual([null, []]);
});
