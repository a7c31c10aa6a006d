import { createHash } from "node:crypto";
import type { ParsedDocument } from "../clauses/index.ts";
import type { Change, Clause, Comparison, Quote } from "../model/index.ts";
import { confidenceOf } from "./confidence.ts";
import { findNote, isDisclosed, type Note } from "./disclosure.ts";
import { type Draft, draftChanges } from "./draft.ts";
import { rateSeverity } from "./severity.ts";

/** SHA-256 of both texts, in hexadecimal: they make the ids of changes. */
export interface BlobIds {
  readonly oldBlob: string;
  readonly newBlob: string;
}

/** Compares two versions of a document. Pure; never throws on content. The contract of `corrigible diff`. */
export function compareDocuments(old: ParsedDocument, neu: ParsedDocument, ids: BlobIds): Comparison {
  const note = findNote(old, neu);
  const { noise, drafts } = draftChanges(old, neu);
  const changes = drafts.map((draft) => makeChange(draft, ids, note));
  return { noise, disclosure: note.disclosure, changes: changes.toSorted(byPlace) };
}

/** How sure a change is that was read as neutral; 0..1. */
const NEUTRAL_CONFIDENCE = 0.5;

function makeChange(draft: Draft, ids: BlobIds, note: Note): Change {
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
    disclosed: isDisclosed({ old, new: neu }, note),
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
