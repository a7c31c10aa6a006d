import { LineCounter, parseDocument, stringify } from "yaml";
import * as z from "zod";
import { ANSWER_SECONDS_MAX, type BucketKeys, type BucketPlace } from "../evidence/index.ts";
import { labTableSchema } from "../model/index.ts";
import { UserError } from "../std/index.ts";
import { findComplexKey } from "../std/yaml-keys.ts";

/** Names an evidence log: what a signed note allows as a key name, https://c2sp.org/signed-note. */
const origin = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\s+]+$/u, "a name without spaces and plus signs, as corrigible.local/example");

/** The log's public key, https://c2sp.org/signed-note#verifier-keys. */
const vkey = z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/u, "a key as name+hash+key");

/** A web archive of others: an address without a query. */
const wayback = z.url({ protocol: /^https?$/, error: "an address as https://web.archive.org" });

/** What a new detector does with what another one has read: reads it again at the next audit, or leaves it to `reprocess`. */
const rereading = z.enum(["at-once", "held"]);

/** Who signs what they do with findings, and labs that sign their replies: name or id → key. */
const signers = z.record(z.string().min(1), vkey);

/** Where the log lies, if not in the folder: a bucket of a store that speaks the protocol of S3. */
const store = z.strictObject({
  url: z
    .string()
    .regex(
      /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9_.-]+)*$/,
      "a bucket and a prefix as s3://bucket/prefix",
    )
    // A client makes other names of these.
    .refine((url) => !url.split("/").some((part) => part === "." || part === ".."), "a prefix without . and .."),
  endpoint: z
    .url({ protocol: /^https?$/, error: "an address as https://s3.eu-central-1.amazonaws.com" })
    .refine((url) => new URL(url).pathname === "/" && !/[?#@]/.test(url), "an address without path, query and name"),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "a region as eu-central-1")
    .default("us-east-1"),
  /** Longest wait for one answer, in seconds. */
  timeout: z.number().positive().max(ANSWER_SECONDS_MAX).default(30),
});
export type StoreSettings = z.infer<typeof store>;

/** An address of the web without a path, as a browser's origin. */
const webOrigin = z
  .url({ protocol: /^https?$/, error: "an origin as https://www.example.org" })
  .refine((url) => new URL(url).pathname === "/" && !/[?#@]/.test(url), "an origin without path, query and name")
  .transform((url) => new URL(url).origin);

/** Who else says who somebody is: an OpenID provider. */
const signIn = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/, error: "an address as https://login.example.org" })
    .refine((url) => !/[?#@]/.test(url), "an address without query and name"),
  /** What the provider calls us. */
  client: z.string().min(1).max(200),
  secret: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,99}$/, "the name of an environment variable that holds it, as SIGN_IN_SECRET"),
  /** What people call the provider; its host where it is not said. */
  label: z.string().trim().min(1).max(60).optional(),
  /** Where else its endpoints are. */
  origins: z.array(webOrigin).max(10).default([]),
});
export type SignInSettings = z.infer<typeof signIn>;

const settingsSchema = labTableSchema
  .extend({
    origin,
    vkey,
    store: store.optional(),
    wayback: wayback.optional(),
    rereading: rereading.optional(),
    reviewers: signers.optional(),
    respondents: signers.optional(),
    "sign-in": signIn.optional(),
  })
  .refine(({ origin, vkey }) => vkey.startsWith(`${origin}+`), {
    path: ["origin"],
    message: "is not the name in vkey; neither can change once the log is there",
  });
export type Settings = z.infer<typeof settingsSchema>;

/** Refuses a name that a log cannot have. */
export function parseOrigin(text: string): string {
  const result = origin.safeParse(text);
  if (!result.success) throw new UserError(`"${text}" cannot name a log: ${result.error.issues[0]?.message ?? ""}`);
  return result.data;
}

/** The place that the settings of a store name. */
export function placeOf(
  { url, endpoint, region, timeout }: StoreSettings,
  keys: BucketKeys | null,
  cacheDir: string,
): BucketPlace {
  const [bucket = "", ...prefix] = url.slice("s3://".length).split("/");
  return { endpoint: new URL(endpoint).origin, region, bucket, prefix: prefix.join("/"), keys, timeout, cacheDir };
}

/** What a command line says of a store. */
export interface StoreOptions {
  readonly url: string;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
}

/** Checks them. Throws a UserError that names the option. */
export function parseStore(given: StoreOptions): StoreSettings {
  const result = store.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0]);
  throw new UserError(`${field === "url" ? "the store" : `--${field}`}: ${issue?.message ?? "not as expected"}`);
}

/** Reads `corrigible.yaml`. Throws a UserError that names the file, the line and the field. */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) throw new UserError(`${file}:${lines.linePos(problem.pos[0]).line}: ${problem.message}`);
  const complex = findComplexKey(document);
  if (complex !== null) throw new UserError(`${file}:${lines.linePos(complex).line}: a name must be a word`);
  const result = settingsSchema.safeParse(valueOf(document, file));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const line = lines.linePos(positionOf(document, path)).line;
  throw new UserError(`${file}:${line}: ${path.join(".") || "the file"}: ${issue?.message ?? "not as expected"}`);
}

/** Throws a UserError for aliases: nothing here is written twice. */
function valueOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new UserError(`${file}: it has an alias (*name), which is not read; write it out`, undefined, { cause });
  }
}

/** Where the field stands, or the nearest thing around it that is there. */
function positionOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}

/** The file that `corrigible init` writes. */
export function formatSettings({ origin, vkey, store, services, labs, fictional }: Settings): string {
  const examples =
    fictional === undefined
      ? ""
      : `\n# Labs that do not exist. They are evaluated apart: no number of a real lab rests on them.\n${stringify({ fictional })}`;
  return `# A Corrigible workspace. Change it with an editor; then run: corrigible audit

# Name and public key of the evidence log. Its checkpoints and proofs carry them; give the key to whoever is to check.
# They cannot change once the log is there.
${stringify({ origin, vkey }, { lineWidth: 0 })}${store ? formatStore(store) : ""}
# Service → lab. A service that is not named here is its own lab.
#   formerly: names that the service had before; its documents continue through the rename
#   prefix:   keeps its documents apart from those of the lab's other services
${stringify({ services }, { lineWidth: 0 })}
# Labs by the names that people write.
${stringify({ labs }, { lineWidth: 0 })}${examples}`;
}

/** The part of the file that says where the log lies. */
export function formatStore(store: StoreSettings): string {
  return `
# Where the evidence log lies. The keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Change it with corrigible store
# move: two places that are both added to are two logs.
${stringify({ store }, { lineWidth: 0 })}`;
}
