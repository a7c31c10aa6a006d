import { expect, test } from "vitest";
import { inputOf, pointOf } from "../input-of.ts";
import { seriesMeasures } from "./growth.ts";

test("a value that doubles every year grows by 1.0 a year, and the latest value tells its age", () => {
  const years = [2020, 2021, 2022, 2023, 2024];
  const series = years.map((year, k) => pointOf({ date: `${year}-07-01`, value: 2 ** k }));
  const [latest, growth] = seriesMeasures(inputOf({ series }));
  expect(latest).toMatchObject({
    id: "power-seeking/openai/valuation-latest",
    unit: "usd",
    estimate: { established: true, value: 16, low: 16, high: 16, n: 5 },
    caution: expect.stringContaining("As of 2024-07-01, 2.0 years before"),
  });
  expect(growth?.estimate).toMatchObject({ established: true, value: expect.closeTo(1, 2), n: 5 });
});

test("four points establish no growth", () => {
  const series = [2021, 2022, 2023, 2024].map((year) => pointOf({ date: `${year}-07-01`, value: year }));
  expect(seriesMeasures(inputOf({ series }))[1]?.estimate).toMatchObject({ established: false, n: 4 });
});
