import type { Alert } from "./alert.ts";
import type { Tripwire, TripwireOf } from "./declaration.ts";
import type { ChangeFact, Facts, FindingFact } from "./facts.ts";
import { alertOfChange, alertOfFindings, alertOfMeasure, alertOfPromise, keyOfFinding } from "./make-alert.ts";
import { boundCrossed, changeTrips, findingTrips, promiseTrips } from "./trips.ts";

/** A measure that is beyond a bound: tripwire, measure and bound, and the day since which it is, as far as was looked. */
export interface Standing {
  readonly key: string;
  readonly since: string;
}

export interface Tripped {
  readonly alerts: readonly Alert[];
  /** Bounds that are crossed now: what the next look needs, to tell a new crossing from one that goes on. */
  readonly standing: readonly Standing[];
}

/**
 * All that trips one tripwire in these facts, the newest first. `changes`: where it is about changes, those that may trip it.
 * `before`: the bounds that were crossed at the look before, by key; a measure that stayed beyond its bound is the same
 * alert, one that came back and crossed it again is another.
 */
export function findAlerts(
  tripwire: Tripwire,
  facts: Facts,
  changes: readonly ChangeFact[],
  before: ReadonlyMap<string, string> = new Map(),
): Tripped {
  switch (tripwire.when) {
    case "change": {
      const tripped = changes.filter((change) => changeTrips(tripwire, change));
      return once(tripped.map((change) => alertOfChange(tripwire, change)));
    }
    case "finding": {
      const tripped = facts.findings.filter((finding) => findingTrips(tripwire, finding));
      const together = Map.groupBy(tripped, keyOfFinding).values();
      return once([...together].map(([first, ...more]) => alertOfFindings(tripwire, [first as FindingFact, ...more])));
    }
    case "promise": {
      const tripped = facts.promises.filter((promise) => promiseTrips(tripwire, promise));
      return once(tripped.map((promise) => alertOfPromise(tripwire, promise, dayOf(tripwire, promise, facts.asOf))));
    }
    case "measure":
      return findCrossings(tripwire, facts, before);
  }
}

function findCrossings(tripwire: TripwireOf<"measure">, facts: Facts, before: ReadonlyMap<string, string>): Tripped {
  const crossed = facts.measures.flatMap((measure) => {
    const bound = boundCrossed(tripwire, measure);
    if (bound === null) return [];
    const key = JSON.stringify([tripwire.name, measure.id, bound]);
    return [{ measure, bound, standing: { key, since: before.get(key) ?? facts.asOf } }];
  });
  return {
    alerts: crossed.map(({ measure, bound, standing }) => alertOfMeasure(tripwire, measure, bound, standing.since)),
    standing: crossed.map(({ standing }) => standing),
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day from which a promise trips: overdue by so many days, else the day of its state. */
function dayOf(
  { days = 0 }: TripwireOf<"promise">,
  { state, stateDate, dueDay }: Facts["promises"][number],
  asOf: string,
): string {
  if (state !== "overdue" || dueDay === null) return stateDate ?? asOf;
  const late = Math.max(1, days);
  return new Date(Date.parse(dueDay) + late * DAY_MS).toISOString().slice(0, "2024-01-10".length);
}

/** Each alert once, the newest first. */
function once(alerts: readonly Alert[]): Tripped {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  const newest = [...byId.values()].toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
  return { alerts: newest, standing: [] };
}
