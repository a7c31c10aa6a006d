import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  disableUser,
  enableUser,
  findUser,
  linkIdentity,
  listEvents,
  listSessions,
  OPERATOR,
  unlinkIdentity,
} from "../../src/accounts/index.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { PASSWORD } from "../helpers/visitor.ts";
import { type OpenIdProvider, startOpenIdProvider } from "../helpers/openid-provider.ts";

/** Signing in by an OpenID provider, against a real one. */

let provider: OpenIdProvider;
let served: ServedAccounts;
beforeAll(async () => {
  provider = await startOpenIdProvider();
  served = await serveAccounts({ ada: "admin", grace: "reviewer" }, { issuer: provider.issuer });
  provider.register(`${served.url}/sign-in/oidc/callback`);
  linkIdentity(served.accounts, "grace", { issuer: provider.issuer, subject: "7f3a9c52" }, OPERATOR);
});
afterAll(async () => {
  await served.stop();
  await provider.stop();
});
beforeEach(() => {
  provider.subject = "7f3a9c52";
});

/** A browser as far as it takes one: it keeps each origin's cookies, and goes from place to place one step at a time. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Response> {
    const cookies = this.cookiesOf(url);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "" || /Max-Age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  cookiesOf(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const known = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, known);
    return known;
  }

  /** Follows redirects up to an address that begins so, and gives it. */
  async goTo(url: string, end: string): Promise<string> {
    for (let at = url, steps = 0; steps < 10; steps++) {
      const to = (await this.get(at)).headers.get("location");
      if (to === null) throw new Error(`${at} leads nowhere`);
      at = new URL(to, at).href;
      if (at.startsWith(end)) return at;
    }
    throw new Error(`${url} never leads to ${end}`);
  }

  /** Sets out, is signed in at the provider, and gives the address by which it would come back. */
  leave(next = "/account"): Promise<string> {
    return this.goTo(`${served.url}/sign-in/oidc?next=${encodeURIComponent(next)}`, `${served.url}/`);
  }
}

/** Where an answer leads on our site, or what stands there of what went wrong. */
const targetOf = (answer: Response): string => answer.headers.get("location") ?? "";
const lastEvent = (): string[] =>
  listEvents(served.accounts, { limit: 1 }).map(({ kind, user, detail }) => `${kind} ${user}: ${detail}`);

