import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { type Alert, parseTripwires } from "../../src/tripwires/index.ts";
import { corrigible, jsonLines, type Ran } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { auditExample } from "../helpers/served.ts";

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-tripwire-"));
  workspace = await auditExample(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function tripwire(file: string, args: readonly string[], where = workspace): Promise<Ran> {
  writeFileSync(join(where, "tripwires.yaml"), file);
  return runHere(["tripwire", ...args, "--workspace", where]);
}

const FILE = `
tripwires:
  - name: quiet-weakening
    when: change
    direction: loosens
    subject: use
    severity: 3
    disclosed: no
  - name: overdue
    when: promise
    state: overdue
    days: 30
    lab: openai
  - name: share-kept
    when: measure
    measure: deception/openai/promises-overdue
    above: 0
  - name: never
    when: measure
    measure: deception/openai/promises-overdue
    above: 1
  - name: grave
    when: finding
    severity: 3
    bearing: concerning
    eval: deception
    lab: [openai, xai]
`;

test("what would have tripped, with the quote, the reasons, what speaks against it and what to ask", async () => {
  const { code, stdout, stderr } = await tripwire(FILE, ["test", "--since", "2024-01-01", "--json"]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^corrigible: \d+ alerts since 2024-01-01/),
  });
  const alerts = jsonLines<Alert>(stdout);
  const [ban, ...more] = alerts.filter((alert) => alert.tripwire === "quiet-weakening");
  expect(more).toEqual([]);
  expect(ban).toMatchObject({
    about: "change",
    lab: "orrinvale",
    date: "2024-06-18",
    before: "Military and intelligence operations",
    after: null,
    reasons: ["it bans a use", "no clause of the other version says the same"],
    confidence: expect.closeTo(0.95, 1),
    path: "/changes/73470949a6a39299",
    evidence: [expect.stringMatching(/^orrinvale\/usage-policy@\d+$/), expect.any(String)],
  });
  expect(ban?.against.length).toBeGreaterThan(0);
  expect(ban?.questions[0]).toBe("Who decided to loosen this rule, when, and under what review?");
  expect(alerts.find((alert) => alert.tripwire === "overdue")).toMatchObject({
    title: expect.stringContaining("promise overdue: Release Media Manager"),
    date: "2025-01-31",
  });
  expect(alerts.find((alert) => alert.tripwire === "share-kept")?.reasons).toEqual(["The measure is above 0."]);
  expect(alerts.filter((alert) => alert.tripwire === "never")).toEqual([]);
  for (const alert of alerts.filter((one) => one.tripwire === "grave")) {
    expect(alert.date >= "2024-01-01" && ["openai", "xai"].includes(alert.lab)).toBe(true);
    expect(alert.against[0]).not.toBe("");
  }
  expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
});

test("the command that an alert names shows its change", async () => {
  const { stdout } = await tripwire(FILE, ["test", "--since", "2024-01-01", "--name", "quiet-weakening", "--json"]);
  const [alert] = jsonLines<Alert>(stdout);
  const [, ...args] = (alert?.command ?? "").split(" ");
  expect(corrigible([...args, "--workspace", workspace]).stdout).toContain("- Military and intelligence operations");
});

test("nothing has tripped since a day of the future: exit 0, and each tripwire is named", async () => {
  const { code, stdout } = await tripwire(FILE, ["test", "--since", "2030-01-01"]);
  expect(code).toBe(0);
  expect(stdout).toContain("quiet-weakening: not tripped");
});

