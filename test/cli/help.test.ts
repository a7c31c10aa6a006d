import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../src/cli/main.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

describe("help", () => {
  test.each(
    [
      [],
      ...COMMAND_NAMES.map((name) => [name]),
      ["import", "ota"],
      ["import", "casebook"],
      ["casebook", "lint"],
      ["casebook", "add"],
      ["tripwire", "lint"],
      ["tripwire", "test"],
      ["tripwire", "run"],
      ["tripwire", "list"],
      ["tripwire", "secret"],
      ["worker", "status"],
      ["worker", "dead"],
      ["worker", "retry"],
      ["reprocess", "status"],
      ["reprocess", "compare"],
      ["reprocess", "publish"],
      ["reprocess", "discard"],
    ].map((words) => [words.join(" "), words]),
  )("corrigible %s --help has a sentence, options and an example", (_, words) => {
    const help = succeed([...words, "--help"]);
    expect(help).toMatch(/^Usage: corrigible/);
    expect(help).toMatch(/\n\n[A-Z][^\n]+[.:]/);
    expect(help).toContain("Options:");
    expect(help).toMatch(/\nExamples?:\n {2}corrigible \w+/);
  });

  test("without a command, the commands are listed", () => {
    const { code, stdout } = corrigible([]);
    expect(code).toBe(0);
    for (const name of COMMAND_NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
  });

  test("--version", () => {
    expect(succeed(["--version"])).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
