import { hash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import { Agent, request } from "undici";
import { type BucketPlace, describePlace } from "../place.ts";
import { type BucketAnswer, type BucketRefusal, type BucketRequest, CONNECTIONS, TRIES_MAX } from "./request.ts";

/**
 * The protocol of S3 as far as a log needs it, over undici: no redirects are followed, every answer has limits of time and
 * size, and what may pass is asked again. https://docs.aws.amazon.com/AmazonS3/latest/API/
 */

const CONNECT_MS = 10_000;
/** Before the second try, in milliseconds; three times as long before each further one, half of it by chance. */
const BACK_OFF_MS = 80;
/** Answers that may be others a moment later. 409: another conditional write is under way. */
const RETRIED: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const ANSWERS: ReadonlySet<number> = new Set([200, 204, 404, 412]);
/** An error's document. */
const ERROR_BYTES_MAX = 64_000;

const agent = new Agent({ connections: CONNECTIONS, connect: { timeout: CONNECT_MS } });

/** Asks all, some at a time; the answers are in the same order. Never throws. */
export async function askBucket(
  place: BucketPlace,
  requests: readonly BucketRequest[],
): Promise<(BucketAnswer | BucketRefusal)[]> {
  const answers: (BucketAnswer | BucketRefusal)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < requests.length; at = next++) {
      answers[at] = await askPatiently(place, requests[at] as BucketRequest);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, requests.length) }, work));
  return answers;
}

/** Asks until there is an answer to go on with, or the tries are used up. */
async function askPatiently(place: BucketPlace, one: BucketRequest): Promise<BucketAnswer | BucketRefusal> {
  const of = one.path === null ? describePlace(place) : `${describePlace(place)}/${one.path}`;
  if (!place.keys) {
    return { refused: `${of}: no keys for ${place.endpoint}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY` };
  }
  if (one.headers?.["if-match"] === "") {
    return {
      refused: `${of}: ${place.endpoint} gave no ETag, so no write can be bound to what is there; use another store`,
    };
  }
  let why = "";
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    if (tries > 1) await wait(BACK_OFF_MS * 3 ** (tries - 2) * (0.5 + Math.random()));
    try {
      const answer = await askOnce(place, one);
      if (ANSWERS.has(answer.status) && answer.code !== "NoSuchBucket") return { ...answer, tries };
      why = `answered ${answer.status}${answer.code === "" ? "" : ` ${answer.code}`}${hintOf(answer)}`;
      if (!RETRIED.has(answer.status)) break;
    } catch (cause) {
      if (cause instanceof TooLargeError) return { refused: `${of} is larger than ${one.bytesMax} bytes` };
      why = `cannot be reached: ${reasonOf(cause)}`;
    }
  }
  return { refused: `${of}: ${place.endpoint} ${why}` };
}

class TooLargeError extends Error {}

interface RawAnswer extends Omit<BucketAnswer, "tries"> {
  /** The store's word for an error; empty where there is none. */
  readonly code: string;
}

async function askOnce(place: BucketPlace, one: BucketRequest): Promise<RawAnswer> {
  const signal = AbortSignal.timeout(place.timeout * 1_000);
  const { url, headers } = await sign(place, one);
  const answer = await request(url, {
    dispatcher: agent,
    method: one.method,
    headers,
    body: one.body ?? null,
    signal,
  });
  const { statusCode: status } = answer;
  const isGood = status === 200 || status === 204;
  const bytes = await readLimited(answer.body, isGood ? one.bytesMax : ERROR_BYTES_MAX);
  const declared = answer.headers["content-length"];
  if (one.method === "GET" && declared !== undefined && Number(declared) !== bytes.length) {
    throw new Error("the answer was cut short");
  }
  const { etag } = answer.headers;
  return { status, etag: typeof etag === "string" ? etag : "", bytes, code: isGood ? "" : codeOf(bytes) };
}

async function sign(place: BucketPlace, one: BucketRequest): Promise<{ url: string; headers: Record<string, string> }> {
  const { endpoint, region, bucket, prefix, keys } = place;
  const name = one.path === null ? "" : `/${prefix === "" ? one.path : `${prefix}/${one.path}`}`;
  const url = new URL(endpoint);
  url.pathname = `/${bucket}${name}`;
  for (const [key, value] of Object.entries(one.query ?? {})) url.searchParams.set(key, value);
  const signed = await new AwsV4Signer({
    method: one.method,
    url: url.href,
    headers: { ...one.headers, "x-amz-content-sha256": hash("sha256", one.body ?? "", "hex") },
    accessKeyId: keys?.accessKeyId ?? "",
    secretAccessKey: keys?.secretAccessKey ?? "",
    ...(keys?.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken }),
    service: "s3",
    region,
    allHeaders: true,
  }).sign();
  return { url: signed.url.href, headers: Object.fromEntries(signed.headers) };
}

async function readLimited(body: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > bytesMax) throw new TooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The store's word for what is wrong; it writes the document, so only a plain word is believed. */
function codeOf(document: Uint8Array): string {
  return /<Code>([A-Za-z]{1,64})<\/Code>/.exec(Buffer.from(document).toString("latin1"))?.[1] ?? "";
}

function hintOf({ status }: RawAnswer): string {
  if (status >= 300 && status < 400)
    return "; redirects are not followed: see that endpoint and region are the bucket's";
  if (status === 403) return "; see that the keys are the bucket's and the clock is right";
  return "";
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return "no answer in time";
  // An address with two numbers fails with both reasons in one, and no message.
  const { code } = cause as NodeJS.ErrnoException;
  return (code ?? cause.message).replaceAll(/\s+/g, " ");
}
