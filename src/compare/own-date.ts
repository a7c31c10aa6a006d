import type { ParsedDocument } from "../clauses/index.ts";

/** Clauses from the top, and from the end, in which a document says when it was changed last. */
const TOP_CLAUSES = 30;
const END_CLAUSES = 5;

const MONTHS = "january february march april may june july august september october november december".split(" ");
const MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";
const DATED = /\b(?:updated?|modified|revised|effective|version|release date|in force|last change[d]?)\b/i;
const DATES: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [/\b(20\d\d)-(\d\d)-(\d\d)\b/, ([year, month, day]) => `${year}-${month}-${day}`],
  [
    new RegExp(`\\b${MONTH}\\.? {0,2}(\\d{1,2})(?:st|nd|rd|th)?,? {0,2}(20\\d\\d)\\b`, "i"),
    ([month, day, year]) => iso(year, month, day),
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH},? {0,2}(20\\d\\d)\\b`, "i"),
    ([day, month, year]) => iso(year, month, day),
  ],
];

const iso = (year = "", month = "", day = ""): string => {
  const number = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase())) + 1;
  return `${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`;
};

/** The days on which a document says that it was changed or took effect, "2025-06-12"; none where it says nothing. */
export function statedDays({ clauses }: ParsedDocument): Set<string> {
  const places = [...clauses.slice(0, TOP_CLAUSES), ...clauses.slice(-END_CLAUSES)];
  const days = places.flatMap(({ visible }) => (DATED.test(visible) ? (firstDay(visible) ?? []) : []));
  return new Set(days);
}

function firstDay(text: string): string | null {
  for (const [pattern, read] of DATES) {
    const found = pattern.exec(text);
    if (found) return read(found.slice(1));
  }
  return null;
}

/** Whether both documents state the day of their last change, and no day is the same. */
export function statesOtherDay(old: ParsedDocument, neu: ParsedDocument): boolean {
  const [before, after] = [statedDays(old), statedDays(neu)];
  return before.size > 0 && after.size > 0 && [...after].every((day) => !before.has(day));
}
