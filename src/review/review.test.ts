import { describe, expect, test } from "vitest";
import type { ReviewAct } from "../model/index.ts";
import { coderAgreement, refusalOf, reviewOf, reviewQueue } from "./index.ts";

const ID = "0123456789abcdef";
const FINDING = { severity: 2 } as const;

type Fields<Act = ReviewAct> = Act extends ReviewAct ? Omit<Act, "finding" | "by" | "at"> : never;
const act = (by: string, fields: Fields, at = "2026-08-03"): ReviewAct => ({
  finding: ID,
  by,
  at: `${at}T09:00:00Z`,
  ...fields,
});
const code = (by: string, severity: 1 | 2 | 3 = 2): ReviewAct =>
  act(by, { act: "code", bearing: "concerning", severity, confidence: 0.8, rationale: "So.", counter: "None." });
const reconcile = (severity: 1 | 2 | 3): ReviewAct =>
  act("ada", { act: "reconcile", bearing: "concerning", severity, rationale: "So." });
const correct = (severity: 1 | 2 | 3): ReviewAct =>
  act("edith", { act: "correct", bearing: "concerning", severity, rationale: "So." });
const decide = (by: string, name: "accept" | "dispute" | "withdraw", at?: string): ReviewAct =>
  act(by, { act: name, rationale: "So." }, at);
const reply = (date: string): ReviewAct =>
  act("edith", { act: "reply", from: "The lab", date, text: "No.", effect: "None." }, date);
const NOTICE = act("edith", { act: "notice", sent: "2026-08-03", deadline: "2026-08-17" });
const noticed = (severity: 1 | 2 | 3): ReviewAct[] => [code("ada"), code("grace"), reconcile(severity), NOTICE];
const AFTER = "2026-08-18";

const refusal = (before: readonly ReviewAct[], next: ReviewAct): string | null =>
  refusalOf(reviewOf(before, FINDING), next);

describe("a correction", () => {
  test("does not publish what was never accepted, disputed or not", () => {
    const disputed = [...noticed(3), decide("edith", "dispute")];
    expect(refusal(disputed, correct(3))).toMatch(/never accepted/);
    expect(refusal(disputed, correct(1))).toMatch(/never accepted/);
    expect(refusal(disputed, decide("edith", "withdraw"))).toBeNull();
  });

  test("follows an acceptance, after a dispute of it too", () => {
    const accepted = [...noticed(2), decide("edith", "accept", AFTER)];
    expect(refusal(accepted, correct(1))).toBeNull();
    expect(refusal([...accepted, decide("edith", "dispute")], correct(1))).toBeNull();
  });

  test("reaches severity 3 only where two people accepted it so", () => {
    const light = [...noticed(2), decide("edith", "accept", AFTER)];
    expect(refusal(light, correct(3))).toMatch(/severity 3 takes two people/);
    const grave = [...noticed(3), decide("edith", "accept", AFTER)];
    expect(refusal(grave, correct(3))).toMatch(/not published as accepted yet/);
    grave.push(decide("ada", "accept", AFTER));
    expect(refusal(grave, correct(3))).toBeNull();
    expect(refusal([...grave, correct(1)], correct(3))).toBeNull();
  });
});

test("a lab answers a notice after it: an older reply is shown and shortens nothing", () => {
  const early = [reply("2026-08-01"), ...noticed(2)];
  expect(reviewOf(early, FINDING).replies).toHaveLength(1);
  expect(refusal(early, decide("edith", "accept", "2026-08-10"))).toBe("the lab may answer up to 2026-08-17");
  expect(refusal([...early, reply("2026-08-02")], decide("edith", "accept", "2026-08-10"))).not.toBeNull();
  expect(refusal([...early, reply("2026-08-07")], decide("edith", "accept", "2026-08-10"))).toBeNull();
  expect(refusal(early, decide("edith", "accept", AFTER))).toBeNull();
});

test("a deadline is no day before the notice", () => {
  const reconciled = noticed(2).slice(0, -1);
  const withDeadline = (deadline: string): ReviewAct => act("edith", { act: "notice", sent: "2026-08-03", deadline });
  expect(refusal(reconciled, withDeadline("2026-08-02"))).toMatch(/the deadline 2026-08-02 lies before 2026-08-03/);
  expect(refusal(reconciled, withDeadline("2026-08-03"))).toBeNull();
});

describe("a third code", () => {
  const coded = [code("ada", 1), code("grace", 3)];

  test("is refused, and the finding waits for those who coded it", () => {
    expect(refusal(coded, code("eve"))).toMatch(/2 reviewers have coded it already/);
    const finding = { id: ID, ...FINDING } as Parameters<typeof reviewQueue>[0][number];
    const listed = (filter: Parameters<typeof reviewQueue>[2]): number => reviewQueue([finding], coded, filter).length;
    expect([listed({ as: "eve" }), listed({ as: "ada" }), listed({}), listed({ state: "coded", as: "eve" })]).toEqual([
      0, 1, 1, 1,
    ]);
  });

  test("in an older log raises no agreement", () => {
    const other = coded.map((one): ReviewAct => ({ ...one, finding: "fedcba9876543210" }));
    const two = [...coded, ...other];
    expect(coderAgreement([...two, code("eve", 3), { ...code("eve", 3), finding: "fedcba9876543210" }])).toEqual(
      coderAgreement(two),
    );
  });
});

test("what an older log holds stays as it was recorded", () => {
  const late = [code("ada"), code("grace"), code("eve"), reconcile(3), reply("2026-08-01"), NOTICE];
  expect(reviewOf(late, FINDING)).toMatchObject({ state: "noticed", codes: { length: 3 } });
  const accepted = [...late, decide("edith", "accept"), decide("ada", "accept")];
  expect(reviewOf(accepted, FINDING).state).toBe("accepted");
  const corrected = [...noticed(2), decide("edith", "dispute"), correct(3)];
  expect(reviewOf(corrected, FINDING)).toMatchObject({ state: "corrected", agreed: { severity: 3 } });
  expect(refusal(corrected, correct(3))).toMatch(/never accepted/);
});
