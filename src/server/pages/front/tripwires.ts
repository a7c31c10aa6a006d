import { listChanges } from "../../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../../model/index.ts";
import type { Site } from "../../site.ts";
import { daysBefore, groupSteps, type Step } from "./recent.ts";

/** How far back a tripwire looks, in days. */
const LOOK_BACK_DAYS = 365;

/** A condition that everybody would want to be told of, and what fulfils it. */
export interface Tripwire {
  /** The condition in words. */
  readonly condition: string;
  readonly since: string;
  readonly changes: number;
  readonly steps: readonly Step[];
}

/** The standing tripwires over changes of rules. Bans are rules on use; one that goes in silence is the gravest case. */
export async function readTripwires({ index, frame }: Site): Promise<Tripwire[]> {
  const since = daysBefore(frame.asOf, LOOK_BACK_DAYS);
  const changes = await listChanges(index, {
    since,
    subject: "use",
    directions: ["loosens"],
    severity: 3,
    minConfidence: ALARM_CONFIDENCE,
  });
  const tripped = changes.filter(({ change }) => change.disclosed === "no" || change.disclosed === "no-note");
  return [
    {
      condition: "A major rule on use was loosened, and the document does not say so",
      since,
      changes: tripped.length,
      steps: groupSteps(tripped),
    },
  ];
}
