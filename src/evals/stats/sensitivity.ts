/** Do the weights matter, and does one finding? Source: OECD/JRC 2008, Handbook on Constructing Composite Indicators, 7. */
import type { Estimate } from "./estimate.ts";
import { drawDirichlet, type Random } from "./random.ts";
import { jeffreysRate } from "./rate.ts";
import { sum } from "./sample.ts";

/** With this many draws the share is known to some two hundredths. */
const DRAWS = 2000;
/** Concentration of the Dirichlet: of four equal weights of ¼, nine in ten draws lie between 0.06 and 0.49. */
const CONCENTRATION = 10;

/**
 * The share of random weights under which a statement holds, for example "lab A is above lab B". The weights are drawn
 * from a Dirichlet around the defaults, of mean `defaults` / Σ `defaults`; the higher `concentration`, the nearer.
 *
 * `defaults`: each over 0. `holds` is given weights that sum to 1.
 */
export function shareOfWeights(
  defaults: readonly number[],
  holds: (weights: readonly number[]) => boolean,
  random: Random,
  { draws = DRAWS, concentration = CONCENTRATION }: { readonly draws?: number; readonly concentration?: number } = {},
): Estimate {
  const total = sum(defaults);
  const concentrations = defaults.map((weight) => (concentration * weight) / total);
  let held = 0;
  for (let draw = 0; draw < draws; draw++) if (holds(drawDirichlet(random, concentrations))) held++;
  return { ...jeffreysRate(held, draws), method: "sensitivity/dirichlet-weights" };
}

export interface Influence<T> {
  readonly item: T;
  /** The measure with all items less the measure without this one. */
  readonly influence: number;
}

/** What each item does to a measure, the most influential first. `measure` must take one item fewer than given. */
export function leaveOneOut<T>(items: readonly T[], measure: (items: readonly T[]) => number): Influence<T>[] {
  const all = measure(items);
  return items
    .map((item, index) => ({ item, influence: all - measure(items.toSpliced(index, 1)) }))
    .toSorted((a, b) => Math.abs(b.influence) - Math.abs(a.influence));
}
