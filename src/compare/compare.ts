import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type {
  Change,
  ChangeKind,
  Clause,
  Comparison,
  Direction,
  Disclosure,
  Nearest,
  NoiseKind,
  Quote,
} from "../model/index.ts";
import { type Alignment, alignClauses } from "./align.ts";
import { classify, type DocumentKind, documentKind, type Norm } from "./classify.ts";
import { confidenceOf, editTraits, goneTraits, type PairTraits, type Traits } from "./confidence.ts";
import { type CoverageIndex, indexCoverage } from "./coverage.ts";
import { findDisclosure, isDisclosed } from "./disclosure.ts";
import { readEdit } from "./edit.ts";
import { isFurniture, judgeNoise } from "./noise.ts";
import { rateSeverity } from "./severity.ts";
import { contentTerms } from "./terms.ts";

/** Names the rules below; a new name makes every audit read history again. */
export const DETECTOR_VERSION = "2026.11.1";

/** A clause covered at least this far by one of the other document still stands there; 0..1. */
const COVERED_MIN = 0.8;
/** A clause covered less than this is said to be uncovered; 0..1. */
const UNCOVERED_MAX = 0.4;

/** SHA-256 of both texts, in hexadecimal: they make the ids of changes. */
export interface BlobIds {
  readonly oldBlob: string;
  readonly newBlob: string;
}

/** Compares two versions of a document. Pure; never throws on content. The contract of `corrigible diff`. */
export function compareDocuments(old: ParsedDocument, neu: ParsedDocument, ids: BlobIds): Comparison {
  const disclosure = findDisclosure(old, neu);
  const { noise, drafts } = draftChanges(old, neu);
  const noteIsNew = disclosure.where === "new" && disclosure.note !== findDisclosure(old, old).note;
  const changes = drafts.map((draft) => makeChange(draft, ids, disclosure, noteIsNew));
  return { noise, disclosure, changes: changes.toSorted(byPlace) };
}

/** A change before its confidence is known: what `bench/fit-confidence.ts` learns from. */
export interface Draft {
  readonly kind: ChangeKind;
  readonly direction: Direction;
  readonly norm: Norm;
  /** What speaks for and against a change that loosens or tightens; null for a neutral one. */
  readonly traits: Traits | null;
  readonly old: Clause | null;
  readonly new: Clause | null;
  readonly nearest: Nearest | null;
  readonly reasons: readonly string[];
}

/** The differences between two versions, in no order, or why there are none. */
export function draftChanges(
  old: ParsedDocument,
  neu: ParsedDocument,
): { readonly noise: NoiseKind | null; readonly drafts: readonly Draft[] } {
  const alignment = alignClauses(old.clauses, neu.clauses);
  const noise = judgeNoise(old, neu, alignment);
  if (noise) return { noise, drafts: [] };
  const { edited, removed, added, same } = alignment;
  const differing = edited.length + (removed.length + added.length) / 2;
  const pair: PairTraits = {
    kind: documentKind(neu.clauses.length >= old.clauses.length ? neu.clauses : old.clauses),
    churn: differing / Math.max(1, differing + same.length),
    differing,
  };
  return {
    noise: null,
    drafts: [
      ...edited.map((one) => readEdited(one, pair)).filter((draft) => draft !== null),
      ...readOneSide({ side: "old", clauses: removed, all: old.clauses, other: neu.clauses }, pair),
      ...readOneSide({ side: "new", clauses: added, all: neu.clauses, other: old.clauses }, pair),
    ],
  };
}

const directionOf = (sign: number): Direction => (sign === 0 ? "neutral" : sign > 0 ? "tightens" : "loosens");

function readEdited({ old, new: neu, similarity }: Alignment["edited"][number], pair: PairTraits): Draft | null {
  const reading = readEdit(old, neu);
  if (reading.cosmetic) return null;
  const norm = strongest(classify(neu, pair.kind), classify(old, pair.kind));
  const direction = directionOf(Math.sign(reading.reach) * norm.polarity);
  const neutral = direction === "neutral";
  return {
    kind: neutral ? "reworded" : reading.reach > 0 ? "strengthened" : "weakened",
    direction,
    norm,
    traits: neutral ? null : editTraits(neu, norm, { reading, similarity }, pair),
    old,
    new: neu,
    nearest: null,
    reasons: [norm.reason, ...reading.reasons],
  };
}

