import type { Clause } from "../model/index.ts";
import type { Norm } from "./classify.ts";
import { isNumberWord, readQuantities } from "./quantity-edit.ts";
import { isStopword, stem } from "./terms.ts";
import { diffWords, type Hunk } from "./word-diff.ts";

/**
 * What an edit inside a clause does to its reach: +1 it reaches further or binds more, -1 less. The clause's type
 * then decides what that means (a wider ban tightens, a wider power loosens).
 */
export interface EditReading {
  /** -1..1; 0 where nothing could be read from it. */
  readonly reach: number;
  /** How surely it was read, 0..1. */
  readonly certainty: number;
  readonly reasons: readonly string[];
  /** No word that could bind anyone differs. */
  readonly cosmetic: boolean;
}

/** One observation on an edit: which way it moves the reach, and how much it counts, 0..1. */
export interface Vote {
  readonly reach: number;
  readonly weight: number;
  readonly reason: string;
}

const STRONG = new Set(
  "must shall will always never required requires require not only strictly any all immediately promptly explicit express prior".split(
    " ",
  ),
);
const WEAK = new Set(
  "may might can could should generally typically usually sometimes reasonable reasonably appropriate endeavor endeavour strive aim".split(
    " ",
  ),
);
const NARROWERS = new Set(
  "only if unless except excluding without when where solely provided subject extent limited primarily mainly while during until those who".split(
    " ",
  ),
);
const QUALIFIERS = new Set(
  `repeatedly repeated realistic intentionally knowingly substantially materially significantly directly actively explicitly likely serious severe graphic
   explicit private real-time certain specific some unauthorized inappropriate unsolicited imminent credible feasible practicable possible anonymous anonymized aggregated pseudonymized de-identified`.split(
    /\s+/,
  ),
);
const WIDENERS = new Set(
  "any all including otherwise other affiliates successors every each also partners vendors access whether".split(" "),
);
const NEGATIONS = new Set("not no never without cannot non nor".split(" "));
/** Words that name the same party or thing as their neighbours do; swapping them binds nobody differently. */
const INTERCHANGEABLE = new Set(
  `we us our you your user users customer customers client company service services site website platform platforms product products app application
   policy policies terms agreement term guidelines standards page here section sections
   below above following herein thereof hereby please visit see click link email help center https www com content data person people individual individuals
   such as like etc e.g i.e example for instance namely in order via through using use used uses be is are was were been being do does did have has had that which who whom
   this these those the a an to of and or on at by from with into within their them they it its his her`.split(/\s+/),
);

/**
 * Reads the edit between two forms of one clause, which states a norm of the given kind; `names` are the company's
 * own, which bind nobody differently when they stand for one another.
 */
export function readEdit(old: Clause, neu: Clause, norm: Norm, names: ReadonlySet<string>): EditReading {
  if (addsLabel(old, neu) || addsLabel(neu, old)) return nothing("caption");
  const stems = (sides: readonly (readonly string[])[]): string => tellingStems(sides, names);
  // Only function words, names for the same party, or two forms of the same words: no edit.
  const hunks = diffWords(old.text, neu.text).filter(
    (hunk) => (stems([hunk.removed]) !== stems([hunk.added]) || isNewMember(hunk)) && !isAddress(hunk),
  );
  const quantities = readQuantities(old, neu, norm);
  if (hunks.length + quantities.length === 0) return { ...nothing(), cosmetic: true };
  if (quantities.length === 0 && sayTheSame(hunks, stems)) return nothing("same-words");
  const votes = [...hunks.flatMap((hunk) => readHunk(hunk, norm)), ...quantities];
  const weight = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const reach = weight === 0 ? 0 : votes.reduce((sum, vote) => sum + vote.reach * vote.weight, 0) / weight;
  const reasons = [...new Set(votes.map((vote) => vote.reason))];
  const strongest = Math.max(0, ...votes.map((vote) => vote.weight));
  return { reach, certainty: Math.abs(reach) * strongest, reasons, cosmetic: false };
}

const nothing = (...reasons: string[]): EditReading => ({ reach: 0, certainty: 0, reasons, cosmetic: false });

/** "Billing: we keep …" for "We keep …": a caption was put before a clause that stays. */
function addsLabel(bare: Clause, labelled: Clause): boolean {
  if (!labelled.key.endsWith(` ${bare.key}`)) return false;
  return /^[^.:!?]{1,80}[.:–—-]\s*$/.test(labelled.visible.slice(0, -bare.visible.length));
}

/** A name that joins others with "and" or "or": "for | Acme Code and | Acme Chat". */
const isNewMember = (hunk: Hunk): boolean =>
  (hunk.removed.length === 0 && hunk.added.length > 1 && /^(?:and|or)$/.test(hunk.added.at(-1) as string)) ||
  (hunk.added.length === 0 && hunk.removed.length > 1 && /^(?:and|or)$/.test(hunk.removed.at(-1) as string));

