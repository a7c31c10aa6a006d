/**
 * Fits a rate that is a sum of known shapes with unknown weights that may not be negative:
 *
 *     maximise Σₖ ln(Σₚ weightₚ · featureₖₚ) − Σₚ weightₚ · costₚ,   weightₚ >= 0
 *
 * where k runs over the events. The function is concave, so what is found is the maximum. The method is the projected
 * Newton method of Bertsekas 1982, SIAM Journal on Control and Optimization 20(2).
 */

export interface PoissonMixture {
  /** Value of each shape at each event, `features[event * width + shape]`, >= 0. */
  readonly features: Float64Array;
  readonly width: number;
  /** Integral of each shape over the time of observation, >= 0. */
  readonly costs: Float64Array;
}

export interface PoissonMixtureFit {
  readonly weights: Float64Array;
  readonly logLikelihood: number;
}

const STEPS_MAX = 200;
const HALVINGS_MAX = 40;
/** A step that can gain no more log-likelihood than this ends the search. */
const GAIN_MIN = 1e-9;
/** Share of the predicted gain that a step must bring (Armijo). */
const GAIN_SHARE = 1e-4;
/** Added to the diagonal, relative to it, so that two shapes that are alike do not make the system singular. */
const RIDGE = 1e-9;

/** The weights of greatest likelihood. A shape that no event shows gets the weight 0. */
export function fitPoissonMixture(mixture: PoissonMixture): PoissonMixtureFit {
  let weights = startOf(mixture);
  let logLikelihood = logLikelihoodOf(mixture, weights);
  for (let step = 0; step < STEPS_MAX; step++) {
    const { gradient, curvature } = derivatives(mixture, weights);
    const direction = newtonDirection(weights, gradient, curvature);
    const next = search(mixture, weights, logLikelihood, gradient, direction);
    if (!next) break;
    const gain = next.logLikelihood - logLikelihood;
    ({ weights, logLikelihood } = next);
    if (gain < GAIN_MIN) break;
  }
  return { weights, logLikelihood };
}

/** Equal parts of the events for every shape that an event shows. */
function startOf({ features, width, costs }: PoissonMixture): Float64Array {
  const events = features.length / width;
  const shown = new Uint8Array(width);
  for (let index = 0; index < features.length; index++) if ((features[index] as number) > 0) shown[index % width] = 1;
  const count = shown.reduce((total, flag) => total + flag, 0);
  return costs.map((cost, shape) => (shown[shape] === 1 ? events / count / cost : 0));
}

function logLikelihoodOf({ features, width, costs }: PoissonMixture, weights: Float64Array): number {
  let total = 0;
  for (let shape = 0; shape < width; shape++) total -= (weights[shape] as number) * (costs[shape] as number);
  for (let start = 0; start < features.length; start += width) total += Math.log(rateAt(features, start, weights));
  return total;
}

function rateAt(features: Float64Array, start: number, weights: Float64Array): number {
  let rate = 0;
  for (let shape = 0; shape < weights.length; shape++) {
    rate += (weights[shape] as number) * (features[start + shape] as number);
  }
  return rate;
}

/** The gradient, and the negative of the matrix of second derivatives (its lower triangle, row by row). */
function derivatives({ features, width, costs }: PoissonMixture, weights: Float64Array) {
  const gradient = costs.map((cost) => -cost);
  const curvature = new Float64Array(width * width);
  const scaled = new Float64Array(width);
  for (let start = 0; start < features.length; start += width) {
    const rate = rateAt(features, start, weights);
    for (let p = 0; p < width; p++) {
      const value = (features[start + p] as number) / rate;
      scaled[p] = value;
      if (value === 0) continue;
      gradient[p] = (gradient[p] as number) + value;
      for (let q = 0; q <= p; q++) {
        curvature[p * width + q] = (curvature[p * width + q] as number) + value * (scaled[q] as number);
      }
    }
  }
  return { gradient, curvature };
}

/** Newton's direction among the weights that are free; a weight at 0 that the gradient would push below stays there. */
function newtonDirection(weights: Float64Array, gradient: Float64Array, curvature: Float64Array): Float64Array {
  const width = weights.length;
  const free = [...weights.keys()].filter(
    (p) => (curvature[p * width + p] as number) > 0 && ((weights[p] as number) > 0 || (gradient[p] as number) > 0),
  );
  const matrix = free.map((p, row) =>
    free.slice(0, row + 1).map((q) => (curvature[p * width + q] as number) * (p === q ? 1 + RIDGE : 1)),
  );
  const solution = solveCholesky(
    matrix,
    free.map((p) => gradient[p] as number),
  );
  const direction = new Float64Array(width);
  for (const [place, p] of free.entries()) direction[p] = solution[place] as number;
  return direction;
}

/** Halves the step until the projected point gains enough. Undefined where no step does: we are at the maximum. */
function search(
  mixture: PoissonMixture,
  weights: Float64Array,
  from: number,
  gradient: Float64Array,
  direction: Float64Array,
): PoissonMixtureFit | undefined {
  for (let size = 1, halving = 0; halving < HALVINGS_MAX; size /= 2, halving++) {
    const next = weights.map((weight, p) => Math.max(0, weight + size * (direction[p] as number)));
    const predicted = next.reduce(
      (gain, weight, p) => gain + (weight - (weights[p] as number)) * (gradient[p] as number),
      0,
    );
    const logLikelihood = logLikelihoodOf(mixture, next);
    if (logLikelihood >= from + GAIN_SHARE * predicted && logLikelihood > from) return { weights: next, logLikelihood };
  }
  return undefined;
}

/** Solves a symmetric positive definite system given by its lower triangle. */
function solveCholesky(lower: readonly number[][], right: readonly number[]): number[] {
  const root: number[][] = [];
  for (const [i, row] of lower.entries()) {
    const own: number[] = [];
    root.push(own);
    for (let j = 0; j <= i; j++) {
      const rest = (row[j] as number) - dot(own, root[j] as number[], j);
      own.push(i === j ? Math.sqrt(Math.max(rest, Number.MIN_VALUE)) : rest / ((root[j] as number[])[j] as number));
    }
  }
  const forward: number[] = [];
  for (const [i, own] of root.entries()) {
    forward.push(((right[i] as number) - dot(own, forward, i)) / (own[i] as number));
  }
  const solution = forward.map(() => 0);
  for (let i = root.length - 1; i >= 0; i--) {
    let rest = forward[i] as number;
    for (let k = i + 1; k < root.length; k++) rest -= ((root[k] as number[])[i] as number) * (solution[k] as number);
    solution[i] = rest / ((root[i] as number[])[i] as number);
  }
  return solution;
}

function dot(a: readonly number[], b: readonly number[], length: number): number {
  let total = 0;
  for (let k = 0; k < length; k++) total += (a[k] as number) * (b[k] as number);
  return total;
}
