import {
  type DataTable,
  type Estimate,
  type LabPromise,
  lastDayOf,
  type Measure,
  promises,
  PROMISE_STATES,
  type PromiseState,
} from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import { dayNumber } from "../days.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { mergeSameEvents, type Merged } from "../merge-same-events.ts";
import { SHARE_MIN, shareOf } from "../share.ts";
import { mean, notEstablished, percentileInterval, resample, seededRandom, sum } from "../stats/index.ts";

const METHOD = "deception#promise-ledger";
const LATE_METHOD = "deception#days-late";
const CAUTION =
  "Promises that reporters and researchers followed are recorded, quiet ones that were kept are not. Promises differ in " +
  "weight; each counts once.";

/** A promise with its state on the day that counts as today. */
export interface LedgerPromise extends Merged<LabPromise> {
  /** The last day on which it could be kept in time; null for a promise without a date. */
  readonly dueDay: string | null;
  /** Days between the due day and the day on which it was kept, 0 for in time; null where that is not known. */
  readonly daysLate: number | null;
}

/** The promises made up to the day that counts as today, each once. */
export function promiseLedger({ records, asOf }: Pick<EvalInput, "records" | "asOf">): LedgerPromise[] {
  const late = new Map(records.map(({ id, figures }) => [id, figures["days_late"]]));
  const made = records.flatMap(promises).filter((promise) => promise.made.date <= asOf);
  return mergeSameEvents(made, records)
    .map((promise) => {
      const told = promise.records.flatMap((id) => late.get(id) ?? []);
      return stateOn(promise, told[0], asOf);
    })
    .toSorted((a, b) => (a.made.date < b.made.date ? -1 : Number(a.made.date > b.made.date)));
}

function stateOn(promise: Merged<LabPromise>, told: number | undefined, asOf: string): LedgerPromise {
  const dueDay = promise.due && lastDayOf(promise.due);
  // What was learnt later was not known on that day.
  const known = promise.stateDate === null || promise.stateDate <= asOf;
  const state = known ? promise.state : "pending";
  const isOpen = state === "pending" || state === "overdue";
  const open: PromiseState = dueDay !== null && dueDay < asOf ? "overdue" : "pending";
  return {
    ...promise,
    dueDay,
    state: isOpen && (dueDay !== null || state === "pending") ? open : state,
    daysLate: known ? daysLate(promise, dueDay, told) : null,
  };
}

/** As the record tells, else from the day on which it was kept. The day of a mixed state is only when it was looked at. */
function daysLate({ state, stateDate }: LabPromise, dueDay: string | null, told: number | undefined): number | null {
  if (told !== undefined) return told;
  if (state !== "kept" || dueDay === null || stateDate === null) return null;
  return Math.max(0, dayNumber(stateDate) - dayNumber(dueDay));
}

/** States that settle a promise; what each share is called. */
const RATES = [
  { state: "kept", name: "promises-kept", label: "Resolved promises that were kept" },
  { state: "partly-kept", name: "promises-partly-kept", label: "Resolved promises that were kept in part" },
  { state: "broken", name: "promises-broken", label: "Resolved promises that were broken" },
] as const satisfies readonly { readonly state: PromiseState; readonly name: string; readonly label: string }[];

/** Whether it is settled what became of a promise. */
export function isResolved({ state }: Pick<LabPromise, "state">): boolean {
  return RATES.some((rate) => rate.state === state);
}

/** What became of each promise, what is overdue, and how late promises were kept. */
export function promiseMeasures(input: EvalInput): Measure[] {
  return groupByLab(input, promiseLedger(input)).flatMap(([lab, own]) => [
    recorded(lab, own, input.asOf),
    ...resolvedShares(lab, own),
    ...dueShares(lab, own, input.asOf),
    ...lateness(lab, own, input.seed),
  ]);
}

function recorded(lab: string, own: readonly LedgerPromise[], asOf: string): Measure {
  return makeMeasure({
    eval: "deception",
    lab,
    name: "promises-recorded",
    label: "Public promises followed up",
    unit: "promises",
    estimate: counted(METHOD, own.length, own.length),
    caution: CAUTION,
    detail: ledgerOf(own, asOf),
    evidence: own.flatMap(({ records }) => records),
  });
}

function resolvedShares(lab: string, own: readonly LedgerPromise[]): Measure[] {
  const resolved = own.filter(isResolved);
  const open = own.length - resolved.length;
  return RATES.map(({ state, name, label }) => {
    const hits = resolved.filter((promise) => promise.state === state).length;
    return makeMeasure({
      eval: "deception",
      lab,
      name,
      label,
      unit: "share",
      estimate: shareOf(METHOD, hits, resolved.length, "resolved promises"),
      numerator: hits,
      denominator: resolved.length,
      caution: `${CAUTION} ${open} of ${own.length} promises are not resolved and count in no share.`,
      detail: countStates(own),
      evidence: resolved.flatMap(({ records }) => records),
    });
  });
}