const strongest = (a: Norm, b: Norm): Norm => (b.certainty > a.certainty ? b : a);

/** Clauses that stand in one document only. */
interface OneSide {
  readonly side: "old" | "new";
  readonly clauses: readonly Clause[];
  /** Every clause of this document and of the other one. */
  readonly all: readonly Clause[];
  readonly other: readonly Clause[];
}

/** Reads the clauses that came or went. What says the same twice is told once. */
function readOneSide({ side, clauses, all, other }: OneSide, pair: PairTraits): Draft[] {
  if (clauses.length === 0) return [];
  const coverage = indexCoverage(other);
  const runs = measureRuns(clauses, all);
  const told = new Set<string>();
  return clauses
    .filter((clause) => !isFurniture(clause))
    .map((clause) => {
      const found = weighCover(clause, coverage.nearest(clause), pair.kind);
      const draft = readGone(clause, { side, found, run: runs.get(clause) ?? 1 }, pair);
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

function weighCover(clause: Clause, found: ReturnType<CoverageIndex["nearest"]>, kind: DocumentKind): Nearest | null {
  if (!found) return null;
  const [norm, cover] = [classify(clause, kind), classify(found.clause, kind)];
  const sameNorm = norm.type === cover.type || norm.type === "none" || clause.key === found.clause.key;
  const coverage = sameNorm ? found.coverage : found.coverage * OTHER_NORM_SHARE;
  return { text: found.text, coverage: Math.round(coverage * 1000) / 1000 };
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

interface Gone {
  readonly side: "old" | "new";
  readonly found: Nearest | null;
  readonly run: number;
}

function readGone(clause: Clause, { side, found, run }: Gone, pair: PairTraits): Draft {
  const norm = classify(clause, pair.kind);
  const covered = found?.coverage ?? 0;
  const draft = {
    norm,
    old: side === "old" ? clause : null,
    new: side === "new" ? clause : null,
    nearest: found,
  };
  if (covered >= COVERED_MIN) {
    const reasons = [norm.reason, "covered-elsewhere"];
    return { ...draft, kind: "reworded", direction: "neutral", traits: null, reasons };
  }
  const direction = directionOf((side === "old" ? -1 : 1) * norm.polarity);
  return {
    ...draft,
    kind: side === "old" ? "removed" : "added",
    direction,
    traits: direction === "neutral" ? null : goneTraits(clause, norm, { side, covered, run }, pair),
    reasons: [norm.reason, covered < UNCOVERED_MAX ? "uncovered" : "partly-covered"],
  };
}

/** How sure a change is that was read as neutral; 0..1. */
const NEUTRAL_CONFIDENCE = 0.5;

function makeChange(draft: Draft, ids: BlobIds, disclosure: Disclosure, noteIsNew: boolean): Change {
  const old = draft.old && quote(draft.old);
  const neu = draft.new && quote(draft.new);
  const confidence = draft.traits ? confidenceOf(draft.traits) : NEUTRAL_CONFIDENCE;
  return {
    id: changeId(ids, old, neu),
    kind: draft.kind,
    direction: draft.direction,
    subject: draft.norm.subject,
    severity: rateSeverity((draft.old ?? draft.new) as Clause, draft.norm, draft.kind),
    confidence: Math.round(confidence * 100) / 100,
    old,
    new: neu,
    nearest: draft.nearest,
    disclosed: isDisclosed({ old, new: neu }, disclosure, noteIsNew),
    reasons: draft.reasons,
  };
}

const quote = ({ text, path, start, end }: Clause): Quote => ({ text, path, start, end });

/** Length of a change's id in hexadecimal digits (64 bits). */
const ID_LENGTH = 16;

function changeId({ oldBlob, newBlob }: BlobIds, old: Quote | null, neu: Quote | null): string {
  const place = (side: Quote | null): string => (side ? `${side.start}-${side.end}` : "none");
  return createHash("sha256")
    .update(`${oldBlob}\n${newBlob}\n${place(old)}\n${place(neu)}`)
    .digest("hex")
    .slice(0, ID_LENGTH);
}

const byPlace = (a: Change, b: Change): number =>
  (a.new ?? (a.old as Quote)).start - (b.new ?? (b.old as Quote)).start || (a.new ? 0 : 1) - (b.new ? 0 : 1);
