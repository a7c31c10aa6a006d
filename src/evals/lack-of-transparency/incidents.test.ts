import { expect, test } from "vitest";
import type { Incident } from "../../model/index.ts";
import { inputOf } from "../input-of.ts";
import { incidentMeasures } from "./incidents.ts";

const incident = (date: string, explained: Incident["explained"], explanationDate: string | null = null): Incident => ({
  lab: "openai",
  when: { date, precision: "day" },
  title: "It went wrong",
  explained,
  explanationDate,
  evidence: `openai-${date}`,
});

const measuresOf = (incidents: readonly Incident[], asOf = "2025-01-01") => {
  const measures = incidentMeasures(inputOf({ incidents, asOf }));
  return (name: string) => measures.find(({ id }) => id === `lack-of-transparency/openai/${name}`);
};

test("time to an explanation, with silences that last still", () => {
  // Explained on the day, after 10 days and after 40; silent for 20 days when last looked at (2025-01-01).
  // Kaplan-Meier: 4 watched at half a day, S = 3/4; 3 at 10 days, S = 3/4 x 2/3 = 1/2; one leaves at 20 days;
  // 1 watched at 40 days, S = 0.
  const measure = measuresOf([
    incident("2024-01-01", "yes", "2024-01-01"),
    incident("2024-02-01", "partly", "2024-02-11"),
    incident("2024-03-01", "yes", "2024-04-10"),
    incident("2024-12-12", "no"),
  ]);
  expect(measure("incidents-silent-7-days")?.estimate).toMatchObject({ value: 0.75, n: 4 });
  expect(measure("incidents-silent-30-days")?.estimate).toMatchObject({ value: 0.5 });
  expect(measure("incidents-silent-365-days")?.estimate).toMatchObject({ established: false });
  expect(measure("incidents-days-to-explanation")?.estimate).toMatchObject({ value: 10 });
  expect(measure("incidents-days-to-explanation")?.detail?.rows.map((row) => row.slice(0, 4))).toEqual([
    [0, 4, 0, 1],
    [0.5, 4, 1, 0.75],
    [10, 3, 1, 0.5],
    [40, 1, 1, 0],
  ]);
  expect(measure("incidents-explained")).toMatchObject({ numerator: 3, denominator: 4, estimate: { value: 0.75 } });
  expect(measure("incidents-explained-in-full")).toMatchObject({ numerator: 2, denominator: 4 });
  expect(measure("incidents-unexplained")).toMatchObject({ numerator: 1, denominator: 4, estimate: { value: 0.25 } });
});

test("where the source does not tell, an incident is not unexplained", () => {
  const measure = measuresOf([incident("2024-01-01", "unknown"), incident("2024-02-01", "unknown")]);
  expect(measure("incidents-not-told")?.estimate).toMatchObject({ value: 2, n: 2 });
  expect(measure("incidents-unexplained")).toBeUndefined();
});

test("an explanation after the day that counts as today was not known yet", () => {
  const measure = measuresOf([incident("2024-12-01", "yes", "2025-02-01")]);
  expect(measure("incidents-unexplained")).toMatchObject({ numerator: 1, estimate: { established: false } });
});

test("an explanation on an unknown day counts in the shares, and in no time", () => {
  const measure = measuresOf([
    incident("2024-01-01", "yes"),
    incident("2024-02-01", "partly", "2024-02-11"),
    incident("2024-03-01", "no"),
  ]);
  expect(measure("incidents-explained")).toMatchObject({ numerator: 2, denominator: 3 });
  expect(measure("incidents-silent-7-days")?.estimate).toMatchObject({
    established: false,
    reason: "2 of at least 3 incidents have a known time",
  });
});