/** How far before a place the words "contact us at" are looked for. */
const ADDRESS_WORDS = 12;
const ADDRESS = /\b(?:contact|write|e-?mail|mail|sent|addressed)(?:ed|ing)?(?: \w+){0,3} ?(?:[,:]|(?:at|by|via|to)\b)/;

/** Where and how the company is reached: an address binds nobody. */
const isAddress = ({ lead, removed, added }: Hunk): boolean =>
  ADDRESS.test(lead.slice(-ADDRESS_WORDS).join(" ")) &&
  ![...removed, ...added].some((word) => STRONG.has(word) || WEAK.has(word) || NARROWERS.has(word));

const isPunctuation = (word: string): boolean => /^[,;:()]$/.test(word);
const content = (side: readonly string[]): string[] => side.filter((word) => !isPunctuation(word));

/** A word that may bind: no function word, no other name of the same party, no number (see quantity-edit.ts). */
const isTelling = (word: string): boolean =>
  !INTERCHANGEABLE.has(word) &&
  !/^\d/.test(word) &&
  !isNumberWord(word) &&
  !(isStopword(word) && !STRONG.has(word) && !WEAK.has(word) && !NARROWERS.has(word));

const tellingStems = (sides: readonly (readonly string[])[], names: ReadonlySet<string>): string =>
  sides
    .flatMap((side) => content(side).filter((word) => isTelling(word) && !names.has(word.replace(/'s$/, ""))))
    .map(stem)
    .sort()
    .join(" ");

/** "Writing scam messages" and "Writing messages to scam people": words that only changed places. */
function sayTheSame(hunks: readonly Hunk[], stems: (sides: readonly (readonly string[])[]) => string): boolean {
  const binds = (word: string): boolean => STRONG.has(word) || WEAK.has(word) || NARROWERS.has(word);
  if (hunks.some((hunk) => [...hunk.removed, ...hunk.added].some(binds))) return false;
  return stems(hunks.map((hunk) => hunk.removed)) === stems(hunks.map((hunk) => hunk.added));
}

/** What cannot be taken back: of a licence that users give, more. */
const LASTING = /\b(?:irrevocabl[ey]|non[- ]?revocable|perpetual(?:ly)?|permanent(?:ly)?|indefinite(?:ly)?|forever)\b/;

/** Whether one side of an edit, read up to the word after it ("non- | revocable"), cannot be taken back. */
const lasts = (words: readonly string[], { after }: Hunk): boolean => LASTING.test([...words, after[0]].join(" "));

/** An edit of more words than this is about more than how long something lasts. */
const LASTING_WORDS_MAX = 12;

/** A "not" in a longer passage belongs to that passage; in a shorter one it may turn the clause around. */
const NEGATED_WORDS_MAX = 4;

function readHunk(hunk: Hunk, norm: Norm): Vote[] {
  const removed = content(hunk.removed);
  const added = content(hunk.added);
  const votes: Vote[] = [];
  const lasting = readLasting(hunk);
  if (lasting) return [lasting];
  const modality = readModality(removed, added) ?? readTiming(removed, added);
  if (modality) votes.push(modality);
  const negated = removed.some((word) => NEGATIONS.has(word)) !== added.some((word) => NEGATIONS.has(word));
  if (negated && !modality && removed.length + added.length <= NEGATED_WORDS_MAX)
    return [{ reach: 0, weight: 0.3, reason: "negation-changed" }];
  if (removed.length === 0) votes.push(...readOneSide(hunk, added, 1, norm));
  else if (added.length === 0) votes.push(...readOneSide(hunk, removed, -1, norm));
  else if (!modality) votes.push(readSubstitution(removed, added, norm));
  return votes;
}

/** "revocable" → "non-revocable", "a licence" → "a perpetual licence". */
function readLasting(hunk: Hunk): Vote | null {
  const [before, after] = [lasts(hunk.removed, hunk), lasts(hunk.added, hunk)];
  if (before === after || hunk.removed.length + hunk.added.length > LASTING_WORDS_MAX) return null;
  return { reach: after ? 1 : -1, weight: 0.75, reason: after ? "for-good" : "not-for-good" };
}

/** "will" → "may" weakens, "should" → "must" strengthens. */
function readModality(removed: readonly string[], added: readonly string[]): Vote | null {
  const strength = (words: readonly string[]): number =>
    words.some((word) => /^(?:must|shall|will|always|never|required)$/.test(word))
      ? 2
      : words.some((word) => WEAK.has(word))
        ? 1
        : 0;
  const [before, after] = [strength(removed), strength(added)];
  if (before === 0 || after === 0 || before === after || removed.length > 12 || added.length > 12) return null;
  return {
    reach: after > before ? 1 : -1,
    weight: 0.85,
    reason: after > before ? "modality-stronger" : "modality-weaker",
  };
}

/** "before" → "after": what was owed first is owed later. */
function readTiming(removed: readonly string[], added: readonly string[]): Vote | null {
  const early = (words: readonly string[]): boolean => words.includes("before") || words.includes("prior");
  const late = (words: readonly string[]): boolean => words.includes("after") || words.includes("following");
  if (early(removed) && late(added)) return { reach: -1, weight: 0.75, reason: "timing-later" };
  if (late(removed) && early(added)) return { reach: 1, weight: 0.75, reason: "timing-earlier" };
  return null;
}

/** "only if you consent": says outright when the rule holds, where "when you visit us" may only tell of the usual case. */
const BINDING_CONDITION = /\b(?:only (?:if|with|when|where|after)|unless|provided that|except)\b/;

/** Words only added (sign +1) or only removed (sign -1). */
function readOneSide(hunk: Hunk, words: readonly string[], sign: 1 | -1, norm: Norm): Vote[] {
  const side = sign === 1 ? hunk.added : hunk.removed;
  const label = sign === 1 ? "added" : "removed";
  const first = words[0] ?? "";
  const near = words.slice(0, 4);
  if (/^(?:where|as|if|when) (?:available|applicable|any)$/.test(words.join(" ")) && !inException(hunk, side))
    return [{ reach: 0, weight: 0.3, reason: "where-applicable" }];
  if (near.some((word) => NARROWERS.has(word)) && !WIDENERS.has(first))
    return [
      {
        reach: inException(hunk, side) ? sign : -sign,
        weight: BINDING_CONDITION.test(near.join(" ")) ? 0.95 : 0.8,
        reason: `condition-${label}`,
      },
    ];
  if (words.length <= 3 && words.some((word) => QUALIFIERS.has(word) || WEAK.has(word)))
    return [{ reach: -sign, weight: 0.75, reason: `qualifier-${label}` }];
  if (words.length <= 3 && words.some((word) => STRONG.has(word) && !NEGATIONS.has(word)))
    return [{ reach: sign, weight: 0.65, reason: `strength-${label}` }];
  const listed = hasListShape(side, hunk);
  if (listed) return [{ reach: sign, weight: 0.75, reason: `member-${label}` }];
  if (norm.type === "use-ban" && isPremodifier(side, hunk))
    return [{ reach: -sign, weight: 0.6, reason: `qualifier-${label}` }];
  if (/^(?:for|in|to|by|on|with|from|as|at|under|using|that|which|based)$/.test(first))
    return [{ reach: -sign, weight: 0.5, reason: `scope-phrase-${label}` }];
  return [{ reach: sign, weight: words.length > 6 ? 0.55 : 0.45, reason: `words-${label}` }];
}

/**
 * A condition inside an exception narrows the exception: "unless you object | within a week"; and so does one on
 * whether the way out is there at all: "only when you do not opt out | where available".
 */
function inException(hunk: Hunk, side: readonly string[]): boolean {
  const before = hunk.lead.join(" ");
  if (/\b(?:unless|except)\b[^;:]*$/.test(before)) return true;
  return (
    /\b(?:only (?:if|when|where)|opt)\b/.test(before) &&
    /\b(?:available|offered|possible|applicable)\b/.test(side.join(" "))
  );
}

/** Longest row of adjectives before a noun, "and" and "or" counted. */
const PREMODIFIER_WORDS_MAX = 4;

/** "nude or sexual | pictures": words of the same phrase before another word of content narrow what that word names. */
function isPremodifier(side: readonly string[], hunk: Hunk): boolean {
  const next = hunk.after[0] ?? ",";
  const joins = (word: string): boolean => word === "and" || word === "or";
  return (
    side.length <= PREMODIFIER_WORDS_MAX &&
    !isPunctuation(next) &&
    !isStopword(next) &&
    side.every((word) => joins(word) || !(isPunctuation(word) || isStopword(word)))
  );
}

/** Commas or "and"/"or" at the seam: a member of an enumeration. */
function hasListShape(side: readonly string[], hunk: Hunk): boolean {
  const joints = /^(?:,|;|and|or|\/)$/;
  return (
    joints.test(side[0] ?? "") ||
    joints.test(side.at(-1) ?? "") ||
    (joints.test(hunk.before.at(-1) ?? "") && joints.test(hunk.after[0] ?? ""))
  );
}

/** One wording replaced by another: the longer enumeration or the more general word reaches further. */
function readSubstitution(removed: readonly string[], added: readonly string[], norm: Norm): Vote {
  const commas = (words: readonly string[]): number => words.filter((word) => word === "and" || word === "or").length;
  const narrower = (words: readonly string[]): boolean =>
    words.some((word) => NARROWERS.has(word) || QUALIFIERS.has(word));
  if (narrower(added) !== narrower(removed)) {
    return narrower(added)
      ? { reach: -1, weight: 0.6, reason: "condition-added" }
      : { reach: 1, weight: 0.6, reason: "condition-removed" };
  }
  const growth = added.length + commas(added) - removed.length - commas(removed);
  // More words for a power or a burden mostly say more; for a ban or a promise they as often say it more narrowly.
  if (Math.abs(growth) >= 2 && (norm.polarity < 0 || added.includes(",") || removed.includes(",")))
    return { reach: Math.sign(growth), weight: 0.5, reason: growth > 0 ? "wording-longer" : "wording-shorter" };
  return { reach: 0, weight: 0.3, reason: "wording-replaced" };
}
