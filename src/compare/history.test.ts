import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { auditHistory } from "./history.ts";
import type { HistoryVersion } from "./states.ts";

const TITLE = "# Usage rules\n\nYou may not use our models for:\n\n";
/** A document made of two pages; without a lead the second has nothing in it. */
function joined(lead: string): string {
  const of = "loans courts schools jobs visas health weather traffic votes parole rents".split(" ");
  const second = lead === "" ? "" : `# Rules\n\n${of.map((one) => `${lead} ${one}.`).join("\n\n")}\n`;
  return `# Your data\n\nWe delete your files within 30 days.\n\nWe never sell your data.\n\n${second}`;
}

const TEXTS: Readonly<Record<string, string>> = {
  two: `${TITLE}* Building bombs\n* Military operations\n`,
  one: `${TITLE}* Building bombs\n`,
  joined: joined("You may not use the interface for"),
  replaced: joined("You must not let the interface decide on"),
  failed: `${joined("")}\n# This page isn’t available\n\nAn unexpected error has occurred.\n`,
  german: `# Nutzungsregeln\n\nSie dürfen unsere Modelle nicht nutzen für die folgenden Zwecke und auch nicht für andere:\n\n${"* den Bau von Bomben und die Planung von Einsätzen der Armee mit dem Modell\n* das Fälschen von Stimmen und Bildern für eine Wahl oder für die Werbung\n".repeat(3)}`,
  dated: `${TITLE}* Building bombs\n* Military operations\n\nLast updated: 20 January 2025\n`,
  redated: `${TITLE}* Building bombs\n\nLast updated: June 12, 2025\n`,
  both: `${TITLE}* Building bombs\n* Military operations\n\n# Your data\n\nWe delete your files within 30 days.\n\nWe never sell your data.\n`,
  updated: `${TITLE}* Building bombs\n\n# Your data\n\nWe delete your files within 30 days.\n\nWe never sell your data.\n`,
  half: "# This part is not available\n\n# Your data\n\nWe delete your files within 30 days.\n\nWe never sell your data.\n",
  error: "# 404\n\nPage not found\n",
};

function audit(...visits: readonly (readonly [blob: string, day: number, cause?: HistoryVersion["cause"]])[]) {
  const versions = visits.map(([blob, day, cause = "change"]) => ({
    blob,
    cause,
    date: new Date(Date.UTC(2026, 0, day)).toISOString(),
  }));
  return auditHistory(versions, (blob) => parseDocument(TEXTS[blob] as string)).map(({ base, noise, changes }) => ({
    base,
    noise,
    changes: changes.map(({ direction }) => direction),
  }));
}

const first = { base: null, noise: null, changes: [] };

test("each version is compared with the one before", () => {
  expect(audit(["two", 1], ["one", 60])).toEqual([first, { base: 0, noise: null, changes: ["loosens"] }]);
});

test("an error page neither removes nor restores a rule", () => {
  expect(audit(["two", 1], ["error", 2], ["two", 3])).toEqual([
    first,
    { base: 0, noise: "error-page", changes: [] },
    { base: 0, noise: "return", changes: [] },
  ]);
});

test("what changed behind an error page is told against the page before it", () => {
  expect(audit(["two", 1], ["error", 2], ["one", 60]).at(-1)).toEqual({ base: 0, noise: null, changes: ["loosens"] });
});

test("a document seen first as an error page is the document from its first text on", () => {
  const steps = audit(["error", 1], ["two", 2], ["one", 60], ["error", 70], ["one", 71]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, "error-page"],
    [0, "return"],
    [1, null],
    [0, "error-page"],
    [2, "return"],
  ]);
  expect(steps[2]?.changes).toEqual(["loosens"]);
});

test("a part that fails, in a document made of several pages, removes no rule", () => {
  const steps = audit(["failed", 1], ["joined", 2], ["failed", 3], ["replaced", 4], ["failed", 5], ["replaced", 6]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, "error-page"],
    [0, "return"],
    [0, "error-page"],
    [1, null],
    [2, "error-page"],
    [3, "return"],
  ]);
  expect(steps[3]?.changes.length).toBeGreaterThan(0);
});

test("a state left and found again within days was passing", () => {
  const noises = audit(["two", 1], ["one", 2], ["two", 3]).map(({ noise }) => noise);
  expect(noises).toEqual([null, "flapping", "flapping"]);
});

test("an update that comes to light when half of the page is back is told against what stood there before", () => {
  const steps = audit(["both", 1], ["half", 2], ["both", 3], ["half", 4], ["updated", 5], ["half", 6], ["updated", 7]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, null],
    [0, "flapping"],
    [1, "flapping"],
    [2, "flapping"],
    [2, null],
    [4, "flapping"],
    [5, "flapping"],
  ]);
  expect(steps[4]?.changes).toEqual(["loosens"]);
});

test("the first excursion is passing too, though the document came back updated", () => {
  const steps = audit(["both", 1], ["half", 2], ["updated", 3]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, null],
    [0, "flapping"],
    [0, null],
  ]);
  expect(steps[2]?.changes).toEqual(["loosens"]);
});

test("an update of one of two states that take turns is told against that one", () => {
  const steps = audit(["both", 1], ["half", 40], ["both", 80], ["half", 120], ["both", 160], ["updated", 200]);
  expect(steps.at(-1)).toEqual({ base: 4, noise: null, changes: ["loosens"] });
});

test("what came while the document went to and fro, and stayed, is told where it came first", () => {
  const noises = audit(["two", 1], ["one", 20], ["two", 21], ["one", 22], ["error", 60]).map(({ noise }) => noise);
  expect(noises).toEqual([null, null, "flapping", "flapping", "error-page"]);
});

test("what came, went for a day and stayed in an updated form is told where it came first", () => {
  const steps = audit(["half", 1], ["both", 20], ["half", 21], ["updated", 22], ["error", 60]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, null],
    [0, null],
    [1, "flapping"],
    [1, null],
    [3, "error-page"],
  ]);
});

test("the document is the page in the language that is read", () => {
  const steps = audit(["two", 1], ["german", 30], ["german", 60], ["one", 90], ["german", 120]);
  expect(steps.map(({ base, noise, changes }) => [base, noise, changes.length])).toEqual([
    [null, null, 0],
    [0, "locale", 0],
    [1, "locale", 0],
    [0, null, 1],
    [2, "locale", 0],
  ]);
});

test("a document seen first in another language is the document from its first English text on", () => {
  const steps = audit(["german", 1], ["two", 30], ["one", 90]);
  expect(steps.map(({ base, noise }) => [base, noise])).toEqual([
    [null, null],
    [0, "return"],
    [1, null],
  ]);
});

test("an upgrade of the archive hides no change of a document that states another day", () => {
  const upgrade = audit(["dated", 1], ["redated", 60, "technical-upgrade"]).at(-1);
  expect(upgrade?.noise).toBeNull();
  expect(upgrade?.changes).toContain("loosens");
});

test("a rule restored after a year was restored", () => {
  const steps = audit(["two", 1], ["one", 2], ["two", 367]);
  expect(steps.map(({ noise, changes }) => [noise, changes])).toEqual([
    [null, []],
    [null, ["loosens"]],
    [null, ["tightens"]],
  ]);
});

test("what the archive changed in its own reading is no change of the company", () => {
  expect(audit(["two", 1], ["one", 60, "technical-upgrade"]).at(-1)?.noise).toBe("technical-upgrade");
});
