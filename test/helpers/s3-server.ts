/**
 * A small, strict server of the S3 protocol for tests, after AWS's description of it: objects in memory, signatures (version
 * 4, of the headers, with the body's hash) verified, conditional writes honoured, ListObjectsV2 in pages. And faults on
 * demand. What it does not know it refuses. `node s3-server.ts` prints its address and ends with its standard input.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export const KEYS = { accessKeyId: "AKIATESTTESTTEST", secretAccessKey: "secret/of+the/tests" };
export const REGION = "test-1";
export const BUCKET = "evidence-test";

/** What is done to requests whose "METHOD path" matches. */
export interface Fault {
  /** A regular expression. */
  readonly match: string;
  readonly kind:
    /** 503 before or after the request was carried out. */
    | "error"
    | "error-after"
    /** The connection is cut before or after it was carried out. */
    | "drop"
    | "drop-after"
    /** The answer is cut in its middle. */
    | "cut"
    /** Carried out at once, answered after `ms`. */
    | "slow"
    /** Carried out only after `ms`; the client has gone by then. */
    | "late"
    /** Carried out only when faults are set again; says so at once, as "freeze" does. */
    | "hold"
    /** Reads see the bucket as it was `ms` ago. */
    | "stale"
    | "redirect"
    /** 403, as where keys have been withdrawn: not asked again. */
    | "deny"
    /** Never answered, never carried out. */
    | "freeze"
    /** The conditions of a write are not looked at; one of the two is not. */
    | "unconditional"
    | "overwrites"
    | "takes-any-version"
    /** Answered without an ETag. */
    | "no-etag";
  readonly ms?: number;
  /** How many requests are spared first; how many are hit then. By default none and all. */
  readonly after?: number;
  readonly times?: number;
}

