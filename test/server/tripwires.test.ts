import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveExample, type Served } from "../helpers/served.ts";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

const declare = (text: string): void => writeFileSync(join(served.workspace, "tripwires.yaml"), text);
const page = async (address: string): Promise<string> => (await fetch(served.url + address)).text();

test("without a file one of ours stands in, and the page says how to write another", async () => {
  const text = await page("/tripwires");
  expect(text).toContain("This workspace declares none");
  expect(text).toContain('href="/changes/73470949a6a39299"');
});

test("what is declared shows at once, each alert with the way to its page, and no channel", async () => {
  declare(`
tripwires:
  - { name: quiet, when: change, subject: use, direction: loosens, severity: 3, disclosed: [no, no-note], notify: [newsdesk] }
  - { name: lately, when: finding, bearing: concerning, severity: 3 }
  - { name: late, when: promise, state: overdue, days: 30, lab: openai }
channels:
  newsdesk: { email: someone@private.example, from: us@private.example, smtp: "smtps://mail.private.example" }
`);
  const text = await page("/tripwires");
  expect(text).toContain("Trips on a rule that loosens, major, on what the systems may be used for, not disclosed,");
  expect(text).toContain("Trips on a promise that is overdue by at least 30 days, of openai.");
  expect(text).toContain("Not tripped since");
  const front = await page("/");
  expect(front).toContain("quiet (last on 18 June 2024)");
  for (const [, href] of `${text}${front}`.matchAll(/class="rule"><a href="([^"]+)"/g)) {
    const { status } = await fetch(served.url + href);
    expect({ href, status }).toEqual({ href, status: 200 });
  }
  expect(text + front).not.toContain("private.example");
  expect(text + front).not.toContain("newsdesk");
});

test("a file that cannot be read is said so with its line, and nothing else breaks", async () => {
  declare("tripwires:\n  - { name: quiet, when: chang }\n");
  expect(await page("/")).toContain("tripwires.yaml:2: quiet: when: one of change, finding, promise, measure");
  rmSync(join(served.workspace, "tripwires.yaml"));
  expect(await page("/")).toContain("This tripwire is ours");
  expect(served.complaints()).toBe("");
});
