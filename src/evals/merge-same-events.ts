import type { CasebookRecord } from "../model/index.ts";

/** A fact with the ids of all records that tell of it. */
export type Merged<T> = T & { readonly records: readonly string[] };

/**
 * Facts told once: where a record names another as the same event and both give a fact, the first stands and carries
 * the ids of both.
 */
export function mergeSameEvents<T extends { readonly evidence: string }>(
  facts: readonly T[],
  records: readonly CasebookRecord[],
): Merged<T>[] {
  const named = new Map(records.map(({ id, fields }) => [id, fields.same_event_as ?? []]));
  const isSame = (a: string, b: string): boolean =>
    (named.get(a)?.includes(b) ?? false) || (named.get(b)?.includes(a) ?? false);
  const merged: (T & { records: string[] })[] = [];
  for (const fact of facts) {
    const same = merged.find(({ records: ids }) => ids.some((id) => isSame(id, fact.evidence)));
    if (same) same.records.push(fact.evidence);
    else merged.push({ ...fact, records: [fact.evidence] });
  }
  return merged;
}

/**
 * The event that each record tells of, for records that name another as the same event or are named so: record → event,
 * an id that all records of the event share. Records that tell of an event alone are left out.
 */
export function sharedEvents(records: readonly CasebookRecord[]): Map<string, string> {
  const events = new Map<string, string>();
  for (const { id, fields } of records) {
    for (const other of fields.same_event_as ?? []) {
      const [kept, lost] = [events.get(id) ?? id, events.get(other) ?? other];
      for (const [record, event] of events) if (event === lost) events.set(record, kept);
      events.set(id, kept).set(other, kept);
    }
  }
  return events;
}
