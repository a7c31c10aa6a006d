import { expect, test } from "vitest";
import { type CasebookRecord, casebookRecordSchema } from "../../model/index.ts";
import { oversightEpisodes } from "./episodes.ts";

const record = (id: string, date: string, outcome: string, more: object = {}): CasebookRecord =>
  casebookRecordSchema.parse({
    id,
    lab: "acme",
    type: "oversight-event",
    date,
    date_precision: "day",
    title: "The board removed the chief executive",
    summary: "The board removed the chief executive.",
    dimensions: ["incorrigibility"],
    direction: "mixed",
    severity: 2,
    fields: { overseer: "board", target: "chief executive", attempt: "remove", outcome, ...more },
    counter: "None found.",
    sources: [{ url: null, title: "A page", verified: false, supports: "the fact" }],
  });

test("records of one overseer within two weeks are one attempt, with the last outcome", () => {
  const episodes = oversightEpisodes([
    record("acme-2023-11-return", "2023-11-22", "reversed"),
    record("acme-2023-11-removal", "2023-11-17", "held"),
    record("acme-2023-12-later", "2023-12-20", "held"),
  ]);
  expect(episodes.map(({ date, outcome, evidence }) => [date, outcome, evidence.length])).toEqual([
    ["2023-11-17", "reversed", 2],
    ["2023-12-20", "held", 1],
  ]);
});

test("records that name one another are one attempt, however far apart", () => {
  const episodes = oversightEpisodes([
    record("acme-2023-01-a", "2023-01-01", "pending"),
    record("acme-2024-01-b", "2024-01-01", "evaded", { overseer: "court", same_event_as: ["acme-2023-01-a"] }),
  ]);
  expect(episodes).toMatchObject([{ outcome: "evaded", overseer: "board" }]);
});

test("records of other kinds tell of no attempt", () => {
  const { fields: _, ...rest } = record("acme-2023-11-removal", "2023-11-17", "held");
  expect(oversightEpisodes([{ ...rest, type: "release", fields: {} } as CasebookRecord])).toEqual([]);
});
