import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BIN, jsonLines, type Ran } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { auditExample } from "../helpers/served.ts";

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-review-"));
  workspace = await auditExample(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  readonly id: string;
  readonly severity: number;
  readonly state: string;
  readonly counter: string;
  readonly reply: string | null;
}
const run = (args: readonly string[], day = "2026-08-03"): Promise<Ran> =>
  runHere([...args, "--workspace", workspace], { now: `${day}T09:00:00Z` });
const review = (args: readonly string[], day?: string): Promise<Ran> => run(["review", ...args], day);
const succeed = async (args: readonly string[], day?: string): Promise<string> => {
  const { code: exit, stdout, stderr } = await run(args, day);
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
  return stdout;
};
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
const findings = async (): Promise<Found[]> => jsonLines<Found>(await succeed(["findings", "--json"]));
const graveOnes = async (): Promise<Found[]> =>
  (await findings()).filter(({ severity, state }) => severity === 3 && state === "proposed");

test("two reviewers bring a finding of severity 3 from proposal to acceptance, with the lab's reply beside it", async () => {
  const [{ id } = { id: "" }, other] = await graveOnes();
  expect((await review(["list", "--json"])).stdout).toContain(id);

  expect(await review(code(id, "ada", 3))).toMatchObject({ code: 0, stdout: expect.stringContaining("proposed") });
  // Grace does not see what Ada wrote, and Ada sees her own.
  const { stdout: blind } = await review(["show", id, "--as", "grace"]);
  expect(blind).toContain("1 code not shown before a second reviewer has coded it");
  expect(blind).not.toContain("ada");
  expect((await review(["show", id, "--json"])).stdout).not.toContain("ada");
  expect((await review(["show", id, "--as", "ada"])).stdout).toContain("ada read both versions.");
  expect((await review(["list", "--as", "ada", "--json"])).stdout).not.toContain(id);
  await succeed(["audit"]);
  expect(JSON.stringify(await findings())).not.toContain("section 4 may still cover it");

  // No step is skipped.
  const agree = ["--bearing", "concerning", "--severity", "3", "--rationale", "Both read it so."];
  const refuse = async (args: readonly string[], said: RegExp, day?: string): Promise<void> => {
    const { code: exit, stderr } = await review(args, day);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringMatching(said) });
    expect(stderr.trim().split("\n")).toHaveLength(1);
  };
  await refuse(["reconcile", id, "--as", "ada", ...agree], /needs the codes of 2 reviewers, and has 1/);
  await refuse(code(id, "ada", 2), /ada has coded it already/);
  await refuse(["accept", id, "--as", "ada", "--rationale", "x"], /no notice of it/);
  await review(code(id, "grace", 2));
  expect((await review(["show", id])).stdout).toContain("ada read both versions.");
  await refuse(["notice", id, "--as", "editor", "--sent", "2026-08-03"], /not reconciled yet/);
  await review(["reconcile", id, "--as", "ada", ...agree]);
  await refuse(["notice", id, "--as", "editor"], /--sent DAY, or --without-notice REASON/);
  await review(["notice", id, "--as", "editor", "--sent", "2026-08-03"]);
  expect((await review(["show", id])).stdout).toContain("may answer up to 2026-08-17");
  await refuse(
    ["accept", id, "--as", "ada", "--rationale", "As reconciled."],
    /the lab may answer up to 2026-08-17/,
    "2026-08-17",
  );

  const reply = join(folder, "reply.txt");
  writeFileSync(reply, "We disagree: the rule <b>moved</b> to section 4.\n");
  await review([
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
  const accept = (as: string): Promise<Ran> =>
    review(["accept", id, "--as", as, "--rationale", "As reconciled."], "2026-08-11");
  expect((await accept("ada")).stdout).toContain("noticed");
  expect((await accept("ada")).stderr).toMatch(/severity 3 needs another person/);
  expect((await accept("grace")).stdout).toContain(": accepted");

  // What people did counts, and shows.
  await succeed(["audit"]);
  expect((await findings()).find((one) => one.id === id)).toMatchObject({
    state: "accepted",
    severity: 3,
    reply: expect.stringContaining("We disagree: the rule <b>moved</b> to section 4."),
    counter: expect.stringContaining("grace found that section 4 may still cover it."),
  });
  expect((await findings()).find((one) => one.id === other?.id)).toMatchObject({ state: "proposed", reply: null });
  expect(await succeed(["prove", `review/${id}/0`])).toContain("c2sp.org/tlog-proof");
  expect(await succeed(["verify"])).toContain("All is as recorded");

  // It can be corrected and withdrawn, visibly.
  await review(
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
  await review(["withdraw", id, "--as", "editor", "--rationale", "The text was not in force."], "2026-09-02");
  await refuse(code(id, "eve", 1), /it is withdrawn already/);
  await succeed(["audit"]);
  expect((await findings()).find((one) => one.id === id)).toMatchObject({ state: "withdrawn", severity: 1 });
  // As of a day before, it stands as it stood then.
  await succeed(["audit", "--as-of", "2026-08-11"], "2026-09-03");
  expect((await findings()).find((one) => one.id === id)).toMatchObject({ state: "accepted", severity: 3 });
});

test("a dispute is no way around the notice, a deadline lies after it, and nobody codes what two have coded", async () => {
  const { id } = (await graveOnes()).at(-1) ?? { id: "" };
  const codes = ["--bearing", "concerning", "--severity", "3", "--rationale", "So."];
  const editor = [id, "--as", "editor"];
  const refused = async (args: readonly string[], said: RegExp): Promise<void> =>
    expect(await review(args)).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(said) });
  for (const reviewer of ["ada", "grace"]) await succeed(["review", ...code(id, reviewer, 3)]);
  await refused(code(id, "eve", 3), /^corrigible: finding [0-9a-f]+: 2 reviewers have coded it already; .*\n$/);
  expect(await succeed(["review", "list", "--as", "eve", "--json"])).not.toContain(id);
  expect(await succeed(["review", "list", "--as", "ada", "--json"])).toContain(id);
  await succeed(["review", "reconcile", id, "--as", "ada", ...codes]);
  const notice = ["notice", ...editor, "--sent", "2026-08-03"];
  await refused([...notice, "--deadline", "2026-08-02"], /the deadline 2026-08-02 lies before 2026-08-03/);
  await succeed(["review", ...notice]);
  await succeed(["review", "dispute", ...editor, "--rationale", "The lab says so on the telephone."]);
  await refused(["correct", ...editor, ...codes], /it was never accepted; .*\n$/);
  await succeed(["review", "withdraw", ...editor, "--rationale", "It does not hold."]);
});

