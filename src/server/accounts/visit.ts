import { createHmac } from "node:crypto";
import { isIP } from "node:net";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { getConnInfo } from "@hono/node-server/conninfo";
import {
  type Account,
  type AccountStore,
  type Action,
  endSessionBySecret,
  findByToken,
  findSession,
  type Place,
  SESSION_MS_MAX,
} from "../../accounts/index.ts";
import { isOfApi } from "../api/index.ts";
import { refuseUnlessAny } from "./guard.ts";
import type { Limits } from "./limits.ts";
import type { Provider } from "./provider.ts";

/** How accounts are served. */
export interface ServedAccounts {
  readonly store: AccountStore;
  /** Whether readers reach the site by https: the cookie is for nothing else then. */
  readonly isSecure: boolean;
  /** Whether a proxy of ours stands before the site, and says last in X-Forwarded-For who asks. */
  readonly isBehindProxy: boolean;
  /** Who else says who somebody is; null: nobody. */
  readonly provider: Provider | null;
  readonly limits: Limits;
}

/** Who asks, and from where. */
export interface Visit {
  readonly account: Account | null;
  readonly session: number | null;
  readonly formToken: string;
  readonly place: Place;
}

const COOKIE = "corrigible";
/** Longest cookie that is looked at, in characters. */
const SECRET_LENGTH_MAX = 100;

/**
 * Reads who asks: at the interface for programs by a token, so that no cookie can be made to act there, elsewhere by the
 * session's cookie. Throws WrongToken for a token that is none, TooMany where that happens often.
 */
export async function readVisit(context: Context, accounts: ServedAccounts): Promise<Visit> {
  try {
    return readVisitNow(context, accounts);
  } catch (error) {
    if (error instanceof WrongToken) await accounts.limits.count("wrongTokens", readPlace(context, accounts).address);
    throw error;
  }
}

/**
 * Gives what looks again at who asks, and refuses whoever may not do any of the actions by now: to be called right before
 * what they ask for is done, since what was awaited until then, as a body that comes in slowly, takes as long as it likes.
 */
export function lookingAgain(
  context: Context,
  accounts: ServedAccounts,
  actions: readonly Action[],
): () => Account | null {
  return () => {
    const { account } = readVisitNow(context, accounts);
    refuseUnlessAny(account, actions);
    return account;
  };
}

function readVisitNow(context: Context, accounts: ServedAccounts): Visit {
  const place = readPlace(context, accounts);
  const stranger = { account: null, session: null, formToken: "", place };
  if (isOfApi(context.req.path)) return { ...stranger, account: readToken(context, accounts) };
  const secret = readSecret(context, accounts);
  if (secret === null) return stranger;
  const found = findSession(accounts.store, secret);
  return found ? { account: found.account, session: found.id, formToken: formTokenOf(secret), place } : stranger;
}

function readSecret(context: Context, { isSecure }: ServedAccounts): string | null {
  const secret = getCookie(context, COOKIE, isSecure ? "host" : undefined);
  return secret === undefined || secret.length > SECRET_LENGTH_MAX ? null : secret;
}

/** A token was shown that is none, or is over. */
export class WrongToken extends Error {}

function readToken(context: Context, { store }: ServedAccounts): Account | null {
  const header = context.req.header("authorization");
  if (header === undefined) return null;
  const [, secret = ""] = /^Bearer +([\w-]{1,100})$/i.exec(header) ?? [];
  const account = secret === "" ? null : findByToken(store, secret);
  if (account) return account;
  throw new WrongToken("This token is none, has expired, or was revoked.");
}

/** Of the session, and not to be turned back into it: it stands in pages. */
const formTokenOf = (secret: string): string => createHmac("sha256", secret).update("form").digest("base64url");

function readPlace(context: Context, { isBehindProxy }: ServedAccounts): Place {
  const told = isBehindProxy ? context.req.header("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  const address = told !== undefined && isIP(told) !== 0 ? told : getConnInfo(context).remote.address;
  return { address: address ?? "unknown", agent: context.req.header("user-agent") ?? "" };
}

/**
 * Gives the browser a session's secret; null takes it away. The session that the browser had is over. Lax: who follows a link to us is still signed in, and what is
 * sent from elsewhere is refused by its origin and by the form's token.
 */
export function setSession(context: Context, accounts: ServedAccounts, secret: string | null): void {
  const { store, isSecure } = accounts;
  const before = readSecret(context, accounts);
  if (before !== null) endSessionBySecret(store, before);
  setCookie(context, COOKIE, secret ?? "", {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: secret === null ? 0 : SESSION_MS_MAX / 1000,
    ...(isSecure ? { prefix: "host" as const, secure: true } : {}),
  });
}
