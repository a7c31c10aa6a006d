import { normalKey, type ParsedDocument } from "../clauses/index.ts";
import type { Change, Clause, Disclosed, Disclosure } from "../model/index.ts";
import { contentTerms, stem } from "./terms.ts";

/** A change note stands near the top or under its own heading; this many clauses from the top are looked at. */
const NOTE_TOP_CLAUSES = 40;
/** Longest note that is kept, in clauses. */
const NOTE_CLAUSES_MAX = 12;

const NOTE_START =
  /\b(?:we(?:'|’)?(?:ve| have)? (?:recently |also |just )?(?:updated|updating|revised|changed|made (?:some |a few |several )?(?:changes|updates|edits)|rewritten|clarified|simplified|reorgani[sz]ed)|(?:this|these|the) (?:update|changes?|revision|version)s? (?:includes?|clarif|add|remov|reflect|mak|provid|is intended|are)|(?:summary|overview) of (?:the )?(?:changes|updates)|what(?:'|’|(?: ha|i))s (?:new|changed)|key (?:changes|updates)|change ?log|changes (?:include|made|in this|since)|updated? to (?:clarify|reflect|include|be clearer|add))/i;
const NOTE_HEADING =
  /^\W*(?:change ?log|what(?:'|’|(?: ha|i))s (?:new|changed)|summary of (?:changes|updates)|recent (?:changes|updates)|key (?:changes|updates)|revision history|updates?)\W*$/i;
/** A general right to change the policy, consent to later changes, or an offer to be told of them is no note. */
const FUTURE =
  /\b(?:may|might|can|will|from time to time|if we|when we|periodically)\b.{0,30}\b(?:update|change|revise|modif)|\bif (?:we|you|any)\b|\b(?:agree|continued use|any changes|sign up|changes will)\b/i;

/** A document's note about its change, and those of its sentences that the older version did not have. */
export interface Note {
  readonly disclosure: Disclosure;
  /** Sentences that came with the new version: only these can tell of the change. */
  readonly fresh: readonly string[];
}

/** Finds the document's own note about its change: in the new version, else one that the old version carried. */
export function findNote(old: ParsedDocument, neu: ParsedDocument): Note {
  const [before, after] = [noteOf(old.clauses), noteOf(neu.clauses)];
  const known = new Set(before.map(({ key }) => key));
  const fresh = after.filter(({ key }) => !known.has(key)).map(({ visible }) => visible);
  if (after.length > 0) return { disclosure: { note: join(after), where: "new" }, fresh };
  const note = before.length > 0 ? join(before) : null;
  return { disclosure: { note, where: note === null ? null : "old" }, fresh };
}

/** The clauses by which a document itself tells of its change: they are no rules, whatever they repeat. */
export function noteClauses(clauses: readonly Clause[]): Clause[] {
  return [...underNoteHeading(clauses), ...clauses.slice(0, NOTE_TOP_CLAUSES).filter(isNoteStart)];
}

const underNoteHeading = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter(
    (clause) => !clause.heading && clause.path.some((lead) => NOTE_HEADING.test(lead)) && !FUTURE.test(clause.visible),
  );

function noteOf(clauses: readonly Clause[]): readonly Clause[] {
  const under = underNoteHeading(clauses);
  if (under.length > 0) return under.slice(0, NOTE_CLAUSES_MAX);
  const at = clauses.slice(0, NOTE_TOP_CLAUSES).findIndex((clause) => isNoteStart(clause));
  if (at === -1) return [];
  const note: Clause[] = [];
  for (const clause of clauses.slice(at, at + NOTE_CLAUSES_MAX)) {
    if (
      note.length > 0 &&
      (clause.heading || clause.path.length !== (note[0] as Clause).path.length || !goesOn(clause))
    )
      break;
    note.push(clause);
  }
  return note;
}

const isNoteStart = (clause: Clause): boolean => {
  const text = clause.visible;
  return !clause.heading && NOTE_START.test(text) && !FUTURE.test(text);
};

const goesOn = (clause: Clause): boolean =>
  NOTE_START.test(clause.text) || /\b(?:updat|chang|clarif|clearer|guidance|new|added|removed|note)/i.test(clause.text);

const join = (clauses: readonly Clause[]): string => clauses.map((clause) => clause.visible).join(" ");

/** Words that say that something changed, or that it is clearer now, but not what. */
const EMPTY = new Set(
  `update updated change changes changed revise revised revision modify modified version versions new now make made making recent recently
   add added remove removed include included reflect reflects information info detail details detailed more clear clearer clarity clarify clarifies
   clarified clarification easy easier simple simpler simplify simplified read readable readability understand navigate reorganize reorganized rewrite rewritten
   refresh refreshed specific guidance summary overview key what's policy policies terms agreement statement notice document page rules privacy use usage
   service services product products company data users user people effective date effect go take look below above current previous prior last learn
   see view review click here link january february march april may june july august september october november december`
    .split(/\s+/)
    .map(stem),
);

/** Says where the changes are told rather than what they are. */
const POINTS_ELSEWHERE = /\b(?:learn more|summary|overview|here|see|view|read|what(?:'|’)?s new|key changes)\b/i;

/** Share of a note's sentence that a change must be about, or of a change that a note must name, to be told by it. */
const TOLD_MIN = 0.6;
const TOLD_PARTLY_MIN = 0.25;
/** A change of at most this many telling words is told where they are named. */
const SHORT_TERMS_MAX = 12;
/** A single word in common tells of a change at most in part. */
const TOLD_WORDS_MIN = 2;

/**
 * Whether a note that came with the new version tells of a change. A note that speaks of clarity alone tells of none;
 * one that only points to where the changes are told cannot be read.
 */
export function isDisclosed(change: Pick<Change, "old" | "new">, { disclosure, fresh }: Note): Disclosed {
  if (disclosure.note === null) return "no-note";
  if (fresh.length === 0) return "no";
  const sentences = fresh.map(tellingTerms).filter((terms) => terms.size > 0);
  if (sentences.length === 0) return fresh.some((sentence) => POINTS_ELSEWHERE.test(sentence)) ? "unknown" : "no";
  const terms = changedTerms(change);
  if (terms.size === 0) return "unknown";
  const about = termsAround(change);
  const verdicts = sentences.map((sentence) => {
    const hits = [...sentence].filter((term) => about.has(term)).length;
    const named = [...terms].filter((term) => sentence.has(term)).length;
    return { hits, named: named / terms.size, share: Math.max(hits / sentence.size, named / terms.size) };
  });
  // Of a short change a note may name one part and keep silent on the other.
  const short = terms.size <= SHORT_TERMS_MAX;
  const told = verdicts.some(({ hits, named, share }) => hits >= TOLD_WORDS_MIN && (short ? named : share) >= TOLD_MIN);
  if (told) return "yes";
  const inPart = verdicts.some(({ hits, share }) => share >= (hits >= TOLD_WORDS_MIN ? TOLD_PARTLY_MIN : TOLD_MIN));
  return inPart ? "partly" : "no";
}

const tellingTerms = (text: string): Set<string> =>
  new Set(contentTerms(normalKey(text)).filter((term) => !EMPTY.has(term) && !/^\d+$/.test(term)));

/** The words that came; those that went where none came. */
function changedTerms({ old, new: neu }: Pick<Change, "old" | "new">): Set<string> {
  const [before, after] = [tellingTerms(old?.text ?? ""), tellingTerms(neu?.text ?? "")];
  const came = after.difference(before);
  return came.size > 0 ? came : before.difference(after);
}

/** The words of a change on both sides, and of the lead-in that it stands under. */
function termsAround({ old, new: neu }: Pick<Change, "old" | "new">): Set<string> {
  const texts = [old, neu].flatMap((quote) => (quote ? [quote.text, quote.path.at(-1) ?? ""] : []));
  return tellingTerms(texts.join(" "));
}