test("agreement is said, even where there is little of it; precision of each detector too", async () => {
  const [first, second, third] = (await findings()).filter(({ state }) => state === "proposed");
  for (const [found, severities] of [
    [first, [1, 2]],
    [second, [2, 2]],
    [third, [3, 1]],
  ] as const) {
    for (const [place, severity] of severities.entries())
      await review(code(found?.id ?? "", ["ada", "grace"][place] ?? "", severity));
  }
  const rejected = first?.id ?? "";
  await review([
    "reconcile",
    rejected,
    "--as",
    "ada",
    "--bearing",
    "mixed",
    "--severity",
    "1",
    "--rationale",
    "Wording.",
  ]);
  expect((await review(["reject", rejected, "--as", "ada", "--rationale", "Wording alone."])).stdout).toContain(
    "rejected",
  );
  const { agreement, kept } = JSON.parse((await review(["agreement", "--json"])).stdout) as {
    agreement: { variable: string; alpha: { established: boolean; n: number; value: number } }[];
    kept: { rule: string; kept: number; decided: number }[];
  };
  expect(agreement.find(({ variable }) => variable === "severity")?.alpha).toMatchObject({ established: true, n: 5 });
  expect(agreement.find(({ variable }) => variable === "bearing")?.alpha).toMatchObject({ established: false });
  expect(kept.reduce((sum, one) => sum + one.decided, 0)).toBe(3);
  expect((await review(["agreement"])).stdout).toMatch(/severity +ordinal +-?\d\.\d\d \(/);
});

test("who has a key in the workspace signs, with that key and no other; what is shown says so", async () => {
  const { id = "" } =
    (await findings()).findLast(({ state, severity }) => state === "proposed" && severity === 2) ?? {};
  const [own, other] = ["own.key", "other.key"].map((name) => join(folder, name)) as [string, string];
  const made = await runHere(["review", "make-key", "mary", "--out", own]);
  expect(made.stdout).toMatch(/^reviewers:\n {2}"mary": mary\+[0-9a-f]{8}\+/);
  await runHere(["review", "make-key", "mary", "--out", other]);
  expect(await review(code(id, "mary", 2, ["--key", own]))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("name the key under reviewers"),
  });
  appendFileSync(join(workspace, "corrigible.yaml"), made.stdout);
  expect(await review(code(id, "mary", 2))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("mary signs what they do"),
  });
  expect(await review(code(id, "mary", 2, ["--key", other]))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is another"),
  });
  expect(await review(code(id, "mary", 2, ["--key", own]))).toMatchObject({ code: 0 });
  expect((await review(["show", id, "--as", "mary"])).stdout).toContain("mary (signed): codes it");
  const [proof] = (await succeed(["prove", `review/${id}/0`])).split("\n");
  expect(proof).toBe("c2sp.org/tlog-proof@v1");
  expect(await review(code(id, "a b\u001b", 2))).toMatchObject({
    code: 2,
    stderr: "corrigible: --as: a name or a role: letters, digits, spaces, . _ -\n",
  });
  await review(code(id, "john", 2));
  expect((await review(["show", id])).stdout).toContain("john (under a name alone): codes it");
  // The key goes: the signature stays, and is nobody's that we know.
  writeFileSync(
    join(workspace, "corrigible.yaml"),
    readFileSync(join(workspace, "corrigible.yaml"), "utf8").replace(made.stdout, ""),
  );
  expect((await review(["show", id])).stdout).toContain("mary (signed by a key that this workspace does not know)");
});

