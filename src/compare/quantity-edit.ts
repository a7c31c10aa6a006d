import { NUMBER_WORDS } from "../clauses/index.ts";
import type { Clause, Quantity } from "../model/index.ts";
import type { Norm } from "./classify.ts";
import type { Vote } from "./edit.ts";

/**
 * Durations, ages and amounts are compared as quantities. What a larger number does depends on its part in the
 * clause: a longer notice binds more, a longer deadline less.
 */
interface Part {
  readonly pattern: RegExp;
  /** Whether the whole clause is searched, or the words near the number. */
  readonly where: "clause" | "near";
  /** What growth of the number does to the clause's reach, by the clause's type where that decides. */
  readonly reach: (norm: Norm) => 1 | -1;
}

const PARTS: readonly Part[] = [
  { pattern: /\b(?:under|age[ds]?|years old|older|younger)\b/i, where: "near", reach: () => 1 },
  // "kept for 90 days", "deleted after 30 days": longer is worse for the people whose data it is.
  {
    pattern: /\b(?:delet|eras|remov|retain|retention|stor|keep|kept|purg|anonymi|destroy)/i,
    where: "clause",
    reach: (norm) => (norm.polarity > 0 ? -1 : 1),
  },
  // A cap on what the lab pays: a higher one takes less from users.
  {
    pattern: /\b(?:liab|damages|compensat|refund)/i,
    where: "clause",
    reach: (norm) => (norm.type === "user-burden" ? -1 : 1),
  },
  { pattern: /\b(?:every|each|once (?:in|every|per))\b/i, where: "near", reach: () => -1 },
  { pattern: /\b(?:notice|advance|prior|before)\b/i, where: "near", reach: () => 1 },
  {
    pattern: /\b(?:within|no later than|not later than|in less than)\b/i,
    where: "near",
    reach: (norm) => (norm.type === "user-right" || norm.type === "lab-power" ? 1 : -1),
  },
];
/** What is near a number, in characters before and after it. */
const NEAR_LENGTH = 40;

/** Numbers that stand for another number of the same unit in the new clause. */
export function readQuantities(old: Clause, neu: Clause, norm: Norm): Vote[] {
  const votes: Vote[] = [];
  const same = (a: Quantity, b: Quantity): boolean => a.unit === b.unit && a.value === b.value;
  const gone = old.quantities.filter((one) => !neu.quantities.some((other) => same(one, other)));
  const come = neu.quantities.filter((one) => !old.quantities.some((other) => same(one, other)));
  for (const before of gone) {
    const at = come.findIndex(({ unit }) => unit === before.unit);
    const [after] = at === -1 ? [] : come.splice(at, 1);
    if (after) votes.push(readGrowth(neu, after, Math.sign(after.value - before.value), norm));
  }
  return votes;
}

function readGrowth(clause: Clause, quantity: Quantity, growth: number, norm: Norm): Vote {
  const reason = growth > 0 ? "quantity-larger" : "quantity-smaller";
  const near = wordsAround(clause.visible, quantity);
  const part = PARTS.find(({ pattern, where }) => pattern.test(where === "near" ? near : clause.visible));
  return { reach: growth * (part?.reach(norm) ?? 1), weight: 0.75, reason };
}

function wordsAround(text: string, { value }: Quantity): string {
  const word = Object.entries(NUMBER_WORDS).find(([, number]) => number === value)?.[0];
  const at = text.search(new RegExp(String.raw`\b(?:${value}${word ? `|${word}` : ""})\b`, "i"));
  return at === -1 ? text : text.slice(Math.max(0, at - NEAR_LENGTH), at + NEAR_LENGTH);
}

const OTHER_NUMBER = /^(?:zero|hundred|thousand)$/;

/** "six", "twelve": compared as a number, not as a word. */
export const isNumberWord = (word: string): boolean => Object.hasOwn(NUMBER_WORDS, word) || OTHER_NUMBER.test(word);
