import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BIN, corrigible, jsonLines, type Ran, succeed } from "../helpers/corrigible.ts";
import { makeExample } from "../helpers/served.ts";

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-review-"));
  workspace = await makeExample(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  readonly id: string;
  readonly severity: number;
  readonly state: string;
  readonly counter: string;
  readonly reply: string | null;
}
const at = (day: string) => ({ env: { CORRIGIBLE_NOW: `${day}T09:00:00Z` } });
const review = (args: readonly string[], day = "2026-08-03"): Ran =>
  corrigible(["review", ...args, "--workspace", workspace], at(day));
const code = (id: string, as: string, severity: number, extra: readonly string[] = []): string[] => [
  "code",
  id,
  "--as",
  as,
  "--bearing",
  "concerning",
  "--severity",
  String(severity),
  "--confidence",
  "0.8",
  "--rationale",
  `${as} read both versions.`,
  "--counter",
  `${as} found that section 4 may still cover it.`,
  ...extra,
];
const findings = (): Found[] => jsonLines<Found>(succeed(["findings", "--json", "--workspace", workspace]));
const graveOnes = (): Found[] => findings().filter(({ severity, state }) => severity === 3 && state === "proposed");

test("two reviewers bring a finding of severity 3 from proposal to acceptance, with the lab's reply beside it", () => {
  const [{ id } = { id: "" }, other] = graveOnes();
  expect(review(["list", "--json"]).stdout).toContain(id);

  expect(review(code(id, "ada", 3))).toMatchObject({ code: 0, stdout: expect.stringContaining("proposed") });
  // Grace does not see what Ada wrote, and Ada sees her own.
  const blind = review(["show", id, "--as", "grace"]).stdout;
  expect(blind).toContain("1 code not shown before a second reviewer has coded it");
  expect(blind).not.toContain("ada");
  expect(review(["show", id, "--json"]).stdout).not.toContain("ada");
  expect(review(["show", id, "--as", "ada"]).stdout).toContain("ada read both versions.");
  expect(review(["list", "--as", "ada", "--json"]).stdout).not.toContain(id);
  succeed(["audit", "--workspace", workspace]);
  expect(JSON.stringify(findings())).not.toContain("section 4 may still cover it");

  // No step is skipped.
  const agree = ["--bearing", "concerning", "--severity", "3", "--rationale", "Both read it so."];
  const refuse = (args: readonly string[], said: RegExp, day?: string): void => {
    const { code: exit, stderr } = review(args, day);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(said) });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  };
  refuse(["reconcile", id, "--as", "ada", ...agree], /needs the codes of 2 reviewers, and has 1/);
  refuse(code(id, "ada", 2), /ada has coded it already/);
  refuse(["accept", id, "--as", "ada", "--rationale", "x"], /no notice of it/);
  review(code(id, "grace", 2));
  expect(review(["show", id]).stdout).toContain("ada read both versions.");
  refuse(["notice", id, "--as", "editor", "--sent", "2026-08-03"], /not reconciled yet/);
  review(["reconcile", id, "--as", "ada", ...agree]);
  refuse(["notice", id, "--as", "editor"], /--sent DAY, or --without-notice REASON/);
  review(["notice", id, "--as", "editor", "--sent", "2026-08-03"]);
  expect(review(["show", id]).stdout).toContain("may answer up to 2026-08-17");
  refuse(
    ["accept", id, "--as", "ada", "--rationale", "As reconciled."],
    /the lab may answer up to 2026-08-17/,
    "2026-08-17",
  );

  const reply = join(folder, "reply.txt");
  writeFileSync(reply, "We disagree: the rule <b>moved</b> to section 4.\n");
  review([
    "reply",
    id,
    "--as",
    "editor",
    "--from",
    "Orrinvale, policy team",
    "--date",
    "2026-08-10",
    "--file",
    reply,
    "--effect",
    "None: section 4 does not speak of it.",
  ]);
  const accept = (as: string): Ran => review(["accept", id, "--as", as, "--rationale", "As reconciled."], "2026-08-11");
  expect(accept("ada").stdout).toContain("noticed");
  expect(accept("ada").stderr).toMatch(/severity 3 needs another person/);
  expect(accept("grace").stdout).toContain(": accepted");

  // What people did counts, and shows.
  succeed(["audit", "--workspace", workspace]);
  expect(findings().find((one) => one.id === id)).toMatchObject({
    state: "accepted",
    severity: 3,
    reply: expect.stringContaining("We disagree: the rule <b>moved</b> to section 4."),
    counter: expect.stringContaining("grace found that section 4 may still cover it."),
  });
  expect(findings().find((one) => one.id === other?.id)).toMatchObject({ state: "proposed", reply: null });
  expect(succeed(["prove", `review/${id}/0`, "--workspace", workspace])).toContain("c2sp.org/tlog-proof");
  expect(succeed(["verify", "--workspace", workspace])).toContain("All is as recorded");

  // It can be corrected and withdrawn, visibly.
  review(
    [
      "correct",
      id,
      "--as",
      "editor",
      "--bearing",
      "mixed",
      "--severity",
      "1",
      "--rationale",
      "The lab is right on the date.",
    ],
    "2026-09-01",
  );
  review(["withdraw", id, "--as", "editor", "--rationale", "The text was not in force."], "2026-09-02");
  refuse(code(id, "eve", 1), /it is withdrawn already/);
  succeed(["audit", "--workspace", workspace]);
  expect(findings().find((one) => one.id === id)).toMatchObject({ state: "withdrawn", severity: 1 });
  // As of a day before, it stands as it stood then.
  succeed(["audit", "--as-of", "2026-08-11", "--workspace", workspace]);
  expect(findings().find((one) => one.id === id)).toMatchObject({ state: "accepted", severity: 3 });
}, 300_000);

