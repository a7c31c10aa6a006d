import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  askForPasskey,
  disableUser,
  enableUser,
  findUser,
  listEvents,
  listPasskeys,
  OPERATOR,
  removePasskeysOf,
  signInByPasskey,
} from "../../src/accounts/index.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { PASSWORD } from "../helpers/visitor.ts";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";

/** Passkeys in Chromium, with the authenticator that its debugger plays. */

describe.skipIf(CHROMIUM === null)(`passkeys${WHY_NO_BROWSER}`, () => {
  let served: ServedAccounts;
  /** The site by a name: for a bare IP address no browser makes a passkey. */
  let site: string;
  let browser: Browser;
  beforeAll(async () => {
    served = await serveAccounts({ ada: "admin", grace: "reviewer" });
    site = served.url.replace("127.0.0.1", "localhost");
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await served.stop();
  });

  let context: BrowserContext;
  let page: Page;
  let debug: CDPSession;
  let authenticatorId: string;
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    debug = await context.newCDPSession(page);
    await debug.send("WebAuthn.enable");
    ({ authenticatorId } = await debug.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  });
  afterEach(async () => {
    await context.close();
    for (const name of ["ada", "grace"]) removePasskeysOf(served.accounts, findUser(served.accounts, name), OPERATOR);
  });

  const passkeysOf = (name: string) => listPasskeys(served.accounts, findUser(served.accounts, name).id);
  const lastEvent = (): string =>
    listEvents(served.accounts, { limit: 1 }).map(({ kind, user, detail }) => `${kind} ${user}: ${detail}`)[0] ?? "";

  async function signIn(name: string): Promise<void> {
    await page.goto(`${site}/sign-in?next=%2Faccount`);
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(`${site}/account`);
  }

  async function makePasskey(label: string): Promise<void> {
    const form = page.getByRole("form", { name: "Make a passkey" });
    await form.getByLabel("What you call it").fill(label);
    await form.getByLabel("Your password").fill(PASSWORD);
    await form.getByRole("button").click();
    await page.getByRole("button", { name: `Make ${label}` }).click();
    await page.waitForURL(`${site}/account#passkeys`);
  }

  /** Signs out and in again by the passkey; gives what was sent. */
  async function signInByIt(end = "/account"): Promise<string> {
    await context.clearCookies();
    await page.goto(`${site}/sign-in?next=%2Faccount`);
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL((url) => url.pathname === end);
    return new URLSearchParams((await sent).postData() ?? "").get("answer") ?? "";
  }

  const send = (answer: string): Promise<Response> =>
    fetch(`${site}/sign-in/passkey`, {
      method: "POST",
      body: new URLSearchParams({ answer }),
      headers: { "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });

  test("one is made with the password, signs in without a name, and is removed with its sessions", async () => {
    await signIn("ada");
    await makePasskey("laptop");
    expect(lastEvent()).toBe("passkey-added ada: laptop");
    expect(await page.getByRole("row", { name: /^laptop/ }).innerText()).toContain("never");
    await signInByIt();
    expect(await page.locator("h1").innerText()).toBe("ada");
    expect(lastEvent()).toBe("signed-in ada: passkey");
    expect(await page.getByRole("row", { name: /^laptop/ }).innerText()).not.toContain("never");
    await page.getByRole("form", { name: "Remove laptop" }).getByRole("button").click();
    await page.waitForURL(/\/sign-in\?next=/);
    expect(passkeysOf("ada")).toEqual([]);
    await signInByIt("/sign-in/passkey");
    expect(await page.getByRole("alert").innerText()).toBe(
      "This passkey does not sign in here. Try again, or sign in by password.",
    );
    expect(lastEvent()).toBe("sign-in-failed null: by passkey: no such passkey");
  });

  test("the wrong password makes none, and the device that has one makes no second", async () => {
    await signIn("ada");
    const form = page.getByRole("form", { name: "Make a passkey" });
    await form.getByLabel("What you call it").fill("laptop");
    await form.getByLabel("Your password").fill("not my password");
    await form.getByRole("button").click();
    expect(await page.getByRole("alert").innerText()).toContain("That is not your password");
    await page.goto(`${site}/account`);
    await makePasskey("laptop");
    await form.getByLabel("What you call it").fill("again");
    await form.getByLabel("Your password").fill(PASSWORD);
    await form.getByRole("button").click();
    await page.getByRole("button", { name: "Make again" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("Nothing came of it");
    expect(passkeysOf("ada").map(({ label }) => label)).toEqual(["laptop"]);
  });

  test("an answer counts once, within five minutes, and as it was signed", async () => {
    await signIn("ada");
    await makePasskey("laptop");
    const used = await signInByIt();
    expect((await send(used)).status).toBe(422);
    expect(lastEvent()).toBe("sign-in-failed ada: by passkey: its answer does not hold");
    // What is held back stays unused.
    await page.route(/\/sign-in\/passkey(\?|$)/, (route) => route.fulfill({ body: "held back" }));
    const late = await signInByIt("/sign-in/passkey");
    served.advance(5 * 60_000 + 1_000);
    expect((await send(late)).status).toBe(422);
    const fresh = await signInByIt("/sign-in/passkey");
    const forged = JSON.parse(fresh) as { response: { signature: string } };
    forged.response.signature = (JSON.parse(used) as typeof forged).response.signature;
    expect((await send(JSON.stringify(forged))).status).toBe(422);
    const other = await signInByIt("/sign-in/passkey");
    expect((await send(other)).status).toBe(303);
    for (const nothing of ["", "{}", "null", "[", JSON.stringify({ ...forged, id: "A".repeat(20) })]) {
      expect([nothing, (await send(nothing)).status]).toEqual([nothing, 422]);
    }
  });

  test("one for another origin does not fit", async () => {
    await signIn("ada");
    await makePasskey("laptop");
    await page.route(/\/sign-in\/passkey(\?|$)/, (route) => route.fulfill({ body: "held back" }));
    const answer = await signInByIt("/sign-in/passkey");
    const place = { address: "192.0.2.1", agent: "" };
    for (const other of ["https://localhost", "http://localhost:1", "http://evil.example"]) {
      expect(await signInByPasskey(served.accounts, answer, other, place)).toEqual({ outcome: "wrong" });
    }
  });

  test("one whose counter goes back is refused: it may be a copy", async () => {
    await signIn("ada");
    await makePasskey("laptop");
    served.accounts.database.exec("update passkeys set counter = 1000");
    await signInByIt("/sign-in/passkey");
    expect(lastEvent()).toBe("sign-in-failed ada: by passkey: its answer does not hold");
    served.accounts.database.exec("update passkeys set counter = 0");
    await signInByIt();
    expect(served.accounts.database.prepare("select counter from passkeys").get()?.["counter"]).toBeGreaterThan(0);
  });

  test("who is not verified by the device, or disabled, is not let in", async () => {
    await signIn("grace");
    await makePasskey("phone");
    disableUser(served.accounts, "grace", OPERATOR);
    await signInByIt("/sign-in/passkey");
    expect(lastEvent()).toBe("sign-in-failed grace: by passkey: the account is disabled");
    enableUser(served.accounts, "grace", OPERATOR);
    await debug.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await page.goto(`${site}/sign-in`);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("Nothing came of it");
  });

  test("nobody adds one that another account was asked to make", async () => {
    await signIn("ada");
    await page.route("**/account/passkeys/add", (route) => route.fulfill({ body: "held back" }));
    const sent = page.waitForRequest("**/account/passkeys/add");
    const form = page.getByRole("form", { name: "Make a passkey" });
    await form.getByLabel("What you call it").fill("laptop");
    await form.getByLabel("Your password").fill(PASSWORD);
    await form.getByRole("button").click();
    await page.getByRole("button", { name: "Make laptop" }).click();
    const answer = new URLSearchParams((await sent).postData() ?? "").get("answer") ?? "";
    await page.waitForURL("**/account/passkeys/add");
    await context.clearCookies();
    await signIn("grace");
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const token = await page.locator("input[name=form-token]").first().inputValue();
    const added = await fetch(`${site}/account/passkeys/add`, {
      method: "POST",
      body: new URLSearchParams({ "form-token": token, label: "not mine", answer }),
      headers: { cookie, "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });
    expect([added.status, passkeysOf("grace")]).toEqual([422, []]);
    expect(await added.text()).toContain("this passkey was not made as asked");
  });

  test("without scripts, and at an address without a name, there is the password", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const other = await plain.newPage();
    await other.goto(`${site}/sign-in`);
    expect(await other.getByRole("button", { name: "Sign in with a passkey" }).isVisible()).toBe(false);
    expect(await other.getByRole("button", { name: "Sign in", exact: true }).isVisible()).toBe(true);
    await plain.close();
    expect(await (await fetch(`${served.url}/sign-in`)).text()).not.toContain("passkey");
  });

  test("what is to be signed is new each time, and only its hash is kept", async () => {
    const [one, other] = [await askForPasskey(served.accounts, site), await askForPasskey(served.accounts, site)];
    expect(one.challenge).toMatch(/^[\w-]{43}$/);
    expect(one.challenge).not.toBe(other.challenge);
    expect(one).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(one.allowCredentials ?? []).toEqual([]);
    const rows = served.accounts.database.prepare("select * from challenges").all();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(rows)).not.toContain(one.challenge);
  });

  test("no page failed", () => {
    expect(served.defects).toEqual([]);
  });
});
