import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { Renderer } from "../../src/sources/browser/index.ts";
import { Fetcher, formatWarc } from "../../src/sources/http/index.ts";
import type { Capture } from "../../src/sources/index.ts";
import { CHROMIUM, WHY_NO_BROWSER } from "../helpers/browser.ts";

const RULE = "You may not use our models to build weapons, and we will say so before this rule changes.";
const shell = (script: string): string =>
  `<!doctype html><html><head><title>Usage rules</title></head><body><div id="app"></div><noscript>Please enable JavaScript.</noscript><script>${script}</script></body></html>`;
/** A page that makes its text of what it asks for. */
const MAKES = `fetch("/api/rules").then((r) => r.json()).then(({ rules }) => {
  document.title = "Usage rules";
  document.getElementById("app").innerHTML = "<h1>Usage rules</h1>" + rules.map((rule) => "<p>" + rule + "</p>").join("");
});`;
const NUMBERED = Array.from({ length: 8 }, (_, at) => `${RULE} (${at})`);

/** What a hostile page does beside showing its text: none of it may reach anyone. */
const HOSTILE = (other: string): string => `${MAKES}
  fetch("http://169.254.169.254/latest/meta-data/").catch(() => {});
  fetch("${other}/other-host").catch(() => {});
  fetch("/posted", { method: "POST", body: "secret" }).catch(() => {});
  navigator.sendBeacon("/beacon", "x");
  new Image().src = "/pixel.png";
  new WebSocket("ws://" + location.host + "/socket");
  new EventSource("/events");
  window.open("/popup");
  navigator.serviceWorker.register("/worker.js").catch(() => {});
  const frame = document.createElement("iframe"); frame.src = "/frame"; document.body.append(frame);
  const link = document.createElement("a"); link.href = "/download"; link.download = "x.exe"; document.body.append(link); link.click();
  setTimeout(() => { location.href = "/elsewhere"; }, 50);
  setTimeout(() => alert("stop"), 80);
  document.cookie = "track=1";`;

interface Site {
  readonly url: string;
  readonly server: Server;
  /** Paths that were asked for. */
  readonly asked: string[];
}
let site: Site;
let other: Site;
async function serve(pages: Readonly<Record<string, string>>): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const page = pages[request.url ?? ""];
    if (page === undefined) return void response.writeHead(404).end();
    const type = request.url?.startsWith("/api") ? "application/json" : "text/html";
    response.writeHead(200, { "content-type": type, "set-cookie": "id=1" }).end(page);
  });
  server.on("upgrade", (request, socket) => {
    asked.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, asked, url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` };
}

beforeAll(async () => {
  other = await serve({});
  site = await serve({
    "/usage": shell(MAKES),
    "/hostile": shell(HOSTILE(other.url)),
    "/loop": shell("for (;;) {}"),
    "/grows": shell(`${MAKES} setInterval(() => document.body.append("more "), 10);`),
    "/nothing": shell("1"),
    "/api/rules": JSON.stringify({ rules: NUMBERED }),
  });
});
afterAll(() => [site, other].forEach(({ server }) => (server.closeAllConnections(), server.close())));

let fetcher: Fetcher;
let renderer: Renderer;
beforeEach(() => {
  fetcher = new Fetcher({
    userAgent: "Corrigible-test",
    delayMs: 0,
    backOffMs: 1,
    allowPrivate: ({ origin }) => origin === site.url,
    resolve: (_, done) => done(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  renderer = new Renderer({ executable: CHROMIUM ?? "", fetcher, noSandbox: true, timeoutMs: 16_000 });
  for (const { asked } of [site, other]) asked.length = 0;
});
afterEach(async () => {
  await renderer.close();
  await fetcher.close();
});

async function render(path: string): Promise<Capture> {
  const capture = await fetcher.capture(site.url + path);
  expect(capture.outcome).toBe("script-only");
  return renderer.render(capture);
}

describe.skipIf(CHROMIUM === null)(`a page made by scripts${WHY_NO_BROWSER}`, () => {
  test("becomes the document that its scripts make; the web archive holds what was sent and what came of it", async () => {
    const made = await render("/usage");
    expect(made).toMatchObject({ outcome: "document", detail: "" });
    for (const rule of NUMBERED) expect(made.text).toContain(rule);
    const paths = [...made.hops, ...(made.rendered?.hops ?? [])].map(({ url }) => new URL(url).pathname);
    expect(paths).toEqual(["/usage", "/api/rules"]);
    // The page itself was asked for once.
    expect(site.asked.filter((path) => path === "/usage")).toHaveLength(1);
    const records: Record<string, string>[] = [];
    for await (const record of new WARCParser([await formatWarc([made], "test")])) {
      await record.readFully(false);
      const { warcType, warcTargetURI } = record;
      records.push({
        type: warcType ?? "",
        url: warcTargetURI ?? "",
        refers: record.warcHeader("WARC-Refers-To") ?? "",
        id: record.warcHeader("WARC-Record-ID") ?? "",
      });
    }
    expect(records.map(({ type }) => type)).toEqual([
      "warcinfo",
      "request",
      "response",
      "request",
      "response",
      "conversion",
    ]);
    expect(records[5]).toMatchObject({ url: `${site.url}/usage`, refers: records[2]?.["id"] });
  });

  test("reaches no one but the addresses that a page may be at, and asks for nothing that makes no text", async () => {
    const made = await render("/hostile");
    expect(made).toMatchObject({ outcome: "document", url: `${site.url}/hostile` });
    expect(made.text).toContain(NUMBERED[7]);
    expect(site.asked.toSorted()).toEqual(["/api/rules", "/hostile", "/robots.txt"]);
    expect(other.asked).toEqual([]);
    // The next page starts from nothing.
    const next = await render("/usage");
    expect(JSON.stringify(next.rendered?.hops.map(({ requestHeaders }) => requestHeaders))).not.toMatch(/cookie/i);
  });

  test("that never ends is given up in time, and the next one is rendered", async () => {
    const begun = Date.now();
    const [loop, usage] = await Promise.all([render("/loop"), render("/usage")]);
    expect(loop).toMatchObject({ outcome: "script-only", detail: expect.stringMatching(/^not rendered: /) });
    expect(loop.detail).not.toContain("\n");
    expect(Date.now() - begun).toBeLessThan(50_000);
    expect(usage.outcome === "document" || usage.detail !== "").toBe(true);
    expect((await render("/usage")).outcome).toBe("document");
  });

  test("that never stands still is taken as it stands; one that makes nothing stays what it is", async () => {
    expect((await render("/grows")).text).toContain(NUMBERED[0]);
    expect(await render("/nothing")).toMatchObject({ outcome: "script-only" });
  });
});
