import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { serveExample, type Served } from "../helpers/served.ts";
import { ADDRESSES } from "./addresses.ts";

/** Most bytes of a page, and of its script gzipped. */
const PAGE_BYTES_MAX = 300_000;
const SCRIPT_BYTES_MAX = 15_000;

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

describe.each(ADDRESSES)("%s", (address) => {
  test("answers within its budget, with its policy, and again with 304", async () => {
    const answer = await fetch(served.url + address);
    const text = await answer.text();
    expect(answer.status).toBe(address === "/no-such-page" ? 404 : 200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(Buffer.byteLength(text)).toBeLessThan(PAGE_BYTES_MAX);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    for (const [name, value] of [
      ["x-content-type-options", "nosniff"],
      ["x-frame-options", "DENY"],
      ["referrer-policy", "no-referrer"],
    ] as const) {
      expect(answer.headers.get(name)).toBe(value);
    }
    // No inline style or script: the policy would refuse them. Data for programs is none, and holds no markup.
    const markup = text.replaceAll(/<script type="application\/ld\+json">([^<>]*)<\/script>/g, (_, data: string) => {
      expect(JSON.parse(data)).toBeInstanceOf(Object);
      return "";
    });
    expect(markup).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! type="module" src="\/assets\/)/);
    const headers = { "if-none-match": answer.headers.get("etag") ?? "" };
    expect((await fetch(served.url + address, { headers })).status).toBe(answer.status === 200 ? 304 : 404);
    expect(served.complaints()).toBe("");
  });
});

test("the script of all pages is small", () => {
  const script = readFileSync(new URL("../../dist/server/assets/islands.js", import.meta.url));
  expect(gzipSync(script).length).toBeLessThan(SCRIPT_BYTES_MAX);
});

const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const WAYS: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ["phone, light", { viewport: { width: 390, height: 844 }, colorScheme: "light" }],
  ["desk, dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" }],
  ["phone, dark, no script", { viewport: { width: 390, height: 844 }, colorScheme: "dark", javaScriptEnabled: false }],
  [
    "desk, light, no script",
    { viewport: { width: 1440, height: 900 }, colorScheme: "light", javaScriptEnabled: false },
  ],
];

describe.skipIf(CHROMIUM === null)(`in a browser${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser.close());

  describe.each(WAYS)("%s", (_name, options) => {
    let context: BrowserContext;
    beforeAll(async () => void (context = await browser.newContext(options)));
    afterAll(() => context.close());

    test.concurrent.each(ADDRESSES)("%s", async (address) => {
      const page = await context.newPage();
      const trouble = watch(page);
      await page.goto(served.url + address);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await sideways(page)).toBe(0);
      expect(options.javaScriptEnabled === false ? [] : await findSerious(page)).toEqual([]);
      expect(trouble()).toEqual([]);
      await page.close();
    });
  });
});

/** What the browser complains of, and requests that would leave the site. */
function watch(page: Page): () => string[] {
  const found: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(served.url)) found.push(`request to ${request.url()}`);
  });
  return () => found;
}

/** Pixels by which the page is wider than the window. Evaluated by the debugger, so also without script. */
function sideways(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}
