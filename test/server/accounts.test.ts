import { afterAll, beforeAll, expect, test } from "vitest";
import {
  createToken,
  disableUser,
  enableUser,
  findUser,
  listEvents,
  listTokens,
  OPERATOR,
  setPassword,
} from "../../src/accounts/index.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { serveWorkspace } from "../../src/server/index.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { PASSWORD, Visitor } from "../helpers/visitor.ts";

/** Signing in and out, sessions, forms: over HTTP, as a browser without scripts does it. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let served: ServedAccounts;
beforeAll(async () => {
  served = await serveAccounts({ ada: "admin", grace: "reviewer", lou: "reader", hal: "respondent", eve: "reader" });
});
afterAll(() => served.stop());

let addresses = 0;
/** A visitor from an address of their own, so that one's failures are not another's. */
const visitor = (): Visitor => new Visitor(served.url, { "x-forwarded-for": `192.0.2.${++addresses}` });
async function signedIn(name: string): Promise<Visitor> {
  const one = visitor();
  expect((await one.signIn(name)).status).toBe(303);
  return one;
}
const events = (): string[] => listEvents(served.accounts, { limit: 1 }).map(({ kind, user }) => `${kind} ${user}`);

test("signs in, shows who is signed in, and signs out", async () => {
  const one = visitor();
  expect(await (await one.get("/")).text()).toContain('href="/sign-in"');
  const answer = await one.post("/sign-in?next=%2Fchanges%3Flab%3Dopenai", { name: " ADA ", password: PASSWORD });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/changes?lab=openai"]);
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^corrigible=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(await (await one.get("/")).text()).toContain('<a href="/account">ada</a>');
  expect(events()).toEqual(["signed-in ada"]);
  const old = one.cookie;
  const out = await one.post("/sign-out");
  expect([out.headers.get("location"), out.headers.get("clear-site-data")]).toEqual(["/", '"cache", "storage"']);
  expect(events()).toEqual(["signed-out ada"]);
  one.cookie = old;
  expect((await one.get("/account")).headers.get("location")).toBe("/sign-in?next=%2Faccount");
});

test("a target of signing in is ours alone", async () => {
  for (const next of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "\\\\evil",
  ]) {
    const answer = await visitor().post(`/sign-in?next=${encodeURIComponent(next)}`, {
      name: "ada",
      password: PASSWORD,
    });
    expect([next, answer.headers.get("location")]).toEqual([next, "/"]);
  }
});

test("a page for somebody is kept by nothing, and nobody else gets it", async () => {
  const ada = await signedIn("ada");
  const own = await ada.get("/methods");
  expect(own.headers.get("cache-control")).toBe("no-store");
  expect(own.headers.get("etag")).toBeNull();
  expect(own.headers.get("vary")).toContain("cookie");
  expect(own.headers.get("x-frame-options")).toBe("DENY");
  expect(own.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await own.text()).toContain("ada</a>");
  const others = await (await visitor().get("/methods")).text();
  expect(others).not.toContain("ada</a>");
  // Nor does the page for nobody, which is kept, reach somebody.
  expect(await (await ada.get("/methods")).text()).toContain("ada</a>");
  const sign = await visitor().get("/sign-in");
  expect(sign.headers.get("cache-control")).toBe("no-store");
});

test("a form from elsewhere, of another session or without its token is refused", async () => {
  const ada = await signedIn("ada");
  for (const headers of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "", origin: "https://evil.example" },
    { "sec-fetch-site": "", origin: "null" },
  ]) {
    expect([headers, (await ada.post("/sign-out", {}, headers)).status]).toEqual([headers, 403]);
  }
  expect((await ada.post("/sign-out", { "form-token": "" })).status).toBe(403);
  expect((await ada.post("/sign-out", { "form-token": "x".repeat(43) })).status).toBe(403);
  const grace = await signedIn("grace");
  const page = await (await grace.get("/account")).text();
  const foreign = /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  expect((await ada.post("/sign-out", { "form-token": foreign })).status).toBe(403);
  expect((await ada.get("/account")).status).toBe(200);
});

