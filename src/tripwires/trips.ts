import { ALARM_CONFIDENCE, type Direction, type PromiseState, type ReviewState } from "../model/index.ts";
import type { TripwireOf } from "./declaration.ts";
import type { ChangeFact, FindingFact, MeasureFact, PromiseFact } from "./facts.ts";

/** Whether each kind of tripwire trips on a fact. A field that is left out does not filter, but as its default says. */

/** What a tripwire on changes takes where it does not say. */
export const DIRECTIONS_MEANT: readonly Direction[] = ["loosens", "tightens"];
const STATES_SILENT: readonly ReviewState[] = ["rejected", "withdrawn"];
const PROMISE_STATES_MEANT: readonly PromiseState[] = ["overdue", "broken"];

const isIn = <T>(wanted: readonly T[] | undefined, value: T): boolean => wanted === undefined || wanted.includes(value);

export function changeTrips(tripwire: TripwireOf<"change">, change: ChangeFact): boolean {
  return (
    isIn(tripwire.direction ?? DIRECTIONS_MEANT, change.direction) &&
    isIn(tripwire.subject, change.subject) &&
    isIn(tripwire.kind, change.kind) &&
    change.severity >= (tripwire.severity ?? 1) &&
    isIn(tripwire.disclosed, change.disclosed) &&
    isIn(tripwire.lab, change.lab) &&
    isIn(tripwire.document, change.document) &&
    change.confidence >= (tripwire.confidence ?? ALARM_CONFIDENCE)
  );
}

export function findingTrips(tripwire: TripwireOf<"finding">, finding: FindingFact): boolean {
  return (
    isIn(tripwire.eval, finding.eval) &&
    isIn(tripwire.bearing, finding.bearing) &&
    finding.severity >= (tripwire.severity ?? 1) &&
    (tripwire.state?.includes(finding.state) ?? !STATES_SILENT.includes(finding.state)) &&
    isIn(tripwire.lab, finding.lab)
  );
}

export function promiseTrips(tripwire: TripwireOf<"promise">, promise: PromiseFact): boolean {
  if (!isIn(tripwire.state ?? PROMISE_STATES_MEANT, promise.state) || !isIn(tripwire.lab, promise.lab)) return false;
  return promise.state !== "overdue" || (promise.daysOverdue ?? 0) >= (tripwire.days ?? 0);
}

/** The bound that a measure is beyond, as `above 0.25`; null where it is within, or not established. */
export function boundCrossed(tripwire: TripwireOf<"measure">, { id, estimate }: MeasureFact): string | null {
  if (id !== tripwire.measure || !estimate.established) return null;
  const { above, below } = tripwire;
  if (above !== undefined && estimate.value > above) return `above ${above}`;
  return below !== undefined && estimate.value < below ? `below ${below}` : null;
}
