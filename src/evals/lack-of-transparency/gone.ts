import {
  type DocumentCapture,
  type Finding,
  findingId,
  type Severity,
  slug,
  SOURCE_WEIGHTS,
} from "../../model/index.ts";
import { dayNumber } from "../days.ts";
import type { EvalDocument, EvalInput } from "../input.ts";

/** A document that is not there is a finding when two captures, so many days apart, say so, and none between says else. */
const LASTING_DAYS = 7;
const RULE = "document-gone";

/** What stood in the document's place, in words, and how grave it is. Trouble of our own is in no row. */
const STATES: Readonly<Record<string, readonly [words: string, severity: Severity]>> = {
  "error-page": ["an error page stands in its place", 2],
  empty: ["its page is empty", 2],
  "not-text": ["something that is no text stands in its place", 2],
  login: ["it is behind a login", 2],
  "geo-wall": ["it is closed to visitors from where the captures are made", 1],
  blocked: ["its site turns the captures away", 1],
  "consent-wall": ["a consent wall stands before it", 1],
};

/** Captures in a row that show no document: the first, the last, and the one with which it came back. */
interface Absence {
  readonly first: DocumentCapture;
  readonly last: DocumentCapture;
  readonly back: DocumentCapture | null;
}

/** One finding for each time that a watched document could not be read for a week or longer. */
export function goneFindings({ documents, captures }: Pick<EvalInput, "documents" | "captures">): Finding[] {
  const byDocument = Map.groupBy(captures, ({ document }) => document);
  return documents.flatMap((document) =>
    absencesOf(byDocument.get(document.id) ?? [])
      .filter(({ first, last }) => daysBetween(first, last) >= LASTING_DAYS)
      .map((absence) => toFinding(document, absence)),
  );
}

function absencesOf(captures: readonly DocumentCapture[]): Absence[] {
  const absences: Absence[] = [];
  let open: Absence | null = null as Absence | null;
  // What failed on the way to the site says nothing of the document.
  const told = captures.filter(({ outcome }) => outcome === "document" || Object.hasOwn(STATES, outcome));
  for (const capture of told.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    if (capture.outcome !== "document") open = { first: open?.first ?? capture, last: capture, back: null };
    else if (open) {
      absences.push({ ...open, back: capture });
      open = null;
    }
  }
  return open ? [...absences, open] : absences;
}

const dayOf = ({ at }: DocumentCapture): string => at.slice(0, "2024-01-10".length);
const daysBetween = (a: DocumentCapture, b: DocumentCapture): number => dayNumber(dayOf(b)) - dayNumber(dayOf(a));

function toFinding(document: EvalDocument, { first, last, back }: Absence): Finding {
  const [words, severity] = STATES[last.outcome] as readonly [string, Severity];
  const since = dayOf(first);
  // The id stays when the absence lasts on, and when it ends.
  const id = findingId({ eval: "lack-of-transparency", rule: RULE, evidence: [first.id] });
  const text = document.versions.findLast(({ date }) => date < first.at);
  const ended = back ? ` On ${dayOf(back)} it was there again.` : "";
  return {
    id,
    eval: "lack-of-transparency",
    lab: document.lab,
    rule: RULE,
    when: { date: since, precision: "day" },
    title: `${document.service}, ${document.terms}: ${back ? `not to be read for ${daysBetween(first, back)} days` : "can no longer be read"}`,
    summary: `At its address ${words}: first seen on ${since}, again on ${dayOf(last)}.${ended}`,
    bearing: back ? "mixed" : "concerning",
    severity,
    state: "proposed",
    sourceWeight: SOURCE_WEIGHTS.primary,
    counter:
      "Only the declared address was asked, from one place and by a robot that says it is one: the document may have moved, " +
      `or be open to other visitors.${text ? ` Its last text is kept: ${text.id}.` : ""}`,
    reply: null,
    match: `${RULE}/${slug(document.terms)}/${since.slice(0, 4)}`,
    evidence: [first.id, last.id, ...(back ? [back.id] : [])],
    seed: false,
  };
}
