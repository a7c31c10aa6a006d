import { afterAll, beforeAll, expect, test } from "vitest";
import { serveExample, type Served } from "../helpers/served.ts";
import { CHANGE } from "./addresses.ts";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

/** Address → status, and what the page says in plain words. */
const WRONG: readonly (readonly [address: string, status: number, said: RegExp])[] = [
  ["/nowhere", 404, /There is no page at \/nowhere/],
  ["/labs/opnai", 404, /We know of no lab “opnai”.*href="\/labs\/openai"/s],
  ["/labs/__proto__", 404, /We know of no lab/],
  ["/documents/orrinvale/usage-polcy", 404, /We track no document.*href="\/documents\/orrinvale\/usage-policy"/s],
  [`/changes/${CHANGE.slice(0, 8)}`, 404, new RegExp(`We know of no change.*href="/changes/${CHANGE}"`, "s")],
  ["/changes/..%2f..%2fetc", 400, /is no id of a change/],
  ["/changes?lab=nobody", 404, /We know of no lab “nobody”/],
  ["/changes?severity=9", 400, /“severity” cannot be “9”: it is one of 1, 2, 3/],
  ["/changes?since=yesterday", 400, /“since” cannot be “yesterday”: a day is written as 2024-01-10/],
  ["/changes?since=2024-02-31", 400, /a day is written as/],
  ["/changes?page=0", 400, /a page is a number from 1/],
  ["/changes?page=99999999", 400, /a page is at most/],
  ["/changes?colour=red", 400, /This page has no filter “colour”; it has lab, /],
  [`/changes/${CHANGE}?view=upside-down`, 400, /it is one of reading, raw/],
  ["/suppressed?noise=loud", 400, /it is one of formatting, /],
  ["/promises?state=forgotten", 400, /it is one of kept, /],
  ["/control?on=1700-01-01", 400, /is recorded before/],
  ["/control?on=2999-01-01", 400, /is after the day of this report/],
  ["/control?who=the%20moon", 404, /The records know no party “the moon”/],
  ["/control?lab=nobody", 404, /We know of no lab “nobody”/],
  ["/compare?labs=nobody", 404, /We know of no lab “nobody”/],
  ["/compare?matter=luck", 400, /We have no matter “luck”; there are military, /],
  ["/compare?words=%3F%3F", 400, /There is no word in “\?\?” to look for/],
  ["/compare?on=1700-01-01", 400, /No document is recorded before/],
  ["/compare?on=2999-01-01", 400, /is after the day of this report/],
  [
    "/evidence/openai-2016-09-irs-application",
    404,
    /The log has no entry.*href="\/evidence\/openai-2016-09-irs-application-no-commercial"/s,
  ],
  ["/evidence/99999999", 404, /It has \d+ entries, the first is 0/],
  ["/evidence/orrinvale/usage-policy@1", 404, /The log has no entry/],
  ["/text/999999", 404, /The log has no entry/],
  ["/methods/divination", 404, /We have no method “divination”/],
  [`/search?q=${"x".repeat(401)}`, 400, /at most 400 characters/],
  [`/search?q=${"x".repeat(3000)}`, 400, /This address is too long/],
];

test.each(WRONG)("%s", async (address, status, said) => {
  const answer = await fetch(served.url + address);
  expect({ status: answer.status, text: await answer.text() }).toEqual({ status, text: expect.stringMatching(said) });
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(served.complaints()).toBe("");
});

test("what is no GET is refused, and so is another name for this machine", async () => {
  expect((await fetch(`${served.url}/`, { method: "POST" })).status).toBe(405);
  const { request } = await import("node:http");
  const status = await new Promise((resolve) => {
    request(`${served.url}/`, { headers: { host: "evil.example" } }, (answer) => resolve(answer.statusCode)).end();
  });
  expect(status).toBe(421);
});

test("an audit while the site is up shows on the next page", async () => {
  const { succeed } = await import("../helpers/corrigible.ts");
  const day = async (): Promise<string | undefined> =>
    /As of ([^.<]+)\./.exec(await (await fetch(`${served.url}/`)).text())?.[1];
  const before = await day();
  succeed(["audit", "--as-of", "2026-01-31", "--workspace", served.workspace]);
  expect([before === "31 January 2026", await day()]).toEqual([false, "31 January 2026"]);
});
