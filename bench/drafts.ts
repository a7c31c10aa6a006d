import { parseDocument } from "../src/clauses/index.ts";
import { type Draft, draftChanges } from "../src/compare/draft.ts";
import { confidenceOf, type Traits } from "../src/compare/confidence.ts";
import { rateSeverity } from "../src/compare/severity.ts";
import type { Clause, Severity } from "../src/model/index.ts";
import { type LabelledChange, type LabelledPair, sameQuote } from "./labels.ts";
import { type Example, fitLogistic, type Weights } from "./logistic.ts";

/** A change that the rules propose for a labelled pair, before its confidence is known. */
export interface Sample extends Example {
  readonly pair: LabelledPair;
  readonly draft: Draft;
  readonly traits: Traits;
  readonly severity: Severity;
}

/** Pairs with more proposed changes than this count less for each, so that a rewrite does not outvote the others. */
const FULL_WEIGHT_CHANGES = 10;

/** Every change with a direction that the rules propose for the pairs. */
export function collectSamples(pairs: readonly LabelledPair[]): Sample[] {
  return pairs.flatMap((pair) => {
    const { drafts } = draftChanges(parseDocument(pair.old), parseDocument(pair.new));
    const telling = drafts.filter((draft) => draft.traits !== null);
    const share = 1 / Math.sqrt(Math.max(1, telling.length / FULL_WEIGHT_CHANGES));
    return telling.map((draft) => {
      return {
        pair,
        draft,
        traits: draft.traits as Traits,
        severity: rateSeverity((draft.old ?? draft.new) as Clause, draft.norm, draft.kind),
        right: pair.changes.some((change) => isSame(draft, change)),
        weight: share,
      };
    });
  });
}

/** Whether a draft tells of the labelled change: the same direction and the same place. */
export const isSame = (draft: Draft, change: LabelledChange): boolean =>
  draft.direction === change.direction &&
  (sameQuote(draft.old?.text, change.old) || sameQuote(draft.new?.text, change.new));

/** A sample and how sure the weights are of it, 0..1, rounded as in a change. */
export interface Guess {
  readonly sample: Sample;
  readonly chance: number;
}

/** Guesses by the given weights. */
export const guessBy = (weights: Weights, samples: readonly Sample[]): Guess[] =>
  samples.map((sample) => ({ sample, chance: Math.round(confidenceOf(sample.traits, weights) * 100) / 100 }));

/** Guesses for each company by weights fitted on all others: what a reader of a new lab's policy may expect. */
export function guessUnseen(samples: readonly Sample[]): Guess[] {
  const companies = new Set(samples.map(({ pair }) => pair.company));
  return [...companies].flatMap((company) => {
    const others = fitLogistic(samples.filter(({ pair }) => pair.company !== company));
    return guessBy(
      others,
      samples.filter(({ pair }) => pair.company === company),
    );
  });
}