test("the page to sign in leads to the provider, with PKCE, state and nonce, and back where one wanted to go", async () => {
  const browser = new Browser();
  const page = await (await browser.get(`${served.url}/sign-in?next=%2Freview`)).text();
  expect(page).toContain('<a href="/sign-in/oidc?next=%2Freview">Sign in with the university</a>');
  const out = await browser.get(`${served.url}/sign-in/oidc?next=%2Freview`);
  const asked = new URL(targetOf(out)).searchParams;
  expect([out.status, new URL(targetOf(out)).origin, out.headers.get("cache-control")]).toEqual([
    303,
    provider.issuer,
    "no-store",
  ]);
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: "code", scope: "openid" });
  expect([asked.get("code_challenge_method"), asked.get("redirect_uri")]).toEqual([
    "S256",
    `${served.url}/sign-in/oidc/callback`,
  ]);
  for (const name of ["state", "nonce", "code_challenge"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
  const [cookie = ""] = out.headers.getSetCookie();
  expect(cookie).toMatch(/^corrigible-sign-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  const back = await browser.get(await browser.goTo(targetOf(out), served.url));
  expect([back.status, targetOf(back)]).toEqual([303, "/review"]);
  expect([...browser.cookiesOf(served.url).keys()]).toEqual(["corrigible"]);
  expect(await (await browser.get(`${served.url}/review`)).text()).toContain('<a href="/account">grace</a>');
  expect(lastEvent()).toEqual(["signed-in grace: provider"]);
  expect(served.problems).toEqual([]);
});

test("a target that is not ours is none", async () => {
  const browser = new Browser();
  expect(targetOf(await browser.get(await browser.leave("https://evil.example/")))).toBe("/");
});

test("another state than the one that was given is refused, and ends the sign-in", async () => {
  const browser = new Browser();
  const back = await browser.leave();
  const forged = new URL(back);
  forged.searchParams.set("state", "A".repeat(43));
  expect(targetOf(await browser.get(forged.href))).toBe("/sign-in?failed=refused&next=%2Faccount");
  expect(lastEvent()).toEqual(["sign-in-failed null: by provider: what the provider answered does not hold"]);
  expect(targetOf(await browser.get(back))).toBe("/sign-in?failed=begun-elsewhere");
  expect(lastEvent()).toEqual(["sign-in-failed null: by provider: this browser began none, or too long ago"]);
  expect([...browser.cookiesOf(served.url).keys()]).toEqual([]);
  const page = await (await browser.get(`${served.url}/sign-in?failed=refused`)).text();
  expect(page).toContain("The provider did not confirm who you are.");
});

test("a code counts once, and in the browser that set out for it", async () => {
  const [browser, other] = [new Browser(), new Browser()];
  const back = await browser.leave();
  expect(targetOf(await other.get(back))).toBe("/sign-in?failed=begun-elsewhere");
  await other.leave();
  expect(targetOf(await other.get(back))).toContain("failed=refused");
  expect(targetOf(await browser.get(back))).toBe("/account");
  expect(targetOf(await browser.get(back))).toBe("/sign-in?failed=begun-elsewhere");
  // Anyone can bring that about: the trail, which keeps its lines for ever, tells of it once an hour.
  expect(lastEvent()).toEqual(["signed-in grace: provider"]);
});

test("a code that the provider gave already is refused by it, also with everything else in order", async () => {
  const browser = new Browser();
  const used = new URL(await browser.leave());
  await browser.get(used.href);
  const again = new URL(await browser.leave());
  again.searchParams.set("code", used.searchParams.get("code") ?? "");
  const problems = served.problems.length;
  expect(targetOf(await browser.get(again.href))).toContain("failed=refused");
  expect(served.problems.slice(problems)).toEqual([expect.stringContaining("invalid_grant")]);
  expect(served.problems.join()).not.toContain(again.searchParams.get("code"));
});

test("who takes longer than ten minutes begins anew", async () => {
  const browser = new Browser();
  const back = await browser.leave();
  served.advance(10 * 60_000 + 1_000);
  expect(targetOf(await browser.get(back))).toBe("/sign-in?failed=begun-elsewhere");
});

test("who has no account here gets none, and the audit trail says who it was", async () => {
  provider.subject = "somebody-else";
  const browser = new Browser();
  expect(targetOf(await browser.get(await browser.leave()))).toBe("/sign-in?failed=no-account&next=%2Faccount");
  expect(lastEvent()).toEqual([`sign-in-failed null: by provider: no account of somebody-else at ${provider.issuer}`]);
  // Nor by having the name of one.
  provider.subject = "ada";
  expect(targetOf(await new Browser().get(await browser.leave()))).toContain("failed");
  expect(targetOf(await browser.get(`${served.url}/account`))).toContain("/sign-in");
});

test("who is disabled is not let in, and is not told why", async () => {
  disableUser(served.accounts, "grace", OPERATOR);
  const browser = new Browser();
  expect(targetOf(await browser.get(await browser.leave()))).toBe("/sign-in?failed=no-account&next=%2Faccount");
  expect(lastEvent()).toEqual(["sign-in-failed grace: by provider: the account is disabled"]);
  enableUser(served.accounts, "grace", OPERATOR);
});

test("unlinking ends the sessions that began so, and no others", async () => {
  const browser = new Browser();
  await browser.get(await browser.leave());
  await fetch(`${served.url}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ name: "grace", password: PASSWORD }),
    headers: { "sec-fetch-site": "same-origin" },
    redirect: "manual",
  });
  const { id } = findUser(served.accounts, "grace");
  const methods = (): string[] =>
    [...new Set(listSessions(served.accounts, id).map(({ method }) => method))].toSorted();
  expect(methods()).toEqual(["password", "provider"]);
  unlinkIdentity(served.accounts, "grace", OPERATOR);
  expect(methods()).toEqual(["password"]);
  expect(targetOf(await browser.get(`${served.url}/account`))).toContain("/sign-in");
  expect(targetOf(await browser.get(await browser.leave()))).toContain("failed=no-account");
  linkIdentity(served.accounts, "grace", { issuer: provider.issuer, subject: "7f3a9c52" }, OPERATOR);
});

test("where the provider is down, passwords still work", async () => {
  const down = await serveAccounts({ ada: "admin" }, { issuer: "http://127.0.0.1:65535" });
  try {
    const browser = new Browser();
    const answer = await browser.get(`${down.url}/sign-in/oidc`);
    expect([answer.status, targetOf(answer)]).toEqual([303, "/sign-in?failed=unreachable&next=%2Faccount"]);
    const page = await (await browser.get(down.url + targetOf(answer))).text();
    expect(page).toContain("The provider cannot be reached now.");
    expect(listEvents(down.accounts, { limit: 1 })[0]).toMatchObject({ kind: "sign-in-failed" });
    const form = { method: "POST", body: new URLSearchParams({ name: "ada", password: PASSWORD }) } as const;
    const headers = { "sec-fetch-site": "same-origin" };
    const byPassword = await fetch(`${down.url}/sign-in`, { ...form, headers, redirect: "manual" });
    expect(targetOf(byPassword)).toBe("/account");
    expect([down.problems, down.defects]).toEqual([[expect.stringContaining("ECONNREFUSED")], []]);
  } finally {
    await down.stop();
  }
});

test("no page failed", () => {
  expect(served.defects).toEqual([]);
});
