import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveHostile } from "../helpers/hostile.ts";
import { serveExample, type Served } from "../helpers/served.ts";
import { readHtml, readXml, within, type XmlNode } from "../helpers/xml.ts";
import { CHANGE } from "./addresses.ts";
import { PAYLOADS } from "./payloads.ts";

let served: Served;
let hostile: Served;
beforeAll(async () => {
  [served, hostile] = await Promise.all([serveExample(), serveHostile()]);
});
afterAll(() => {
  served.stop();
  hostile.stop();
});

const ATOM = "http://www.w3.org/2005/Atom";
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** RFC 4151 */
const TAG = /^tag:[a-z0-9.-]+,\d{4}:[\w\-.~!*'()@%/]+$/;

/** Lists with filters that some entries pass. */
const FEEDS = [
  "/changes",
  "/changes?lab=orrinvale&direction=loosens&show=all",
  "/changes?severity=3&disclosed=no&since=2024-01-01&until=2024-12-31",
  "/suppressed",
  "/documents?lab=orrinvale",
  "/documents?q=privacy",
  "/findings?lab=openai&eval=deception&bearing=concerning",
  "/promises?state=overdue",
  "/claims?lab=openai",
  "/oversight",
  "/incidents?q=model",
] as const;

const withSuffix = (address: string, suffix: string): string => address.replace(/^[^?]+/, (path) => path + suffix);

async function get(address: string, of: Served = served, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(address.startsWith("http") ? address : of.url + address, { headers });
}

const inAtom = (parent: XmlNode, name: string): XmlNode[] =>
  parent.children.filter((child) => child.space === ATOM && child.name === name);
const textOf = (parent: XmlNode, name: string): string => inAtom(parent, name)[0]?.text ?? "";
const linkOf = (parent: XmlNode, rel: string): string | null =>
  inAtom(parent, "link").find(({ attributes }) => attributes["rel"] === rel)?.attributes["href"] ?? null;

/** What RFC 4287 asks of a feed (4.1.1) and of each entry (4.1.2). */
function checkAtom(feed: XmlNode): void {
  expect([feed.space, feed.name]).toEqual([ATOM, "feed"]);
  for (const one of [feed, ...inAtom(feed, "entry")]) {
    for (const name of ["id", "title", "updated"]) expect(inAtom(one, name)).toHaveLength(1);
    expect(textOf(one, "id")).toMatch(TAG);
    expect(textOf(one, "updated")).toMatch(INSTANT);
    expect(new URL(linkOf(one, "alternate") ?? "").protocol).toBe("http:");
  }
  expect(inAtom(inAtom(feed, "author")[0] as XmlNode, "name")).toHaveLength(1);
  const ids = inAtom(feed, "entry").map((entry) => textOf(entry, "id"));
  expect(new Set(ids).size).toBe(ids.length);
}

describe.each(FEEDS)("%s", (address) => {
  test("as Atom holds what RFC 4287 asks, and again is 304", async () => {
    const answer = await get(withSuffix(address, ".atom"));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/atom+xml; charset=utf-8"]);
    const feed = readXml(await answer.text());
    checkAtom(feed);
    expect(inAtom(feed, "entry").length).toBeGreaterThan(0);
    expect(linkOf(feed, "self")).toBe(served.url + withSuffix(address, ".atom"));
    expect((await get(linkOf(feed, "alternate") ?? "")).status).toBe(200);
    const etag = { "if-none-match": answer.headers.get("etag") ?? "" };
    expect((await get(withSuffix(address, ".atom"), served, etag)).status).toBe(304);
  });

  test("as JSON Feed holds what version 1.1 asks, and the entries of the Atom feed", async () => {
    const answer = await get(withSuffix(address, ".feed.json"));
    expect(answer.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
    const feed = (await answer.json()) as { items: Record<string, string>[]; [name: string]: unknown };
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: expect.any(String),
      home_page_url: served.url + address,
      feed_url: served.url + withSuffix(address, ".feed.json"),
    });
    for (const item of feed.items) {
      expect(item).toMatchObject({ id: expect.stringMatching(TAG), content_html: expect.any(String) });
      expect([item["date_published"], item["date_modified"]]).toEqual([
        expect.stringMatching(INSTANT),
        expect.stringMatching(INSTANT),
      ]);
    }
    const atom = readXml(await (await get(withSuffix(address, ".atom"))).text());
    const ofAtom = inAtom(atom, "entry").map((entry) => [textOf(entry, "id"), textOf(entry, "title")]);
    expect(feed.items.map(({ id, title }) => [id, title])).toEqual(ofAtom);
  });

  test("its page names both, with the same filters", async () => {
    const head = /<head>.*<\/head>/s.exec(await (await get(address)).text())?.[0] ?? "";
    const links = [...head.matchAll(/<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"/g)];
    expect(links.map(([, type, href = ""]) => [type, href.replaceAll("&amp;", "&")])).toEqual([
      ["application/atom+xml", withSuffix(address, ".atom")],
      ["application/feed+json", withSuffix(address, ".feed.json")],
    ]);
  });
});

test("the feed of changes lists what the page lists, all pages of both together", async () => {
  const filters = "show=all&subject=lab";
  const onPages: string[] = [];
  for (let page = 1; ; page++) {
    const text = await (await get(`/changes?${filters}&page=${page}`, hostile)).text();
    const ids = [...text.matchAll(/<p class="rule">.*?href="\/changes\/([0-9a-f]{16})"/gs)].map(([, id = ""]) => id);
    if (ids.length === 0) break;
    onPages.push(...ids);
  }
  const inFeed: string[] = [];
  for (let next: string | null = `/changes.atom?${filters}`; next !== null;) {
    const feed = readXml(await (await get(next, hostile)).text());
    inFeed.push(...inAtom(feed, "entry").map((entry) => linkOf(entry, "alternate")?.split("/").at(-1) ?? ""));
    next = linkOf(feed, "next");
  }
  expect(onPages.length).toBeGreaterThan(100);
  expect(inFeed).toEqual(onPages);
});

test("an entry tells which way, what stood there, whether the lab said so, and why", async () => {
  const answer = await get("/changes.feed.json?document=orrinvale/usage-policy&since=2024-06-18&until=2024-06-18");
  const { items } = (await answer.json()) as { items: Record<string, unknown>[] };
  const item = items.find(({ url }) => url === `${served.url}/changes/${CHANGE}`);
  expect(item).toMatchObject({
    id: `tag:corrigible.local,2026:served/changes/${CHANGE}@20`,
    title:
      "Orrinvale (fictional), Murrel Usage Policy: loosens, clause removed, not disclosed: “Military and intelligence operations”",
    date_published: expect.stringMatching(/^2024-06-18T/),
    _corrigible: { direction: "loosens", subject: "use", severity: 3, disclosed: "no", new: null },
  });
  const html = String(item?.["content_html"]);
  expect(html).toMatch(/<del>Military/);
  expect(html).toContain("it bans a use");
  expect(html).toContain(`href="${served.url}/evidence/orrinvale/usage-policy@20"`);
  expect(html).not.toMatch(/href="\//);
});

test("what the page refuses, its feed refuses; links follow the name that the visitor used", async () => {
  expect((await get("/changes.atom?colour=red")).status).toBe(400);
  expect((await get("/promises.feed.json?lab=nobody")).status).toBe(404);
  const local = served.url.replace("127.0.0.1", "localhost");
  for (const url of [local, served.url]) {
    const feed = readXml(await (await get(`${url}/documents.atom`)).text());
    expect(linkOf(feed, "self")).toBe(`${url}/documents.atom`);
  }
});

test("OPML names a feed of every lab, and each answers", async () => {
  const answer = await get("/feeds.opml");
  expect(answer.headers.get("content-type")).toBe("text/x-opml; charset=utf-8");
  const opml = readXml(await answer.text());
  expect([opml.name, opml.attributes["version"]]).toEqual(["opml", "2.0"]);
  const outlines = within(opml).filter(({ attributes }) => attributes["type"] === "rss");
  expect(outlines.every(({ attributes }) => attributes["text"])).toBe(true);
  const addresses = outlines.map(({ attributes }) => attributes["xmlUrl"] ?? "");
  expect(addresses).toContain(`${served.url}/changes.atom?lab=orrinvale`);
  for (const address of addresses.filter((one) => /orrinvale|openai/.test(one))) {
    expect((await get(address)).status).toBe(200);
  }
});

test.each(["/changes?show=all", "/documents", "/findings", "/promises", "/claims", "/incidents"])(
  "hostile text in the feed of %s stays text",
  async (address) => {
    const feed = readXml(await (await get(withSuffix(address, ".atom"), hostile)).text());
    checkAtom(feed);
    const { items } = (await (await get(withSuffix(address, ".feed.json"), hostile)).json()) as {
      items: { title: string; content_html: string }[];
    };
    const contents = inAtom(feed, "entry").flatMap((entry) => inAtom(entry, "content"));
    expect(contents.map((one) => one.text)).toEqual(items.map((one) => one.content_html));
    const { elements, text } = readHtml(items.map((one) => `<div>${one.content_html}</div>`).join(""));
    const names = new Set(elements.map(({ name }) => name));
    for (const foreign of ["script", "img", "svg", "iframe", "form", "style", "input", "x", "math", "template"]) {
      expect(names).not.toContain(foreign);
    }
    const attributes = elements.flatMap((one) => [...one.attributes]);
    expect(attributes.filter(([name]) => /^on|^style$|^src/.test(name))).toEqual([]);
    expect(attributes.filter(([name, value]) => name === "href" && !/^https?:/.test(value))).toEqual([]);
    expect(PAYLOADS.some((payload) => `${text} ${items.map(({ title }) => title).join(" ")}`.includes(payload))).toBe(
      true,
    );
    expect(hostile.complaints()).toBe("");
  },
);
