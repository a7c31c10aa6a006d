import { expect, test } from "vitest";
import type { Verdict } from "../../model/index.ts";
import { inputOf, recordOf } from "../input-of.ts";
import { claimMeasures } from "./claims.ts";

const claim = (at: number, verdict: Verdict, date = "2024-05-01") =>
  recordOf({
    id: `openai-2024-05-claim-${at}`,
    lab: "openai",
    type: "claim",
    date,
    fields: { claim_paraphrase: `Claim ${at}`, evidence_for: "Yes.", evidence_against: "No.", verdict },
  });

const measure = (records: ReturnType<typeof claim>[], name: string) =>
  claimMeasures(inputOf({ records })).find(({ id }) => id === `deception/openai/${name}`);

test("verdicts that decide are shares of each other; an omission is no false statement", () => {
  // 2 supported, 1 contradicted, 2 by omission: five rated. Unresolved and contested ones count in no share.
  const records = [
    claim(1, "supported"),
    claim(2, "supported"),
    claim(3, "contradicted"),
    claim(4, "misleading-by-omission"),
    claim(5, "misleading-by-omission"),
    claim(6, "unresolved"),
    claim(7, "contested"),
  ];
  // Jeffreys at 90 % for 2 of 5: the 5 % and 95 % points of Beta(2.5, 3.5).
  expect(measure(records, "claims-supported")).toMatchObject({
    estimate: { value: 0.4, low: expect.closeTo(0.128, 2), high: expect.closeTo(0.739, 2), n: 5 },
    numerator: 2,
    denominator: 5,
    caution: expect.stringContaining("2 of 7 claims are undecided"),
  });
  expect(measure(records, "claims-contradicted")).toMatchObject({ estimate: { value: 0.2 }, numerator: 1 });
  expect(measure(records, "claims-misleading-by-omission")).toMatchObject({ estimate: { value: 0.4 }, numerator: 2 });
  expect(measure(records, "claims-recorded")).toMatchObject({ estimate: { value: 7, low: 7, high: 7 } });
});

test("two rated claims carry no share, and that is not zero", () => {
  const records = [claim(1, "supported"), claim(2, "contradicted"), claim(3, "unratable")];
  expect(measure(records, "claims-contradicted")?.estimate).toMatchObject({
    established: false,
    reason: "2 of at least 3 rated claims are recorded",
  });
});

test("a claim made after the day that counts as today is not there yet", () => {
  const records = [claim(1, "supported")];
  expect(claimMeasures(inputOf({ records, asOf: "2024-04-30" }))).toEqual([]);
});
