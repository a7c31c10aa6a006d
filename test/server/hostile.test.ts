import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { serveHostile } from "../helpers/hostile.ts";
import type { Served } from "../helpers/served.ts";
import { PAYLOADS } from "./payloads.ts";

/** Pages visited, each found from another by its links: far more than there are kinds of pages. */
const PAGES_MAX = 150;
/** Addresses of files: a browser saves them. */
const FILES = /^\/(?:text|proof|log)\/|\.(?:atom|feed\.json|opml)$/;
/** Pages of one kind (`/changes/…`) that are visited. */
const PAGES_OF_KIND_MAX = 12;

let served: Served;
beforeAll(async () => void (served = await serveHostile()));
afterAll(() => served.stop());

describe.skipIf(CHROMIUM === null)(`what an attacker would write${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser.close());

  test("runs nowhere, loads nothing, and adds no element to any page", async () => {
    const page = await browser.newPage();
    const alarms = await watch(page);
    const visited = await crawl(page, served.url);
    expect(alarms()).toEqual([]);
    // The attack was on the pages: most of it is there as text.
    expect(visited.length).toBeGreaterThan(20);
    expect(visited.filter(({ shown }) => shown > 0).length).toBeGreaterThan(visited.length / 3);
    expect(visited.flatMap(({ address, foreign }) => foreign.map((element) => `${address}: ${element}`))).toEqual([]);
  });

  test("does not run from the address either", async () => {
    const page = await browser.newPage();
    const alarms = await watch(page);
    const places = [
      "/search?q=",
      "/changes?lab=",
      "/documents/openai/",
      "/evidence/",
      "/control?who=",
      "/compare?matter=",
      "/",
    ];
    for (const [at, payload] of PAYLOADS.entries()) {
      for (const place of ["/search?q=", places[at % places.length]]) {
        await page.goto(`${served.url}${place}${encodeURIComponent(payload)}`, { waitUntil: "domcontentloaded" });
        expect(await foreignElements(page)).toEqual([]);
      }
    }
    expect(alarms()).toEqual([]);
  });
});

test("no page failed on it", () => {
  expect(served.complaints()).toBe("");
});

/** Counts what must not happen: dialogs, calls of `owned()`, requests elsewhere, and breaches of the policy. */
async function watch(page: Page): Promise<() => string[]> {
  const alarms: string[] = [];
  await page.exposeFunction("owned", () => void alarms.push("owned() was called"));
  page.on("dialog", (dialog) => void alarms.push(`a dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${served.url}/`)) alarms.push(`a request to ${request.url()}`);
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) alarms.push(message.text());
  });
  page.on("pageerror", (error) => alarms.push(String(error)));
  return () => alarms;
}

interface Visit {
  readonly address: string;
  /** Payloads that the page shows as text. */
  readonly shown: number;
  readonly foreign: readonly string[];
}

async function crawl(page: Page, url: string): Promise<Visit[]> {
  const waiting = ["/"];
  const known = new Set(waiting);
  const kinds = new Map<string, number>();
  const visits: Visit[] = [];
  for (let address = waiting.shift(); address !== undefined && visits.length < PAGES_MAX; address = waiting.shift()) {
    const answer = await page.goto(url + address, { waitUntil: "load" });
    if (!answer?.headers()["content-type"]?.startsWith("text/html")) continue;
    const text = await page.locator("body").innerText();
    visits.push({
      address,
      shown: PAYLOADS.filter((payload) => text.includes(payload)).length,
      foreign: await foreignElements(page),
    });
    for (const link of await page.locator("a[href]").evaluateAll(hrefsOf)) {
      const { origin, pathname, search } = new URL(link, url);
      const next = `${pathname}${search}`;
      const kind = pathname.split("/")[1] ?? "";
      if (origin !== url || known.has(next) || FILES.test(pathname)) continue;
      if ((kinds.get(kind) ?? 0) >= PAGES_OF_KIND_MAX) continue;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      known.add(next);
      waiting.push(next);
    }
  }
  return visits;
}

const hrefsOf = (links: { href: string }[]): string[] => links.map(({ href }) => href);

/** Elements and attributes that none of our pages has. Links lead to pages or, as sources, by HTTP elsewhere. */
function foreignElements(page: Page): Promise<string[]> {
  return page.evaluate(`[
    ...document.querySelectorAll("img, iframe, object, embed, audio, video, base, style, template, marquee, math, body *:is(script, link, meta, title:not(svg title)), form[action*='//']"),
    ...[...document.querySelectorAll("*")].filter((element) => [...element.attributes].some(({ name }) => /^on|^style$|^srcdoc$|^ping$/i.test(name))),
    ...[...document.querySelectorAll("[href], [src], [action], [formaction]")].filter((element) =>
      ["href", "src", "action", "formaction"].some((name) => element.hasAttribute(name) && !/^(https?:|[/#?])/.test(element.getAttribute(name))))
  ].map((element) => element.outerHTML.slice(0, 200))`);
}
