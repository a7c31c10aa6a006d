import type { CasebookRecord, Outcome, OversightAttempt } from "../../model/index.ts";
import { oversightAttempts } from "../../model/index.ts";

/** Attempts by one overseer within so many days are one: a crisis told in four records is not four. */
const EPISODE_DAYS = 14;
const DAY_MS = 86_400_000;

/** One attempt at oversight, however many records tell of it. The outcome is the last one told. */
export interface Episode {
  readonly lab: string;
  readonly overseer: string;
  readonly attempt: string;
  /** Day of the first record. */
  readonly date: string;
  readonly outcome: Outcome;
  /** Ids of the records, oldest first. */
  readonly evidence: readonly string[];
}

/**
 * The attempts that records tell of, each counted once: records that name one another as the same event, and records of
 * one overseer about one lab within 14 days of one another, are one episode.
 */
export function oversightEpisodes(records: readonly CasebookRecord[]): Episode[] {
  const told = records
    .flatMap((record) =>
      oversightAttempts(record).map((attempt) => ({ attempt, same: record.fields.same_event_as ?? [] })),
    )
    .toSorted((a, b) => byDate(a.attempt, b.attempt));
  const episodes: { members: OversightAttempt[]; ids: Set<string> }[] = [];
  for (const { attempt, same } of told) {
    const linked = episodes.find(({ members, ids }) => {
      return same.some((id) => ids.has(id)) || ids.has(attempt.evidence) || members.some((one) => isNear(one, attempt));
    });
    if (linked) linked.members.push(attempt);
    else episodes.push({ members: [attempt], ids: new Set() });
    for (const id of [attempt.evidence, ...same]) (linked ?? episodes.at(-1))?.ids.add(id);
  }
  return episodes.map(({ members }) => toEpisode(members));
}

function byDate(a: OversightAttempt, b: OversightAttempt): number {
  if (a.when.date !== b.when.date) return a.when.date < b.when.date ? -1 : 1;
  return a.evidence < b.evidence ? -1 : 1;
}

function isNear(a: OversightAttempt, b: OversightAttempt): boolean {
  const apart = Math.abs(Date.parse(b.when.date) - Date.parse(a.when.date)) / DAY_MS;
  return a.lab === b.lab && a.overseer === b.overseer && apart <= EPISODE_DAYS;
}

function toEpisode(members: readonly OversightAttempt[]): Episode {
  const [first] = members as [OversightAttempt];
  const decided = members.findLast(({ outcome }) => outcome !== "pending") ?? first;
  return {
    lab: first.lab,
    overseer: first.overseer,
    attempt: first.attempt,
    date: first.when.date,
    outcome: decided.outcome,
    evidence: members.map(({ evidence }) => evidence),
  };
}
