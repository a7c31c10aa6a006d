import { createSyncFn } from "synckit";
import { EXIT, threadFile, UserError } from "../../std/index.ts";
import { ANSWER_SECONDS_MAX, type BucketPlace, describePlace } from "../place.ts";
import { messageOf } from "../problem.ts";
import type { askBucket } from "./client.ts";
import {
  type BucketAnswer,
  type BucketRefusal,
  type BucketRequest,
  CONNECTIONS,
  isRefusal,
  REQUESTS_PER_CALL,
  TRIES_MAX,
} from "./request.ts";

/**
 * Asks a bucket and waits. The log is read and written without promises all over, and a folder needs none; so the requests
 * are made on a thread of their own, while this one sleeps.
 */

/** For the pauses between the tries of one call, in milliseconds. */
const PAUSES_MS = 10 * 60 * 1_000;
/** For one call, in milliseconds: every request on the other thread ends sooner by limits of its own. */
const CALL_MS = ANSWER_SECONDS_MAX * 1_000 * TRIES_MAX * Math.ceil(REQUESTS_PER_CALL / CONNECTIONS) + PAUSES_MS;

let call: ReturnType<typeof createSyncFn<typeof askBucket>> | undefined;

/** The answers in the order of the requests. Throws a UserError for the first that had none to go on with. */
export function askAll(place: BucketPlace, requests: readonly BucketRequest[]): BucketAnswer[] {
  if (requests.length === 0) return [];
  return tryAll(place, requests).map((answer) => {
    if (isRefusal(answer)) throw new UserError(answer.refused, EXIT.outside);
    return answer;
  });
}

/** As {@link askAll}, for one. */
export function ask(place: BucketPlace, request: BucketRequest): BucketAnswer {
  return askAll(place, [request])[0] as BucketAnswer;
}

/** As {@link askAll}, with the refusals among the answers. Never throws. */
export function tryAll(place: BucketPlace, requests: readonly BucketRequest[]): (BucketAnswer | BucketRefusal)[] {
  const answers: (BucketAnswer | BucketRefusal)[] = [];
  for (let from = 0; from < requests.length; from += REQUESTS_PER_CALL) {
    answers.push(...tryTogether(place, requests.slice(from, from + REQUESTS_PER_CALL)));
  }
  return answers;
}

function tryTogether(place: BucketPlace, requests: readonly BucketRequest[]): (BucketAnswer | BucketRefusal)[] {
  call ??= createSyncFn<typeof askBucket>(threadFile(import.meta.url, "worker").href, CALL_MS);
  try {
    return call(place, requests);
  } catch (cause) {
    // The thread does not answer: it has ended, or is stuck.
    const refused = `${describePlace(place)}: the requests could not be made: ${messageOf(cause)}`;
    return requests.map(() => ({ refused }));
  }
}
