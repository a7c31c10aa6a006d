import type { Clause, Nearest } from "../model/index.ts";
import { classify, directionOf, type DocumentKind } from "./classify.ts";
import { type GoneSeen, goneTraits, type PairTraits } from "./confidence.ts";
import { type CoverageIndex, indexCoverage } from "./coverage.ts";
import type { Draft } from "./draft.ts";
import { isFurniture } from "./noise.ts";
import { contentTerms } from "./terms.ts";

/** A clause covered at least this far by one of the other document still stands there; 0..1. */
const COVERED_MIN = 0.8;
/** A clause covered less than this is said to be uncovered; 0..1. */
const UNCOVERED_MAX = 0.4;

/** Clauses that stand in one document only. */
export interface OneSide {
  readonly side: "old" | "new";
  readonly clauses: readonly Clause[];
  /** Every clause of this document and of the other one. */
  readonly all: readonly Clause[];
  readonly other: readonly Clause[];
  /** Clauses that stand in the other document only. */
  readonly otherOnly: ReadonlySet<Clause>;
}

/** Reads the clauses that came or went. What says the same twice is told once. */
export function readOneSide(one: OneSide, pair: PairTraits): Draft[] {
  const { clauses, all } = one;
  if (clauses.length === 0) return [];
  const coverage = indexCoverage(one.other);
  const runs = measureRuns(clauses, all);
  const told = new Set<string>();
  return clauses
    .filter((clause) => !isFurniture(clause))
    .map((clause) => {
      const found = weighCover(clause, coverage.nearest(clause), pair.kind);
      const seen: GoneSeen = {
        side: one.side,
        covered: found?.coverage ?? 0,
        rewritten: found !== null && one.otherOnly.has(found.clause),
        run: runs.get(clause) ?? 1,
      };
      const draft = readGone(clause, seen, found, pair);
      const terms = contentTerms(clause.key).join(" ");
      if (draft.traits === null || !told.has(terms)) {
        told.add(terms);
        return draft;
      }
      return { ...draft, direction: "neutral", traits: null, reasons: [...draft.reasons, "repeated"] };
    });
}

/** A clause of another kind covers this share of what its words cover: "we train unless …" is no "we never train". */
const OTHER_NORM_SHARE = 0.7;

/** A clause that holds only in some case covers this share of one that holds always. */
const NARROWER_SHARE = 0.75;
const CONDITIONAL =
  /^(?:in (?:such|this|that|these) (?:a )?cases?|if|when|where|unless|only)\b|\b(?:unless|only (?:if|when|where))\b/i;

const FEWER = /\b(?:minors?|child(?:ren)?|teen(?:ager)?s?|under (?:the age of )?1[3-8]|underage)\b/i;

/** "to minors": a rule for some covers less of a rule for all. */
const protectsFewer = (clause: Clause, cover: Clause): boolean =>
  FEWER.test(cover.visible) && !FEWER.test([clause.visible, ...clause.path].join(" "));

/** "the Outputs", "our Fine-Tuned Models": words that an agreement defines, in the middle of a sentence. */
const DEFINED = /(?<=[a-z,] )[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b/g;

/** Whether a clause is about a thing with a name of its own that the other one does not speak of. */
function speaksOfOther(clause: Clause, cover: Clause): boolean {
  const there = cover.visible.toLowerCase();
  return [...clause.visible.matchAll(DEFINED)].some(([name]) => !there.includes(name.toLowerCase().slice(0, -1)));
}

type Found = NonNullable<ReturnType<CoverageIndex["nearest"]>>;

function weighCover(clause: Clause, found: Found | null, kind: DocumentKind): Found | null {
  if (!found) return null;
  const [norm, cover] = [classify(clause, kind), classify(found.clause, kind)];
  const sameNorm = norm.type === cover.type || norm.type === "none" || clause.key === found.clause.key;
  const narrower =
    (CONDITIONAL.test(found.clause.visible) && !CONDITIONAL.test(clause.visible)) ||
    protectsFewer(clause, found.clause) ||
    speaksOfOther(clause, found.clause);
  const coverage = found.coverage * (sameNorm ? 1 : OTHER_NORM_SHARE) * (narrower ? NARROWER_SHARE : 1);
  return { ...found, coverage: Math.round(coverage * 1000) / 1000 };
}

/** How many neighbours in an unbroken row came or went with each clause, itself included. */
function measureRuns(clauses: readonly Clause[], all: readonly Clause[]): Map<Clause, number> {
  const members = new Set(clauses);
  const runs = new Map<Clause, number>();
  for (let from = 0; from < all.length; from++) {
    let to = from;
    while (to < all.length && members.has(all[to] as Clause)) to++;
    for (let at = from; at < to; at++) runs.set(all[at] as Clause, to - from);
    from = Math.max(from, to - 1);
  }
  return runs;
}

function readGone(clause: Clause, seen: GoneSeen, found: Found | null, pair: PairTraits): Draft {
  const norm = classify(clause, pair.kind);
  const nearest: Nearest | null = found && { text: found.text, coverage: found.coverage };
  const removed = seen.side === "old";
  const draft = { norm, old: removed ? clause : null, new: removed ? null : clause, nearest };
  if (seen.covered >= COVERED_MIN) {
    const reasons = [norm.reason, "covered-elsewhere"];
    return { ...draft, kind: "reworded", direction: "neutral", traits: null, reasons };
  }
  const direction = directionOf((removed ? -1 : 1) * norm.polarity);
  return {
    ...draft,
    kind: removed ? "removed" : "added",
    direction,
    traits: direction === "neutral" ? null : goneTraits(clause, norm, seen, pair),
    reasons: [norm.reason, seen.covered < UNCOVERED_MAX ? "uncovered" : "partly-covered"],
  };
}
