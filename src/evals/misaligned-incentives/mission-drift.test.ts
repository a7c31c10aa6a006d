import { expect, test } from "vitest";
import { inputOf, recordOf } from "../input-of.ts";
import { missionMeasures } from "./mission-drift.ts";
import { missionTextMeasures } from "./mission-text.ts";

const mission = (year: number, present: string[], removed: string[], safe = true) =>
  recordOf({
    id: `openai-${year}-12-mission`,
    lab: "openai",
    type: "mission-statement",
    date: `${year}-12-31`,
    dimensions: ["misaligned-incentives"],
    fields: {
      document: "IRS Form 990",
      keywords_present: present,
      keywords_removed_since_previous: removed,
      word_safe_or_safely: safe,
    },
  });
const byName = (measures: ReturnType<typeof missionMeasures>, name: string) =>
  measures.find((measure) => measure.name === name);

test("terms of the first statement that stand in the last; those that left and came a year", () => {
  // First: safe, openly, community, unconstrained. Last: safely, deploy. Only "safe" still stands, as "safely": 1 of 4.
  // Left by what the records say: openly, community, unconstrained = 3 in the 4 years 2016-12-31 to 2020-12-31: 0.75.
  // Came: deploy = 1: 0.25. "safely" is "safe" and came with the first.
  const records = [
    mission(2016, ["safe", "openly", "community", "unconstrained"], []),
    mission(2018, ["safe", "unconstrained"], ["openly", "community"]),
    mission(2020, ["safely", "deploy"], ["unconstrained"]),
  ];
  const measures = missionMeasures(inputOf({ records }));
  expect(byName(measures, "mission-terms-kept")).toMatchObject({
    estimate: { value: 0.25, n: 4 },
    numerator: 1,
    denominator: 4,
    caution: expect.stringContaining("Gone: 3 of 4"),
  });
  expect(byName(measures, "mission-terms-left")).toMatchObject({ estimate: { value: 0.75 }, numerator: 3 });
  expect(byName(measures, "mission-terms-came")).toMatchObject({ estimate: { value: 0.25 }, numerator: 1 });
  expect(byName(measures, "mission-safe")?.estimate).toMatchObject({ value: 1, n: 3 });
});

test("a clause that is gone is a counted zero, and one that nobody looked for is no measure", () => {
  const measures = missionMeasures(
    inputOf({ records: [mission(2022, ["safely"], []), mission(2024, [], ["safely"], false)] }),
  );
  expect(byName(measures, "mission-safe")).toMatchObject({
    estimate: { value: 0, low: 0, high: 0 },
    caution: expect.stringContaining("In 1 of 2 statements, last in that of 2022"),
  });
  expect(byName(measures, "mission-financial-return")).toBeUndefined();
});

test("one statement shows no drift", () => {
  const [kept] = missionMeasures(inputOf({ records: [mission(2016, ["safe"], [])] }));
  expect(kept?.estimate).toMatchObject({ established: false, n: 1 });
});

test("of a recorded charter, the share of words that still stand", () => {
  // Content words of the first: pledge, benefit, humanity, openly. The last has benefit and humanity: 2 of 4.
  const texts: Readonly<Record<string, string[]>> = {
    a: ["We pledge to benefit humanity openly."],
    b: ["We benefit all of humanity."],
  };
  const versions = ["a", "b"].map((blob, at) => ({
    id: `openai/charter@${at}`,
    date: `202${at}-01-01`,
    blob,
    noise: null,
  }));
  const document = { id: "openai/charter", lab: "openai", labName: "OpenAI", service: "OpenAI", terms: "Charter" };
  const [kept] = missionTextMeasures(
    inputOf({
      documents: [{ ...document, versions, clauses: [], changes: [] }],
      readSentences: (blob) => texts[blob] ?? [],
    }),
  );
  expect(kept).toMatchObject({ name: "charter-words-kept", numerator: 2, denominator: 4, estimate: { value: 0.5 } });
});
