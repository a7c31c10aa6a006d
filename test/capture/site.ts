import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";

/** A site of ours that does what sites do to those who watch them. One address, one behaviour. */
export interface Site {
  readonly url: string;
  /** Requests of each path, robots.txt not counted. */
  readonly asked: ReadonlyMap<string, number>;
  close(): void;
}

const RULE = "You may not use the service to harm anyone, and we will delete what you give us within thirty days. ";
/** A document: long enough to be nobody's wall. */
export const DOCUMENT = `<!doctype html><html><head><title>Terms of use</title></head><body><h1>Terms of use</h1>${`<p>${RULE}</p>`.repeat(20)}</body></html>`;

type Answer = (response: ServerResponse, request: IncomingMessage, nth: number) => void;

const page = (body: string, title = "A page"): string =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;
const html =
  (text: string | Buffer, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(text);
const encoded =
  (encoding: string, body: Buffer): Answer =>
  (response) =>
    void response.writeHead(200, { "content-type": "text/html", "content-encoding": encoding }).end(body);
const redirect =
  (location: string, status = 302): Answer =>
  (response) =>
    void response.writeHead(status, { location }).end();

const latin = Buffer.from(DOCUMENT.replace("Terms of use</h1>", "Conditions générales</h1>"), "latin1");
const MEGABYTE = 1_000_000;

export const ANSWERS: Readonly<Record<string, Answer>> = {
  "/terms": html(DOCUMENT),
  "/plain": (response) => void response.writeHead(200, { "content-type": "text/plain" }).end(RULE.repeat(20)),
  "/no-type": (response) => void response.writeHead(200).end(DOCUMENT),
  "/pdf": (response) => void response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF-1.7\n…"),
  "/no-pdf": (response) => void response.writeHead(200, { "content-type": "application/pdf" }).end("<html>"),
  "/image": (response) => void response.writeHead(200, { "content-type": "image/png" }).end("PNG"),
  "/gzip": encoded("gzip", gzipSync(DOCUMENT)),
  "/deflate": encoded("deflate", deflateSync(DOCUMENT)),
  "/deflate-bare": encoded("deflate", deflateRawSync(DOCUMENT)),
  "/brotli": encoded("br", brotliCompressSync(DOCUMENT)),
  "/zstd": encoded("zstd", zstdCompressSync(DOCUMENT)),
  "/gzip-twice": encoded("gzip, gzip", gzipSync(gzipSync(DOCUMENT))),
  "/gzip-five-times": encoded("gzip, gzip, gzip, gzip, gzip", gzipSync(DOCUMENT)),
  "/gzip-damaged": encoded("gzip", gzipSync(DOCUMENT).subarray(0, 60)),
  "/gzip-lie": encoded("gzip", Buffer.from(DOCUMENT)),
  "/unknown-encoding": encoded("snappy", Buffer.from(DOCUMENT)),
  "/bomb": encoded("gzip", gzipSync(Buffer.alloc(300 * MEGABYTE))),
  "/bomb-in-a-bomb": encoded("gzip, gzip", gzipSync(gzipSync(Buffer.alloc(300 * MEGABYTE)))),
  "/brotli-bomb": encoded("br", brotliCompressSync(Buffer.alloc(100 * MEGABYTE))),
  "/endless": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    const chunk = Buffer.alloc(MEGABYTE, "x");
    const send = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once("drain", send);
    };
    send();
  },
  "/slow": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    const timer = setInterval(() => response.write("<p>"), 100);
    response.once("close", () => clearInterval(timer));
  },
  "/silent": () => {},
  "/cut-off": (response) => {
    response.writeHead(200, { "content-type": "text/html", "content-length": String(DOCUMENT.length + 500) });
    response.write(DOCUMENT);
    setTimeout(() => response.destroy(), 20);
  },
  "/no-http": (response) => void response.socket?.end("hello there\r\n\r\n"),
  "/headers-without-end": (response) => {
    response.socket?.write(`HTTP/1.1 200 OK\r\n${`x-${"a".repeat(1_000)}: b\r\n`.repeat(100)}\r\n`);
  },
  "/latin-header": (response) =>
    void response.writeHead(200, { "content-type": "text/html; charset=iso-8859-1" }).end(latin),
  "/latin-meta": (response) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end(Buffer.concat([Buffer.from('<meta charset="iso-8859-1">'), latin])),
  "/latin-silent": (response) => void response.writeHead(200, { "content-type": "text/html" }).end(latin),
  "/utf-16": (response) =>
    void response
      .writeHead(200, { "content-type": "text/html" })
      .end(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(DOCUMENT, "utf16le")])),
  "/wrong-charset": (response) =>
    void response.writeHead(200, { "content-type": "text/html; charset=klingon" }).end(DOCUMENT),
  "/redirect": redirect("/terms"),
  "/redirect-relative": redirect("terms", 301),
  "/redirect-chain": redirect("/redirect"),
  "/redirect-loop": redirect("/redirect-loop"),
  "/redirect-nowhere": redirect("http://"),
  "/redirect-to-file": redirect("file:///etc/passwd"),
  "/redirect-to-login": redirect("/login?next=/terms"),
  "/redirect-to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
  "/redirect-to-loopback": redirect("http://2130706433:9/admin"),
  "/redirect-to-localhost": redirect("http://localhost/admin"),
  "/login": html(page('<h1>Sign in</h1><form><input type="password"></form>', "Sign in")),
  "/not-found": html(page("<h1>Page not found</h1>"), 404),
  "/soft-not-found": html(page("<h1>404</h1><p>We cannot find that page, sorry about that.</p>", "Page not found")),
  "/gone": html(page("<p>Gone.</p>"), 410),
  "/fails": html(page("<p>Oh no.</p>"), 500),
  "/fails-twice": (response, request, nth) => (nth <= 2 ? html("", 503) : html(DOCUMENT))(response, request, nth),
  "/busy": html(page("<h1>Too many requests</h1>"), 429, { "retry-after": "86400" }),
  "/busy-once": (response, request, nth) =>
    (nth === 1 ? html("", 429, { "retry-after": "0" }) : html(DOCUMENT))(response, request, nth),
  "/forbidden": html(page("<h1>Access denied</h1>"), 403),
  "/challenge": html(page("<h1>Just a moment...</h1><p>Checking your browser</p>", "Just a moment..."), 403),
  "/soft-challenge": html(page("<p>Verify you are human to go on.</p>", "Attention Required!")),
  "/unauthorized": html(page("<p>Who are you?</p>"), 401),
  "/legal-reasons": html(page("<p>Not here.</p>"), 451),
  "/geo-wall": html(page("<p>This service is not available in your country.</p>")),
  "/cookie-wall": html(
    page(
      "<h2>Before you continue</h2><p>We value your privacy. We and our partners store cookies to serve ads. Accept all or manage cookie settings.</p>",
    ),
  ),
  "/cookie-banner": html(DOCUMENT.replace("<h1>", "<div>We value your privacy. Accept all cookies?</div><h1>")),
  "/script-only": html('<html><body><div id="root"></div><script src="/app.js"></script></body></html>'),
  "/noscript": html(
    "<html><body><noscript>You need to enable JavaScript to run this app.</noscript><script></script></body></html>",
  ),
  "/empty": html(""),
  "/nearly-empty": html(page("<p>Soon.</p>")),
  "/on-login": html(DOCUMENT.replace("<title>Terms of use", "<title>Sign in rules: terms of use")),
  "/etag": (response, request) =>
    request.headers["if-none-match"] === '"v1"'
      ? void response.writeHead(304, { etag: '"v1"' }).end()
      : void response.writeHead(200, { "content-type": "text/html", etag: '"v1"' }).end(DOCUMENT),
  "/private/terms": html(DOCUMENT),
  "/deep": html(`${"<div>".repeat(100_000)}${DOCUMENT}`),
  "/brackets": html(`${"<".repeat(500_000)}${DOCUMENT}`),
  "/set-cookie": (response, request) =>
    html(request.headers.cookie === undefined ? DOCUMENT : "", 200, { "set-cookie": "track=1" })(response, request, 1),
};

/** Starts the site on loopback. `robots`: its robots.txt, or the status that stands in its place. */
export async function serveSite(robots: string | number = "User-agent: *\nDisallow: /private/\n"): Promise<Site> {
  const asked = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (path === "/robots.txt") {
      if (typeof robots === "string") response.writeHead(200, { "content-type": "text/plain" }).end(robots);
      else response.writeHead(robots).end();
      return;
    }
    const nth = (asked.get(path) ?? 0) + 1;
    asked.set(path, nth);
    const answer = Object.hasOwn(ANSWERS, path) ? ANSWERS[path] : undefined;
    if (answer) answer(response, request, nth);
    else html("", 404)(response, request, nth);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
