import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { instantOfHttpDate } from "../../src/server/memento/links.ts";
import { BIN, succeed } from "../helpers/corrigible.ts";
import { serve, serveExample, type Served } from "../helpers/served.ts";

/** A page that changed twice, watched; and the example, whose documents come from an archive without addresses. */
let watched: Served;
let example: Served;
let original: string;
let lab: Server;

const DAYS = ["2026-08-01", "2026-08-03", "2026-08-06"] as const;
const BANNED = ["Military operations", "Surveillance of whole peoples", "Nothing further <script>owned()</script>"];
const pageOf = (item: string): string =>
  `<html><head><title>Lampwright</title></head><body><main><h1>Usage rules</h1><p>These rules bind everyone who uses our models, in every product and through every interface.</p><p>You may not use our models for any of the following:</p><ul><li>Building bombs</li><li>${item.replaceAll("<", "&lt;")}</li><li>Copying a person's voice without consent</li></ul><p>We will publish a report on abuse every six months, and tell you before these rules change.</p></main></body></html>`;

beforeAll(async () => {
  let page = "";
  lab = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
  await new Promise<void>((resolve) => lab.listen(0, "127.0.0.1", resolve));
  const address = lab.address();
  original = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/usage?of=all`;
  const folder = mkdtempSync(join(tmpdir(), "corrigible-memento-"));
  const workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/memento", { services: { Lampwright: { lab: "lampwright" } }, labs: {} });
  for (const [at, day] of DAYS.entries()) {
    page = pageOf(BANNED[at] ?? "");
    const add = ["track", "add", original, "--service", "Lampwright", "--terms", "Usage Rules"];
    if (at === 0) await run([...add, "--workspace", workspace], day);
    await run(["watch", "--once", "--delay", "1", "--workspace", workspace], day);
  }
  succeed(["audit", "--workspace", workspace]);
  watched = await serve(workspace, () => rmSync(folder, { recursive: true, force: true }));
  example = await serveExample();
});
afterAll(() => {
  watched.stop();
  example.stop();
  lab.closeAllConnections();
  lab.close();
});

/** Our server is busy in this process, so the command runs beside it. */
function run(args: readonly string[], day: string): Promise<void> {
  const env = { ...process.env, CORRIGIBLE_NOW: `${day}T06:00:00Z`, CORRIGIBLE_ALLOW_PRIVATE: "1" };
  const child = spawn(BIN, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} exited ${code}`))));
  });
}

const ask = (address: string, datetime?: string): Promise<Response> =>
  fetch(address, { redirect: "manual", headers: datetime === undefined ? {} : { "accept-datetime": datetime } });

