import { expect, test } from "vitest";
import { pointOf } from "./input-of.ts";
import { coursesOf } from "./series.ts";

const AS_OF = "2026-06-30";
const values = (points: Parameters<typeof coursesOf>[0]): number[] =>
  coursesOf(points, AS_OF)[0]?.figures.map(({ value }) => value) ?? [];

test("of two figures of a month the better known one counts", () => {
  const estimated = { value: 9, unit: "usd", kind: "estimated" } as const;
  expect(
    values([
      pointOf({ date: "2024-05-02", value: 7 }),
      pointOf({ date: "2024-05-20", value: 9, amount: estimated }),
      pointOf({ date: "2024-07-01", value: 8 }),
    ]),
  ).toEqual([7, 8]);
});

test("a quarter's lobbying is put at a yearly rate, unless its year is known", () => {
  const lobbying = (date: string, end: string, value: number) =>
    pointOf({ series: "lobbying", label: "lobbying", date, end, value });
  // 1,000,000 in the 91 days of 2024-Q2 is 1,000,000 x 365.25 / 91 a year.
  const figures = values([
    lobbying("2024-04-01", "2024-06-30", 1_000_000),
    lobbying("2025-01-01", "2025-12-31", 3_000_000),
    lobbying("2025-04-01", "2025-06-30", 900_000),
  ]);
  expect(figures).toEqual([expect.closeTo(4_013_736, 0), 3_000_000]);
});

test("an annualised rate is not scaled again", () => {
  const rate = pointOf({
    series: "revenue",
    label: "annualised revenue",
    date: "2025-05-01",
    end: "2025-05-31",
    value: 10e9,
  });
  expect(values([rate])).toEqual([10e9]);
});

test("rounds add up by year; one told twice counts once, a span swallows its rounds, the present year waits", () => {
  const round = (date: string, value: number, end: string | null = null) =>
    pointOf({ series: "funding", label: "money raised", date, value, end });
  expect(
    values([
      round("2023-05-23", 0.45e9),
      round("2023-05-01", 7.3e9, "2024-02-29"),
      round("2024-10-02", 6.6e9),
      round("2024-10-20", 6.5e9),
      round("2026-03-31", 122e9),
    ]),
  ).toEqual([7.3e9 + 6.6e9]);
});

test("of training runs only those count that pass all before them", () => {
  const run = (date: string, value: number) =>
    pointOf({ series: "training-compute", date, value, label: `run of ${date}` });
  expect(values([run("2020-05-28", 3e23), run("2021-01-01", 1e22), run("2023-03-14", 2e25)])).toEqual([3e23, 2e25]);
});

test("people who were let go are no size of the lab", () => {
  expect(
    coursesOf(
      [pointOf({ series: "people", date: "2024-05-17", value: 25, label: "members of a team that was closed" })],
      AS_OF,
    ),
  ).toEqual([]);
});

test("revenue without a period is a yearly rate; a year told by two sources counts once, as the better known", () => {
  const revenue = (date: string, end: string | null, value: number, kind: "disclosed" | "reported" = "reported") =>
    pointOf({ series: "revenue", date, end, label: "revenue", value, amount: { value, unit: "usd", kind } });
  expect(
    values([
      revenue("2024-01-01", "2024-12-31", 3.7e9),
      revenue("2024-01-01", "2024-12-31", 3.6e9, "disclosed"),
      revenue("2025-06-09", null, 10e9),
    ]),
  ).toEqual([3.6e9, 10e9]);
});

test("chips of several makers add up from the day on which all are known, and sum their ranges", () => {
  const chips = (maker: string, date: string, value: number) =>
    pointOf({
      series: "chips",
      label: `${maker} chips, cumulative`,
      date,
      value,
      amount: { value, unit: "h100e", kind: "estimated", low: value - 1, high: value + 1 },
    });
  const [course] = coursesOf(
    [
      chips("A", "2024-03-31", 10),
      chips("A", "2024-06-30", 20),
      chips("B", "2024-06-30", 5),
      chips("B", "2024-09-30", 7),
    ],
    AS_OF,
  );
  expect(course?.figures).toMatchObject([
    { date: "2024-06-30", value: 25, low: 23, high: 27 },
    { date: "2024-09-30", value: 27, low: 25, high: 29 },
  ]);
});