interface Version {
  readonly time: number;
  /** Null: removed. */
  readonly bytes: Buffer | null;
  readonly etag: string;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const objects = new Map<string, Version[]>();
let faults: { fault: Fault; seen: number }[] = [];
let log: string[] = [];
/** Lets requests go on that are held. */
const held: (() => void)[] = [];
let versions = 0;

const PAGE = 100;
const SKEW_MS = 15 * 60 * 1_000;
const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function verifySignature(request: IncomingMessage, url: URL, body: Buffer): void {
  const header = (name: string): string => {
    const value = request.headers[name];
    if (typeof value !== "string") throw new Refusal(403, "AccessDenied");
    return value.trim().replaceAll(/ +/g, " ");
  };
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header("authorization"),
    );
  if (!parts) throw new Refusal(400, "AuthorizationHeaderMalformed");
  const [, id, day = "", region = "", signed = "", signature = ""] = parts;
  if (id !== KEYS.accessKeyId) throw new Refusal(403, "InvalidAccessKeyId");
  if (region !== REGION) throw new Refusal(400, "AuthorizationHeaderMalformed");
  const date = header("x-amz-date");
  const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!date.startsWith(day) || !(Math.abs(Date.now() - time) < SKEW_MS)) throw new Refusal(403, "RequestTimeTooSkewed");
  const names = signed.split(";");
  const mustSign = Object.keys(request.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  if (mustSign.some((name) => !names.includes(name))) throw new Refusal(403, "AccessDenied");
  const bodyHash = header("x-amz-content-sha256");
  if (bodyHash !== sha256(body)) throw new Refusal(400, "XAmzContentSHA256Mismatch");
  const query = [...url.searchParams].map(([key, value]) => `${encode(key)}=${encode(value)}`).toSorted();
  const path = decodeURIComponent(url.pathname).split("/").map(encode).join("/");
  const canonical = [
    request.method,
    path,
    query.join("&"),
    ...names.map((name) => `${name}:${header(name)}`),
    "",
    signed,
    bodyHash,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${KEYS.secretAccessKey}`);
  const expected = hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n"));
  if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) throw new Refusal(403, "SignatureDoesNotMatch");
}

function versionAt(key: string, ageMs: number): Version | undefined {
  const found = objects.get(key)?.findLast(({ time }) => ageMs === 0 || time <= Date.now() - ageMs);
  return found?.bytes ? found : undefined;
}

function put(request: IncomingMessage, key: string, bytes: Buffer, fault: Fault["kind"] | undefined): Version {
  const ifMatch = request.headers["if-match"];
  const ifNone = request.headers["if-none-match"];
  const now = versionAt(key, 0);
  if (fault !== "unconditional") {
    if (ifNone !== undefined && ifNone !== "*") throw new Refusal(501, "NotImplemented");
    if (ifNone === "*" && now && fault !== "overwrites") throw new Refusal(412, "PreconditionFailed");
    if (ifMatch !== undefined && !now) throw new Refusal(404, "NoSuchKey");
    if (ifMatch !== undefined && ifMatch !== now?.etag && fault !== "takes-any-version")
      throw new Refusal(412, "PreconditionFailed");
  }
  // As of an encrypted bucket: no hash of the bytes, another for each version.
  const version = { time: Date.now(), bytes, etag: `"v${++versions}-${sha256(bytes).slice(0, 8)}"` };
  const earlier = objects.get(key);
  if (earlier) earlier.push(version);
  else objects.set(key, [version]);
  return version;
}

function listPage(url: URL, ageMs: number): string {
  const known = ["list-type", "prefix", "continuation-token", "max-keys", "start-after"];
  if ([...url.searchParams.keys()].some((name) => !known.includes(name))) throw new Refusal(501, "NotImplemented");
  const prefix = url.searchParams.get("prefix") ?? "";
  const after = url.searchParams.get("continuation-token") ?? url.searchParams.get("start-after") ?? "";
  const max = Math.min(PAGE, Number(url.searchParams.get("max-keys") ?? PAGE));
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after && versionAt(key, ageMs));
  const page = keys.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, max);
  const more = page.length < keys.length;
  const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const contents = page.map((key) => {
    const { bytes, etag, time } = versionAt(key, ageMs) as Version;
    const date = new Date(time).toISOString();
    return `<Contents><Key>${escape(key)}</Key><LastModified>${date}</LastModified><ETag>${escape(etag)}</ETag><Size>${bytes?.length}</Size></Contents>`;
  });
  const token = more ? `<NextContinuationToken>${escape(page.at(-1) as string)}</NextContinuationToken>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><Prefix>${escape(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${max}</MaxKeys><IsTruncated>${more}</IsTruncated>${token}${contents.join("")}</ListBucketResult>`;
}

interface Result {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

function carryOut(request: IncomingMessage, url: URL, body: Buffer, fault: Fault | undefined): Result {
  verifySignature(request, url, body);
  const ageMs = fault?.kind === "stale" ? (fault.ms ?? 0) : 0;
  const [, bucket = "", ...rest] = decodeURIComponent(url.pathname).split("/");
  const key = rest.join("/");
  if (bucket !== BUCKET) throw new Refusal(404, "NoSuchBucket");
  if (key === "" && request.method === "GET" && url.searchParams.get("list-type") === "2") {
    return { status: 200, headers: { "content-type": "application/xml" }, body: listPage(url, ageMs) };
  }
  if (key === "" || (url.search !== "" && url.searchParams.keys().some((name) => name !== "x-id"))) {
    throw new Refusal(501, "NotImplemented");
  }
  if (request.method === "PUT") {
    if (request.headers["content-encoding"] === "aws-chunked") throw new Refusal(501, "NotImplemented");
    return { status: 200, headers: { etag: put(request, key, body, fault?.kind).etag } };
  }
  if (request.method === "GET" || request.method === "HEAD") {
    const version = versionAt(key, ageMs);
    if (!version?.bytes) throw new Refusal(404, "NoSuchKey");
    return { status: 200, headers: { etag: version.etag }, body: version.bytes };
  }
  if (request.method !== "DELETE") throw new Refusal(405, "MethodNotAllowed");
  objects.get(key)?.push({ time: Date.now(), bytes: null, etag: "" });
  return { status: 204 };
}

function answerTo(request: IncomingMessage, url: URL, body: Buffer, fault: Fault | undefined): Result {
  try {
    return carryOut(request, url, body, fault);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const document = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>refused</Message></Error>`;
    return { status: error.status, headers: { "content-type": "application/xml" }, body: document };
  }
}

function nextFault(what: string): Fault | undefined {
  for (const one of faults) {
    const { match, after = 0, times = Infinity } = one.fault;
    if (!new RegExp(match).test(what)) continue;
    one.seen++;
    if (one.seen > after && one.seen <= after + times) return one.fault;
  }
  return undefined;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url ?? "", "http://localhost");
  if (url.pathname === "/-/control") {
    control(JSON.parse(body.toString()) as Control, response);
    return;
  }
  const what = `${request.method} ${url.pathname.slice(`/${BUCKET}/`.length)}${url.search}`;
  log.push(what);
  const fault = nextFault(what);
  if (fault && isNotCarriedOut(fault, request, response)) return;
  if (fault?.kind === "late") await wait(fault.ms);
  if (fault?.kind === "hold") {
    process.stdout.write("frozen\n");
    await new Promise<void>((resolve) => held.push(resolve));
  }
  const { status, headers, body: sent = "" } = answerTo(request, url, body, fault);
  if (fault?.kind === "no-etag") delete headers?.["etag"];
  if (fault?.kind === "slow") await wait(fault.ms);
  if (fault?.kind === "drop-after") request.socket.destroy();
  else if (fault?.kind === "error-after") response.writeHead(500).end();
  else {
    const length = Buffer.byteLength(sent);
    response.writeHead(status, { ...headers, "content-length": length });
    if (fault?.kind === "cut" && length > 1) {
      response.write(Buffer.from(sent).subarray(0, length / 2), () => request.socket.destroy());
    } else if (request.method === "HEAD") response.end();
    else response.end(sent);
  }
}

/** Does what is done to a request in place of carrying it out; false: it is carried out. */
function isNotCarriedOut({ kind }: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  if (kind === "freeze") process.stdout.write("frozen\n");
  else if (kind === "drop") request.socket.destroy();
  else if (kind === "error") response.writeHead(503).end();
  else if (kind === "deny") response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
  else if (kind === "redirect") response.writeHead(307, { location: "http://127.0.0.1:9/" }).end();
  else return false;
  return true;
}

/** What a test tells the server. */
export interface Control {
  /** From now on, instead of those before. */
  readonly faults?: readonly Fault[];
  /** Copies the objects of one prefix to another. */
  readonly copy?: readonly [from: string, to: string];
}

/** Answers with the requests since the last control. */
function control({ faults: given, copy }: Control, response: ServerResponse): void {
  if (given) {
    faults = given.map((fault) => ({ fault, seen: 0 }));
    for (const release of held.splice(0)) release();
  }
  if (copy) {
    const [from, to] = copy;
    for (const [key, versions] of Array.from(objects)) {
      if (key.startsWith(`${from}/`)) objects.set(`${to}${key.slice(from.length)}`, [...versions]);
    }
  }
  response.end(JSON.stringify(log));
  log = [];
}

if (process.argv[1] === import.meta.filename) {
  const server = createServer((request, response) => void serve(request, response));
  // This process's clients are at times busy for longer than the usual five seconds.
  server.keepAliveTimeout = 10 * 60 * 1_000;
  server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
  process.stdin.on("end", () => process.exit()).resume();
}
