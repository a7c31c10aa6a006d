import { expect, test } from "vitest";
import type { NoiseKind } from "../../model/index.ts";
import type { RecordedDocument, EvalVersion } from "../input.ts";
import { inputOf } from "../input-of.ts";
import { pickVersions, readabilityMeasures, readDocuments } from "./readability.ts";

const version = (date: string, blob = date, noise: NoiseKind | null = null): EvalVersion => ({
  id: `v-${date}`,
  date: `${date}T00:00:00Z`,
  blob,
  noise,
});

const documentOf = (slug: string, versions: readonly EvalVersion[]): RecordedDocument => ({
  id: `openai/${slug}`,
  lab: "openai",
  labName: "OpenAI",
  service: "ChatGPT",
  terms: slug,
  versions,
  clauses: [],
  changes: [],
});

const picked = (...versions: EvalVersion[]) =>
  pickVersions(versions, "2030-12-31").map(({ date }) => date.slice(0, 10));

test("the first, the yearly and the newest text are read, and no accidents", () => {
  expect(
    picked(
      version("2023-06-01"),
      version("2023-12-01"),
      version("2024-05-01"),
      version("2024-11-01"),
      version("2024-12-01", "x", "error-page"),
      version("2025-02-01"),
      version("2025-06-01"),
      version("2025-07-01", "y", "wrong-page"),
    ),
  ).toEqual(["2023-06-01", "2023-12-01", "2024-11-01", "2025-06-01"]);
  expect(picked(version("2023-06-01", "a"), version("2024-06-01", "b"), version("2025-06-01", "a"))).toEqual([
    "2023-06-01",
    "2024-06-01",
    "2025-06-01",
  ]);
  expect(picked(version("2023-06-01"))).toEqual(["2023-06-01"]);
  expect(picked(version("2023-06-01", "x", "error-page"))).toEqual([]);
});

test("of many years an even choice, with both ends", () => {
  const years = Array.from({ length: 9 }, (_, at) => version(`20${20 + at}-06-01`));
  expect(picked(...years)).toEqual(["2020-06-01", "2022-06-01", "2024-06-01", "2026-06-01", "2028-06-01"]);
});

/** Five words of one syllable. Ease 206.835 − 1.015 x 5 − 84.6 = 117.16; grade 0.39 x 5 + 11.8 − 15.59 = −1.84. */
const SHORT = "You must not use it.";
/** The same twice over. Ease 206.835 − 1.015 x 10 − 84.6 = 112.085. */
const LONG = "You must not use it and we will not help.";

test("means over documents of the newest text, and the change a year", () => {
  const years = ["2023-01-01", "2025-01-01"] as const;
  const documents = ["a", "b", "c"].map((slug) =>
    documentOf(
      slug,
      years.map((date, at) => version(date, at === 0 ? "short" : "long")),
    ),
  );
  const readSentences = (blob: string) => [blob === "short" ? SHORT : LONG];
  const input = inputOf({ documents, readSentences });
  const measures = readabilityMeasures(input, readDocuments(input));
  const of = (name: string) => measures.find(({ id }) => id === `lack-of-transparency/openai/readability-${name}`);
  expect(of("flesch-ease")?.estimate).toMatchObject({ value: expect.closeTo(112.085, 6), n: 3 });
  expect(of("words")?.estimate).toMatchObject({ value: 10, low: 10, high: 10 });
  expect(of("long-sentences")?.estimate).toMatchObject({ value: 0 });
  // 731 days are 2.00137 years: −5.075 / 2.00137 = −2.5358 a year.
  expect(of("flesch-ease-trend")).toMatchObject({
    estimate: { value: expect.closeTo(-2.5358, 4), n: 3 },
    caution: expect.stringContaining("rose in 0 and fell in 3 of 3"),
  });
  expect(of("flesch-ease")?.detail?.rows[0]).toEqual(["openai/a", "2023-01-01", 5, 117.2, -1.8, 0, "v-2023-01-01"]);
});

test("texts that are not English are not read, and two documents carry no mean", () => {
  const documents = ["a", "b", "c"].map((slug) => documentOf(slug, [version("2025-01-01", slug)]));
  const readSentences = (blob: string) => [blob === "c" ? "Vous ne devez pas utiliser ce service." : SHORT];
  const input = inputOf({ documents, readSentences });
  const [ease] = readabilityMeasures(input, readDocuments(input));
  expect(ease?.estimate).toMatchObject({
    established: false,
    reason: "2 of at least 3 English documents are recorded",
  });
});