test("a lab signs its reply; one by another key, to another finding, or altered is refused", async () => {
  const [{ id, lab } = { id: "", lab: "" }, other] = jsonLines<{ id: string; lab: string }>(
    await succeed(["findings", "--json"]),
  );
  const [key, text, note] = ["lab.key", "answer.txt", "answer.note"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { stdout } = await runHere(["review", "make-key", "Policy team", "--out", key]);
  writeFileSync(text, "The rule stands in section 4.\r\nSee there.\n");
  const made = await runHere(["review", "sign-reply", id, "--key", key, "--file", text, "--out", note]);
  expect(made).toMatchObject({ code: 0 });
  const reply = (finding: string, file = note): Promise<Ran> =>
    review(["reply", finding, "--as", "editor", "--date", "2026-08-02", "--signed", file, "--effect", "None."]);
  expect((await reply(id)).stderr).toContain(`no key of ${lab} is known`);
  const settings = join(workspace, "corrigible.yaml");
  const before = readFileSync(settings, "utf8");
  appendFileSync(settings, stdout.replace("reviewers", "respondents").replace('"Policy team"', lab));
  expect((await reply(other?.id ?? "")).stderr).toMatch(/answers another finding|no key of/);
  const altered = join(folder, "altered.note");
  writeFileSync(altered, readFileSync(note, "utf8").replace("section 4", "section 5"));
  expect(await reply(id, altered)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`not signed by the key of ${lab}`),
  });
  expect(await reply(id)).toMatchObject({ code: 0 });
  expect((await review(["show", id])).stdout).toMatch(
    /Policy-team answered on 2026-08-02, signed\n {2}The rule stands in section 4\./,
  );
  await succeed(["audit"]);
  expect((await findings()).find((one) => one.id === id)?.reply).toContain("The rule stands in section 4.\nSee there.");
  writeFileSync(settings, before);
});

test("of two who act at once, the second sees the first", async () => {
  const { id = "" } = (await findings()).findLast(({ state }) => state === "proposed") ?? {};
  const run = (): Promise<number | null> => {
    const child = spawn(BIN, ["review", ...code(id, "ada", 2), "--workspace", workspace], { stdio: "ignore" });
    return new Promise((resolve) => child.once("close", resolve));
  };
  const codes = await Promise.all([run(), run()]);
  // Refused by the rule, or kept out by the lock: never two.
  expect(codes.filter((exit) => exit === 0)).toHaveLength(1);
});

test.each([
  [["show", "zzzz"], /no finding "zzzz"/],
  [code("0000", "a", 2), /no finding "0000"/],
  [code("", "a", 2), /no finding/],
  [["code", "x", "--as", "a", "--bearing", "evil", "--severity", "2"], /bearing/],
] as const)("%j: one line", async (args, said) => {
  const { code: exit, stderr } = await review(args);
  expect(exit).toBe(2);
  expect(stderr).toMatch(said);
});
