import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type StopAnswer, whoCanStop } from "../../src/evals/incorrigibility/index.ts";
import { controlRelations } from "../../src/model/index.ts";
import { CASEBOOK_FOLDER, readCasebook } from "../../src/sources/index.ts";
import { corrigible, succeed } from "../helpers/corrigible.ts";

/** A folder outside of any workspace. */
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "corrigible-who-can-stop-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHIPPED = readCasebook(CASEBOOK_FOLDER).records.flatMap(controlRelations);
const ask = (id: string, on: string): StopAnswer => whoCanStop(SHIPPED, id, on);

describe("November 2023 by the casebook that is shipped", () => {
  // Six directors until the 17th, four until the 21st, three from the 22nd on; a majority decides.
  test.each([
    ["2023-11-16", 6, 4],
    ["2023-11-17", 6, 4],
    ["2023-11-19", 4, 3],
    ["2023-11-22", 3, 2],
  ])("on %s %i directors could remove the chief executive with %i votes", (on, directors, quota) => {
    const { paths } = ask("openai-chief-executive", on);
    expect(paths).toHaveLength(1);
    expect(paths[0]?.vote?.voters).toHaveLength(directors);
    expect(paths[0]?.vote?.quota).toBe(quota);
  });

  test("nobody could remove the board but itself; Microsoft had a contract and gave money, without a vote", () => {
    const board = ask("openai-nonprofit-board", "2023-11-17");
    expect(board.paths.map(({ steps }) => steps.map(({ controller }) => controller))).toEqual([
      ["OpenAI nonprofit board"],
    ]);
    const means = board.pressure.filter(({ controller }) => controller === "Microsoft").map((step) => step.means);
    expect(new Set(means)).toEqual(new Set(["contract", "funding"]));
  });

  test("from the letter of 20 November on the staff could press the board", () => {
    const staff = (on: string): number =>
      ask("openai-nonprofit-board", on).pressure.filter(({ means }) => means === "exit-threat").length;
    expect([staff("2023-11-19"), staff("2023-11-20")]).toEqual([0, 1]);
  });
});

test("a person reads what it rests on and what became of it", () => {
  const text = succeed(["who-can-stop", "OpenAI", "chief", "executive", "--on", "2023-11-17"], { cwd: folder });
  expect(text).toContain("Who could stop or remove OpenAI chief executive on 17 November 2023");
  expect(text).toContain("Decides with 4 of 6 votes");
  expect(text.replaceAll(/\s+/g, " ")).toContain("by 22 November 2023 it had been used and did not hold");
});

test("a program reads the same as JSON", () => {
  const json = succeed(["who-can-stop", "OpenAI chief executive", "--on", "2023-11-17", "--json"], { cwd: folder });
  expect(JSON.parse(json)).toEqual(ask("openai-chief-executive", "2023-11-17"));
});

test("without a name it lists the parties", () => {
  expect(succeed(["who-can-stop"], { cwd: folder })).toContain("OpenAI nonprofit board  (openai-nonprofit-board)");
});

test.each([
  [["opena"], /no party "opena"; did you mean "OpenAI"/],
  [["OpenAI director"], /no party "OpenAI director", but such a one has a vote in "OpenAI nonprofit board"/],
  [["OpenAI", "--on", "2001-01-01"], /no relation of OpenAI is recorded before 2015-12-01/],
  [["OpenAI", "--on", "2050-01-01"], /2050-01-01 is still to come/],
  [["OpenAI", "--casebook", "nowhere"], /no such folder/],
])("%j is refused in one line", (args, message) => {
  const { code, stderr } = corrigible(["who-can-stop", ...args], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("in a workspace the evidence answers, once a casebook is recorded there", () => {
  const workspace = join(folder, "watch");
  succeed(["init", workspace]);
  const before = corrigible(["who-can-stop", "OpenAI"], { cwd: workspace });
  expect(before.stderr).toContain("corrigible import casebook");
  succeed(["import", "casebook"], { cwd: workspace });
  expect(succeed(["who-can-stop", "OpenAI"], { cwd: workspace })).toContain("OpenAI Foundation");
});
