import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import type { Account } from "../../accounts/index.ts";
import { EXIT, UserError } from "../../std/index.ts";
import { BadField, FORM_TOKEN, readFields } from "../form.ts";
import {
  BadRequest,
  Forbidden,
  type Form,
  type PageContent,
  type PageRequest,
  type Redirect,
  type Refused,
  TooMany,
  Unavailable,
  Unreadable,
} from "../page.ts";
import type { Unsent } from "../pages/problem.tsx";
import { readBody } from "../read-body.ts";
import type { Site } from "../site.ts";
import type { ServedAccounts, Visit } from "./visit.ts";

/** Longest form of somebody who is not signed in, and of somebody who is, in bytes. */
const BYTES_MAX = { nobody: 16 * 1024, account: 1024 * 1024 } as const;
const TYPE = "application/x-www-form-urlencoded";

/** What became of a form: where to go, or its page again with what was wrong. */
export type Taken =
  | { readonly redirect: Redirect }
  | { readonly content: PageContent; readonly status: number; readonly request: PageRequest };

/** Whoever sent a form, and what was sent. */
interface Sender {
  readonly accounts: ServedAccounts;
  readonly visit: Visit;
  /** Reads what was sent, once, whoever asks again; `most`: bytes. */
  readonly read: (most: number) => Promise<URLSearchParams>;
}

export function readOnce({ req }: Context): Sender["read"] {
  let body: Promise<string> | null = null;
  return async (most) => new URLSearchParams(await (body ??= readBody(req, TYPE, most)));
}

/**
 * Reads a form, checks that it was sent from a page of this session, and takes it. Throws Unreadable or Forbidden for what
 * no page of ours sends; what a person typed wrong comes back with the page.
 */
export async function takeForm(
  site: Site,
  { fields: shape, take, page }: Form,
  asked: PageRequest,
  { accounts, visit, read, lookAgain }: Sender & { readonly lookAgain: () => Account | null },
): Promise<Taken> {
  const { account } = visit;
  await (account
    ? accounts.limits.count("writes", account.id)
    : accounts.limits.count("strangers", visit.place.address));
  const most = BYTES_MAX[account === null ? "nobody" : "account"];
  const sent = await read(most);
  if (account !== null && !isEqual(sent.get(FORM_TOKEN) ?? "", visit.formToken)) {
    throw new Forbidden("This form is of another session. Go back, load the page again and send it anew.");
  }
  const request = { ...asked, account: lookAgain() };
  try {
    const { session, place } = visit;
    const actor = { by: account?.name ?? null, address: place.address };
    const fields = readFields(sent, shape);
    const taken = await take(site, { ...request, fields, accounts: accounts.store, lookAgain, actor, place, session });
    return "to" in taken ? { redirect: taken } : { content: taken, status: taken.status ?? 200, request };
  } catch (error) {
    const refused = refusedOf(error, sent);
    if (refused === null) throw error;
    const again = { ...request, refused };
    const content = await page(site, again);
    if (!("body" in content)) throw error;
    if (!(error instanceof TooMany || error instanceof Unavailable)) return { content, status: 422, request: again };
    const headers = { "retry-after": String(error.seconds) };
    return { content: { ...content, headers }, status: error instanceof TooMany ? 429 : 503, request: again };
  }
}

/** What was written into a form of somebody who is signed out by now, so that it is not lost; null: nothing. */
export async function readUnsent(
  { written = [] }: Form,
  address: string,
  { accounts, visit, read }: Sender,
): Promise<Unsent | null> {
  if (written.length === 0) return null;
  try {
    await accounts.limits.count("strangers", visit.place.address);
    const sent = await read(BYTES_MAX.account);
    const texts = written.flatMap((name) => sent.getAll(name)).filter((text) => text.trim() !== "");
    // A form's address is that of its page with one step more.
    return texts.length === 0 ? null : { texts, page: address.replace(/\/[^/]*$/, "") };
  } catch (error) {
    if (error instanceof TooMany || error instanceof Unreadable) return null;
    throw error;
  }
}

function refusedOf(error: unknown, values: URLSearchParams): Refused | null {
  // What fails outside, as the disk, is nothing that whoever sent it can mend.
  const isTheirs = error instanceof UserError && error.exitCode !== EXIT.outside;
  const isTold = error instanceof BadRequest || error instanceof TooMany || error instanceof Unavailable;
  if (!isTheirs && !isTold) return null;
  return { message: error.message, field: error instanceof BadField ? error.field : null, values };
}

function isEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
