import type { ControlMeans, DataTable, Estimate, Measure } from "../../model/index.ts";
import type { EvalInput } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import {
  drawDirichlet,
  drawNormal,
  mean,
  notEstablished,
  percentileInterval,
  type Random,
  resample,
  seededRandom,
} from "../stats/index.ts";
import { accountabilityLines, LENSES, type Line, MEANS_WEIGHTS } from "./accountability-lines.ts";
import { COMMERCIAL, PARTY_KINDS, type PartyKind } from "./party-kind.ts";

const METHOD = "misaligned-incentives#accountability";
/** With fewer parties, or one way, the shares are those of the weights and not of the lab. */
const PARTIES_MIN = 3;
const LENSES_MIN = 2;
/** Labs with a map, for a mean over them. */
const LABS_MIN = 3;
const DRAWS = 500;
/** Concentration of the lenses' weights: of three of a third, nine in ten draws lie between 0.12 and 0.59. */
const LENS_CONCENTRATION = 10;
/** Spread of the logarithm of a means' weight: nine in ten draws lie between 0.44 and 2.3 times the default. */
const MEANS_SPREAD = 0.5;

const CAUTION =
  "A map of the parties on record, not of all: owners of listed shares, boards and laws that no record tells of are " +
  "missing. The interval is what other weights would give, not what other facts would.";

/** To whom the labs answer: each kind of party's share, and that of the commercial kinds together. */
export function accountabilityMeasures(input: EvalInput): Measure[] {
  const random = seededRandom(input.seed);
  const maps = [...input.labs.keys()]
    .filter((lab) => lab !== "industry")
    .map((lab) => ({ lab, lines: accountabilityLines(lab, input) }))
    .filter(({ lines }) => lines.length > 0);
  const measures = maps.map(({ lab, lines }) => measuresOf(lab, lines, random));
  return [
    ...measures.flat(),
    ...industryMeasure(
      measures.map(([commercial]) => commercial as Measure),
      random,
    ),
  ];
}

/** The commercial share comes first. */
function measuresOf(lab: string, lines: readonly Line[], random: Random): Measure[] {
  const heavy = lines.filter(({ weight }) => weight > 0);
  const parties = new Set(heavy.map(({ party }) => party)).size;
  const present = PARTY_KINDS.filter((kind) => heavy.some((line) => line.kind === kind));
  const drawn = Array.from({ length: DRAWS }, () => sharesOf(heavy, drawWeights(random)));
  const shares = sharesOf(heavy, DEFAULTS);
  const lenses = lensesOf(heavy);
  const reason = whyNot(parties, lenses.length, present);
  const estimate = (read: (shares: Shares) => number): Estimate => {
    if (reason !== null) return notEstablished(reason, parties, METHOD);
    const [low, high] = percentileInterval(drawn.map(read));
    const value = read(shares);
    return {
      established: true,
      value,
      low: Math.min(low, value),
      high: Math.max(high, value),
      n: parties,
      method: METHOD,
    };
  };
  const shared = {
    eval: "misaligned-incentives" as const,
    lab,
    unit: "share",
    caution: `${CAUTION} ${knownWays(lenses)}`,
    evidence: [...new Set(heavy.flatMap(({ evidence }) => evidence))],
  };
  return [
    makeMeasure({
      ...shared,
      name: "accountability-commercial",
      label: "Share of the hold on the lab that is commercial: investors, customers and advertisers",
      estimate: estimate(commercialOf),
      detail: tableOf(lines),
    }),
    ...(reason === null ? present : []).map((kind) =>
      makeMeasure({
        ...shared,
        name: `accountability-${kind}`,
        label: `Share of the hold on the lab: ${LABELS[kind]}`,
        estimate: estimate((of) => of[kind]),
      }),
    ),
  ];
}

/** Where only one side is on record, its share is 1 because the other was not looked for. */
function whyNot(parties: number, ways: number, present: readonly PartyKind[]): string | null {
  if (parties < PARTIES_MIN || ways < LENSES_MIN) {
    return (
      `${parties} parties with a hold in ${ways} ways are on record; ` +
      `${PARTIES_MIN} in ${LENSES_MIN} ways are needed`
    );
  }
  const commercial = present.filter((kind) => COMMERCIAL.has(kind)).length;
  if (commercial === 0) return "no commercial party with a hold is on record";
  return commercial < present.length ? null : "no party with a hold that is not commercial is on record";
}