test("what is no form of ours is refused: its type, its length, a field that it does not have", async () => {
  const headers = { "sec-fetch-site": "same-origin" };
  const send = (body: string, type: string): Promise<Response> =>
    fetch(`${served.url}/sign-in`, { method: "POST", body, headers: { ...headers, "content-type": type } });
  expect((await send('{"name":"ada"}', "application/json")).status).toBe(415);
  expect((await send("name=ada", "multipart/form-data; boundary=x")).status).toBe(415);
  expect((await send(`name=${"x".repeat(20_000)}`, "application/x-www-form-urlencoded")).status).toBe(413);
  expect((await send("name=ada&colour=red", "application/x-www-form-urlencoded")).status).toBe(422);
  expect((await fetch(`${served.url}/sign-in`, { method: "PUT", headers })).status).toBe(405);
  expect((await fetch(`${served.url}/changes`, { method: "POST", headers })).status).toBe(405);
});

test("challenges for passkeys are made so many times a minute, and no more", async () => {
  const one = visitor();
  const ask = (): Promise<Response> => one.get("/sign-in/passkey/options");
  const answers: number[] = [];
  for (let tries = 0; tries < 130; tries++) answers.push((await ask()).status);
  expect([answers[0], answers.at(-1)]).toEqual([200, 429]);
});

test("a session ends after two hours without use, and after twelve in any case", async () => {
  const ada = await signedIn("ada");
  served.advance(2 * HOUR - MINUTE);
  expect((await ada.get("/account")).status).toBe(200);
  served.advance(2 * HOUR + MINUTE);
  expect((await ada.get("/account")).status).toBe(303);
  const grace = await signedIn("grace");
  for (let hour = 1; hour <= 11; hour++) {
    served.advance(HOUR);
    expect((await grace.get("/account")).status).toBe(200);
  }
  served.advance(HOUR + MINUTE);
  expect((await grace.get("/account")).status).toBe(303);
});

test("signing in gives another secret than the one that was there, and only its hash is kept", async () => {
  const ada = visitor();
  ada.cookie = `corrigible=${"A".repeat(43)}`;
  await ada.signIn("ada");
  expect(ada.cookie).not.toContain("AAAA");
  const secret = ada.cookie.slice("corrigible=".length);
  const rows = served.accounts.database.prepare("select * from sessions").all();
  expect(JSON.stringify(rows)).not.toContain(secret);
  expect(rows.some(({ hash }) => Buffer.from(hash as Uint8Array).toString("base64url") === secret)).toBe(false);
});

test("signing in again ends the session that the browser had", async () => {
  const one = await signedIn("grace");
  const first = one.cookie;
  expect((await one.signIn("eve")).status).toBe(303);
  expect(await (await one.get("/account")).text()).toContain("You are reader");
  const old = visitor();
  old.cookie = first;
  expect((await old.get("/account")).status).toBe(303);
});

test("another password ends all sessions but this browser's, which goes on with a new one", async () => {
  const [here, there] = [await signedIn("lou"), await signedIn("lou")];
  const old = here.cookie;
  const change = (current: string, first: string, second = first): Promise<Response> =>
    here.post("/account/password", { current, new: first, again: second });
  expect(await (await change(PASSWORD, "amber kettle sings low", "amber kettle")).text()).toContain("differ");
  expect(await (await change("not mine at all", "amber kettle sings low")).text()).toContain("not your password");
  expect(await (await change(PASSWORD, "short")).text()).toContain("at least 12 characters");
  expect(await (await change(PASSWORD, "password1234")).text()).toContain("easily guessed");
  expect((await there.get("/account")).status).toBe(200);
  expect((await change(PASSWORD, "amber kettle sings low")).status).toBe(303);
  expect((await here.get("/account")).status).toBe(200);
  expect(here.cookie).not.toBe(old);
  expect((await there.get("/account")).status).toBe(303);
  expect((await visitor().signIn("lou")).status).toBe(422);
  expect((await visitor().signIn("lou", "amber kettle sings low")).status).toBe(303);
});

