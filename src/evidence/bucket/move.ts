import { randomBytes } from "node:crypto";
import { EXIT, UserError } from "../../std/index.ts";
import { CHECKPOINT, decodeText, NOTE_BYTES_MAX } from "../layout.ts";
import { type BucketPlace, describePlace } from "../place.ts";
import type { LogReceiver } from "../copy-files.ts";
import { locate } from "../store.ts";
import { ask, askAll } from "./ask.ts";
import { BucketStore } from "./bucket-store.ts";
import type { BucketAnswer } from "./request.ts";
import { checkConditions, putOnce } from "./sequencer.ts";
import { FENCE, formatMoved, type Moved, parseMoved, PROBE } from "./sequencer-names.ts";

/** Takes a log into a bucket. Throws a UserError where the store does not honour conditional writes. */
export function bucketReceiver(place: BucketPlace): LogReceiver {
  checkConditions(place, describePlace(place));
  return {
    *list() {
      for (const { path } of new BucketStore(place, { copies: false }).list()) yield path;
    },
    put(files) {
      const answers = askAll(
        place,
        files.map(({ path, bytes }) => putOnce(path, bytes)),
      );
      const refused = answers.findIndex(({ status }) => status !== 200 && status !== 412);
      if (refused >= 0) throw failed(place, files[refused]?.path ?? "", answers[refused] as BucketAnswer);
    },
    finish(note, { replaced }) {
      for (const path of [CHECKPOINT, FENCE]) replaceObject(place, path, note);
      askAll(
        place,
        replaced.map((path) => ({ method: "DELETE", path, bytesMax: 0 })),
      );
    },
  };
}

/**
 * Throws a UserError where two addresses are those of one bucket: it would be closed with nowhere else to go. What is written by one
 * of them and read by the other says so.
 */
export function refuseSameBucket(from: BucketPlace, to: BucketPlace): void {
  const sign = randomBytes(16);
  const write = (body: Uint8Array): BucketAnswer =>
    ask(to, { method: "PUT", path: PROBE, headers: {}, body, bytesMax: 0 });
  const written = write(sign);
  if (written.status !== 200) throw failed(to, PROBE, written);
  const { status, bytes } = ask(from, { method: "GET", path: PROBE, bytesMax: NOTE_BYTES_MAX });
  write(new Uint8Array());
  if (status !== 200 || Buffer.compare(bytes, sign) !== 0) return;
  throw new UserError(
    `${from.endpoint} and ${to.endpoint} are one store: the log is in ${describePlace(from)} already`,
  );
}

/** What the fence of a bucket says of where its log has gone; null where the log is still there. */
export function readMoved(place: BucketPlace): Moved | null {
  const { status, bytes } = ask(place, { method: "GET", path: FENCE, bytesMax: NOTE_BYTES_MAX });
  return status === 200 ? parseMoved(bytes) : null;
}

/** Closes a bucket for good: whoever opens it to add to its log is told where that went. */
export function closeBucket(place: BucketPlace, moved: Moved): void {
  const fence = ask(place, { method: "GET", path: FENCE, bytesMax: NOTE_BYTES_MAX });
  if (fence.status === 200 && Buffer.compare(fence.bytes, Buffer.from(moved.note)) === 0) {
    const headers = { "if-match": fence.etag };
    const body = Buffer.from(formatMoved(moved));
    const { status } = ask(place, { method: "PUT", path: FENCE, headers, body, bytesMax: 0 });
    if (status === 200 || readMoved(place)?.move === moved.move) return;
  }
  throw new UserError(
    `another sequencer has added to the log in ${describePlace(place)} meanwhile; run this again`,
    EXIT.outside,
  );
}

/** Puts an object in place of the one that is there, or of none, and of no other. */
function replaceObject(place: BucketPlace, path: string, bytes: Uint8Array): void {
  const there = ask(place, { method: "GET", path, bytesMax: NOTE_BYTES_MAX });
  if (there.status === 200 && Buffer.compare(there.bytes, bytes) === 0) return;
  const headers: Record<string, string> = there.status === 200 ? { "if-match": there.etag } : { "if-none-match": "*" };
  const answer = ask(place, { method: "PUT", path, headers, body: bytes, bytesMax: 0 });
  if (answer.status === 200) return;
  const now = new BucketStore(place, { copies: false }).read(path, NOTE_BYTES_MAX);
  if (!now || decodeText(now) !== decodeText(bytes)) throw failed(place, path, answer);
}

function failed(place: BucketPlace, path: string, { status }: BucketAnswer): UserError {
  const where = locate(new BucketStore(place, { copies: false }), path);
  return new UserError(`${where}: ${place.endpoint} answered ${status}; run this again`, EXIT.outside);
}
