import type { Quantity } from "../model/index.ts";

/** Numbers that policies write in words. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  eighteen: 18,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};
const UNIT = String.raw`(?:business |calendar |working )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)|percent|%`;
/** Bounded: where digits and commas go on for ever, each may begin a number. */
const NUMBER = String.raw`\d[\d,]{0,20}(?:\.\d{1,20})?`;
const QUANTITY = new RegExp(
  String.raw`(?:(?<currency>[$€£])\s?(?<money>${NUMBER}))|(?:(?<word>\b(?:${Object.keys(NUMBER_WORDS).join("|")})\b)\s*(?:\((?<paren>\d+)\)\s*)?|(?<digits>\b${NUMBER})\s*(?:-|\s)?)(?<unit>${UNIT})|(?:under|over|age of|aged?|at least|least)\s(?<age>\d{1,3})\b(?!\s*(?:${UNIT}))`,
  "gi",
);
const CURRENCY: Readonly<Record<string, string>> = { $: "usd", "€": "eur", "£": "gbp" };
/** More quantities than this in one clause are a table, not a norm. */
const QUANTITIES_PER_CLAUSE_MAX = 40;

/** The numbers with units in the visible text of a clause, in order: "within 30 days" → 30 day. */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const { groups } of text.matchAll(QUANTITY)) {
    if (!groups || found.length >= QUANTITIES_PER_CLAUSE_MAX) break;
    if (groups.currency) found.push({ value: toNumber(groups.money), unit: CURRENCY[groups.currency] ?? "" });
    else if (groups.age) found.push({ value: toNumber(groups.age), unit: "" });
    else
      found.push({
        value: NUMBER_WORDS[groups.word?.toLowerCase() ?? ""] ?? toNumber(groups.digits),
        unit: unitOf(groups.unit ?? ""),
      });
  }
  return found;
}

const toNumber = (digits: string | undefined): number => Number((digits ?? "").replaceAll(",", ""));

function unitOf(unit: string): string {
  const plain = unit
    .toLowerCase()
    .replace(/^(?:business|calendar|working) /, "")
    .replace(/s$/, "");
  return plain === "%" ? "percent" : plain;
}
