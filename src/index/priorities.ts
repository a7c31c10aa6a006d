import { ALARM_CONFIDENCE, type Severity } from "../model/index.ts";
import type { Index } from "./open.ts";

/** A document as it is published: what decides when it is read again. */
export interface PublishedDocument {
  readonly id: string;
  readonly lab: string;
  /** The detector that read it. */
  readonly detector: string;
  /** Date of its newest version, UTC. */
  readonly lastDate: string;
  /** Severity of its gravest alarm from a day on; 0 where it has none. */
  readonly gravest: Severity | 0;
}

/** Every document of the index, by id, with its gravest alarm from `since` on, a day in UTC. */
export async function listPublished(index: Index, since: string): Promise<PublishedDocument[]> {
  const alarms = index.query
    .selectFrom("changes")
    .select("document")
    .select((eb) => eb.fn.max("severity").as("gravest"))
    .where("suppressed", "is", null)
    .where("direction", "in", ["loosens", "tightens"])
    .where("confidence", ">=", ALARM_CONFIDENCE)
    .where("date", ">=", since)
    .groupBy("document")
    .as("alarms");
  const rows = await index.query
    .selectFrom("documents")
    .leftJoin(alarms, "alarms.document", "documents.id")
    .select(["documents.id", "documents.lab", "documents.detector", "documents.last_date", "alarms.gravest"])
    .orderBy("documents.id")
    .execute();
  return rows.map(({ id, lab, detector, last_date: lastDate, gravest }) => ({
    id,
    lab,
    detector,
    lastDate,
    gravest: (gravest ?? 0) as Severity | 0,
  }));
}