interface Link {
  readonly address: string;
  readonly rel: readonly string[];
  readonly told: Readonly<Record<string, string>>;
}
/** Links as RFC 8288 writes them. */
function readLinks(text: string): Link[] {
  return text.split(/,\s*(?=<)/).map((one) => {
    const [, address = "", rest = ""] = /^<([^<>]*)>(.*)$/s.exec(one.trim()) ?? [];
    const told = Object.fromEntries([...rest.matchAll(/;\s*(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    return { address, rel: (told["rel"] ?? "").split(" "), told };
  });
}
const linksOf = (answer: Response): Link[] => readLinks(answer.headers.get("link") ?? "");
const only = (links: readonly Link[], rel: string): string | undefined =>
  links.find((link) => link.rel.includes(rel))?.address;

const http = (day: string, hour = "06"): string => new Date(`${day}T${hour}:00:00Z`).toUTCString();
const mementoOf = (day: string): string => `${watched.url}/memento/${day.replaceAll("-", "")}060000/${original}`;

describe("a TimeGate", () => {
  test.each([
    ["before the first: the first", "2019-01-01", DAYS[0]],
    ["on the day of the first", DAYS[0], DAYS[0]],
    ["between: the one in force", "2026-08-02", DAYS[0]],
    ["just before the second", "2026-08-03T05", DAYS[0]],
    ["at the second", DAYS[1], DAYS[1]],
    ["after the last: the last", "2031-01-01", DAYS[2]],
  ] as const)("%s", async (_what, asked, given) => {
    const [day = "", hour] = asked.split("T");
    const answer = await ask(`${watched.url}/timegate/${original}`, http(day, hour));
    expect([answer.status, answer.headers.get("location")]).toEqual([302, mementoOf(given)]);
    expect(answer.headers.get("vary")).toMatch(/accept-datetime/);
    const links = linksOf(answer);
    expect(only(links, "original")).toBe(original);
    expect(links.map(({ rel }) => rel)).toContainEqual(["timemap"]);
    expect(answer.headers.get("memento-datetime")).toBeNull();
  });

  test("without a time leads to the newest, and does not remember another visitor's", async () => {
    const address = `${watched.url}/timegate/${original}`;
    await ask(address, http(DAYS[0]));
    expect((await ask(address)).headers.get("location")).toBe(mementoOf(DAYS[2]));
    expect((await ask(address, http(DAYS[1]))).headers.get("location")).toBe(mementoOf(DAYS[1]));
  });

  test.each(["yesterday", "2026-08-01", "Tue, 31 Feb 2026 06:00:00 GMT", "Sat, 01 Aug 2026 06:00:00 CET"])(
    "refuses the time %s, and says how one is written",
    async (datetime) => {
      const answer = await ask(`${watched.url}/timegate/${original}`, datetime);
      expect([answer.status, answer.headers.get("vary")]).toEqual([400, "accept-datetime, accept-encoding"]);
      expect(await answer.text()).toMatch(/^“Accept-Datetime” is written as \w{3}, \d\d \w{3} \d{4} /);
    },
  );

  test("knows an address percent-encoded, with one slash, with a slash at the end, and by the other scheme", async () => {
    const ways = [
      encodeURIComponent(original),
      original.replace("//", "/"),
      original.replace("usage?", "usage/?"),
      original.replace("http:", "https:"),
      `${original}#part`,
    ];
    for (const way of ways) {
      const answer = await ask(`${watched.url}/timegate/${way}`);
      expect([answer.status, answer.headers.get("location")]).toEqual([302, mementoOf(DAYS[2])]);
    }
  });

  test.each([
    ["/timegate/https://elsewhere.example/terms", 404],
    ["/timegate/http://127.0.0.1/documents/lampwright/usage-rules", 404],
    ["/timegate/javascript:alert(1)", 400],
    ["/timegate/", 400],
    ["/timegate/https%3A%2F%2F%E0%A4%A", 400],
    ["/timemap/link/https://elsewhere.example/terms", 404],
    ["/timemap/json/https://elsewhere.example/terms", 404],
    ["/memento/20260801060000/https://elsewhere.example/terms", 404],
    ["/memento/yesterday/https://elsewhere.example/terms", 400],
  ])("%s is %i", async (address, status) => {
    expect((await ask(watched.url + address)).status).toBe(status);
    expect(watched.complaints()).toBe("");
  });
});

describe("a memento", () => {
  test("is the recorded text as text, with its time and the way to the others", async () => {
    for (const [at, day] of DAYS.entries()) {
      const answer = await ask(mementoOf(day));
      expect(answer.status).toBe(200);
      expect(answer.headers.get("memento-datetime")).toBe(http(day));
      expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await answer.text()).toContain((BANNED[at] ?? "").split("<")[0]);
      const links = linksOf(answer);
      const others = Object.fromEntries(["first", "prev", "next", "last"].map((rel) => [rel, only(links, rel)]));
      expect(others).toEqual({
        first: mementoOf(DAYS[0]),
        prev: at === 0 ? undefined : mementoOf(DAYS[at - 1] as string),
        next: at === 2 ? undefined : mementoOf(DAYS[at + 1] as string),
        last: mementoOf(DAYS[2]),
      });
      expect([only(links, "original"), only(links, "timegate")]).toEqual([
        original,
        `${watched.url}/timegate/${original}`,
      ]);
      expect((await fetch(only(links, "describedby") ?? "")).status).toBe(200);
    }
  });

  test("of a time at which nothing was recorded is unknown, and the one in force is offered", async () => {
    const answer = await ask(`${watched.url}/memento/20260802000000/${original}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain(`href="/memento/20260801060000/${original}"`);
  });
});

test("TimeMaps name every state, as links and as JSON", async () => {
  const answer = await ask(`${watched.url}/timemap/link/${original}`);
  expect(answer.headers.get("content-type")).toBe("application/link-format; charset=utf-8");
  const links = readLinks(await answer.text());
  const states = links.filter(({ rel }) => rel.includes("memento"));
  expect(states.map(({ address, told }) => [address, told["datetime"]])).toEqual(
    DAYS.map((day) => [mementoOf(day), http(day)]),
  );
  expect(states.map(({ rel }) => rel.join(" "))).toEqual(["first memento", "memento", "last memento"]);
  expect(links.find(({ rel }) => rel.includes("self"))).toMatchObject({
    address: `${watched.url}/timemap/link/${original}`,
    told: { type: "application/link-format", from: http(DAYS[0]), until: http(DAYS[2]) },
  });
  const map = (await (await ask(`${watched.url}/timemap/json/${original}`)).json()) as object;
  expect(map).toMatchObject({
    original_uri: original,
    timegate_uri: `${watched.url}/timegate/${original}`,
    mementos: {
      first: { uri: mementoOf(DAYS[0]) },
      list: DAYS.map((day) => ({ datetime: `${day}T06:00:00Z`, uri: mementoOf(day) })),
    },
  });
});

describe("a document from an archive, which names no address", () => {
  const PATH = "/documents/orrinvale/usage-policy";

  test("goes by the address of its page, which names its TimeGate", async () => {
    const page = await fetch(example.url + PATH);
    const gate = only(linksOf(page), "timegate") ?? "";
    expect(gate).toBe(`${example.url}/timegate/${example.url}${PATH}`);
    const answer = await ask(gate, "Tue, 18 Jun 2024 23:00:00 GMT");
    expect(answer.status).toBe(302);
    const memento = await fetch(answer.headers.get("location") ?? "");
    expect(memento.headers.get("memento-datetime")).toMatch(/18 Jun 2024/);
    const version = only(linksOf(memento), "describedby")?.split("/evidence/")[1];
    expect(await memento.text()).toBe(await (await fetch(`${example.url}/text/${version}`)).text());
  });

  test("has all its versions in its TimeMap, and the interface for programs names that", async () => {
    const document = (await (await fetch(`${example.url}/api/v1${PATH}`)).json()) as { links: { timemap: string } };
    const map = (await (await fetch(document.links.timemap)).json()) as { mementos: { list: { uri: string }[] } };
    const { items } = (await (await fetch(`${example.url}/api/v1${PATH}/versions`)).json()) as {
      items: { date: string; noise: string | null }[];
    };
    const states = items.filter(({ noise }) => noise !== "error-page" && noise !== "wrong-page");
    expect(map.mementos.list).toHaveLength(new Set(states.map(({ date }) => date)).size);
    for (const { uri } of map.mementos.list) expect((await fetch(uri)).status).toBe(200);
  });
});

test("a time is read as it is written, and nothing else is", () => {
  for (const instant of ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2026-12-31T12:00:00Z"]) {
    expect(instantOfHttpDate(new Date(instant).toUTCString())).toBe(instant);
  }
  expect(instantOfHttpDate("Mon, 18 Jun 2024 06:00:00 GMT")).toBeNull();
});
