import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import { auditHistory, type HistoryVersion } from "./history.ts";

const TITLE = "# Usage rules\n\nYou may not use our models for:\n\n";
const TEXTS: Readonly<Record<string, string>> = {
  two: `${TITLE}* Building bombs\n* Military operations\n`,
  one: `${TITLE}* Building bombs\n`,
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

test("a state left and found again within days was passing", () => {
  const noises = audit(["two", 1], ["one", 2], ["two", 3]).map(({ noise }) => noise);
  expect(noises).toEqual([null, "flapping", "flapping"]);
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
