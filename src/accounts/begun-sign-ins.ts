import { createHmac } from "node:crypto";
import { formatInstant } from "../std/index.ts";
import { hashSecret, makeSecret } from "./secret.ts";
import type { AccountStore } from "./store.ts";

/** Whoever went to a provider is back within so long, in milliseconds. */
export const SIGN_IN_MS_MAX = 10 * 60 * 1000;

/** A sign-in on its way through a provider. */
export interface BegunSignIn {
  /** Ties the answer to this browser (RFC 6749, 10.12), */
  readonly state: string;
  /** the ID token to it (OpenID Connect Core, 3.1.2.1), */
  readonly nonce: string;
  /** and the code (PKCE, RFC 7636). */
  readonly verifier: string;
}

/** Begins a sign-in. `secret`: for the browser alone. `next`: the path of ours to go to in the end. */
export function beginSignIn(
  { database, clock }: AccountStore,
  next: string,
): BegunSignIn & { readonly secret: string } {
  const secret = makeSecret();
  database.prepare("delete from begun where created < ?").run(earliest(clock()));
  database
    .prepare("insert into begun (hash, next, created) values (?, ?, ?)")
    .run(hashSecret(secret), next, formatInstant(clock()));
  return { secret, ...proofsOf(secret) };
}

/** Ends a sign-in that a browser began, so that nobody ends it again; null where it began none, or too long ago. */
export function takeSignIn(
  { database, clock }: AccountStore,
  secret: string,
): (BegunSignIn & { readonly next: string }) | null {
  const row = database.prepare("delete from begun where hash = ? returning next, created").get(hashSecret(secret));
  if (!row || String(row["created"]) < earliest(clock())) return null;
  return { next: String(row["next"]), ...proofsOf(secret) };
}

const earliest = (now: Date): string => formatInstant(new Date(now.getTime() - SIGN_IN_MS_MAX));

/** All made of the browser's secret: the file holds nothing that could end somebody's sign-in. */
function proofsOf(secret: string): BegunSignIn {
  const of = (use: string): string => createHmac("sha256", secret).update(use).digest("base64url");
  return { state: of("state"), nonce: of("nonce"), verifier: of("verifier") };
}
