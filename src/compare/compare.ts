import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Change, ChangeKind, Clause, Comparison, Direction, Disclosure, Nearest, Quote } from "../model/index.ts";
import { type Alignment, alignClauses } from "./align.ts";
import { classify, type DocumentKind, documentKind, type Norm } from "./classify.ts";
import { type CoverageIndex, indexCoverage } from "./coverage.ts";
import { findDisclosure, isDisclosed } from "./disclosure.ts";
import { readEdit } from "./edit.ts";
import { isFurniture, judgeNoise } from "./noise.ts";
import { rateSeverity } from "./severity.ts";

/** Names the rules below; a new name makes every audit read history again. */
export const DETECTOR_VERSION = "2026.11.1";

/** A clause covered at least this far by one of the other document still stands there; 0..1. */
const COVERED_MIN = 0.8;

/** SHA-256 of both texts, in hexadecimal: they make the ids of changes. */
export interface BlobIds {
  readonly oldBlob: string;
  readonly newBlob: string;
}

/** Compares two versions of a document. Pure; never throws on content. The contract of `corrigible diff`. */
export function compareDocuments(old: ParsedDocument, neu: ParsedDocument, ids: BlobIds): Comparison {
  const alignment = alignClauses(old.clauses, neu.clauses);
  const disclosure = findDisclosure(old, neu);
  const noise = judgeNoise(old, neu, alignment);
  if (noise) return { noise, disclosure, changes: [] };
  const kind = documentKind(neu.clauses.length >= old.clauses.length ? neu.clauses : old.clauses);
  const context: Context = {
    kind,
    ids,
    disclosure,
    noteIsNew: disclosure.where === "new" && disclosure.note !== findDisclosure(old, old).note,
    coverage: { old: lazy(() => indexCoverage(old.clauses)), new: lazy(() => indexCoverage(neu.clauses)) },
    churn: churnOf(alignment),
  };
  const changes = [
    ...alignment.edited.flatMap((pair) => readEdited(pair, context)),
    ...alignment.removed.flatMap((clause) => readGone(clause, "old", context)),
    ...alignment.added.flatMap((clause) => readGone(clause, "new", context)),
  ];
  return { noise: null, disclosure, changes: changes.toSorted(byPlace) };
}

interface Context {
  readonly kind: DocumentKind;
  readonly ids: BlobIds;
  readonly disclosure: Disclosure;
  readonly noteIsNew: boolean;
  readonly coverage: { readonly old: () => CoverageIndex; readonly new: () => CoverageIndex };
  /** Share of all clauses that differ, 0..1: in a rewrite a single clause tells less. */
  readonly churn: number;
}

const churnOf = ({ same, edited, removed, added }: Alignment): number => {
  const differing = edited.length + (removed.length + added.length) / 2;
  return differing / Math.max(1, differing + same.length);
};

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function readEdited({ old, new: neu, similarity }: Alignment["edited"][number], context: Context): Change[] {
  const reading = readEdit(old, neu);
  if (reading.cosmetic) return [];
  const norm = strongest(classify(neu, context.kind), classify(old, context.kind));
  const sign = Math.sign(reading.reach) * norm.polarity;
  const direction: Direction = sign === 0 ? "neutral" : sign > 0 ? "tightens" : "loosens";
  const kind: ChangeKind = direction === "neutral" ? "reworded" : reading.reach > 0 ? "strengthened" : "weakened";
  const confidence =
    direction === "neutral"
      ? 1 - norm.certainty / 2
      : norm.certainty * reading.certainty * (0.6 + 0.4 * similarity) * 1.25;
  return [
    makeChange(
      { kind, direction, norm, confidence, old, new: neu, nearest: null, reasons: [norm.reason, ...reading.reasons] },
      context,
    ),
  ];
}

const strongest = (a: Norm, b: Norm): Norm => (b.certainty > a.certainty ? b : a);

/** A clause that stands in one document only. */
function readGone(clause: Clause, side: "old" | "new", context: Context): Change[] {
  if (isFurniture(clause)) return [];
  const norm = classify(clause, context.kind);
  const nearest = (side === "old" ? context.coverage.new() : context.coverage.old()).nearest(clause);
  const covered = nearest?.coverage ?? 0;
  const quotes = side === "old" ? { old: clause, new: null } : { old: null, new: clause };
  if (covered >= COVERED_MIN) {
    return [
      makeChange(
        {
          kind: "reworded",
          direction: "neutral",
          norm,
          confidence: covered,
          ...quotes,
          nearest,
          reasons: [norm.reason, "covered-elsewhere"],
        },
        context,
      ),
    ];
  }
  const sign = (side === "old" ? -1 : 1) * norm.polarity;
  const direction: Direction = sign === 0 ? "neutral" : sign > 0 ? "tightens" : "loosens";
  const kind: ChangeKind = side === "old" ? "removed" : "added";
  const confidence = direction === "neutral" ? 0.5 : norm.certainty * (1 - 0.5 * covered) * (1 - 0.25 * context.churn);
  return [
    makeChange(
      {
        kind,
        direction,
        norm,
        confidence,
        ...quotes,
        nearest,
        reasons: [norm.reason, covered < 0.4 ? "uncovered" : "partly-covered"],
      },
      context,
    ),
  ];
}

interface Draft {
  readonly kind: ChangeKind;
  readonly direction: Direction;
  readonly norm: Norm;
  readonly confidence: number;
  readonly old: Clause | null;
  readonly new: Clause | null;
  readonly nearest: Nearest | null;
  readonly reasons: readonly string[];
}

function makeChange(draft: Draft, context: Context): Change {
  const old = draft.old && quote(draft.old);
  const neu = draft.new && quote(draft.new);
  return {
    id: changeId(context.ids, old, neu),
    kind: draft.kind,
    direction: draft.direction,
    subject: draft.norm.subject,
    severity: rateSeverity((draft.old ?? draft.new) as Clause, draft.norm, draft.kind),
    confidence: Math.round(Math.min(0.99, Math.max(0, draft.confidence)) * 100) / 100,
    old,
    new: neu,
    nearest: draft.nearest,
    disclosed: isDisclosed({ old, new: neu }, context.disclosure, context.noteIsNew),
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
