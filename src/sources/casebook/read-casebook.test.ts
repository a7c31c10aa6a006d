import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rawRecord } from "../../../test/helpers/casebook-record.ts";
import { casebookRecordSchema } from "../../model/index.ts";
import { formatProblem } from "./problem.ts";
import { readCasebook } from "./read-casebook.ts";
import { formatRecord } from "./write-record.ts";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "corrigible-casebook-"))));
afterEach(() => rmSync(dir, { recursive: true }));

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), content);
}

/** What is wrong with one file, as a user reads it. */
function problemsOf(content: string | Uint8Array, file = "openai/power.yaml"): string[] {
  write(file, content);
  return readCasebook(dir, "casebook").problems.map(formatProblem);
}

function item(changes: Readonly<Record<string, unknown>> = {}): string {
  return formatRecord(casebookRecordSchema.parse(rawRecord("release", changes)));
}

const RECORD = `- id: openai-2024-01-event
  lab: openai
  type: valuation
  date: 2024-01-10
  date_precision: day
  title: Valued
  summary: It was valued.
  dimensions: [power-seeking]
  direction: concerning
  severity: 2
  figures:
    amount_usd: 86000000000
  fields:
    period: 2024
  counter: Others differ.
  sources:
    - url: https://example.org
      title: A page
      verified: true
      supports: All
`;

describe("errors are told with file, line and field", () => {
  test.each<[string, [string, string], string]>([
    ["a wrong value", ["86000000000", "86 billion"], "12: figures.amount_usd: must be a number"],
    ["a value of a list", ["[power-seeking]", "[power-seeking, greed]"], "8: dimensions[1]: must be one of misaligned"],
    ["a value deep down", ["true", "yes"], "19: sources[0].verified: must be true or false"],
    ["a field that is missing", ["  counter: Others differ.\n", ""], "1: counter: is missing"],
    ["a field missing deep down", ["    period: 2024\n", "    grade: A\n"], "13: fields.period: is missing"],
    [
      "a field that is none",
      ["direction:", "bearing: mixed\n  direction:"],
      "9: bearing: is not a field of such a record",
    ],
    ["a field that is none, deep down", ["    period", "    era: new\n    period"], "14: fields.era: is not a field"],
    ["a key that is none", ["amount_usd", "Amount"], "12: figures.Amount: must be lower-case words"],
    ["a type that is none", ["valuation", "rumour"], "3: type: must be one of constraint-change, "],
    ["a field twice", ["  severity: 2\n", "  severity: 2\n  severity: 3\n"], "11: severity: is there twice"],
    ["a record that is none", [RECORD, `${RECORD}- just words\n`], "21: must be a record, a map of fields"],
    ["a file that is no list", [RECORD, "just words\n"], "1: must be a list of records"],
    ["another lab", ["lab: openai", "lab: meta"], "1: id: must begin with the lab, meta-"],
    ["YAML that is none", ["[power-seeking]", "[power-seeking"], "9: "],
    ["an alias", ["Others differ.", "&a Others.\n  weak: *a"], "16: aliases are not used here"],
    ["a tag", ["severity: 2", "severity: !!js/function 2"], "10: Unresolved tag"],
    ["a second document", [RECORD, `${RECORD}---\n[]\n`], "21: Source contains multiple documents"],
  ])("%s", (_, [from, to], expected) => {
    const [first] = problemsOf(RECORD.replace(from, () => to));
    expect(first?.slice(0, `casebook/openai/power.yaml:${expected}`.length)).toBe(
      `casebook/openai/power.yaml:${expected}`,
    );
  });

  test("several errors are all told, in the order of the lines, and the other records are read", () => {
    const bad = RECORD.replace("2024-01-event", "2024-01-other").replace("severity: 2", "severity: 9");
    write("openai/power.yaml", RECORD + bad.replace("date: 2024-01-10", "date: soon"));
    const { records, problems } = readCasebook(dir, "casebook");
    expect(records.map(({ id }) => id)).toEqual(["openai-2024-01-event"]);
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [24, "date"],
      [30, "severity"],
    ]);
  });

  test("a file full of errors tells the first and counts the rest", () => {
    write("openai/power.yaml", "- { type: release }\n".repeat(100));
    const { problems, untold } = readCasebook(dir, "casebook");
    expect(problems).toHaveLength(200);
    expect(untold).toBeGreaterThan(500);
  });
});