test("a password's length is counted alike wherever it is given, and one that is too long is refused, not cut", async () => {
  const eve = await signedIn("eve");
  const set = async (current: string, next: string): Promise<number> =>
    (await eve.post("/account/password", { current, new: next, again: next })).status;
  // 128 characters of two code units each, then one that NFKC makes two.
  const pairs = Array.from({ length: 128 }, (_, at) => String.fromCodePoint(0x1f400 + ((at * 37) % 61))).join("");
  expect(await set(PASSWORD, `${pairs}x`)).toBe(422);
  expect(await set(PASSWORD, `${pairs.slice(0, -2)}\u{fb01}`)).toBe(422);
  expect(await set(PASSWORD, pairs)).toBe(303);
  const longer = await visitor().signIn("eve", `${pairs}x`);
  expect([longer.status, await longer.text()]).toEqual([422, expect.stringContaining("at most 128 characters")]);
  expect((await visitor().signIn("eve", pairs)).status).toBe(303);
  expect(await set(pairs, PASSWORD)).toBe(303);
});

test("ends one session, or all of them", async () => {
  const [here, there] = [await signedIn("hal"), await signedIn("hal")];
  const page = await (await there.get("/account")).text();
  const ids = [...page.matchAll(/name="session" value="(\d+)"/g)].map(([, id]) => Number(id));
  expect(ids).toHaveLength(2);
  expect((await there.post("/account/sessions", { session: String(Math.min(...ids)) })).status).toBe(303);
  expect([(await here.get("/account")).status, (await there.get("/account")).status]).toEqual([303, 200]);
  const grace = await signedIn("grace");
  expect((await grace.post("/account/sessions", { session: String(Math.max(...ids)) })).status).toBe(422);
  expect((await there.get("/account")).status).toBe(200);
  expect((await there.post("/account/sessions", { session: "all" })).headers.get("location")).toBe("/");
  expect((await there.get("/account")).status).toBe(303);
});

test("after five failures a name waits, then twice as long, whether it is anybody's or nobody's", async () => {
  const one = visitor();
  const said = async (name: string, password: string): Promise<readonly [number, string]> => {
    const answer = await one.signIn(name, password);
    return [answer.status, /role="alert">([^<]+)</.exec(await answer.text())?.[1]?.trim() ?? ""];
  };
  for (const name of ["eve", "nobody"]) {
    for (let at = 0; at < 5; at++) expect(await said(name, "wrong")).toEqual([422, "Name or password is wrong."]);
    expect(await said(name, PASSWORD)).toEqual([429, "Too many attempts. Try again in a minute."]);
  }
  // Who guesses keeps nobody else out.
  expect((await visitor().signIn("eve", "wrong")).status).toBe(422);
  served.advance(31_000);
  for (const name of ["eve", "nobody"]) {
    expect(await said(name, "wrong")).toEqual([422, "Name or password is wrong."]);
    served.advance(31_000);
    expect((await said(name, PASSWORD))[0]).toBe(429);
    served.advance(30_000);
  }
  expect((await one.signIn("eve")).status).toBe(303);
  expect(listEvents(served.accounts, { kind: "locked-out", user: "eve", limit: 9 }).length).toBe(2);
  const told = listEvents(served.accounts, { kind: "sign-in-failed", limit: 50 });
  expect(told.filter(({ detail }) => detail.startsWith("no such account"))).toHaveLength(1);
});

test("many guesses at once are counted as many", async () => {
  const one = visitor();
  const tries = await Promise.all(Array.from({ length: 20 }, () => one.signIn("grace", "wrong")));
  expect(tries.filter(({ status }) => status === 422)).toHaveLength(5);
  expect(tries.filter(({ status }) => status === 429)).toHaveLength(15);
  served.advance(31_000);
  expect((await one.signIn("grace")).status).toBe(303);
});

test("no more than sixteen passwords are looked at at once", async () => {
  const tries = await Promise.all(Array.from({ length: 60 }, (_, at) => visitor().signIn(`crowd ${at}`, "wrong")));
  const refused = tries.filter(({ status }) => status === 429);
  expect(tries.filter(({ status }) => status === 422).length + refused.length).toBe(60);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ headers }) => headers.get("retry-after")))).toEqual(new Set(["5"]));
  expect((await visitor().signIn("ada")).status).toBe(303);
});

test("an address that fails with one name after another waits too, and an account there does not shorten it", async () => {
  const one = await signedIn("hal");
  for (let at = 0; at < 30; at++) expect((await one.signIn(`name ${at}`, "wrong")).status).toBe(422);
  expect((await one.signIn("ada")).status).toBe(429);
  const token = { label: "x", scopes: "read", days: "1", current: PASSWORD };
  expect((await one.post("/account/tokens", token)).status).toBe(200);
  expect((await one.signIn("ada")).status).toBe(429);
  expect((await visitor().signIn("ada")).status).toBe(303);
});

