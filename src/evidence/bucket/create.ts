import { EXIT, UserError } from "../../std/index.ts";
import { CHECKPOINT } from "../layout.ts";
import { type BucketPlace, describePlace } from "../place.ts";
import { ask } from "./ask.ts";
import { checkConditions } from "./sequencer.ts";
import { FENCE } from "./sequencer-names.ts";

/**
 * Puts the first checkpoint of a log into a bucket. The fence first: the one write that decides, of two who do this at once,
 * whose log it is. Throws a UserError for the other.
 */
export function createInBucket(place: BucketPlace, checkpoint: Uint8Array): void {
  const name = describePlace(place);
  checkConditions(place, name);
  for (const path of [FENCE, CHECKPOINT]) {
    const headers = { "if-none-match": "*" };
    const { status } = ask(place, { method: "PUT", path, headers, body: checkpoint, bytesMax: 0 });
    if (status === 200) continue;
    // The request may have been made twice, since the first answer was lost.
    const there = ask(place, { method: "GET", path, bytesMax: checkpoint.length });
    if (there.status === 200 && Buffer.compare(there.bytes, checkpoint) === 0) continue;
    throw new UserError(`${name} has been taken by another log meanwhile; give another prefix`, EXIT.outside);
  }
}
