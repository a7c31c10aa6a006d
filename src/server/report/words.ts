import type { NoiseKind } from "../../model/index.ts";

export {
  DIRECTION_WORDS,
  DISCLOSED_SENTENCES,
  DISCLOSED_WORDS,
  KIND_WORDS,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "../../model/index.ts";

export const NOISE_WORDS: Readonly<Record<NoiseKind, string>> = {
  formatting: "Only marks, spacing or invisible characters differ.",
  links: "Only addresses of links differ, such as tracking parameters.",
  furniture: "Navigation, banners, footers or dates around the document differ.",
  locale: "The page in another language was recorded.",
  "error-page": "An error page was recorded in place of the document.",
  "wrong-page": "Another page was recorded in place of the document.",
  order: "The same clauses stand in another order.",
  flapping: "The document went back and forth between states it had before.",
  return: "The document came back after another page had been recorded.",
  "technical-upgrade": "The archive changed how it reads the page.",
};

const MONTHS =
  "January February March April May June July August September October November December".split(" ");

/** "2024-01-10T18:00:00Z" as "10 January 2024", in UTC. */
export function formatDay(instant: string): string {
  const [year, month, day] = instant.slice(0, 10).split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** "1 change", "2,000 changes". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${formatNumber(amount)} ${amount === 1 ? one : many}`;
}

export const formatNumber = (amount: number): string => amount.toLocaleString("en-US");

/** Shortens at a space; what is left out shows as " …". */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.lastIndexOf(" ", length);
  return `${text.slice(0, cut > length / 2 ? cut : length).trimEnd()} …`;
}
