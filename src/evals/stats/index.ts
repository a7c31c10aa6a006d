export { type BetaShape, betaCdf, betaInterval, betaQuantile, logBeta } from "./beta.ts";
export { probabilityAbove } from "./beta-above.ts";
export { INTERVAL_LEVEL, notEstablished } from "./estimate.ts";
export { chiSquareTail, logGamma, upperGamma } from "./gamma.ts";
export { normalCdf, normalQuantile, normalTwoSided } from "./normal.ts";
export {
  drawBeta,
  drawDirichlet,
  drawExponential,
  drawGamma,
  drawInteger,
  drawNormal,
  type Random,
  resample,
  seededRandom,
  xoshiro128,
} from "./random.ts";
export { jeffreysRate, wilsonRate } from "./rate.ts";
export { mean, median, percentileInterval, quantile, ranks, sum } from "./sample.ts";
export {
  type EventSeries,
  hawkesLogLikelihood,
  type HawkesModel,
  type Season,
  spreadWithinDays,
  weekdaySeason,
} from "./hawkes.ts";
export { bootstrapHawkes, type HawkesIntervals } from "./hawkes-bootstrap.ts";
export {
  type GoodnessOfFit,
  hawkesGoodness,
  hawkesLikelihoodRatio,
  hawkesResiduals,
  type LikelihoodRatio,
} from "./hawkes-check.ts";
export { fitHawkes, type HawkesFit, type HawkesOptions, type HawkesStructure } from "./hawkes-fit.ts";
export { simulateHawkes, type Watch } from "./hawkes-simulate.ts";
export { type KolmogorovSmirnov, kolmogorovTail, uniformKolmogorovSmirnov } from "./kolmogorov.ts";
export { fitPoissonMixture, type PoissonMixture, type PoissonMixtureFit } from "./poisson-mixture.ts";
export { spectralRadius } from "./spectral-radius.ts";
export { holm, type LogRank, logRank } from "./log-rank.ts";
export {
  type Balance,
  balanceOf,
  balanceOfEvidence,
  type BalanceOptions,
  type Balances,
  compareMatched,
  countEvidence,
  type EvidenceCount,
  type EvidenceItem,
  fitPrior,
  type MatchedComparison,
  type MatchedItem,
  type Order,
  orderOf,
} from "./posterior.ts";
export { type Influence, leaveOneOut, shareOfWeights } from "./sensitivity.ts";
export {
  type Life,
  medianLife,
  survivalAt,
  survivalCurve,
  type SurvivalOptions,
  type SurvivalPoint,
} from "./survival.ts";
export { type Code, cohenKappa, krippendorffAlpha, type Measurement } from "./agreement.ts";
export { concentrationRatio, type Disclosure, herfindahl, shares } from "./concentration.ts";
export { banzhaf, shapleyShubik, type VotingPower, type WeightedVote } from "./votes.ts";
export { calibration, type Calibration, type Prediction, type ReliabilityBin } from "./calibration.ts";
export { type Break, pelt, pettitt, type Segments } from "./change-point.ts";
export { rankCorrelation, spearman } from "./correlation.ts";
export { compositionDivergence, jensenShannon } from "./divergence.ts";
export { type GoodhartOptions, type GoodhartPair, goodhartPair } from "./goodhart.ts";
export { countSyllables, type Readability, readability } from "./readability.ts";
export { compoundGrowth, type DatedValue, theilSen } from "./trend.ts";
