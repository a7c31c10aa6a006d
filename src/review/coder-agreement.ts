import { type Code, krippendorffAlpha, type Measurement, seededRandom } from "../evals/index.ts";
import type { Estimate, ReviewAct } from "../model/index.ts";
import { CODERS } from "./review.ts";

type Coded = Extract<ReviewAct, { act: "code" }>;
const VARIABLES = [
  ["bearing", "nominal"],
  ["severity", "ordinal"],
  ["direction", "nominal"],
  ["subject", "nominal"],
  ["disclosed", "nominal"],
  ["confidence", "interval"],
] as const satisfies readonly (readonly [keyof Coded, Measurement])[];

const SEED = 1;

export interface CoderAgreement {
  readonly variable: (typeof VARIABLES)[number][0];
  readonly measurement: Measurement;
  /** Krippendorff's alpha between the reviewers, with a 95 % interval. */
  readonly alpha: Estimate;
}

/** How far reviewers agree on each variable, over the findings that two have coded. */
export function coderAgreement(acts: readonly ReviewAct[]): CoderAgreement[] {
  const coded = independentCodes(acts);
  const coders = [...new Set(coded.map(({ by }) => by))];
  const findings = [...new Set(coded.map(({ finding }) => finding))];
  const places = new Map(coded.map((act) => [`${act.by}\n${act.finding}`, act]));
  return VARIABLES.map(([variable, measurement]) => {
    const table = coders.map((by) =>
      findings.map((finding): Code | null => places.get(`${by}\n${finding}`)?.[variable] ?? null),
    );
    return { variable, measurement, alpha: krippendorffAlpha(table, measurement, seededRandom(SEED)) };
  });
}

/** The first codes of each finding: whoever coded it later had seen them. */
function independentCodes(acts: readonly ReviewAct[]): Coded[] {
  const byFinding = Map.groupBy(
    acts.filter((act) => act.act === "code"),
    ({ finding }) => finding,
  );
  return [...byFinding.values()].flatMap((codes) => codes.slice(0, CODERS));
}
