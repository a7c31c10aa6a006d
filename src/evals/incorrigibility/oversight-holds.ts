import type { Estimate, Measure, Outcome } from "../../model/index.ts";
import { makeMeasure } from "../make-measure.ts";
import { betaInterval, notEstablished } from "../stats/index.ts";
import type { Episode } from "./episodes.ts";

const METHOD = "incorrigibility#oversight-holds";
const CAUTION =
  "Attempts that made news are recorded, quiet ones are not; overseers differ in what they may demand, and a voluntary " +
  "code that is signed counts like an order that is obeyed.";

/** Fewer decided attempts do not carry a rate. */
const DECIDED_MIN = 3;
/** Concentration of the Dirichlet prior for each of the four outcomes (Jeffreys). */
const PRIOR = 0.5;

/** Outcomes of an attempt that is decided, from the best for oversight to the worst. */
const ORDER = ["held", "partly-held", "reversed", "evaded"] as const satisfies readonly Outcome[];

/** How often oversight held or partly held, and the mirror: how often it was reversed or evaded. */
export function oversightMeasures(lab: string, episodes: readonly Episode[]): Measure[] {
  const decided = episodes.filter(({ outcome }) => outcome !== "pending");
  if (episodes.length === 0) return [];
  const shared = {
    eval: "incorrigibility" as const,
    lab,
    unit: "share",
    caution: `${CAUTION} ${countPending(episodes.length - decided.length)}`,
    denominator: decided.length,
    detail: detailOf(decided),
    evidence: episodes.flatMap(({ evidence }) => evidence),
  };
  return [
    makeMeasure({
      ...shared,
      name: "oversight-holds",
      label: "Oversight attempts that held or partly held",
      estimate: shareOf(decided, ["held", "partly-held"]),
      numerator: count(decided, ["held", "partly-held"]),
    }),
    makeMeasure({
      ...shared,
      name: "oversight-undone",
      label: "Oversight attempts that were reversed or evaded",
      estimate: shareOf(decided, ["reversed", "evaded"]),
      numerator: count(decided, ["reversed", "evaded"]),
    }),
  ];
}

function countPending(pending: number): string {
  if (pending === 0) return "None is pending.";
  return pending === 1 ? "One more is pending and counts nowhere." : `${pending} more are pending and count nowhere.`;
}

const count = (episodes: readonly Episode[], outcomes: readonly Outcome[]): number =>
  episodes.filter(({ outcome }) => outcomes.includes(outcome)).length;

/** The posterior share of some of the four outcomes: parts of a Dirichlet add up to a Beta. */
export function shareOf(decided: readonly Episode[], outcomes: readonly Outcome[]): Estimate {
  const n = decided.length;
  if (n < DECIDED_MIN) {
    return notEstablished(`${n} of at least ${DECIDED_MIN} decided attempts are recorded`, n, METHOD);
  }
  const a = PRIOR * outcomes.length + count(decided, outcomes);
  const b = PRIOR * (ORDER.length - outcomes.length) + n - count(decided, outcomes);
  const [low, high] = betaInterval({ a, b });
  return { established: true, value: a / (a + b), low, high, n, method: METHOD };
}

function detailOf(decided: readonly Episode[]): NonNullable<Measure["detail"]> {
  return {
    columns: ["outcome", "attempts", "share", "low", "high"],
    rows: ORDER.map((outcome) => {
      const share = shareOf(decided, [outcome]);
      const range = share.established ? [share.value, share.low, share.high] : [null, null, null];
      return [outcome, count(decided, [outcome]), ...range];
    }),
  };
}
