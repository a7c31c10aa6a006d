import { describe, expect, test } from "vitest";
import { inputOf, recordOf } from "../input-of.ts";
import { promiseLedger, promiseMeasures } from "./promises.ts";

interface Given {
  readonly status: string;
  readonly due?: string | null;
  readonly on?: string;
  readonly late?: number;
}

const promise = (at: number, { status, due = null, on = "2025-01-01", late }: Given) =>
  recordOf({
    id: `openai-2024-05-promise-${at}`,
    lab: "openai",
    type: "promise",
    date: "2024-05-01",
    figures: late === undefined ? {} : { days_late: late },
    fields: { promise: `Promise ${at}`, due_date: due, status, status_date: on },
  });

const inputFor = (given: readonly Given[], asOf = "2025-06-30") =>
  inputOf({ records: given.map((one, at) => promise(at, one)), asOf });

describe("the state on the day that counts as today", () => {
  test.each<[string, Given, string]>([
    ["pending past its day is overdue", { status: "pending", due: "2025-06-29" }, "overdue"],
    ["on its day it is pending still", { status: "pending", due: "2025-06-30" }, "pending"],
    ["a month ends with its last day", { status: "pending", due: "2025-06" }, "pending"],
    ["a day to come is not overdue, whatever was written", { status: "overdue", due: "2026" }, "pending"],
    ["without a day it stays pending", { status: "pending" }, "pending"],
    ["overdue without a day stands as recorded", { status: "overdue" }, "overdue"],
    ["what was kept is kept", { status: "kept", due: "2025-02-01" }, "kept"],
    ["no evidence is not overdue", { status: "no-evidence", due: "2025-02-01" }, "no-evidence"],
    ["a state learnt later was not known", { status: "kept", due: "2025-02-01", on: "2025-07-01" }, "overdue"],
  ])("%s", (_, given, state) => expect(promiseLedger(inputFor([given]))[0]?.state).toBe(state));
});

test.each<[string, Given, number | null]>([
  ["kept 21 days after its day", { status: "kept", due: "2024-08-26", on: "2024-09-16" }, 21],
  ["kept before its day", { status: "kept", due: "2025-10-02", on: "2025-01-29" }, 0],
  ["the record's own count", { status: "partly-kept", due: "2025-01-01", late: 42 }, 42],
  ["kept in part: the day is when it was looked at", { status: "partly-kept", due: "2024-08-26" }, null],
  ["without a due day", { status: "kept" }, null],
])("days late: %s", (_, given, days) => expect(promiseLedger(inputFor([given]))[0]?.daysLate).toBe(days));

test("shares of what is resolved, of what is due, and lateness", () => {
  const input = inputFor([
    { status: "kept", due: "2025-01-01", on: "2025-01-01" },
    { status: "kept", due: "2025-01-01", on: "2025-01-31" },
    { status: "partly-kept", due: "2025-01-01", late: 30 },
    { status: "broken" },
    { status: "pending", due: "2025-03-01" },
    { status: "pending", due: "2027" },
  ]);
  const of = (name: string) => promiseMeasures(input).find(({ id }) => id === `deception/openai/${name}`);
  // Resolved: 2 kept, 1 in part, 1 broken. Due by 2025-06-30: three resolved, one overdue. Days late: 0, 30, 30.
  expect(of("promises-kept")).toMatchObject({ numerator: 2, denominator: 4, estimate: { value: 0.5, n: 4 } });
  expect(of("promises-partly-kept")).toMatchObject({ numerator: 1, denominator: 4 });
  expect(of("promises-broken")).toMatchObject({ numerator: 1, denominator: 4, estimate: { value: 0.25 } });
  expect(of("promises-overdue")).toMatchObject({ numerator: 1, denominator: 4 });
  expect(of("promises-due-resolved")).toMatchObject({ numerator: 3, denominator: 4 });
  expect(of("promises-late")).toMatchObject({ numerator: 2, denominator: 3 });
  expect(of("promises-in-time")).toMatchObject({ numerator: 1, denominator: 3 });
  // Of the 27 resamples of 0, 30, 30 one has the mean 0 (3.7 %), six 10 and eight 30: 90 % lie in 10 to 30.
  expect(of("promises-days-late")).toMatchObject({ estimate: { value: 20, low: 10, high: 30, n: 3 } });
  // Overdue since 2025-03-01: 121 days on 2025-06-30.
  expect(of("promises-recorded")?.detail?.rows[4]).toEqual([
    "2024-05-01",
    "openai",
    "Promise 4",
    "2025-03-01",
    "overdue",
    121,
    null,
    "openai-2024-05-promise-4",
  ]);
});

test("without a resolved promise there is no share, and that is not zero", () => {
  const kept = promiseMeasures(inputFor([{ status: "pending" }])).find(({ name }) => name === "promises-kept");
  expect(kept?.estimate).toMatchObject({ established: false, n: 0 });
});
