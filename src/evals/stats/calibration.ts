/** Do stated probabilities come true as often as they say? */
import { established, type Estimate, notEstablished } from "./estimate.ts";
import { type Random, resample } from "./random.ts";
import { jeffreysRate } from "./rate.ts";
import { mean, percentileInterval, sum } from "./sample.ts";

export interface Prediction {
  /** The stated probability, 0 to 1. */
  readonly probability: number;
  readonly happened: boolean;
}

export interface ReliabilityBin {
  /** The bin holds probabilities from `from` up to, not including, `to`; the last includes 1. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of the stated probabilities; null in an empty bin. */
  readonly stated: number | null;
  /** How often it happened; not established in an empty bin. */
  readonly rate: Estimate;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Mean squared distance of probability and outcome, 0 best, 1 worst. Source: Brier 1950, Monthly Weather Review 78. */
  readonly brier: Estimate;
  /**
   * Expected calibration error: the mean distance of stated probability and rate over the bins, weighted by their counts
   * (Naeini, Cooper and Hauskrecht 2015). Chance alone makes it positive, the more so the fewer the predictions.
   */
  readonly ece: Estimate;
}

const BINS = 10;
const DRAWS = 1000;

/** The reliability table in ten bins of equal width, Brier score and calibration error, with 90 % bootstrap intervals. */
export function calibration(predictions: readonly Prediction[], random: Random, draws = DRAWS): Calibration {
  for (const { probability } of predictions) checkProbability(probability);
  const samples = predictions.length === 0 ? [] : Array.from({ length: draws }, () => resample(random, predictions));
  const estimate = (method: string, measure: (of: readonly Prediction[]) => number): Estimate => {
    if (predictions.length === 0) return notEstablished("there are no predictions", 0, method);
    const value = measure(predictions);
    const [low, high] = percentileInterval(samples.map(measure));
    return established(value, [Math.min(low, value), Math.max(high, value)], predictions.length, method);
  };
  return {
    bins: binsOf(predictions).map(describe),
    brier: estimate("calibration/brier", brierScore),
    ece: estimate("calibration/ece-10", calibrationError),
  };
}

function brierScore(predictions: readonly Prediction[]): number {
  return mean(predictions.map(({ probability, happened }) => (probability - Number(happened)) ** 2));
}

function calibrationError(predictions: readonly Prediction[]): number {
  const gaps = binsOf(predictions).map((own) => Math.abs(sum(own.map((p) => p.probability - Number(p.happened)))));
  return sum(gaps) / predictions.length;
}

function binsOf(predictions: readonly Prediction[]): Prediction[][] {
  const bins: Prediction[][] = Array.from({ length: BINS }, () => []);
  for (const prediction of predictions)
    bins[Math.min(BINS - 1, Math.floor(prediction.probability * BINS))]?.push(prediction);
  return bins;
}

function describe(own: readonly Prediction[], bin: number): ReliabilityBin {
  return {
    from: bin / BINS,
    to: (bin + 1) / BINS,
    count: own.length,
    stated: own.length === 0 ? null : mean(own.map(({ probability }) => probability)),
    rate: jeffreysRate(own.filter(({ happened }) => happened).length, own.length),
  };
}

function checkProbability(probability: number): void {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`not a probability: ${probability}`);
}