function knownWays(lenses: readonly Line["lens"][]): string {
  const missing = LENSES.filter((lens) => !lenses.includes(lens));
  if (missing.length === 0) return "A hold is on record in all three ways: control, money and oversight.";
  return `No hold by ${missing.join(" or ")} is on record, so ${missing.length === 1 ? "it is" : "they are"} left out.`;
}

const LABELS: Readonly<Record<PartyKind, string>> = {
  investors: "investors and owners",
  customers: "customers",
  advertisers: "advertisers",
  regulators: "regulators, courts and lawmakers",
  "public-or-nonprofit": "the public and nonprofit bodies",
  employees: "employees",
};

interface Weights {
  readonly lens: Readonly<Record<Line["lens"], number>>;
  readonly means: (means: ControlMeans) => number;
}

const DEFAULTS: Weights = { lens: { control: 1, money: 1, oversight: 1 }, means: () => 1 };

function drawWeights(random: Random): Weights {
  const [control = 0, money = 0, oversight = 0] = drawDirichlet(
    random,
    LENSES.map(() => LENS_CONCENTRATION / LENSES.length),
  );
  const factors = new Map(
    Object.keys(MEANS_WEIGHTS).map((means) => [means, Math.exp(MEANS_SPREAD * drawNormal(random))]),
  );
  return { lens: { control, money, oversight }, means: (means) => factors.get(means) ?? 1 };
}

type Shares = Readonly<Record<PartyKind, number>>;

/** Within a lens each line's part of the lens; over the lenses of which anything is known, their weighted mean. */
function sharesOf(lines: readonly Line[], weights: Weights): Shares {
  const shares = Object.fromEntries(PARTY_KINDS.map((kind) => [kind, 0])) as Record<PartyKind, number>;
  const lenses = lensesOf(lines);
  const all = lenses.reduce((total, lens) => total + weights.lens[lens], 0);
  for (const lens of lenses) {
    const own = lines.filter((line) => line.lens === lens);
    const weightOf = (line: Line): number => line.weight * (line.means === null ? 1 : weights.means(line.means));
    const total = own.reduce((sum, line) => sum + weightOf(line), 0);
    for (const line of own) shares[line.kind] += (weights.lens[lens] / all) * (weightOf(line) / total);
  }
  return shares;
}

function lensesOf(lines: readonly Line[]): Line["lens"][] {
  return LENSES.filter((lens) => lines.some((line) => line.lens === lens));
}

function commercialOf(shares: Shares): number {
  return PARTY_KINDS.filter((kind) => COMMERCIAL.has(kind)).reduce((total, kind) => total + shares[kind], 0);
}

function tableOf(lines: readonly Line[]): DataTable {
  return {
    columns: ["party", "kind", "way", "weight", "basis", "evidence"],
    rows: lines.map(({ party, kind, lens, weight, basis, evidence }) => [
      party,
      kind,
      lens,
      weight,
      basis,
      evidence.join(" "),
    ]),
  };
}

/** The plain mean over the labs: no lab counts for more. */
function industryMeasure(commercial: readonly Measure[], random: Random): Measure[] {
  const values = commercial.flatMap(({ estimate }) => (estimate.established ? estimate.value : []));
  const reason = `${values.length} labs have a map, ${LABS_MIN} are needed`;
  const estimate = (): Estimate => {
    if (values.length < LABS_MIN) return notEstablished(reason, values.length, METHOD);
    const [low, high] = percentileInterval(Array.from({ length: DRAWS }, () => mean(resample(random, values))));
    return { established: true, value: mean(values), low, high, n: values.length, method: METHOD };
  };
  return [
    makeMeasure({
      eval: "misaligned-incentives",
      lab: "industry",
      name: "accountability-commercial",
      label: "Commercial share of the hold on a lab, mean over the labs",
      unit: "share",
      estimate: estimate(),
      caution: `${CAUTION} Here the interval is from drawing the labs again.`,
      detail: {
        columns: ["lab", "commercial share"],
        rows: commercial.map(({ lab, estimate: own }) => [lab, own.established ? own.value : null]),
      },
      evidence: [...new Set(commercial.flatMap(({ evidence }) => evidence))],
    }),
  ];
}
