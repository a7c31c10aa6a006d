/** What is asked of a bucket, and what it answers; plain data that goes from thread to thread. */

/** Requests in one call to the other thread: bounds the bytes that are on the way, and how long a call lasts. */
export const REQUESTS_PER_CALL = 128;
/** Requests under way at once. */
export const CONNECTIONS = 24;
/** Times that one is asked. */
export const TRIES_MAX = 5;

/** One request. */
export interface BucketRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  /** Name of the object, without the log's prefix; null: the bucket itself. */
  readonly path: string | null;
  readonly query?: Readonly<Record<string, string>>;
  /** Conditions: `if-match`, `if-none-match`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** The longest body that is read. */
  readonly bytesMax: number;
}

export interface BucketAnswer {
  /** 200 or 204; 404: no such object; 412: the condition does not hold. Others are refusals. */
  readonly status: number;
  /** The version of the object, in quotes; empty where none was given. */
  readonly etag: string;
  readonly bytes: Uint8Array;
  /** How often it was asked: where more than once, an earlier request may have been carried out and its answer lost. */
  readonly tries: number;
}

/** Why a request had no answer to go on with: one line for the user. */
export interface BucketRefusal {
  readonly refused: string;
}

export const isRefusal = (answer: BucketAnswer | BucketRefusal): answer is BucketRefusal => "refused" in answer;
