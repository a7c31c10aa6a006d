import { betaCdf, type BetaShape, logBeta } from "./beta.ts";

/** Distance of two nodes of the substituted variable. */
const STEP = 0.05;
/** The widest stretch of log odds around the middle in which nodes lie evenly. */
const WIDTH_MAX = 3;
/** The integral ends this many standard deviations, and this many falls by e, from the middle. */
const DEVIATIONS = 10;
const FALLS = 45;
/** Parts of the integral below this are left out. */
const NEGLIGIBLE = 1e-18;
/** Log odds beyond which a share and what it lacks to 1 are no longer two doubles. */
const ODDS_MAX = 690;

/**
 * P(A > B) for two independent shares, each of a Beta distribution with a and b from 0.005: to eight digits or better. The
 * integral of one's density times the other's distribution function over the log odds t, where both are smooth, so that the
 * trapezoidal rule converges exponentially; t = middle + width · sinh(s) reaches the long tails of small shapes in few
 * nodes (double exponential quadrature: Takahasi and Mori 1974).
 */
export function probabilityAbove(a: BetaShape, b: BetaShape): number {
  // The nodes follow the narrower of the two.
  return deviationOf(a) <= deviationOf(b) ? chanceAbove(a, b) : 1 - chanceAbove(b, a);
}

/** About the standard deviation of the log odds. */
const deviationOf = ({ a, b }: BetaShape): number => Math.sqrt(1 / a + 1 / b);

function chanceAbove(a: BetaShape, b: BetaShape): number {
  const middle = Math.log(a.a / a.b);
  const deviation = deviationOf(a);
  const width = Math.min(WIDTH_MAX, deviation);
  const nodesTo = (reach: number): number => Math.ceil(Math.asinh(reach / width) / STEP);
  const from = -nodesTo(DEVIATIONS * deviation + FALLS / a.a);
  const to = nodesTo(DEVIATIONS * deviation + FALLS / a.b);
  const logWhole = logBeta(a.a, a.b);
  let above = 0;
  for (let node = from; node <= to; node++) {
    const s = node * STEP;
    const odds = middle + width * Math.sinh(s);
    const density = Math.exp(-a.a * softplus(-odds) - a.b * softplus(odds) - logWhole);
    const part = STEP * width * Math.cosh(s) * density;
    if (part > NEGLIGIBLE) above += part * chanceBelow(odds, b);
  }
  return Math.min(1, above);
}

/** The chance that a share of a Beta distribution has at most these log odds. */
function chanceBelow(odds: number, { a, b }: BetaShape): number {
  if (odds > 0) return 1 - chanceBelow(-odds, { a: b, b: a });
  // There the distribution function is its leading term, which holds what the share itself cannot.
  if (odds < -ODDS_MAX) return Math.exp(a * odds - logBeta(a, b)) / a;
  return betaCdf(1 / (1 + Math.exp(-odds)), { a, b });
}

/** ln(1 + e^x), without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
