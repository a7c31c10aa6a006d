import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fetcher } from "../../src/sources/http/index.ts";
import type { Capture, Outcome, Resolve } from "../../src/sources/index.ts";
import { serveSite, type Site } from "./site.ts";

const USER_AGENT = "Corrigible-test";
let site: Site;
beforeAll(async () => void (site = await serveSite()));
afterAll(() => site.close());

/** A fetcher that may ask loopback, as tests must, and waits for nothing. */
const inTests = { userAgent: USER_AGENT, delayMs: 0, backOffMs: 1, timeoutMs: 5_000, allowPrivate: true } as const;

async function capture(
  address: string,
  options: Partial<ConstructorParameters<typeof Fetcher>[0]> = {},
): Promise<Capture> {
  const fetcher = new Fetcher({ ...inTests, ...options });
  try {
    return await fetcher.capture(address);
  } finally {
    await fetcher.close();
  }
}

/** Path → what the capture is, and what it says of it. */
const CASES: Readonly<Record<string, readonly [Outcome, RegExp]>> = {
  "/terms": ["document", /^$/],
  "/plain": ["document", /^$/],
  "/no-type": ["document", /^$/],
  "/pdf": ["document", /^$/],
  "/no-pdf": ["not-text", /no PDF/],
  "/image": ["not-text", /image\/png/],
  "/gzip": ["document", /^$/],
  "/deflate": ["document", /^$/],
  "/deflate-bare": ["document", /^$/],
  "/brotli": ["document", /^$/],
  "/zstd": ["document", /^$/],
  "/gzip-twice": ["document", /^$/],
  "/gzip-five-times": ["failed", /compressed 5 times/],
  "/gzip-damaged": ["failed", /is no gzip/],
  "/gzip-lie": ["failed", /is no gzip/],
  "/unknown-encoding": ["failed", /"snappy", which we do not read/],
  "/bomb": ["failed", /longer than 40000000 bytes/],
  "/bomb-in-a-bomb": ["failed", /longer than 40000000 bytes/],
  "/brotli-bomb": ["failed", /longer than 40000000 bytes/],
  "/endless": ["failed", /longer than 20000000 bytes/],
  "/cut-off": ["failed", /./],
  "/no-http": ["failed", /./],
  "/headers-without-end": ["failed", /./],
  "/latin-header": ["document", /^$/],
  "/latin-meta": ["document", /^$/],
  "/latin-silent": ["document", /^$/],
  "/utf-16": ["document", /^$/],
  "/wrong-charset": ["document", /^$/],
  "/redirect": ["document", /^$/],
  "/redirect-relative": ["document", /^$/],
  "/redirect-chain": ["document", /^$/],
  "/redirect-loop": ["failed", /more than 8 redirects/],
  "/redirect-nowhere": ["failed", /leads to no address/],
  "/redirect-to-file": ["refused", /file: is no web page/],
  "/redirect-to-login": ["login", /Sign in/],
  "/login": ["login", /Sign in/],
  "/not-found": ["error-page", /status 404/],
  "/soft-not-found": ["error-page", /status 200, titled “Page not found”/],
  "/gone": ["error-page", /status 410/],
  "/fails": ["error-page", /status 500/],
  "/fails-twice": ["document", /^$/],
  "/busy": ["blocked", /status 429/],
  "/busy-once": ["document", /^$/],
  "/forbidden": ["blocked", /status 403/],
  "/challenge": ["blocked", /status 403/],
  "/soft-challenge": ["blocked", /Attention Required/],
  "/unauthorized": ["login", /status 401/],
  "/legal-reasons": ["geo-wall", /status 451/],
  "/geo-wall": ["geo-wall", /./],
  "/cookie-wall": ["consent-wall", /./],
  "/cookie-banner": ["document", /^$/],
  "/script-only": ["script-only", /made by scripts/],
  "/noscript": ["script-only", /made by scripts/],
  "/empty": ["empty", /0 words/],
  "/nearly-empty": ["empty", /words/],
  "/on-login": ["document", /^$/],
  "/private/terms": ["refused", /robots\.txt does not allow it/],
  "/deep": ["document", /^$/],
  "/brackets": ["document", /^$/],
  "/set-cookie": ["document", /^$/],
};

