import { afterAll, beforeAll, expect, test } from "vitest";
import { serveExample, type Served } from "../helpers/served.ts";

let served: Served;
beforeAll(async () => void (served = await serveExample()));
afterAll(() => served.stop());

/** The text of a page, without its markup. */
async function read(address: string): Promise<string> {
  const answer = await fetch(served.url + address);
  expect(answer.status).toBe(200);
  return (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

/** Day → who decided on the chief executive that day, and what each voter's Banzhaf share was. */
const DAYS = [
  ["2023-11-16", "Decides with 4 of 6 votes", "4 of 6 votes decide", "0.167"],
  ["2023-11-17", "Decides with 4 of 6 votes", "4 of 6 votes decide", "0.167"],
  ["2023-11-19", "Decides with 3 of 4 votes", "3 of 4 votes decide", "0.250"],
  ["2023-11-22", "Decides with 2 of 3 votes", "2 of 3 votes decide", "0.333"],
] as const;

test.each(DAYS)("who could remove the chief executive on %s", async (on, decides, power, banzhaf) => {
  const text = await read(`/control?on=${on}&who=openai-chief-executive`);
  expect(text).toContain(decides);
  expect(text).toContain(power);
  expect(text).toContain(banzhaf);
  // The letter of the staff is of the 20th.
  expect(text.includes("can leave")).toBe(on === "2023-11-22");
});

test("a seat without a vote is drawn dashed, a power by law full", async () => {
  const html = await (await fetch(`${served.url}/control?lab=openai&on=2024-02-01`)).text();
  const lineOf = (title: RegExp): string | undefined =>
    html.match(/<g class="line [a-z]+">.*?<\/g>/gs)?.find((line) => title.test(line));
  expect(lineOf(/restrains by law/)).toMatch(/class="line decides"/);
  expect(lineOf(/<title>Microsoft [^<]*has seats[^<]*: OpenAI/)).toMatch(/class="line presses"/);
});
