import { describe, expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import type { Clause } from "../model/index.ts";
import { classify, type DocumentKind } from "./classify.ts";
import { type EditReading, readEdit } from "./edit.ts";

const clause = (text: string): Clause => parseDocument(text).clauses.at(-1) as Clause;

function edit(old: string, neu: string, kind: DocumentKind = "other", names: readonly string[] = []): EditReading {
  const [a, b] = [clause(old), clause(neu)];
  return readEdit(a, b, classify(a, kind), new Set(names));
}

describe("what an edit does to a clause's reach", () => {
  test.each<[string, string, string, number, string]>([
    ["a weaker modal", "We will delete your files.", "We may delete your files.", -1, "modality-weaker"],
    ["a stronger modal", "We should delete your files.", "We must delete your files.", 1, "modality-stronger"],
    ["a later time", "We will tell you before we sell.", "We will tell you after we sell.", -1, "timing-later"],
    ["a member", "You may not sell lamps, chairs.", "You may not sell lamps, chairs, tables.", 1, "member-added"],
    ["a condition", "You may not sell lamps.", "You may not sell lamps unless we agree.", -1, "condition-added"],
    ["no more condition", "You may not sell lamps unless we agree.", "You may not sell lamps.", 1, "condition-removed"],
    ["a qualifier", "You may not harm people.", "You may not intentionally harm people.", -1, "qualifier-added"],
    [
      "an adjective in a ban",
      "You may not make pictures of pupils.",
      "You may not make sexual pictures of pupils.",
      -1,
      "qualifier-added",
    ],
    ["feasibility", "We respect every rule.", "We respect every rule where feasible.", -1, "condition-added"],
    ["a licence for good", "You grant us a revocable licence.", "You grant us a perpetual licence.", 1, "for-good"],
    [
      "a condition in an exception",
      "We may share it unless you object.",
      "We may share it unless you object only in writing.",
      1,
      "condition-added",
    ],
  ])("%s", (_, old, neu, sign, reason) => {
    const { reach, reasons } = edit(old, neu);
    expect([Math.sign(reach), reasons]).toEqual([sign, expect.arrayContaining([reason])]);
  });
});

describe("quantities are compared as quantities", () => {
  test.each<[string, string, string, number]>([
    ["a longer time to delete in", "We will delete it within 30 days.", "We will delete it within 90 days.", -1],
    ["a longer time of keeping, as a power", "We may keep it for 30 days.", "We may keep it for 90 days.", 1],
    ["more often", "We will report every six months.", "We will report every three months.", 1],
    ["a longer notice", "We will give you 14 days' notice.", "We will give you 30 days' notice.", 1],
    ["a shorter deadline of ours", "We will answer within 30 days.", "We will answer within 10 days.", 1],
    [
      "a longer time for a right",
      "You have the right to object within 10 days.",
      "You have the right to object within 30 days.",
      1,
    ],
    [
      "a lower cap on liability",
      "Our liability is limited to 12 months of fees.",
      "Our liability is limited to 3 months of fees.",
      1,
    ],
    ["a higher age", "You may not use it when under 13.", "You may not use it when under 16.", 1],
  ])("%s", (_, old, neu, sign) => expect(Math.sign(edit(old, neu).reach)).toBe(sign));
});

test.each([
  ["another article", "We keep the files.", "We keep your files."],
  ["another section's number", "See Section 4 (Fees) before you pay.", "See Section 5 (Prices) before you pay."],
  [
    "“including” in more words",
    "We keep files, including pictures.",
    "We keep files, including but not limited to pictures.",
  ],
  ["another address", "You may object; contact us at a@acme.example.", "You may object; contact us at Lamp Street."],
])("%s is no edit", (_, old, neu) => expect(edit(old, neu).cosmetic).toBe(true));

test("the company's own name and its new name bind alike", () => {
  expect(edit("Acme will delete it.", "Lumen will delete it.", "other", ["acme", "lumen"]).cosmetic).toBe(true);
  expect(edit("Acme will delete it.", "Lumen will delete it.").cosmetic).toBe(false);
});

test("words that only changed places say the same", () => {
  expect(edit("Writing scam messages", "Writing messages to scam people").reasons).toEqual(["same-words"]);
  expect(edit("We keep it.", "Your files: We keep it.").reasons).toEqual(["caption"]);
});