describe("what a capture is", () => {
  let memory: number;
  beforeEach(() => void (memory = process.memoryUsage.rss()));

  test.each(Object.keys(CASES))("%s", async (path) => {
    const [outcome, detail] = CASES[path] as (typeof CASES)[string];
    const found = await capture(site.url + path);
    expect({ outcome: found.outcome, detail: found.detail }).toEqual({
      outcome,
      detail: expect.stringMatching(detail),
    });
    const isPage = outcome === "document" && found.mediaType === "text/html";
    expect(!isPage || found.text?.includes("thirty days")).toBe(true);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(400_000_000);
  });

  test.each([
    ["/latin-header", "windows-1252"],
    ["/latin-meta", "windows-1252"],
    ["/latin-silent", "windows-1252"],
    ["/utf-16", "utf-16le"],
    ["/wrong-charset", "utf-8"],
  ])("%s is read as %s", async (path, charset) => {
    const found = await capture(site.url + path);
    expect(found.charset).toBe(charset);
    expect(!path.startsWith("/latin") || found.text?.includes("Conditions générales")).toBe(true);
  });

  test.each(["/slow", "/silent"])("%s ends in time", async (path) => {
    const began = Date.now();
    const found = await capture(site.url + path, { timeoutMs: 400 });
    expect(found).toMatchObject({ outcome: "failed", detail: "no whole answer in time" });
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  test("a page that did not change is not sent again", async () => {
    const fetcher = new Fetcher(inTests);
    const first = await fetcher.capture(`${site.url}/etag`);
    const again = await fetcher.capture(`${site.url}/etag`, { etag: '"v1"' });
    await fetcher.close();
    expect([first.outcome, again.outcome, again.hops.at(-1)?.body.byteLength]).toEqual(["document", "unchanged", 0]);
  });

  test("tries again what may pass, and no more than it says", async () => {
    const before = (path: string): number => site.asked.get(path) ?? 0;
    const [fails, notFound] = [before("/fails"), before("/not-found")];
    await capture(`${site.url}/fails`);
    await capture(`${site.url}/not-found`);
    expect([before("/fails") - fails, before("/not-found") - notFound]).toEqual([3, 1]);
  });
});

/** Every way to write an address that is none of the public Internet's. */
const REFUSED = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://127.0.0.1:22/",
  "http://0.0.0.0/",
  "http://0/",
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://100.64.0.1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://198.18.0.1/",
  "http://224.0.0.1/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://[::1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:169.254.169.254]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2001:0:1::1]/",
  "http://[fc00::1]/",
  "http://[fd00:ec2::254]/",
  "http://[fe80::1]/",
  "http://[ff02::1]/",
  "http://localhost/",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://example.com:6379/",
  "http://me:secret@example.com/",
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com/",
  "javascript:alert(1)",
  "data:text/html,hi",
  "no address at all",
] as const;

describe("what is not asked", () => {
  /** Names lead to loopback; nothing else is reached. */
  const toLoopback: Resolve = (_, done) => done(null, [{ address: "127.0.0.1", family: 4 }]);

  test.each(REFUSED)("%s", async (address) => {
    const found = await capture(address, { allowPrivate: false, resolve: toLoopback });
    expect({ outcome: found.outcome, hops: found.hops }).toEqual({ outcome: "refused", hops: [] });
    expect(found.detail).not.toContain("secret");
  });

  test("a name with one address that is not public among others", async () => {
    const mixed: Resolve = (_, done) =>
      done(null, [
        { address: "93.184.215.14", family: 4 },
        { address: "10.0.0.1", family: 4 },
      ]);
    const found = await capture("http://mixed.example/", { allowPrivate: false, resolve: mixed });
    expect(found).toMatchObject({ outcome: "refused", detail: "mixed.example is at 10.0.0.1, which is not public" });
  });

  test("a name that changes its answer: each connection is judged by the addresses that it goes to", async () => {
    let asked = 0;
    const rebinding: Resolve = (_, done) => {
      asked++;
      done(null, [{ address: asked === 1 ? "192.0.2.1" : "127.0.0.1", family: 4 }]);
    };
    const found = await capture("http://rebinding.example/", {
      allowPrivate: false,
      resolve: rebinding,
      timeoutMs: 1_000,
    });
    expect(found.outcome).toBe("refused");
    expect(site.asked.get("/")).toBeUndefined();
  });

  test.each(["/redirect-to-metadata", "/redirect-to-loopback", "/redirect-to-localhost"])("%s", async (path) => {
    // The site itself stands for a public one; where it sends us is judged as anywhere.
    const allowPrivate = (url: URL): boolean => url.origin === site.url;
    const found = await capture(site.url + path, { allowPrivate, resolve: toLoopback });
    expect(found.outcome).toBe("refused");
    expect(found.hops).toHaveLength(1);
  });

  test("anything, where robots.txt cannot be read", async () => {
    const closed = await serveSite(503);
    const open = await serveSite(404);
    try {
      expect(await capture(`${closed.url}/terms`)).toMatchObject({
        outcome: "refused",
        detail: /robots\.txt cannot be read/,
      });
      expect(closed.asked.size).toBe(0);
      expect((await capture(`${open.url}/terms`)).outcome).toBe("document");
    } finally {
      closed.close();
      open.close();
    }
  });
});

test("requests to one host keep their distance", async () => {
  const fetcher = new Fetcher({ ...inTests, delayMs: 150 });
  const began = Date.now();
  await Promise.all(["/terms", "/plain", "/gzip"].map((path) => fetcher.capture(site.url + path)));
  await fetcher.close();
  // The first page goes at once.
  expect(Date.now() - began).toBeGreaterThan(290);
});
