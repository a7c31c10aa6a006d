import { expect, test } from "vitest";
import type { NormType } from "../../model/index.ts";
import type { EvalClause, RecordedDocument } from "../input.ts";
import { inputOf } from "../input-of.ts";
import { contractPower } from "./contract-power.ts";

const clause = (text: string, norm: NormType, since = "2024-01-15", until: string | null = null): EvalClause => ({
  text,
  norm,
  path: [],
  bearer: "unknown",
  modality: "permission",
  firstVersion: "v",
  lastVersion: "v",
  since: `${since}T00:00:00Z`,
  until: until && `${until}T00:00:00Z`,
});
/** So many clauses of one kind, each of its own text. */
const clauses = (count: number, norm: NormType, since?: string, until?: string): EvalClause[] =>
  Array.from({ length: count }, (_, k) => clause(`${norm} ${since ?? ""} number${k}`, norm, since, until));

function document(
  slug: string,
  own: readonly EvalClause[],
  [first, last] = ["2024-01-15", "2025-06-30"],
): RecordedDocument {
  const version = (date: string) => ({
    id: `openai/${slug}@${date}`,
    date: `${date}T00:00:00Z`,
    blob: date,
    noise: null,
  });
  const names = { id: `openai/${slug}`, lab: "openai", labName: "OpenAI", service: "ChatGPT", terms: slug };
  return { ...names, versions: [version(first as string), version(last as string)], clauses: own, changes: [] };
}

const run = (...documents: RecordedDocument[]) => contractPower(inputOf({ documents, asOf: "2025-06-30" }));
const named = (result: ReturnType<typeof run>, name: string) =>
  result.measures.find((measure) => measure.name === name);

test("12 powers to 6 promises are 2 to 1; by SciPy, Beta(12.5, 6.5) has 0.4737 and 0.8227 at 5 and 95 %: odds 0.900, 4.639", () => {
  const result = run(
    document("terms", [...clauses(12, "lab-power"), ...clauses(6, "lab-promise"), ...clauses(3, "none")]),
  );
  const found = named(result, "contract-power");
  expect(found).toMatchObject({
    estimate: { established: true, value: 2, n: 18 },
    numerator: 12,
    denominator: 6,
    caution: expect.stringContaining("The mirror: 0.50"),
    evidence: ["openai/terms@2025-06-30"],
  });
  if (!found?.estimate.established) throw new Error("established");
  expect(found.estimate.low).toBeCloseTo(0.9002, 4);
  expect(found.estimate.high).toBeCloseTo(4.6391, 4);
});

test("a text in two documents counts once, and a privacy policy not at all", () => {
  const same = [...clauses(12, "lab-power"), ...clauses(6, "lab-promise")];
  const result = run(
    document("terms", same),
    document("terms-2", same),
    document("privacy policy", clauses(90, "lab-power", "2024-02-01")),
  );
  expect(named(result, "contract-power")).toMatchObject({ numerator: 12, denominator: 6 });
});

test("four clauses on a side make no ratio", () => {
  const result = run(document("terms", [...clauses(12, "lab-power"), ...clauses(4, "lab-promise")]));
  expect(named(result, "contract-power")?.estimate).toMatchObject({
    established: false,
    n: 16,
    reason: "12 against 4 clauses; 5 of each are needed",
  });
});

test("the ratio over time follows the clauses, not the documents that the archive begins to record", () => {
  // 10 to 10 at the ends of 2024-Q1 and Q2, then one more power in each quarter: 11, 12, 13, 14 to 10.
  // The second document, recorded from 2024-08 with 50 to 5, never changes: it joins both ends of each step from Q4 on.
  const grown = ["2024-07-10", "2024-10-10", "2025-01-10", "2025-04-10"].flatMap((day) => clauses(1, "lab-power", day));
  const old = document("terms", [...clauses(10, "lab-power"), ...clauses(10, "lab-promise"), ...grown]);
  const late = [...clauses(50, "lab-power", "2024-08-01"), ...clauses(5, "lab-promise", "2024-08-01")];
  const alone = named(run(old), "contract-power-trend");
  expect(alone?.detail?.rows.map((row) => row[4])).toEqual([1, 1, 1.1, 1.2, 1.3, 1.4].map((x) => expect.closeTo(x, 9)));
  const both = named(run(old, document("usage", late, ["2024-08-01", "2025-06-30"])), "contract-power-trend");
  // Q3 2024: as alone. Q4: 62/61 of the two together, and so on: 1.1 · 62/61 · 63/62 · 64/63 = 1.1 · 64/61.
  expect(both?.detail?.rows.at(-1)?.[4]).toBeCloseTo((1.1 * 64) / 61, 9);
});

test("a trend that chance does not explain is proposed as a finding, whichever way it goes", () => {
  const days = ["2024-04-10", "2024-07-10", "2024-10-10", "2025-01-10", "2025-04-10"];
  const grow = (norm: NormType) => days.flatMap((day) => clauses(2, norm, day));
  const base = [...clauses(10, "lab-power"), ...clauses(10, "lab-promise")];
  expect(run(document("terms", [...base, ...grow("lab-power")])).findings).toMatchObject([{ bearing: "concerning" }]);
  expect(run(document("terms", [...base, ...grow("lab-promise")])).findings).toMatchObject([{ bearing: "reassuring" }]);
  expect(run(document("terms", base)).findings).toEqual([]);
});

test("a trend of documents that are no longer recorded still names them: labs' findings have ids of their own", () => {
  const grown = ["2024-04-10", "2024-07-10", "2024-10-10", "2025-01-10", "2025-04-10"].flatMap((day) =>
    clauses(2, "lab-power", day),
  );
  const old = document("terms", [...clauses(10, "lab-power"), ...clauses(10, "lab-promise"), ...grown]);
  const { findings } = contractPower(inputOf({ documents: [old], asOf: "2028-01-01" }));
  expect(findings).toMatchObject([{ evidence: ["openai/terms@2025-06-30"] }]);
});
