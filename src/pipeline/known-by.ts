import type { EvalClause, EvalInput, RecordedDocument } from "../evals/index.ts";

/** What evidence tells beside the documents, before a day and an order are put on it. */
export type Facts = Pick<
  EvalInput,
  "records" | "indicators" | "incidents" | "series" | "events" | "control" | "captures" | "reviews"
>;

/** What was known at the end of a day: of all that is dated, what is not dated later. */
export function knownBy(facts: Facts, day: string): Facts {
  const happened = ({ when }: { readonly when: { readonly date: string } }): boolean => when.date <= day;
  return {
    records: facts.records.filter(({ date }) => date <= day),
    indicators: facts.indicators.filter(({ round }) => round <= day),
    incidents: facts.incidents.filter(happened),
    series: facts.series.filter(happened),
    events: facts.events.filter(happened),
    control: facts.control.filter(({ start }) => start === null || start <= day),
    reviews: facts.reviews.filter(({ at }) => dayOf(at) <= day),
    captures: facts.captures.filter(({ at }) => dayOf(at) <= day),
  };
}

/** A document as it was recorded by the end of a day; null where it was not yet. */
export function cutDocument(document: RecordedDocument, day: string): RecordedDocument | null {
  const isBy = ({ date }: { readonly date: string }): boolean => dayOf(date) <= day;
  const versions = document.versions.filter(isBy);
  const newest = versions.at(-1);
  if (newest === undefined) return null;
  if (versions.length === document.versions.length) return document;
  const clauses = document.clauses
    .filter(({ since }) => dayOf(since) <= day)
    .map((clause) => cutClause(clause, day, newest.id));
  return { ...document, versions, clauses, changes: document.changes.filter(isBy) };
}

function cutClause(clause: EvalClause, day: string, newest: string): EvalClause {
  if (clause.until !== null && dayOf(clause.until) <= day) return clause;
  return { ...clause, until: null, lastVersion: newest };
}

/** A first and a last day. */
export interface Days {
  readonly first: string;
  readonly newest: string;
}

/** The first and the newest day of which the facts tell, or documents (times in UTC), never the computer's clock; null where nothing does. */
export function daysOf(facts: Facts, documents: Days | null): Days | null {
  const days = [
    ...(documents === null ? [] : [dayOf(documents.first), dayOf(documents.newest)]),
    ...[...facts.captures, ...facts.reviews].map(({ at }) => dayOf(at)),
    ...facts.records.map(({ date }) => date),
    ...facts.indicators.map(({ round }) => `${round}-01`),
    ...facts.control.flatMap(({ start }) => start ?? []),
    ...[...facts.events, ...facts.incidents, ...facts.series].map(({ when }) => when.date),
  ];
  const [start] = days;
  if (start === undefined) return null;
  return days.reduce(
    ({ first, newest }, day) => ({ first: day < first ? day : first, newest: day > newest ? day : newest }),
    { first: start, newest: start },
  );
}

/** The day of a time in UTC. */
const dayOf = (time: string): string => time.slice(0, "2024-01-10".length);