test("by https alone: the cookie is of this host and secure, and browsers come by nothing else for a year", async () => {
  const server = await serveWorkspace(openWorkspace(served.workspace), {
    port: 0,
    host: "127.0.0.1",
    publicUrl: "https://audits.example.org",
    onDefect: () => {},
    accounts: { store: served.accounts, isBehindProxy: true, provider: null },
  });
  const send = (origin: string): Promise<Response> =>
    fetch(`${server.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin, "x-forwarded-for": "192.0.2.200" },
      body: new URLSearchParams({ name: "ada", password: PASSWORD }),
    });
  try {
    const answer = await send("https://audits.example.org");
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-corrigible=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(answer.headers.get("strict-transport-security")).toBe("max-age=31536000");
    const [cookie = ""] = answer.headers.getSetCookie()[0]?.split(";") ?? [];
    const account = await fetch(`${server.url}/account`, { headers: { cookie }, redirect: "manual" });
    expect(account.status).toBe(200);
    const plain = { cookie: cookie.replace("__Host-", "") };
    expect((await fetch(`${server.url}/account`, { headers: plain, redirect: "manual" })).status).toBe(303);
    expect((await send(server.url)).status).toBe(403);
  } finally {
    server.close();
    await server.closed;
  }
});

test("what is typed is a value, never a part of SQL", async () => {
  const quotes = "' or '1'='1' --";
  expect((await visitor().signIn(quotes, quotes)).status).toBe(422);
  const ada = await signedIn("ada");
  const trail = await (await ada.get(`/audit-trail?user=${encodeURIComponent(quotes)}`)).text();
  expect(trail).not.toContain('data-label="What"');
  expect((await fetch(`${served.url}/search?q=${encodeURIComponent(quotes)}`)).status).toBe(200);
});

test("a form asks for a password as one, and lets managers fill it in", async () => {
  const page = await (await visitor().get("/sign-in")).text();
  expect(page).toMatch(/<input type="password" name="password" autocomplete="current-password" required[^>]*>/);
  expect(page).toContain('autocomplete="username"');
  const account = await (await (await signedIn("ada")).get("/account")).text();
  expect(account.match(/type="password"[^>]*autocomplete="new-password"/g)).toHaveLength(2);
  expect(account).not.toMatch(/onpaste|hint|question/i);
});

test("what is secret stands in no address", async () => {
  const one = visitor();
  expect((await one.get(`/sign-in?name=ada&password=${encodeURIComponent(PASSWORD)}`)).status).toBe(400);
  const ada = await signedIn("ada");
  for (const path of ["/", "/sign-in", "/account", "/users", "/audit-trail"]) {
    const page = await (await ada.get(path)).text();
    const addresses = [...page.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address = ""]) => address);
    expect(addresses.filter((address) => /token=|password=|session=/.test(address))).toEqual([]);
    expect(addresses.some((address) => address.includes(ada.cookie.slice("corrigible=".length)))).toBe(false);
    // Whatever asks for a secret is sent in the body.
    for (const [form] of page.matchAll(/<form[^>]*>(?:(?!<\/form>).)*type="password"/gs))
      expect(form).toContain('method="post"');
  }
});

test("an admin sees all accounts, changes roles, disables, and reads the audit trail", async () => {
  const ada = await signedIn("ada");
  const users = await (await ada.get("/users")).text();
  for (const name of ["ada", "grace", "lou", "hal", "eve"]) expect(users).toContain(`>${name}</a>`);
  const eve = await signedIn("eve");
  expect((await ada.post("/users/role", { user: "eve", role: "editor" })).status).toBe(303);
  expect(await (await eve.get("/account")).text()).toContain("You are editor");
  expect(events()).toEqual(["role-changed eve"]);
  expect((await ada.post("/users/sessions", { user: "eve" })).status).toBe(303);
  expect((await eve.get("/account")).status).toBe(303);
  const again = await signedIn("eve");
  expect((await ada.post("/users/disable", { user: "eve" })).status).toBe(303);
  expect((await again.get("/account")).status).toBe(303);
  expect((await visitor().signIn("eve")).status).toBe(422);
  expect((await ada.post("/users/enable", { user: "eve" })).status).toBe(303);
  expect((await visitor().signIn("eve")).status).toBe(303);
  for (const [path, fields] of [
    ["/users/disable", { user: "ada" }],
    ["/users/role", { user: "ada", role: "reader" }],
  ] as const) {
    const answer = await ada.post(path, fields);
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining("the only admin")]);
  }
  const trail = await (await ada.get("/audit-trail?kind=disabled&user=eve")).text();
  expect(trail.match(/data-label="What">disabled</g)).toHaveLength(1);
  expect(await (await ada.get("/audit-trail")).text()).toContain("sign-in-failed");
});

test("a token is made with the password again, shown once, and revoked by its owner alone", async () => {
  const grace = await signedIn("grace");
  const fields = { label: "notebook", scopes: "review", days: "30" };
  expect((await grace.post("/account/tokens", { ...fields, current: "wrong" })).status).toBe(422);
  const made = await grace.post("/account/tokens", { ...fields, current: PASSWORD });
  const [, secret = ""] = /<code>(corrigible_[\w-]{43})<\/code>/.exec(await made.text()) ?? [];
  expect([made.status, made.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const ask = (): Promise<Response> =>
    fetch(`${served.url}/api/v1/account`, { headers: { authorization: `Bearer ${secret}` } });
  expect(await (await ask()).json()).toMatchObject({ name: "grace", scopes: ["review"] });
  const page = await (await grace.get("/account")).text();
  expect(page).toContain("notebook");
  expect(page).not.toContain(secret);
  const [, token = ""] = /name="token" value="(\d+)"/.exec(page) ?? [];
  expect((await (await signedIn("hal")).post("/account/tokens/revoke", { token })).status).toBe(422);
  expect((await ask()).status).toBe(200);
  expect((await grace.post("/account/tokens/revoke", { token })).status).toBe(303);
  expect((await ask()).status).toBe(401);
});

test.each<[string, () => Promise<void> | void]>([
  ["another password", () => setPassword(served.accounts, "lou", "amber kettle sings lower", OPERATOR)],
  ["disabling, also once the account is enabled again", () => disableUser(served.accounts, "lou", OPERATOR)],
])("%s ends the tokens of an account for good", async (_, act) => {
  const lou = findUser(served.accounts, "lou");
  const { secret } = createToken(served.accounts, lou, { label: "x", scopes: ["read"], days: 9 }, OPERATOR);
  const headers = { authorization: `Bearer ${secret}` };
  const ask = async (): Promise<number> => (await fetch(`${served.url}/api/v1/account`, { headers })).status;
  expect(await ask()).toBe(200);
  await act();
  expect(listEvents(served.accounts, { user: "lou", limit: 1 })[0]?.detail).toMatch(/tokens: 1$/);
  if (findUser(served.accounts, "lou").disabled !== null) enableUser(served.accounts, "lou", OPERATOR);
  expect(await ask()).toBe(401);
  expect(listTokens(served.accounts, lou.id).every(({ revoked }) => revoked !== null)).toBe(true);
});

test("who is signed in and refused stands in the audit trail, on pages as by forms, and no more than thirty times a minute", async () => {
  const hal = await signedIn("hal");
  const refusals = (): string[] =>
    listEvents(served.accounts, { kind: "refused", user: "hal", limit: 99 }).map(({ detail }) => detail);
  expect((await hal.get("/users?x=secret")).status).toBe(403);
  expect((await hal.post("/users/disable", { user: "ada" })).status).toBe(403);
  expect(refusals()).toEqual(["POST /users/disable", "GET /users"]);
  for (let at = 0; at < 35; at++) await hal.get("/audit-trail");
  expect(refusals()).toHaveLength(30);
  const strangers = listEvents(served.accounts, { kind: "refused", limit: 99 }).length;
  await visitor().get("/users");
  await visitor().post("/users/disable", { user: "ada" });
  expect(listEvents(served.accounts, { kind: "refused", limit: 99 })).toHaveLength(strangers);
});

test("no page failed", () => {
  expect(served.defects).toEqual([]);
});
