import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readExample, writeExampleArchive } from "../../src/pipeline/example.ts";
import { initWorkspace, openWorkspace } from "../../src/pipeline/index.ts";
import type { publishSite } from "../../src/server/publish/index.ts";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { corrigible, jsonLines, succeed } from "../helpers/corrigible.ts";
import { type FileServer, hashFiles, serveFiles } from "../helpers/files.ts";
import { runHere } from "../helpers/in-process.ts";
import { CHANGE } from "./addresses.ts";

let folder: string;
let workspace: string;
let site: string;
let server: FileServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-publish-"));
  workspace = join(folder, "watch");
  site = join(folder, "site");
  const example = readExample();
  await writeExampleArchive(example, join(folder, "archive"));
  initWorkspace(workspace, "corrigible.local/published", example.labTable);
  for (const args of [["import", "ota", join(folder, "archive")], ["import", "casebook"], ["audit"]]) {
    succeed([...args, "--workspace", workspace]);
  }
  await acceptClaim();
  succeed(["audit", "--workspace", workspace]);
  succeed(["publish", site, "--workspace", workspace]);
  server = await serveFiles(site);
});

afterAll(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The one claim of the casebook that reviewers have accepted here, rated "misleading-by-omission". */
const CLAIM = "google-2023-12-gemini-demo-video";

async function acceptClaim(): Promise<void> {
  const run = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runHere([...args, "--workspace", workspace], {
      now: "2026-08-01T00:00:00Z",
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stdout;
  };
  const findings = jsonLines<{ id: string; evidence: string[] }>(await run("findings", "--json"));
  const id = findings.find(({ evidence }) => evidence.includes(CLAIM))?.id ?? "";
  const words = ["--bearing", "concerning", "--severity", "2", "--rationale", "The video was edited."];
  for (const name of ["ada", "grace"]) {
    await run("review", "code", id, "--as", name, ...words, "--confidence", "0.9", "--counter", "A text said so.");
  }
  await run("review", "reconcile", id, "--as", "ada", ...words);
  await run("review", "notice", id, "--as", "edith", "--without-notice", "It is told by the lab itself.");
  await run("review", "accept", id, "--as", "edith", "--rationale", "As reconciled.");
}

const read = (file: string): string => readFileSync(join(site, file), "utf8");

test("every link and every asset of every page leads to a file, from below any path", async () => {
  const waiting = [server.url];
  const foundOn = new Map([[server.url, ""]]);
  const dead: string[] = [];
  const pages = new Map<string, string>();
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const answer = await fetch(url);
    if (answer.status !== 200) dead.push(`${foundOn.get(url)} → ${url}`);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) {
      await answer.arrayBuffer();
      continue;
    }
    const html = await answer.text();
    pages.set(url, html);
    for (const [, link = ""] of html.matchAll(/\b(?:href|src|action|data-proof|data-text)="([^"]*)"/g)) {
      const next = new URL(link.replaceAll("&amp;", "&"), url);
      next.hash = "";
      if (!next.href.startsWith("http://127.0.0.1") || foundOn.has(next.href)) continue;
      foundOn.set(next.href, url);
      waiting.push(next.href);
    }
  }
  expect(dead).toEqual([]);
  // Nothing is in the folder that no page leads to, but what is told in the docs.
  const reached = new Set([...foundOn.keys()].map((url) => decodeURIComponent(url.slice(server.url.length))));
  const unreached = [...hashFiles(site).keys()].filter(
    (file) => !reached.has(file) && !/^(?:log\/tile|search-index)\//.test(file),
  );
  expect(unreached.filter((file) => !/^(?:labs|changes|index)/.test(file)).toSorted()).toEqual([
    "_headers",
    "checksums.txt",
    "copy.json",
  ]);
  // A link to a part of a page leads to a part that is there.
  const anchors = [...pages].flatMap(([url, html]) =>
    [...html.matchAll(/\bhref="([^"#]*)#([^"]+)"/g)]
      .map(([, link = "", id = ""]) => ({ url, to: link === "" ? url : new URL(link, url).href, id }))
      .filter(({ to, id }) => to.startsWith(server.url) && !pages.get(to)?.includes(`id="${id}"`))
      .map(({ to, id }) => `${url} → ${to}#${id}`),
  );
  expect(anchors).toEqual([]);
});

test("the copy has the pages of the dashboard, with its policy in each", () => {
  const files = [
    "index.html",
    "changes.html",
    `changes/${CHANGE}.html`,
    "changes/lab=orrinvale.html",
    "changes/direction=loosens.html",
    "changes/subject=use.html",
    "documents/orrinvale/usage-policy.html",
    "evidence/orrinvale/usage-policy@41.html",
    "labs/openai.html",
    "promises.html",
    "promises/state=overdue.html",
    "compare/matter=military.html",
    "control.html",
    "power.html",
    "methods/comparison.html",
    "suppressed.html",
    "search.html",
    "copy.html",
  ];
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`;
  expect(files.filter((file) => !read(file).includes(policy))).toEqual([]);
  expect(files.filter((file) => / (?:href|src|action)="\//.test(read(file)))).toEqual([]);
  expect(JSON.parse(read("labs/openai.json"))).toEqual(
    JSON.parse(succeed(["card", "openai", "--json", "--workspace", workspace])),
  );
  expect(read("labs/openai.md")).toBe(succeed(["card", "openai", "--workspace", workspace]));
});

test("filters that a copy has are links, and it says of the others where they are", () => {
  const list = read("changes.html");
  expect(list).not.toContain("<select");
  expect(list).toContain('href="changes/lab=orrinvale.html"');
  expect(list).toContain('href="copy.html#left-out"');
});

test("proofs, texts and checkpoint are those of the log", () => {
  expect(read("proof/orrinvale/usage-policy@41.proof")).toBe(
    succeed(["prove", "orrinvale/usage-policy@41", "--workspace", workspace]),
  );
  expect(read("log/checkpoint")).toBe(readFileSync(join(workspace, "evidence/checkpoint"), "utf8"));
  const [, text = ""] = /href="([^"]+\.txt\.gz)"/.exec(read("evidence/orrinvale/usage-policy@41.html")) ?? [];
  const bytes = gunzipSync(readFileSync(join(site, "evidence/orrinvale", text)));
  expect(bytes.toString()).toMatch(/^Usage Policy\n/);
  expect(hashFiles(join(site, "log/tile"))).toEqual(hashFiles(join(workspace, "evidence/tile")));
});

test("a change's page tells programs where its quotes stand; an accepted claim's page is a ClaimReview, no other", () => {
  const dataOf = (file: string): unknown => {
    const [, json] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(read(file)) ?? [];
    return json === undefined ? null : JSON.parse(json);
  };
  expect(dataOf(`changes/${CHANGE}.html`)).toMatchObject({
    "@graph": [
      {
        type: "Annotation",
        target: { selector: [{ type: "TextQuoteSelector", exact: "Military and intelligence operations" }, {}] },
      },
    ],
  });
  const claims = [...hashFiles(join(site, "evidence")).keys()].flatMap((file) => {
    const data = dataOf(`evidence/${file}`) as { "@type"?: string; reviewRating: { ratingValue: number } } | null;
    return data?.["@type"] === "ClaimReview" ? [{ file, data }] : [];
  });
  // Of the casebook's claims this one alone has been reviewed.
  expect(claims).toMatchObject([{ file: `${CLAIM}.html`, data: { reviewRating: { ratingValue: 2 } } }]);
  expect(read(`evidence/${CLAIM}.html`)).toContain("misleading-by-omission");
  expect(dataOf("claims.html")).toBeNull();
});

test("checksums.txt names every file", () => {
  const told = read("checksums.txt")
    .trimEnd()
    .split("\n")
    .map((line) => [line.slice(66), line.slice(0, 64)] as const);
  const files = hashFiles(site);
  files.delete("checksums.txt");
  expect(new Map(told)).toEqual(files);
});

test("another index of the same log, on one thread or several, gives the same bytes", async () => {
  const other = join(folder, "other");
  cpSync(workspace, other, { recursive: true });
  succeed(["rebuild", "--workspace", other]);
  const several = join(folder, "several");
  // As compiled: a thread takes no TypeScript with markup.
  const compiled = (await import("../../dist/server/publish/index.js" as string)) as {
    publishSite: typeof publishSite;
  };
  await compiled.publishSite(openWorkspace(other), several, { publicUrl: null, onProgress: () => {}, threads: 2 });
  expect(hashFiles(several)).toEqual(hashFiles(site));
});

test("any other folder than a copy, and the workspace's own, are refused and stay", () => {
  const mine = join(folder, "mine");
  mkdirSync(mine);
  writeFileSync(join(mine, "thesis.txt"), "years of work");
  const refused = corrigible(["publish", mine, "--workspace", workspace]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("is not empty and no earlier copy") });
  expect(readFileSync(join(mine, "thesis.txt"), "utf8")).toBe("years of work");
  const own = ["evidence/site", "."].map((name) => join(workspace, name));
  expect(own.map((path) => corrigible(["publish", path, "--workspace", workspace]).code)).toEqual([2, 2]);
});

test("an earlier copy is replaced, and a public address stands in permanent links alone", () => {
  const old = join(folder, "old");
  mkdirSync(old);
  writeFileSync(join(old, "copy.json"), readFileSync(join(site, "copy.json")));
  writeFileSync(join(old, "stale.html"), "");
  succeed(["publish", old, "--public-url", "https://audits.example.org/x/", "--workspace", workspace]);
  expect(existsSync(join(old, "stale.html"))).toBe(false);
  const page = readFileSync(join(old, `changes/${CHANGE}.html`), "utf8");
  expect(page).toContain(`<link rel="canonical" href="https://audits.example.org/x/changes/${CHANGE}.html"/>`);
  expect(page).toContain(`Permanent link: <a href="../changes/${CHANGE}.html">https://audits.example.org/x/changes/`);
  // Feeds have whole addresses, each of a file of the copy, and no page after the first.
  const feeds = ["changes.atom", "changes.feed.json", "findings.atom", "promises.atom", "suppressed.feed.json"];
  for (const name of feeds) {
    const feed = readFileSync(join(old, name), "utf8");
    const files = [...feed.matchAll(/https:\/\/audits\.example\.org\/x\/([^"#<>&\\\s]*)/g)].map(
      ([, file = ""]) => file,
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(join(old, file)))).toEqual([]);
    expect(feed).not.toMatch(/rel="next"|next_url/);
  }
  const missing = readFileSync(join(old, "404.html"), "utf8");
  const links = [...missing.matchAll(/ (?:href|src)="([^"#]*)/g)].map(([, link = ""]) => link);
  expect(links.filter((link) => link !== "" && !link.startsWith("https://audits.example.org/x/"))).toEqual([]);
  const list = readFileSync(join(old, "changes.html"), "utf8");
  expect(list).toContain(
    '<link rel="alternate" type="application/atom+xml" title="Changes (Atom)" href="changes.atom"/>',
  );
  expect(existsSync(join(site, "changes.atom"))).toBe(false);
});

test("a crash between the old copy's leaving and the new one's coming loses neither", () => {
  const place = join(folder, "place");
  cpSync(site, join(folder, ".place.former"), { recursive: true });
  mkdirSync(join(folder, ".place.partial"));
  const behind = join(folder, "behind");
  cpSync(workspace, behind, { recursive: true });
  rmSync(join(behind, "index"), { recursive: true });
  expect(corrigible(["publish", place, "--workspace", behind]).code).not.toBe(0);
  expect(hashFiles(place)).toEqual(hashFiles(site));
});

describe.skipIf(CHROMIUM === null)(`a copy in the visitor's browser${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser.close());

  test("verifies a proof", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}evidence/orrinvale/usage-policy@41.html`);
    await page.getByRole("button", { name: "Verify in this browser" }).click();
    const last = page.locator("verify-proof li.verified, verify-proof li.refused");
    await last.waitFor();
    expect(await last.innerText()).toBe("Verified: the log holds this record, unaltered.");
    await page.close();
  });

  test("searches from any page's form, and what it finds is there", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${server.url}documents/orrinvale/usage-policy.html`);
    await page.getByRole("searchbox").fill("militar orrinvale");
    await page.getByRole("button", { name: "Search" }).click();
    const found = page.locator(`static-search a[href="changes/${CHANGE}.html"]`);
    await found.waitFor();
    await found.click();
    await page.getByRole("heading", { name: /Military and intelligence/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("without JavaScript the search says where to look", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.url}search.html?q=military`);
    expect(await page.locator("static-search").innerText()).toContain("needs JavaScript");
    await context.close();
  });
});