describe("what only all records together can tell", () => {
  const other = { id: "openai-2024-01-other" };

  test("an id that means two records, in one file or in two", () => {
    write("openai/power.yaml", item() + item());
    expect(problemsOf(item(), "openai/oversight.yaml")).toEqual([
      expect.stringMatching(/power\.yaml:1: id: openai-2024-01-event is taken by casebook\/openai\/oversight\.yaml:1$/),
      expect.stringMatching(
        /power\.yaml:\d\d: id: openai-2024-01-event is taken by casebook\/openai\/oversight\.yaml:1$/,
      ),
    ]);
  });

  test("an id that another record had besides", () => {
    const text = item() + item({ ...other, also: ["openai-2024-01-event"] });
    expect(problemsOf(text)).toEqual([expect.stringMatching(/: also: openai-2024-01-event is taken by .+:1$/)]);
  });

  test("a reference to no record, and to the record itself", () => {
    const fields = { same_event_as: ["openai-2024-01-nothing", "openai-2024-01-event"] };
    expect(problemsOf(item({ fields }))).toEqual([
      expect.stringMatching(/: fields\.same_event_as\[0\]: there is no record openai-2024-01-nothing$/),
      expect.stringMatching(/: fields\.same_event_as\[1\]: names the record itself$/),
    ]);
  });

  test("a reference to a record by an id that it had, or to one with errors, stands", () => {
    const broken = item(other).replace("severity: 2", "severity: 9");
    const fields = { same_event_as: ["openai-2024-01-was", "openai-2024-01-other"] };
    const third = item({ id: "openai-2024-01-third", fields });
    expect(problemsOf(item({ also: ["openai-2024-01-was"] }) + broken + third)).toEqual([
      expect.stringMatching(/: severity: /),
    ]);
  });

  test("a file among those of another lab", () => {
    expect(problemsOf(item(), "meta/power.yaml")).toEqual([
      "casebook/meta/power.yaml:2: lab: is openai, but the folder is meta",
    ]);
  });
});

describe("files of strangers", () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ["a bomb of aliases", `- &a [x]\n- &b [*a,*a]\n- [*b,*b]\n`, /:2: aliases are not used here/],
    ["brackets without end", "[".repeat(100_000), /:1: is nested too deeply$/],
    [
      "keys without end",
      `- ${Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join("\n  ")}`,
      /:1: type: is missing/,
    ],
    ["too much", "#".repeat((1 << 18) + 1), /:1: is larger than 262144 bytes$/],
    ["bytes that are no text", Uint8Array.of(0xff, 0xfe, 0x00), /:1: is not UTF-8$/],
    [
      "a name that hides another",
      RECORD.replace("severity:", "__proto__: 1\n  severity:"),
      /:10: __proto__: is not a field/,
    ],
  ])("%s is refused", (_, content, message) => {
    expect(problemsOf(content).join("\n")).toMatch(message);
  });

  test("an empty file and a comment are no records; other files are not read", () => {
    write("README.md", "words");
    write("openai/notes.md", "words");
    write("openai/.power.yaml.swp", "[");
    write("openai/oversight.yaml", "");
    expect(problemsOf("# nothing yet\n")).toEqual([]);
  });

  test("a file that would be overlooked is told", () => {
    write("openai/power.yaml", RECORD);
    expect(problemsOf(RECORD, "openai/other.yml")).toEqual(["casebook/openai/other.yml:1: must be named .yaml"]);
    rmSync(join(dir, "openai/other.yml"));
    write("openai.yaml", RECORD);
    expect(readCasebook(dir, "casebook").problems.map(formatProblem)).toEqual([
      "casebook/openai.yaml:1: must lie in the folder of its lab, as LAB/THEME.yaml",
    ]);
  });

  test("a link that leads nowhere", () => {
    write("openai/power.yaml", RECORD);
    symlinkSync("nowhere", join(dir, "openai/gone.yaml"));
    expect(readCasebook(dir, "casebook").problems.map(formatProblem)).toEqual([
      "casebook/openai/gone.yaml:1: is not a file",
    ]);
  });

  test("a folder that is none", () => {
    write("file", "");
    expect(() => readCasebook(join(dir, "nowhere"))).toThrow(/no such folder: .*nowhere/);
    expect(() => readCasebook(join(dir, "file"))).toThrow(/is a file; give a folder/);
    expect(() => readCasebook(dir, "here")).toThrow("here holds no casebook: there is no LAB/THEME.yaml in it");
  });
});
