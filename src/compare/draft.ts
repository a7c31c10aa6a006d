import type { ParsedDocument } from "../clauses/index.ts";
import type { ChangeKind, Clause, Direction, Nearest, NoiseKind } from "../model/index.ts";
import { type Alignment, alignClauses, type Pair } from "./align.ts";
import { classify, directionOf, type DocumentKind, documentKind, type Norm } from "./classify.ts";
import { editTraits, type PairTraits, type Traits } from "./confidence.ts";
import { noteClauses } from "./disclosure.ts";
import { type EditReading, readEdit } from "./edit.ts";
import { judgeNoise } from "./noise.ts";
import { readOneSide } from "./one-side.ts";
import { ownNames } from "./own-names.ts";
import { findMoved, findSplits } from "./relocate.ts";

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
  const names = new Set([...ownNames(old), ...ownNames(neu)]);
  return {
    noise: null,
    drafts: neutralize(
      [
        ...edited.map((one) => readEdited(one, pair, names)).filter((draft) => draft !== null),
        ...readOneSide(
          { side: "old", clauses: removed, all: old.clauses, other: neu.clauses, otherOnly: new Set(added) },
          pair,
        ),
        ...readOneSide(
          { side: "new", clauses: added, all: neu.clauses, other: old.clauses, otherOnly: new Set(removed) },
          pair,
        ),
        ...findMoved(alignment).map((one) => readMoved(one, pair.kind)),
      ],
      whyNeutral(alignment, old, neu),
    ),
  };
}

/** Clauses whose difference is none of a rule, each with the reason. */
function whyNeutral(alignment: Alignment, old: ParsedDocument, neu: ParsedDocument): Map<Clause, string> {
  const splits = findSplits(alignment, old.clauses, neu.clauses);
  const why = new Map<Clause, string>();
  for (const clause of [...splits.parts, ...[...splits.pairs].map((one) => one.new)])
    why.set(clause, "split-or-merged");
  for (const clause of [...noteClauses(old.clauses), ...noteClauses(neu.clauses)]) why.set(clause, "change-note");
  return why;
}

const neutralize = (drafts: readonly Draft[], why: ReadonlyMap<Clause, string>): Draft[] =>
  drafts.map((draft) => {
    const reason = why.get((draft.new ?? draft.old) as Clause);
    return reason === undefined ? draft : { ...draft, ...NEUTRAL, reasons: [reason] };
  });

const NEUTRAL = { kind: "reworded", direction: "neutral", traits: null } as const;

const readMoved = ({ old, new: neu }: Pair, kind: DocumentKind): Draft => ({
  ...NEUTRAL,
  kind: "moved",
  norm: classify(neu, kind),
  old,
  new: neu,
  nearest: null,
  reasons: ["other-section"],
});

function readEdited(
  { old, new: neu, similarity }: Alignment["edited"][number],
  pair: PairTraits,
  names: ReadonlySet<string>,
): Draft | null {
  const [before, after] = [classify(old, pair.kind), classify(neu, pair.kind)];
  const turned = turnsRound(before, after);
  const norm = turned ? (before.polarity > 0 ? before : after) : strongest(after, before);
  const edit = readEdit(old, neu, norm, names);
  const reading = turned && edit.reasons.length > 0 ? readTurn(before, after, edit) : edit;
  if (reading.cosmetic) return null;
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

/** "We will not …" becomes "we may …": a promise is now a power, a right a burden, a ban an exemption, or the reverse. */
const turnsRound = (before: Norm, after: Norm): boolean =>
  before.polarity * after.polarity === -1 && before.subject === after.subject;

const readTurn = (before: Norm, after: Norm, edit: EditReading): EditReading =>
  edit.cosmetic || edit.reasons.length === 0
    ? edit
    : {
        reach: after.polarity,
        certainty: Math.min(1, before.certainty + after.certainty),
        reasons: ["turned-round", ...edit.reasons],
        cosmetic: false,
      };

const strongest = (a: Norm, b: Norm): Norm => (b.certainty > a.certainty ? b : a);
