import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { serveExample, type Served } from "../helpers/served.ts";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

/** Presses of Tab until something is given up. */
const TABS_MAX = 120;

describe.skipIf(CHROMIUM === null)(`with the keyboard alone${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  });
  afterAll(() => browser.close());

  /** Goes on with Tab until what is focused has this text, or begins with it. */
  async function tabTo(text: string): Promise<void> {
    for (let at = 0; at < TABS_MAX; at++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate<string>(
        "(document.activeElement?.innerText ?? document.activeElement?.value ?? '').trim()",
      );
      if (focused.startsWith(text)) return;
    }
    throw new Error(`${TABS_MAX} times Tab on ${page.url()} do not lead to “${text}”`);
  }

  test("the first stop skips to the content", async () => {
    await page.goto(served.url);
    await tabTo("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
  });

  test("from the front page to a change and its proof", async () => {
    await page.goto(`${served.url}/changes?severity=3&subject=use`);
    await tabTo("Military and intelligence operations");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/changes\/[0-9a-f]+$/);
    await tabTo("verify it here");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/evidence\//);
    await tabTo("Verify in this browser");
    await page.keyboard.press("Enter");
    await page.locator("verify-proof li.verified").waitFor();
    expect(await page.locator("verify-proof li.refused").count()).toBe(0);
  });

  test("a table is sorted, a filter set, a slider moved", async () => {
    await page.goto(`${served.url}/documents`);
    await tabTo("Versions");
    await page.keyboard.press("Enter");
    expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("ascending");
    await page.goto(`${served.url}/control?on=2023-11-17`);
    await page.locator("date-steps input[type=range]").focus();
    await Promise.all([page.waitForURL(/on=2023-11-(?!17)/), page.keyboard.press("ArrowRight")]);
    expect(await page.locator("h1").innerText()).toMatch(/^Control on /);
  });
});