test.each([
  ["severty: 3", "quiet: unknown field severty; did you mean severity?"],
  ["severity: 4", "quiet: severity: 1, 2 or 3"],
  ["disclosed: [no, maybe]", "quiet: disclosed: one of yes, partly, no, no-note, unknown"],
  ["disclosed: false", "quiet: disclosed: one of yes, partly, no, no-note, unknown"],
  ["confidence: 70", "quiet: confidence: a number from 0 to 1"],
  ["lab: openia", 'quiet: lab: no lab "openia"; did you mean openai?'],
  ["document: orrinvale/usage", 'quiet: document: no document "orrinvale/usage"; did you mean orrinvale/usage-policy'],
  ["notify: tem", 'quiet: notify: no channel "tem"; did you mean team?'],
])("lint says where and what: %s", async (line, said) => {
  const file = `tripwires:\n  - name: quiet\n    when: change\n    ${line}\nchannels:\n  team: { feed: alerts }\n`;
  const { code, stdout } = await tripwire(file, ["lint"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^tripwires\.yaml:4: /);
  expect(stdout).toContain(said);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  // The commands that work with the file refuse it with the same line.
  const refused = await tripwire(file, ["test", "--since", "2024-01-01"]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(said) });
});

test.each([
  ["- name: a\n", /:1: needs tripwires: and, for whom to tell, channels: at its top/],
  ["tripwires: &a [*a]\n", /:1: has an alias/],
  ["tripwires:\n  - [", /:2: /],
  ["", /:1: tripwires: is missing/],
  ["tripwires:\n  - when: promis\n    name: a\n", /:2: a: when: one of change, finding, promise, measure/],
  ["tripwires:\n  - {name: a, when: measure, measure: x}\n", /:2: a: needs above or below/],
  ["tripwires:\n  - {name: a, when: promise, state: broken, days: 3}\n", /:2: a: days: counts the days/],
  [
    "tripwires:\n  - {name: a, when: change}\n  - {name: a, when: change}\n",
    /:3: a: is declared in line 2 too; rename one/,
  ],
  ["tripwires: []\nchannels:\n  a: { webhok: x }\n", /:3: a: needs one of webhook, webhooks, email, feed/],
  ["tripwires: []\nchannels:\n  a: { feed: x, color: red }\n", /:3: a: unknown field color/],
  [
    "tripwires: []\nchannels:\n  a: { email: a@b.example, from: c@d.example, smtp: 'smtp://u:pass@e.example' }\n",
    /:3: a: smtp: holds a password; name its variable under password/,
  ],
])("lint refuses %j", async (file, said) => {
  const { code, stdout } = await tripwire(file, ["lint"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(said);
});

test("a secret in place of its variable's name is refused, and not repeated", async () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const file = `tripwires: []\nchannels:\n  a: { webhook: https://a.example, secret: ${secret} }\n`;
  const { code, stdout, stderr } = await tripwire(file, ["lint"]);
  expect(code).toBe(1);
  expect(stdout).toContain("a: secret: the name of an environment variable that holds it");
  expect(stdout + stderr).not.toContain(secret);
});

test("no file, no such tripwire, nothing audited yet", async () => {
  const fresh = join(folder, "fresh");
  initWorkspace(fresh, "corrigible.local/fresh", { services: {}, labs: {} });
  expect(corrigible(["tripwire", "lint", "--workspace", fresh])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has no tripwires.yaml"),
  });
  expect((await tripwire(FILE, ["lint"], fresh)).stdout).toContain("Names are not checked: nothing is audited yet.");
  expect(await tripwire(FILE, ["test", "--since", "2024-01-01", "--name", "overdu"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no tripwire "overdu"; did you mean overdue'),
  });
});

test("whatever the file holds, reading it ends with what is declared or with problems that have a line", async () => {
  const words = [
    "tripwires:",
    "channels:",
    "  - name: a",
    "    when: change",
    "lab: [x]",
    "{",
    "&a",
    "*a",
    "!!binary",
    "? ",
    "\t",
    "é",
  ];
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...words)).map((lines) => lines.join("\n")),
  );
  fc.assert(
    fc.property(text, (file) => {
      const { declared, problems } = parseTripwires(file);
      expect(declared === null).toBe(problems.length > 0);
      for (const { line, message } of problems) {
        expect(line).toBeGreaterThan(0);
        expect(message).not.toMatch(/\n/);
      }
    }),
    { numRuns: 300 },
  );
});
