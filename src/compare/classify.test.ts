import { expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import type { Clause } from "../model/index.ts";
import { classify, directionOf, documentKind, type DocumentKind } from "./classify.ts";
import { rateSeverity } from "./severity.ts";

const last = (text: string): Clause => parseDocument(text).clauses.at(-1) as Clause;

test.each<[string, DocumentKind, string]>([
  ["You may not use our models to build weapons.", "usage", "use-ban"],
  ["Do not:\n\n* Threats against people\n", "usage", "use-ban"],
  ["You may not use it to harm people:\n\n* Unless the person agrees\n", "usage", "use-exemption"],
  ["We will never sell your data.", "privacy", "lab-promise"],
  ["We test every model before its release.", "other", "lab-promise"],
  ["Your files will not be used to train models.", "privacy", "lab-promise"],
  ["We only use your files to answer you.", "privacy", "lab-promise"],
  ["We may share your data with advertisers.", "privacy", "lab-power"],
  ["We use your data for the following purposes:\n\n* Comply with the law\n", "privacy", "lab-power"],
  ["You may provide personal information in files.", "privacy", "lab-power"],
  ["You agree to indemnify us.", "terms", "user-burden"],
  ["In no event shall Acme be liable for losses.", "terms", "user-burden"],
  ["Acme shall not, however, be liable for losses.", "terms", "user-burden"],
  ["You may not reverse engineer the service.", "terms", "user-burden"],
  ["You grant us a licence to your content.", "terms", "user-burden"],
  ["Our business terms do not apply to trials.", "terms", "user-burden"],
  ["We grant you a licence to use the service.", "terms", "user-right"],
  ["You have the right to object.", "privacy", "user-right"],
  ["The framework gives you the right to pursue binding arbitration.", "privacy", "user-right"],
  ["Either of us may go to the courts of Peru.", "terms", "user-right"],
  ["By using our services, you agree to be bound by these terms.", "terms", "none"],
  ["“Service” means our apps.", "terms", "none"],
  ["Last updated: 1 May 2026", "privacy", "none"],
  ["What do we collect?", "privacy", "none"],
  ["# 6.1 Indemnification", "terms", "none"],
  ["12", "privacy", "none"],
])("%j in a document of kind %s is %s", (text, kind, type) => expect(classify(last(text), kind).type).toBe(type));

test.each<[string, DocumentKind]>([
  ["# Acceptable use policy\n\nBe kind.\n", "usage"],
  ["# Privacy policy\n\nWe collect personal data.\n", "privacy"],
  ["# Terms of service\n\nThis agreement is under the law of Peru.\n", "terms"],
  ["# Lamps\n\nThey are bright.\n", "other"],
])("%j is a document of kind %s", (text, kind) => expect(documentKind(parseDocument(text).clauses)).toBe(kind));

test("more of a ban tightens, more of a power loosens", () => {
  expect([1, -1, 0].map(directionOf)).toEqual(["tightens", "loosens", "neutral"]);
});

test.each([
  ["You may not use it for military operations.", "usage", "removed", 3],
  ["You may not use it to write spam.", "usage", "removed", 2],
  ["We will test every model before its release.", "other", "weakened", 3],
  ["You waive your right to a jury trial.", "terms", "added", 3],
  ["We may use your logo.", "terms", "added", 1],
] as const)("%j (%s) %s is of severity %i", (text, kind, change, severity) => {
  const clause = last(text);
  expect(rateSeverity(clause, classify(clause, kind), change)).toBe(severity);
});
