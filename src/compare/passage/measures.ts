import { NUMBER_WORDS } from "../../clauses/index.ts";
import type { Passage } from "./passage.ts";

/** A number of a safety framework: durations in days, effective compute, operations, money, heads. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
  /** What the number does: how often, by when, how much at least, from where on. */
  readonly role: "cadence" | "deadline" | "minimum" | "amount" | "trigger";
}

const DAYS: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.4,
  year: 365,
};
const FREQUENCIES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:daily|every day|each day|once a day)\b/gi, 1],
  [/\b(?:weekly|every week|each week|once a week)\b/gi, 7],
  [/\b(?:monthly|every month|each month|once a month)\b/gi, 30],
  [/\b(?:quarterly|every quarter|each quarter|once a quarter)\b/gi, 91],
  [/\b(?:semi-?annual(?:ly)?|biannual(?:ly)?|half-yearly|twice yearly)\b/gi, 182],
  [
    /(?<!semi-)(?<!semi)\b(?:annual(?:ly)?|yearly|every year|each year|once a year|(?<!\b(?:within|after|least|most|than|for|once|twice|times) )(?:a|per) year)\b/gi,
    365,
  ],
  [/\b(?:biennial(?:ly)?|every other year)\b/gi, 730],
];
/** "Twice a year", "three times per month". */
const TIMES_A =
  /\b(twice|(?:two|three|four|five|six|ten|twelve|\d{1,2}) times) (?:a|per|each|every) (day|week|month|quarter|year)\b/gi;
const DURATION =
  /\b((?<=\b(?:within|after|least|most|than|for) )an?|\d{1,4}|[a-z]{3,8}) ?(?:\(\d{1,3}\) ?)?-?(?:business |calendar |working )?(second|minute|hour|day|week|month|year)s?\b/gi;
const MULTIPLE =
  /\b(\d{1,4}(?:\.\d{1,3})?) ?(?:x|×|-?fold|times)\b(?! (?:a|per|each)\b)|\b(two|three|four|five|six|seven|eight|ten)(?:fold| times)\b(?! (?:a|per|each)\b)|\b(doubling|tripling|order of magnitude)\b/gi;
const POWER =
  /\b(?:(\d{1,3}(?:\.\d{1,3})?) ?[x×*] ?)?10 ?\^ ?\{?(\d{1,3})\}?|\b(\d{1,3}(?:\.\d{1,3})?)e\+?(\d{1,3})\b/gi;
const COUNT = new RegExp(
  String.raw`(?<!\^)\b(\d{1,3}(?:,\d{3}){1,4}|\d{1,7}|${Object.keys(NUMBER_WORDS)
    .filter((word) => word !== "one")
    .join(
      "|",
    )}) (?:(?:independent|external|outside|domain|different|senior|internal|separate|qualified|or more) ){0,2}([a-z]{4,20}s|people)\b`,
  "gi",
);
const TIMES: Readonly<Record<string, number>> = { doubling: 2, tripling: 3, "order of magnitude": 10 };
const MONEY_SCALE = /^[\d.,]{0,20} ?(million|billion|trillion|bn|m)\b/i;
const SCALES: Readonly<Record<string, number>> = { million: 1e6, m: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 };
const SUM = /\b(\d[\d,.]{0,15}) ?(million|billion|trillion)? (?:us )?(?:dollars|euros|pounds)\b/gi;
const RATE = /\b(?:1|one) in (?:every )?(\d{1,3}(?:,\d{3}){1,4}|\d{1,9})\b/gi;
/** "Hundreds of billions of dollars", "thousands of people". */
const ROUND =
  /\b(?:(tens|hundreds|thousands) of )?(hundreds|thousands|millions|billions|trillions) of (?:(?:people|lives|deaths|persons|individuals|casualties|victims)|(us )?(dollars|euros|pounds))\b/gi;
const ROUNDS: Readonly<Record<string, number>> = {
  tens: 10,
  hundreds: 100,
  thousands: 1e3,
  millions: 1e6,
  billions: 1e9,
  trillions: 1e12,
};
const roundOf = ([, of = "", amount = ""]: RegExpMatchArray): number =>
  (ROUNDS[of.toLowerCase()] ?? 1) * (ROUNDS[amount.toLowerCase()] ?? Number.NaN);

const MORE_WORDS: Readonly<Record<string, number>> = { forty: 40, fifty: 50, seventy: 70, eighty: 80, hundred: 100 };

/** More numbers than this are a table. */
const MEASURES_MAX = 60;
/** "Reached when a model completes tasks of four hours": the number tells what a model must be able to do. */
const ABLE = /\b(?:thresholds?|levels?)\b[^.;]{0,60}\bmodels?\b|\bmodels? (?:can|completes?|is able|are able)\b/i;
const ABLE_BEFORE = 120;
const AT_LEAST = /\b(?:at least|minimum of|no (?:less|fewer) than|not (?:less|fewer) than)(?: \w+)? $/;
const AT_MOST = /^[\w-]+ [a-z]+ (?:at (?:most|the latest)|or (?:less|fewer))/i;
/** How far before a number its role is looked for, in characters. */
const BEFORE = 32;

