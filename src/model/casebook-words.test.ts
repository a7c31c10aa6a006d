import { describe, expect, test } from "vitest";
import { makeRecord } from "../../test/helpers/casebook-record.ts";
import {
  claims,
  codedChanges,
  controlRelations,
  incidents,
  labEvents,
  oversightAttempts,
  promises,
  sourceWeight,
  toFinding,
  toFindings,
  whenOf,
} from "./casebook-words.ts";

const source = { url: "https://example.org", title: "t", supports: "s" };
const read = { ...source, verified: true };
const unread = { ...source, verified: false };

describe("findings", () => {
  test("one for each eval, proposed, with the id of the record as evidence", () => {
    const record = makeRecord("claim", { seed: true });
    const [deception, power] = toFindings(record);
    expect(deception).toEqual(toFinding(record, "deception"));
    expect(deception).toMatchObject({
      eval: "deception",
      lab: "openai",
      rule: "casebook",
      state: "proposed",
      bearing: "concerning",
      severity: 2,
      counter: "It may not have.",
      reply: null,
      evidence: ["openai-2024-01-event"],
      seed: true,
    });
    expect(power?.id).not.toBe(deception?.id);
  });

  test.each<[string, object, number]>([
    ["a page that was read", { sources: [read] }, 0.8],
    ["the lab's own page that was read", { sources: [read, { ...read, primary: true }] }, 1],
    ["the lab's own page that nobody read", { sources: [read, { ...unread, primary: true }] }, 0.8],
    ["pages that nobody read", { sources: [unread] }, 0.4],
    ["a record that says it is weak", { sources: [{ ...read, primary: true }], weak: "Inferred." }, 0.4],
  ])("%s weighs as it should", (_, changes, weight) => {
    expect(sourceWeight(makeRecord("release", { ...changes }))).toBe(weight);
  });

  test("a date of a month or a year is its first day", () => {
    const of = (date_precision: string): object => whenOf(makeRecord("release", { date_precision }));
    expect(of("day")).toEqual({ date: "2024-01-10", precision: "day" });
    expect(of("month")).toEqual({ date: "2024-01-01", precision: "month" });
    expect(of("year")).toEqual({ date: "2024-01-01", precision: "year" });
  });
});

describe("what a record says, whatever its type", () => {
  test("a promise and what came of it", () => {
    const fields = { promise: "A report", due_date: "2024-07", status: "kept", status_date: "2024-05-01" };
    const expected = { promise: "A report", due: { date: "2024-07-01", precision: "month" }, state: "kept" };
    expect(promises(makeRecord("disclosure", { fields }))).toMatchObject([{ ...expected, stateDate: "2024-05-01" }]);
    expect(promises(makeRecord("promise", { fields: { due_date: null } }))).toMatchObject([{ due: null }]);
    expect(promises(makeRecord("disclosure"))).toEqual([]);
  });

  test("a claim, with what speaks for it and against it", () => {
    expect(claims(makeRecord("claim"))).toMatchObject([{ claim: "It is safe.", verdict: "unresolved" }]);
    expect(claims(makeRecord("secrecy", { fields: { claim_paraphrase: "It is safe." } }))).toEqual([]);
  });

  test("a control relation, labs by their ids, from the first day to the last", () => {
    expect(controlRelations(makeRecord("control-relation"))).toMatchObject([
      { controller: "microsoft", controlled: "openai", start: "2020-09-01", end: "2026-04-30", tested: "untested" },
    ]);
    const fields = { controller: "Long-Term Trust", end: null, basis: "bylaws", tested: "held" };
    expect(controlRelations(makeRecord("control-relation", { fields }))).toMatchObject([
      { controller: "long-term-trust", controllerName: "Long-Term Trust", end: null, basis: "bylaws", tested: "held" },
    ]);
  });

  test("a body with its members, its quota, and when its power was tested", () => {
    const fields = {
      controller: "Board",
      members: ["chair", "seat 2"],
      quota: 2,
      tested: "failed",
      tested_on: "2023-11",
    };
    expect(controlRelations(makeRecord("control-relation", { fields }))).toMatchObject([
      { members: ["chair", "seat 2"], quota: 2, tested: "failed", testedOn: "2023-11-30" },
    ]);
  });

  test("an attempt at oversight, an incident, a coded change", () => {
    expect(oversightAttempts(makeRecord("oversight-event"))).toMatchObject([
      { overseer: "Board", outcome: "reversed" },
    ]);
    expect(incidents(makeRecord("incident"))).toMatchObject([{ explained: "partly", explanationDate: null }]);
    expect(codedChanges(makeRecord("constraint-change"))).toMatchObject([{ effect: "weakened", disclosed: "no" }]);
    expect(codedChanges(makeRecord("mission-statement"))).toEqual([]);
  });

  test("events of the lab: people bought are an acquisition, a grade given by others is none", () => {
    const kinds = (...record: Parameters<typeof makeRecord>): string[] =>
      labEvents(makeRecord(...record)).map((e) => e.kind);
    expect(kinds("release")).toEqual(["release"]);
    expect(kinds("people")).toEqual(["people"]);
    expect(kinds("people", { figures: { amount_usd: 1e9 } })).toEqual(["acquisition"]);
    expect(kinds("disclosure")).toEqual(["disclosure"]);
    expect(kinds("disclosure", { figures: { score_of_100: 54 } })).toEqual([]);
    expect(kinds("disclosure", { fields: { grade: "C+" } })).toEqual([]);
    expect(kinds("lobbying")).toEqual([]);
  });
});