test("agreement is said, even where there is little of it; precision of each detector too", () => {
  const [first, second, third] = findings().filter(({ state }) => state === "proposed");
  for (const [found, severities] of [
    [first, [1, 2]],
    [second, [2, 2]],
    [third, [3, 1]],
  ] as const) {
    for (const [place, severity] of severities.entries())
      review(code(found?.id ?? "", ["ada", "grace"][place] ?? "", severity));
  }
  const rejected = first?.id ?? "";
  review(["reconcile", rejected, "--as", "ada", "--bearing", "mixed", "--severity", "1", "--rationale", "Wording."]);
  expect(review(["reject", rejected, "--as", "ada", "--rationale", "Wording alone."]).stdout).toContain("rejected");
  const { agreement, kept } = JSON.parse(review(["agreement", "--json"]).stdout) as {
    agreement: { variable: string; alpha: { established: boolean; n: number; value: number } }[];
    kept: { rule: string; kept: number; decided: number }[];
  };
  expect(agreement.find(({ variable }) => variable === "severity")?.alpha).toMatchObject({ established: true, n: 4 });
  expect(agreement.find(({ variable }) => variable === "bearing")?.alpha).toMatchObject({ established: false });
  expect(kept.reduce((sum, one) => sum + one.decided, 0)).toBe(2);
  expect(review(["agreement"]).stdout).toMatch(/severity +ordinal +-?\d\.\d\d \(/);
}, 120_000);

test("of two who act at once, the second sees the first", async () => {
  const { id = "" } = findings().findLast(({ state }) => state === "proposed") ?? {};
  const run = (): Promise<number | null> => {
    const child = spawn(BIN, ["review", ...code(id, "ada", 2), "--workspace", workspace], { stdio: "ignore" });
    return new Promise((resolve) => child.once("close", resolve));
  };
  const codes = await Promise.all([run(), run()]);
  // Refused by the rule, or kept out by the lock: never two.
  expect(codes.filter((exit) => exit === 0)).toHaveLength(1);
}, 60_000);

test.each([
  [["show", "zzzz"], /no finding "zzzz"/],
  [
    [
      "code",
      "0000",
      "--as",
      "a",
      "--bearing",
      "mixed",
      "--severity",
      "2",
      "--confidence",
      "1",
      "--rationale",
      "x",
      "--counter",
      "x",
    ],
    /no finding "0000"/,
  ],
  [
    [
      "code",
      "",
      "--as",
      "a b\u001b",
      "--bearing",
      "mixed",
      "--severity",
      "2",
      "--confidence",
      "1",
      "--rationale",
      "x",
      "--counter",
      "x",
    ],
    /no finding/,
  ],
  [["code", "x", "--as", "a", "--bearing", "evil", "--severity", "2"], /bearing/],
] as const)("%j: one line", (args, said) => {
  const { code: exit, stderr } = review(args);
  expect(exit).toBe(2);
  expect(stderr).toMatch(said);
});
