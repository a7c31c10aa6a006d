/** Do readers code alike? */
import { established, type Estimate, INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
import { normalQuantile } from "./normal.ts";
import { drawInteger, type Random } from "./random.ts";
import { ascending, percentileInterval, sum } from "./sample.ts";

/** What the codes of a variable are: names, ranks, degrees, or amounts from a true zero. */
export type Measurement = "nominal" | "ordinal" | "interval" | "ratio";

export type Code = number | string;

/** The interval of Hayes and Krippendorff 2007 is at 95 %. */
const LEVEL = 0.95;
const DRAWS = 1000;
const METHOD = "agreement/krippendorff";

/**
 * Krippendorff's alpha: 1 perfect agreement, 0 what chance gives, below 0 systematic disagreement. Source: Krippendorff
 * 2011, Computing Krippendorff's Alpha-Reliability.
 *
 * `codes[coder][unit]`: a code, or null where the coder did not code the unit; codes are numbers unless the variable is
 * nominal (a RangeError else), and 0 or more for a ratio variable. n counts the units that two coders or more coded.
 *
 * The 95 % interval is from `draws` bootstrap samples of the units (Zapf et al. 2016, BMC Medical Research Methodology
 * 16), not from the pairs of values as in the macro of Hayes and Krippendorff 2007, whose draws ignore that the pairs of
 * one unit hang together. Not established with fewer than two such units, or where all codes are one.
 */
export function krippendorffAlpha(
  codes: readonly (readonly (Code | null)[])[],
  measurement: Measurement,
  random: Random,
  draws = DRAWS,
): Estimate {
  const method = `${METHOD}-${measurement}`;
  const units = unitsOf(codes, measurement);
  if (units.length < 2) return notEstablished("fewer than two units were coded twice", units.length, method);
  const value = alphaOf(units, measurement);
  if (value === undefined) return notEstablished("all codes are the same", units.length, method);
  const resampled = Array.from({ length: draws }, () =>
    alphaOf(
      units.map(() => units[drawInteger(random, units.length)] as Code[]),
      measurement,
    ),
  ).filter((alpha) => alpha !== undefined);
  // A sample in which all codes are one has no alpha; where most are so, their interval would say too much.
  if (resampled.length < draws / 2) return notEstablished("almost all codes are the same", units.length, method);
  const [low, high] = percentileInterval(resampled, LEVEL);
  return established(value, [Math.min(low, value), Math.max(high, value)], units.length, method);
}

/** The codes of each unit that has two or more. */
function unitsOf(codes: readonly (readonly (Code | null)[])[], measurement: Measurement): Code[][] {
  const length = Math.max(0, ...codes.map((own) => own.length));
  const units = Array.from({ length }, (_, unit) => codes.flatMap((own) => own[unit] ?? []));
  for (const code of units.flat()) checkCode(code, measurement);
  return units.filter((unit) => unit.length > 1);
}

/** 1 − observed / expected disagreement, from the matrix of coincidences; undefined where nothing could disagree. */
function alphaOf(units: readonly (readonly Code[])[], measurement: Measurement): number | undefined {
  const values = [...new Set(units.flat())].toSorted((a, b) => ascending(Number(a), Number(b)));
  const coincidences = coincidencesOf(units, values);
  const totals = coincidences.map(sum);
  const n = sum(totals);
  const difference = differenceOf(measurement, values, totals);
  let observed = 0;
  let expected = 0;
  for (const [c, row] of coincidences.entries()) {
    for (const [k, count] of row.entries()) {
      if (c === k) continue;
      const delta = difference(c, k);
      observed += count * delta;
      expected += ((totals[c] as number) * (totals[k] as number) * delta) / (n - 1);
    }
  }
  return expected === 0 ? undefined : 1 - observed / expected;
}

function coincidencesOf(units: readonly (readonly Code[])[], values: readonly Code[]): number[][] {
  const indexOf = new Map(values.map((value, index) => [value, index]));
  const coincidences = values.map(() => values.map(() => 0));
  for (const unit of units) {
    for (const [i, a] of unit.entries()) {
      for (const [j, b] of unit.entries()) {
        if (i === j) continue;
        const row = coincidences[indexOf.get(a) as number] as number[];
        row[indexOf.get(b) as number] = (row[indexOf.get(b) as number] as number) + 1 / (unit.length - 1);
      }
    }
  }
  return coincidences;
}

/** The squared difference of two values, given by their places; that of ranks counts how often those between were used. */
function differenceOf(measurement: Measurement, values: readonly Code[], totals: readonly number[]) {
  const value = (place: number): number => values[place] as number;
  return (c: number, k: number): number => {
    switch (measurement) {
      case "nominal":
        return 1;
      case "ordinal": {
        const between = sum(totals.slice(Math.min(c, k), Math.max(c, k) + 1));
        return (between - ((totals[c] as number) + (totals[k] as number)) / 2) ** 2;
      }
      case "interval":
        return (value(c) - value(k)) ** 2;
      case "ratio":
        return ((value(c) - value(k)) / (value(c) + value(k))) ** 2;
    }
  };
}

function checkCode(code: Code, measurement: Measurement): void {
  if (measurement === "nominal") return;
  if (typeof code === "string" || !Number.isFinite(code))
    throw new RangeError(`${measurement} codes are numbers: ${code}`);
  if (measurement === "ratio" && code < 0) throw new RangeError(`ratio codes are 0 or more: ${code}`);
}

/**
 * Cohen's kappa of two readers (Cohen 1960, Educational and Psychological Measurement 20), one pair of codes a unit, with
 * the large-sample 90 % interval of Fleiss, Cohen and Everitt 1969 (Psychological Bulletin 72), cut at −1 and 1. Not
 * established without pairs, or where both readers used one and the same code only.
 */
export function cohenKappa(pairs: readonly (readonly [Code, Code])[]): Estimate {
  const method = "agreement/cohen-kappa";
  const n = pairs.length;
  if (n === 0) return notEstablished("no unit was coded twice", 0, method);
  const first = usage(pairs.map(([a]) => a));
  const second = usage(pairs.map(([, b]) => b));
  const observed = pairs.filter(([a, b]) => a === b).length / n;
  const expected = sum([...first].map(([code, share]) => share * (second.get(code) ?? 0)));
  if (expected === 1) return notEstablished("all codes are the same", n, method);
  const kappa = (observed - expected) / (1 - expected);
  const terms = pairs.map(([a, b]) => {
    const chance = (1 - kappa) * ((second.get(a) ?? 0) + (first.get(b) ?? 0));
    return a === b ? (1 - chance) ** 2 : chance ** 2;
  });
  const spread = sum(terms) / n - (kappa - expected * (1 - kappa)) ** 2;
  const half = (normalQuantile((1 + INTERVAL_LEVEL) / 2) * Math.sqrt(Math.max(0, spread) / n)) / (1 - expected);
  return established(kappa, [Math.max(-1, kappa - half), Math.min(1, kappa + half)], n, method);
}

/** The share of each code among a reader's. */
function usage(codes: readonly Code[]): Map<Code, number> {
  const groups = Map.groupBy(codes, (code) => code);
  return new Map([...groups].map(([code, own]) => [code, own.length / codes.length]));
}
