import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { PASSWORD } from "../helpers/visitor.ts";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";

/** The pages of accounts in Chromium: without scripts, on a phone, and for who does not see them. */

const PAGES = ["/sign-in", "/account", "/users", "/audit-trail"];
const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

describe.skipIf(CHROMIUM === null)(`in a browser${WHY_NO_BROWSER}`, () => {
  let served: ServedAccounts;
  let browser: Browser;
  beforeAll(async () => {
    served = await serveAccounts({ ada: "admin", hal: "respondent" });
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    await served.stop();
  });

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${served.url}/sign-in?next=%2Faccount`);
    await page.getByLabel("Name").fill("ada");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${served.url}/account`);
  }

  test("without scripts one signs in, makes a token, and signs out; going back shows nothing of it", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: "corrigible", httpOnly: true, sameSite: "Lax" });
    const form = page.getByRole("form", { name: "Make a token" });
    await form.getByLabel("What it is for").fill("notebook");
    await form.getByLabel("read", { exact: true }).check();
    await form.getByLabel("review", { exact: true }).check();
    await form.getByLabel("Your password").fill(PASSWORD);
    await form.getByRole("button").click();
    expect(await page.locator("pre").innerText()).toMatch(/^corrigible_[\w-]{43}$/);
    await page.goto(`${served.url}/account`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${served.url}/`);
    await page.goBack();
    expect(page.url()).toContain("/sign-in");
    await context.close();
  });

  test.each([
    ["phone, light", { viewport: { width: 390, height: 844 }, colorScheme: "light" }],
    ["desk, dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
  ] as const)("no page keeps anybody out or is too wide: %s", async (_, options) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await signIn(page);
    for (const path of PAGES) {
      await page.goto(served.url + path);
      expect([path, await page.locator("h1").count()]).toEqual([path, 1]);
      expect([path, await page.evaluate("document.documentElement.scrollWidth - innerWidth")]).toEqual([path, 0]);
      await page.evaluate(AXE);
      const serious = await page.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
      );
      expect([path, serious]).toEqual([path, []]);
    }
    await context.close();
  });
});