/** Of the promises whose day has passed: those that are overdue, and the mirror, those that are resolved. */
function dueShares(lab: string, own: readonly LedgerPromise[], asOf: string): Measure[] {
  const due = own.filter(({ dueDay }) => dueDay !== null && dueDay < asOf);
  if (due.length === 0) return [];
  const shared = {
    eval: "deception" as const,
    lab,
    unit: "share",
    denominator: due.length,
    caution: `${CAUTION} Overdue means that nothing was recorded by ${asOf}, not that nothing was done.`,
    evidence: due.flatMap(({ records }) => records),
  };
  const overdue = due.filter(({ state }) => state === "overdue").length;
  const resolved = due.filter(isResolved).length;
  return [
    makeMeasure({
      ...shared,
      name: "promises-overdue",
      label: "Promises whose day has passed that are overdue",
      estimate: shareOf(METHOD, overdue, due.length, "promises whose day has passed"),
      numerator: overdue,
    }),
    makeMeasure({
      ...shared,
      name: "promises-due-resolved",
      label: "Promises whose day has passed that are resolved",
      estimate: shareOf(METHOD, resolved, due.length, "promises whose day has passed"),
      numerator: resolved,
    }),
  ];
}

/** Of the promises with a known day: those that came late, the mirror, those in time, and by how many days. */
function lateness(lab: string, own: readonly LedgerPromise[], seed: number): Measure[] {
  const known = own.filter(({ daysLate: days }) => days !== null);
  if (known.length === 0) return [];
  const days = known.map(({ daysLate: late }) => late ?? 0);
  const late = days.filter((count) => count > 0).length;
  const shared = {
    eval: "deception" as const,
    lab,
    denominator: days.length,
    caution: `${CAUTION} A promise that is still open has no day yet, so this is of those that came.`,
    detail: latenessOf(known),
    evidence: known.flatMap(({ records }) => records),
  };
  const share = { ...shared, unit: "share" };
  const cases = "promises with a known day";
  return [
    makeMeasure({
      ...share,
      name: "promises-late",
      label: "Promises with a known day that came late",
      estimate: shareOf(LATE_METHOD, late, days.length, cases),
      numerator: late,
    }),
    makeMeasure({
      ...share,
      name: "promises-in-time",
      label: "Promises with a known day that came in time",
      estimate: shareOf(LATE_METHOD, days.length - late, days.length, cases),
      numerator: days.length - late,
    }),
    makeMeasure({
      ...shared,
      name: "promises-days-late",
      label: "Days late on average, of promises with a known day",
      unit: "days",
      estimate: meanDays(days, seed),
      numerator: sum(days),
    }),
  ];
}

const DRAWS = 1000;

function meanDays(days: readonly number[], seed: number): Estimate {
  if (days.length < SHARE_MIN) {
    return notEstablished(`${days.length} of at least ${SHARE_MIN} days are known`, days.length, LATE_METHOD);
  }
  const random = seededRandom(seed);
  const [low, high] = percentileInterval(Array.from({ length: DRAWS }, () => mean(resample(random, days))));
  return { established: true, value: mean(days), low, high, n: days.length, method: LATE_METHOD };
}

function latenessOf(known: readonly LedgerPromise[]): DataTable {
  return {
    columns: ["made", "lab", "promise", "due", "days late", "evidence"],
    rows: known.map(({ made, lab, promise, dueDay, daysLate: late, records }) => [
      made.date,
      lab,
      promise,
      dueDay,
      late,
      records.join(" "),
    ]),
  };
}

function countStates(own: readonly LedgerPromise[]): DataTable {
  return {
    columns: ["state", "promises"],
    rows: PROMISE_STATES.map((state) => [state, own.filter((promise) => promise.state === state).length]),
  };
}

function ledgerOf(own: readonly LedgerPromise[], asOf: string): DataTable {
  return {
    columns: ["made", "lab", "promise", "due", "state", "days overdue", "days late", "evidence"],
    rows: own.map(({ made, lab, promise, dueDay, state, daysLate: late, records }) => [
      made.date,
      lab,
      promise,
      dueDay,
      state,
      state === "overdue" && dueDay !== null ? dayNumber(asOf) - dayNumber(dueDay) : null,
      late,
      records.join(" "),
    ]),
  };
}
