import { parseDocument } from "../../clauses/index.ts";
import type { Clause } from "../../model/index.ts";
import type { Norm } from "../classify.ts";
import { readEdit } from "../edit.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";
import { likeness, matters } from "./synonyms.ts";

/** Sentences at least this alike differ by an edit, not by a rewriting; 0..1. */
const EDITED_MIN = 0.6;
/** A framework states what the company owes: what narrows it weakens. */
const PROMISE: Norm = { type: "lab-promise", subject: "lab", polarity: 1, certainty: 1, reason: "framework" };
/** Read better elsewhere: numbers, words of obligation, a word for another. */
const READ_ELSEWHERE =
  /^(?:condition|scope-phrase|quantity|modality|timing|negation|wording|strength|caption|same-words)/;

/** An edit of a few words inside a sentence that stays, as the comparison of documents reads it. */
export function readWording(old: Passage, neu: Passage): Signal[] {
  if (old.sentences.length !== neu.sentences.length) return [];
  let reach = 0;
  for (const [at, before] of old.sentences.entries()) {
    const [from, to] = [clauseOf(before), clauseOf(neu.sentences[at] as string)];
    if (!from || !to || from.key === to.key || likeness(matters(from.key), matters(to.key)) < EDITED_MIN) continue;
    const edit = readEdit(from, to, PROMISE, new Set());
    if (!edit.reasons.some((reason) => READ_ELSEWHERE.test(reason))) reach += edit.reach * edit.certainty;
  }
  return Math.abs(reach) < 0.3 ? [] : signal("wording", reach, Math.min(1, Math.abs(reach)));
}

const clauseOf = (sentence: string): Clause | undefined => parseDocument(sentence).clauses[0];