/** The measures of a passage, each with its role. */
export function measuresOf({ visible: text, quantities }: Passage): Measure[] {
  const found: Measure[] = [];
  const add = (value: number, unit: string, at: number): void => {
    if (Number.isFinite(value)) found.push({ value, unit, role: roleOf(text, at, unit) });
  };
  for (const match of text.matchAll(DURATION)) {
    const days = DAYS[(match[2] ?? "").toLowerCase()] ?? Number.NaN;
    add(Math.round(numberOf(match[1]) * days * 100) / 100, "day", match.index);
  }
  for (const match of text.matchAll(TIMES_A)) {
    const times = (match[1] ?? "").toLowerCase() === "twice" ? 2 : numberOf(match[1]?.split(" ")[0]);
    const unit = (match[2] ?? "").toLowerCase();
    const days = unit === "quarter" ? 91 : (DAYS[unit] ?? Number.NaN);
    if (Number.isFinite(times)) found.push({ value: Math.round(days / times), unit: "day", role: "cadence" });
  }
  for (const [pattern, days] of FREQUENCIES)
    for (const _ of text.matchAll(pattern)) found.push({ value: days, unit: "day", role: "cadence" });
  for (const match of text.matchAll(MULTIPLE))
    add(TIMES[match[3]?.toLowerCase() ?? ""] ?? numberOf(match[1] ?? match[2]), "times", match.index);
  for (const match of text.matchAll(POWER))
    add(Number(match[1] ?? match[3] ?? 1) * 10 ** Number(match[2] ?? match[4]), "operations", match.index);
  for (const match of text.matchAll(COUNT)) {
    const unit = countOf((match[2] ?? "").toLowerCase());
    if (unit !== null) add(numberOf(match[1]?.replaceAll(",", "")), unit, match.index);
  }
  for (const match of text.matchAll(/[$€£] ?(?=\d)/g)) {
    const rest = text.slice(match.index + match[0].length, match.index + 40);
    const scale = SCALES[MONEY_SCALE.exec(rest)?.[1]?.toLowerCase() ?? ""] ?? 1;
    add(Number.parseFloat(rest.replaceAll(",", "")) * scale, "money", match.index);
  }
  for (const { value, unit } of quantities) if (unit === "percent") add(value, unit, text.indexOf(String(value)));
  for (const match of text.matchAll(SUM))
    add(
      Number.parseFloat((match[1] ?? "").replaceAll(",", "")) * (SCALES[match[2]?.toLowerCase() ?? ""] ?? 1),
      "money",
      match.index,
    );
  for (const match of text.matchAll(RATE)) add(1 / numberOf(match[1]?.replaceAll(",", "")), "rate", match.index);
  for (const match of text.matchAll(ROUND)) add(roundOf(match), match[4] ? "money" : "people", match.index);
  return normalYears(found.slice(0, MEASURES_MAX));
}

/** Twelve months are a year, three months a quarter: near enough is the same. */
function normalYears(measures: readonly Measure[]): Measure[] {
  const marks = [1, 7, 14, 30, 60, 91, 182, 365, 730];
  return measures.map((one) => {
    if (one.unit !== "day") return one;
    const mark = marks.find((days) => Math.abs(one.value - days) / days < 0.02);
    return mark === undefined ? one : { ...one, value: mark };
  });
}

/** Of what the number is; null where it is read elsewhere or says nothing: "three times", "four stages". */
function countOf(word: string): string | null {
  if (/^(?:deaths|lives|people|users|persons|victims|casualties)$/.test(word)) return "people";
  if (
    /^(?:seconds|minutes|hours|days|weeks|months|years|times|dollars|euros|pounds|categories|levels|tiers|stages|steps)$/.test(
      word,
    )
  )
    return null;
  return `count ${word}`;
}

function numberOf(word: string | undefined): number {
  const plain = (word ?? "").toLowerCase();
  if (/^an?$/.test(plain)) return 1;
  return NUMBER_WORDS[plain] ?? MORE_WORDS[plain] ?? (/^\d/.test(plain) ? Number(plain) : Number.NaN);
}

function roleOf(text: string, at: number, unit: string): Measure["role"] {
  const before = text.slice(Math.max(0, at - BEFORE), at).toLowerCase();
  if (AT_MOST.test(text.slice(at, at + BEFORE))) return "deadline";
  if (unit === "day") {
    if (
      /\b(?:every|each|once (?:in|per|every)|per|intervals? of|after|out of date|valid for|expires? in)(?: \w+){0,2} $/.test(
        before,
      )
    )
      return "cadence";
    if (
      /\b(?:within|no later than|not later than|less than|up to|not exceed(?:ing)?|at most|in) (?:\w+ ){0,2}$/.test(
        before,
      )
    )
      return "deadline";
    if (ABLE.test(text.slice(Math.max(0, at - ABLE_BEFORE), at))) return "trigger";
    return AT_LEAST.test(before) ? "minimum" : "amount";
  }
  if (unit.startsWith("count "))
    return /\b(?:more|fewer|less) than $|\b(?:at most|up to|below|under) $/.test(before)
      ? "trigger"
      : AT_LEAST.test(before)
        ? "minimum"
        : "amount";
  if (
    unit === "percent" &&
    /\b(?:at least|minimum of|no (?:less|fewer) than|not less than|block|catch|refus|detect)\w{0,20} ?(?:\w{1,40} ){0,3}$/.test(
      before,
    )
  )
    return "minimum";
  if (unit === "money" && /\b(?:insur|fund|spend|invest|reward|bount|compensat|set aside|budget)/i.test(text))
    return "amount";
  return EVERY.test(before) ? "cadence" : "trigger";
}

const EVERY = /\b(?:every|each)(?: \w+){0,2} $/;
