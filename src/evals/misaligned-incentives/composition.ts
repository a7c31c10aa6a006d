import type { CasebookRecord, Measure } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { compositionDivergence, notEstablished, type Random, seededRandom } from "../stats/index.ts";

const METHOD = "misaligned-incentives#composition";

/** A division of people that records give counts for, and the population that it is held against. */
interface Comparison {
  readonly name: string;
  readonly label: string;
  /** Figures of a record: all people of the group, and those of one category. */
  readonly total: string;
  readonly part: string;
  readonly categories: readonly [string, string];
  /** Shares of the reference population in the same order; they sum to 1. */
  readonly reference: readonly [number, number];
  readonly population: string;
}

const COMPARISONS: readonly Comparison[] = [
  {
    name: "composition-board",
    label: "Distance of the board's composition (women, others) from that of the world",
    total: "board_members",
    part: "women_on_board",
    categories: ["women", "others"],
    reference: [0.497, 0.503],
    population: "the world's population in 2024 (United Nations, World Population Prospects 2024: 49.7 % women)",
  },
];

/** A record that speaks of composition, by the key of a figure. */
const ABOUT_COMPOSITION = /^(?:women|men|male|female)_|_(?:women|men|male|female)_|_members$/;

/** Jensen-Shannon divergence between aggregate categories of those who lead and a reference population. */
export function compositionMeasures(input: EvalInput): Measure[] {
  const records = input.records
    .filter(({ figures }) => Object.keys(figures).some((key) => ABOUT_COMPOSITION.test(key)))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const random = seededRandom(input.seed);
  return [...Map.groupBy(records, ({ lab }) => lab)].flatMap(([lab, own]) =>
    COMPARISONS.map((comparison) => measureOf(lab, comparison, own, random)),
  );
}

function measureOf(lab: string, comparison: Comparison, records: readonly CasebookRecord[], random: Random): Measure {
  const { name, label, total, part, categories, reference, population } = comparison;
  const counted = records.filter(({ figures }) => figures[total] !== undefined && figures[part] !== undefined).at(-1);
  const [all, some] = [counted?.figures[total] ?? 0, counted?.figures[part] ?? 0];
  const people = [some, all - some] as const;
  const found = counted && compositionDivergence(people, reference, random);
  const estimate = found?.established
    ? { ...found, method: METHOD }
    : notEstablished(
        found?.reason ??
          `no record gives ${total} and ${part} as counts; needed: people of each category, of five or more`,
        all,
        METHOD,
      );
  return makeMeasure({
    eval: "misaligned-incentives",
    lab,
    name,
    label,
    unit: "divergence",
    estimate,
    caution:
      `Against ${population}. Aggregate categories only, and of a body of a few people each seat moves the number much. ` +
      "Likeness to a population is not the same as serving it.",
    ...(counted && {
      detail: {
        columns: ["category", "people", "reference share"],
        rows: categories.map((one, at) => [one, people[at] ?? null, reference[at] ?? null]),
      },
    }),
    evidence: (counted ? [counted] : records).map(({ id }) => id),
  });
}
