import { afterAll, beforeAll, expect, test } from "vitest";
import { serveExample, type Served } from "../helpers/served.ts";

/** Pages visited, and of each kind (`/changes/…`). */
const PAGES_MAX = 900;
const PAGES_OF_KIND_MAX = 80;

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

test("every link from page to page leads somewhere", async () => {
  const waiting = ["/"];
  const foundOn = new Map([["/", ""]]);
  const kinds = new Map<string, number>();
  const broken: string[] = [];
  let visited = 0;
  for (let address = waiting.shift(); address !== undefined && visited < PAGES_MAX; address = waiting.shift()) {
    visited++;
    const answer = await fetch(served.url + address);
    const text = await answer.text();
    if (answer.status !== 200) broken.push(`${foundOn.get(address)} → ${address}: ${answer.status}`);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) continue;
    for (const [, link = ""] of text.matchAll(/href="(\/[^"#]*)/g)) {
      const next = link.replaceAll("&amp;", "&");
      const kind = /^\/[^/?]*/.exec(next)?.[0] ?? "";
      if (foundOn.has(next) || (kinds.get(kind) ?? 0) >= PAGES_OF_KIND_MAX) continue;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      foundOn.set(next, address);
      waiting.push(next);
    }
  }
  expect(visited).toBeGreaterThan(200);
  expect(broken).toEqual([]);
  expect(served.complaints()).toBe("");
});
