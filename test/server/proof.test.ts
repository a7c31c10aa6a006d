import type { Browser, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { serveExample, type Served } from "../helpers/served.ts";

const RECORD = "orrinvale/usage-policy@41";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

test("the proof is what the command line gives, and verifies there", async () => {
  const proof = await (await fetch(`${served.url}/proof/${RECORD}`)).text();
  const { corrigible } = await import("../helpers/corrigible.ts");
  expect(corrigible(["prove", RECORD, "--workspace", served.workspace]).stdout).toBe(proof);
});

describe.skipIf(CHROMIUM === null)(`a proof in the visitor's browser${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser.close());

  /** What the page says after the visitor has pressed the button. */
  async function verify(prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<string> {
    const page = await browser.newPage();
    await page.route(/\/(?:proof|text)\//, (route) => route.continue());
    await page.goto(`${served.url}/evidence/${RECORD}`);
    await prepare(page);
    await page.getByRole("button", { name: "Verify in this browser" }).click();
    const last = page.locator("verify-proof li.verified, verify-proof li.refused");
    await last.waitFor();
    const said = await last.innerText();
    await page.close();
    return said;
  }

  /** Answers with other bytes than the server's. */
  const alter = (pattern: RegExp, change: (text: string) => string) => (page: Page) =>
    page.route(pattern, async (route: Route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });

  test("holds", async () => {
    expect(await verify()).toBe("Verified: the log holds this record, unaltered.");
  });

  test.each<[string, RegExp, (text: string) => string, RegExp]>([
    [
      "a word of the text",
      /\/text\//,
      (text) => text.replace("policy", "Policy"),
      /^Not verified: the text's SHA-256 is /,
    ],
    [
      "a hash of the proof",
      /\/proof\//,
      (text) => text.replace(/(\nindex \d+\n)./, "$1A"),
      /^Not verified: the inclusion proof leads to another root/,
    ],
    [
      "the place",
      /\/proof\//,
      (text) => text.replace(/\nindex \d+/, "\nindex 3"),
      /^Not verified: the proof is for entry 3, not 41/,
    ],
    [
      "the size that was signed",
      /\/proof\//,
      (text) =>
        text.replace(/(\n\n[^\n]+\n)(\d+)\n/, (_, head: string, size: string) => `${head}${Number(size) + 1}\n`),
      /^Not verified: the signature by .* is wrong/,
    ],
    ["all of it", /\/proof\//, () => "<p>Not here</p>", /^Not verified: not a proof/],
  ])("altered, it does not: %s", async (_what, pattern, change, said) => {
    expect(await verify(alter(pattern, change))).toMatch(said);
  });

  test("under another key it does not", async () => {
    const other = "log.example+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const said = await verify((page) => page.getByLabel("Key of the log").fill(other));
    expect(said).toMatch(/^Not verified: /);
  });
});
