import { normalKey, type ParsedDocument } from "../clauses/index.ts";
import type { Change, Clause, Disclosed, Disclosure } from "../model/index.ts";
import { contentTerms } from "./terms.ts";

/** A change note stands near the top or under its own heading; this many clauses from the top are looked at. */
const NOTE_TOP_CLAUSES = 40;
/** Longest note that is kept, in clauses. */
const NOTE_CLAUSES_MAX = 12;

const NOTE_START =
  /\b(?:we(?:'|’)?(?:ve| have)? (?:recently |also |just )?(?:updated|updating|revised|changed|made (?:some |a few |several )?(?:changes|updates|edits)|rewritten|clarified|simplified|reorgani[sz]ed)|(?:this|these|the) (?:update|changes?|revision|version)s? (?:includes?|clarif|add|remov|reflect|mak|provid|is intended|are)|(?:summary|overview) of (?:the )?(?:changes|updates)|what(?:'|’|(?: ha|i))s (?:new|changed)|key (?:changes|updates)|change ?log|changes (?:include|made|in this|since)|updated? to (?:clarify|reflect|include|be clearer|add))/i;
const NOTE_HEADING =
  /^\W*(?:change ?log|what(?:'|’|(?: ha|i))s (?:new|changed)|summary of (?:changes|updates)|recent (?:changes|updates)|key (?:changes|updates)|revision history|updates?)\W*$/i;
/** A general right to change the policy is no note. */
const FUTURE =
  /\b(?:may|might|can|will|from time to time|if we|when we|periodically)\b.{0,30}\b(?:update|change|revise|modif)|\bif we\b/i;

/** Finds the document's own note about its change: in the new version, else one that the old version carried. */
export function findDisclosure(old: ParsedDocument, neu: ParsedDocument): Disclosure {
  const oldNote = findNote(old.clauses);
  const newNote = findNote(neu.clauses);
  if (newNote && (!oldNote || normalKey(newNote) !== normalKey(oldNote))) return { note: newNote, where: "new" };
  if (newNote) return { note: newNote, where: "new" };
  return oldNote ? { note: oldNote, where: "old" } : { note: null, where: null };
}

/** The clauses by which a document itself tells of its change: they are no rules, whatever they repeat. */
export function noteClauses(clauses: readonly Clause[]): Clause[] {
  return [...underNoteHeading(clauses), ...clauses.slice(0, NOTE_TOP_CLAUSES).filter(isNoteStart)];
}

const underNoteHeading = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter(
    (clause) => !clause.heading && !FUTURE.test(clause.visible) && clause.path.some((lead) => NOTE_HEADING.test(lead)),
  );

function findNote(clauses: readonly Clause[]): string | null {
  const under = underNoteHeading(clauses);
  if (under.length > 0) return join(under);
  const at = clauses.slice(0, NOTE_TOP_CLAUSES).findIndex((clause) => isNoteStart(clause));
  if (at === -1) return null;
  const note: Clause[] = [];
  for (const clause of clauses.slice(at, at + NOTE_CLAUSES_MAX)) {
    if (
      note.length > 0 &&
      (clause.heading || clause.path.length !== (note[0] as Clause).path.length || !goesOn(clause))
    )
      break;
    note.push(clause);
  }
  return join(note);
}

const isNoteStart = (clause: Clause): boolean => {
  const text = clause.visible;
  return !clause.heading && NOTE_START.test(text) && !FUTURE.test(text);
};

const goesOn = (clause: Clause): boolean =>
  NOTE_START.test(clause.text) || /\b(?:updat|chang|clarif|clearer|guidance|new|added|removed|note)/i.test(clause.text);

const join = (clauses: readonly Clause[]): string =>
  clauses
    .slice(0, NOTE_CLAUSES_MAX)
    .map((clause) => clause.visible)
    .join(" ");

/** Share of a change's telling words that a note must name to disclose it; below the second it tells nothing. */
const TOLD_MIN = 0.5;
const TOLD_PARTLY_MIN = 0.25;

/** Whether a note that came with the new version tells of a change. An old note cannot tell of a later change. */
export function isDisclosed(
  change: Pick<Change, "old" | "new">,
  disclosure: Disclosure,
  noteIsNew: boolean,
): Disclosed {
  if (disclosure.note === null) return "no-note";
  if (!noteIsNew) return "no";
  const terms = new Set(contentTerms(normalKey((change.new ?? change.old)?.text ?? "")));
  if (terms.size === 0) return "unknown";
  const told = new Set(contentTerms(normalKey(disclosure.note)));
  const share = [...terms].filter((term) => told.has(term)).length / terms.size;
  return share >= TOLD_MIN ? "yes" : share >= TOLD_PARTLY_MIN ? "partly" : "no";
}
