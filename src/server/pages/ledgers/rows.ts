import { claimsOf, knownIncidents, oversightEpisodes, promiseLedger } from "../../../evals/index.ts";
import { type CasebookRecord, type Dated, incidents, oversightAttempts } from "../../../model/index.ts";
import { readRecords, readTables } from "../../../pipeline/index.ts";
import { perSite, type Site } from "../../site.ts";

/** One line of a ledger: what was said, attempted or went wrong, and what became of it. */
export interface LedgerRow {
  readonly lab: string;
  readonly when: Dated;
  readonly heading: string;
  /** Verdict, state or outcome. */
  readonly state: string;
  /** Day from which it is known to stand so; null where no day is told. */
  readonly settled: string | null;
  /** Further facts, each with its name. Dates that we derived are named as derived. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Why it stands as it stands, and what speaks against it; null where the source is a table. */
  readonly record: CasebookRecord | null;
  /** Ids of the inputs. */
  readonly evidence: readonly string[];
}

const casebookOf = perSite(({ workspace }) => {
  const records = readRecords(workspace);
  return { records, byId: new Map(records.map((record) => [record.id, record])) };
});

const tablesOf = perSite(({ workspace }) => readTables(workspace));

const DAY_MS = 24 * 60 * 60 * 1000;
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** A day; null where it was still to come: what became known later is not told of an earlier day. */
const knownBy = (day: string | null, asOf: string): string | null => (day !== null && day <= asOf ? day : null);

/** Public promises with what became of each by the site's day, as the deception eval counts them. */
export const promiseRows = perSite((site): LedgerRow[] => {
  const { records, byId } = casebookOf(site);
  const { asOf } = site.frame;
  return promiseLedger({ records, asOf }).map(
    ({ lab, made, promise, dueDay, daysLate, state, stateDate, records: ids }) => ({
      lab,
      when: made,
      heading: promise,
      state,
      settled: state === "overdue" ? dueDay : knownBy(stateDate, asOf),
      facts: [
        ...(dueDay === null ? [["Due", "no day was named"] as const] : [["Due (last day, derived)", dueDay] as const]),
        ...(state === "overdue" && dueDay !== null
          ? [["Days overdue (derived)", String(daysBetween(dueDay, asOf))] as const]
          : []),
        ...(daysLate === null ? [] : [["Days late", String(daysLate)] as const]),
        ...(knownBy(stateDate, asOf) === null ? [] : [["State as of", stateDate as string] as const]),
      ],
      record: byId.get(ids[0] ?? "") ?? null,
      evidence: ids,
    }),
  );
});

/** Public claims with their verdicts; omission is kept apart from false statement. */
export const claimRows = perSite((site): LedgerRow[] => {
  const { records, byId } = casebookOf(site);
  return claimsOf({ records, asOf: site.frame.asOf }).map(
    ({ lab, made, claim, evidenceFor, evidenceAgainst, verdict, records: ids }) => ({
      lab,
      when: made,
      heading: claim,
      state: verdict,
      settled: null,
      facts: [
        ["Evidence for it", evidenceFor],
        ["Evidence against it", evidenceAgainst],
      ],
      record: byId.get(ids[0] ?? "") ?? null,
      evidence: ids,
    }),
  );
});

/** Attempts at oversight, each crisis once, as the incorrigibility eval counts them. */
export const oversightRows = perSite((site): LedgerRow[] => {
  const { records, byId } = casebookOf(site);
  return oversightEpisodes(records)
    .filter(({ date }) => date <= site.frame.asOf)
    .map(({ lab, overseer, attempt, date, outcome, evidence }) => {
      const record = byId.get(evidence[0] ?? "") ?? null;
      const [told] = record === null ? [] : oversightAttempts(record);
      return {
        lab,
        when: told?.when ?? { date, precision: "day" as const },
        heading: `${overseer}: ${attempt}`,
        state: outcome,
        settled: null,
        facts: told === undefined ? [] : ([["Against", told.target]] as const),
        record,
        evidence,
      };
    });
});

/** Incidents of the casebook and of the tables, and whether the lab said why. */
export const incidentRows = perSite((site): LedgerRow[] => {
  const { records, byId } = casebookOf(site);
  const { asOf } = site.frame;
  const all = [...records.flatMap(incidents), ...tablesOf(site).incidents].filter(({ when }) => when.date <= asOf);
  const known = knownIncidents({ records, asOf }, all);
  const untold = all
    .filter(({ explained }) => explained === "unknown")
    .map((one) => ({ ...one, records: [one.evidence] }));
  return [...known, ...untold].map(({ lab, when, title, explained, explanationDate, records: ids }) => ({
    lab,
    when,
    heading: title,
    state: explained,
    settled: explanationDate,
    facts: explanationDate === null ? [] : ([["Explained on", explanationDate]] as const),
    record: byId.get(ids[0] ?? "") ?? null,
    evidence: ids,
  }));
});

/** Promises that are past their day, the longest overdue first. */
export function overduePromises(site: Site): LedgerRow[] {
  const days = ({ facts }: LedgerRow): number =>
    Number(facts.find(([name]) => name.startsWith("Days overdue"))?.[1] ?? 0);
  return promiseRows(site)
    .filter(({ state }) => state === "overdue")
    .toSorted((a, b) => days(b) - days(a));
}
