import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import {
  beginSignIn,
  type Place,
  recordNobodysFailure,
  SIGN_IN_MS_MAX,
  signInByIdentity,
  takeSignIn,
} from "../../accounts/index.ts";
import { TooMany } from "../page.ts";
import type { SiteSource } from "../site.ts";
import { ownPath, refuseUnlessAllowed } from "./guard.ts";
import type { Provider } from "./provider.ts";
import { type ProviderFailure, PROVIDER_PATH, SIGN_IN_PATH } from "./sign-in.tsx";
import { readVisit, type ServedAccounts, setSession, type Visit } from "./visit.ts";

/** Where a browser comes back to. */
const CALLBACK_PATH = `${PROVIDER_PATH}/callback`;
const COOKIE = "corrigible-sign-in";
/** Longest cookie that is looked at, in characters. */
const SECRET_LENGTH_MAX = 100;

interface Served {
  readonly source: SiteSource;
  readonly accounts: ServedAccounts;
  readonly provider: Provider;
}

/** Adds the way to a provider and back: both by GET, since a form may send nobody to another site. */
export function addProvider(app: Hono, served: Served): void {
  app.get(PROVIDER_PATH, (context) => answer(context, served, leave));
  app.get(CALLBACK_PATH, (context) => answer(context, served, comeBack));
}

/** Where to go now, or why not. */
type Outcome = { readonly to: string } | { readonly failed: ProviderFailure; readonly next?: string };

async function answer(
  context: Context,
  served: Served,
  act: (context: Context, served: Served, visit: Visit) => Promise<Outcome>,
): Promise<Response> {
  context.header("cache-control", "no-store");
  const visit = await readVisit(context, served.accounts);
  refuseUnlessAllowed(visit.account, "session.begin");
  try {
    await served.accounts.limits.count("strangers", visit.place.address);
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return context.text(`${error.message}\n`, 429, { "retry-after": String(error.seconds) });
  }
  const outcome = await act(context, served, visit);
  if ("to" in outcome) return context.redirect(outcome.to, 303);
  const query = new URLSearchParams({ failed: outcome.failed, ...(outcome.next ? { next: outcome.next } : {}) });
  return context.redirect(`${SIGN_IN_PATH}?${query.toString()}`, 303);
}

async function leave(context: Context, served: Served, { place }: Visit): Promise<Outcome> {
  const { accounts, provider } = served;
  const next = ownPath(context.req.query("next") ?? "/account");
  const begun = beginSignIn(accounts.store, next);
  try {
    const to = await provider.addressFor(`${await baseOf(context, served)}${CALLBACK_PATH}`, begun);
    keepSecret(context, accounts, begun.secret);
    return { to };
  } catch (error) {
    provider.tell(error);
    recordFailure(accounts, place, "the provider cannot be reached");
    return { failed: "unreachable", next };
  }
}

async function comeBack(context: Context, served: Served, { place }: Visit): Promise<Outcome> {
  const { accounts, provider } = served;
  const secret = getCookie(context, COOKIE, accounts.isSecure ? "host" : undefined) ?? "";
  keepSecret(context, accounts, null);
  const begun = secret.length > SECRET_LENGTH_MAX ? null : takeSignIn(accounts.store, secret);
  if (!begun) {
    recordFailure(accounts, place, "this browser began none, or too long ago");
    return { failed: "begun-elsewhere" };
  }
  const { next } = begun;
  try {
    const { search } = new URL(context.req.url);
    const subject = await provider.subjectOf(
      new URL(`${await baseOf(context, served)}${CALLBACK_PATH}${search}`),
      begun,
    );
    const done = signInByIdentity(accounts.store, { issuer: provider.issuer, subject }, place);
    if (done.outcome !== "signed-in") return { failed: "no-account", next };
    setSession(context, accounts, done.secret);
    return { to: next };
  } catch (error) {
    provider.tell(error);
    recordFailure(accounts, place, "what the provider answered does not hold");
    return { failed: "refused", next };
  }
}

function recordFailure({ store }: ServedAccounts, { address }: Place, why: string): void {
  recordNobodysFailure(store, address, `by provider: ${why}`);
}

/** Where this browser reaches us: the public address, else the one it used. */
async function baseOf(context: Context, { source }: Served): Promise<string> {
  return (await source.current()).publicUrl ?? new URL(context.req.url).origin;
}

/** What ties the way back to this browser. Lax: it comes back by a link of the provider's. */
function keepSecret(context: Context, { isSecure }: ServedAccounts, secret: string | null): void {
  setCookie(context, COOKIE, secret ?? "", {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: secret === null ? 0 : SIGN_IN_MS_MAX / 1000,
    ...(isSecure ? { prefix: "host" as const, secure: true } : {}),
  });
}
