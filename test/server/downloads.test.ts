import { afterAll, beforeAll, expect, test } from "vitest";
import { serveExample, type Served } from "../helpers/served.ts";
import { CHANGE } from "./addresses.ts";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

/** What is no page, and under which type it goes out: never as markup. */
test.each([
  ["/text/orrinvale/usage-policy@41", "text/plain; charset=utf-8", /^Usage Policy\n/],
  ["/proof/orrinvale/usage-policy@41", "text/plain; charset=utf-8", /^c2sp\.org\/tlog-proof@v1\n/],
  ["/log/checkpoint", "text/plain; charset=utf-8", /^corrigible\.local\/served\n438\n/],
  [`/changes/${CHANGE}.bib`, "application/x-bibtex; charset=utf-8", /^@misc\{corrigible-/],
  [`/changes/${CHANGE}.json`, "application/json; charset=utf-8", /^\[\n/],
])("%s goes out as %s", async (address, type, begins) => {
  const answer = await fetch(served.url + address);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe(type);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await answer.text()).toMatch(begins);
});

test("style, script and icon may be kept for good, and come compressed", async () => {
  const page = await (await fetch(served.url)).text();
  const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(assets).toHaveLength(3);
  for (const path of assets) {
    const answer = await fetch(served.url + path);
    expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("content-encoding")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
      "gzip",
    ]);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
});

test("a citation is pinned to both versions and to the root of the log", async () => {
  const [bibtex, csl] = await Promise.all(
    ["bib", "json"].map(async (as) => (await fetch(`${served.url}/changes/${CHANGE}.${as}`)).text()),
  );
  const root = /root <code>([0-9a-f]{64})/.exec(await (await fetch(served.url)).text())?.[1] ?? "none";
  const note = `Change ${CHANGE}, versions orrinvale/usage-policy@13 and orrinvale/usage-policy@20, evidence log corrigible.local/served, size 438, root ${root}`;
  const title = "Orrinvale (fictional): Murrel Usage Policy, removed (loosens): Military and intelligence operations";
  expect(JSON.parse(csl ?? "")).toEqual([
    {
      id: `corrigible-${CHANGE}`,
      type: "webpage",
      author: [{ literal: "Corrigible" }],
      title,
      issued: { "date-parts": [[2024, 6, 18]] },
      note,
    },
  ]);
  expect(bibtex).toBe(
    `@misc{corrigible-${CHANGE},
  author = {{Corrigible}},
  title = {{${title}}},
  year = {2024},
  month = {6},
  day = {18},
  note = {${note}}
}
`,
  );
});
