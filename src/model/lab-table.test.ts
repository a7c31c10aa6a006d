import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../std/errors.ts";
import { DEFAULT_LAB_TABLE, documentOf, type LabTable, labTableSchema, refuseMixedDocuments, slug } from "./index.ts";

test.each([
  ["DALL·E", "dall-e"],
  ["Société  Générale!", "societe-generale"],
  ["ﬁne Print²", "fine-print2"],
  ["文心一言", "文心一言"],
  ["한국어", "한국어"],
  ["--Bolt.new--", "bolt-new"],
  ["☃", "u2603"],
  ["", "u0"],
  ["../../etc/passwd", "etc-passwd"],
  ["a\u202eb\n\u0000", "a-b"],
])("the slug of %j is %s", (text, expected) => expect(slug(text)).toBe(expected));

test("a slug is never empty, is its own slug, and cannot leave a folder or a line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(slug(text)).not.toBe("");
      expect(slug(slug(text))).toBe(slug(text));
      expect(slug(text)).not.toMatch(/[\s/\\.:@\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 500 },
  );
});

const TABLE: LabTable = {
  services: {
    ChatGPT: { lab: "openai", formerly: ["OpenAI"] },
    "DALL·E": { lab: "openai", prefix: "dall-e" },
    Quiet: { lab: "nameless" },
  },
  labs: { openai: "OpenAI", fal: "fal.ai" },
};

test.each([
  ["ChatGPT", "Acceptable Use Policy", "openai/acceptable-use-policy", "OpenAI", "ChatGPT"],
  ["OpenAI", "Acceptable Use Policy", "openai/acceptable-use-policy", "OpenAI", "ChatGPT"],
  ["DALL·E", "Acceptable Use Policy", "openai/dall-e-acceptable-use-policy", "OpenAI", "DALL·E"],
  ["Bolt.new", "Terms of Service", "bolt-new/terms-of-service", "Bolt.new", "Bolt.new"],
  ["fal", "Terms", "fal/terms", "fal.ai", "fal"],
  ["Quiet", "Terms", "nameless/terms", "nameless", "Quiet"],
  ["constructor", "__proto__", "constructor/proto", "constructor", "constructor"],
])("%s: %s is the document %s", (service, terms, document, labName, present) => {
  const lab = document.split("/")[0];
  expect(documentOf(TABLE, service, terms)).toEqual({ lab, labName, document, service: present });
});

test.each<[string, unknown, string, RegExp]>([
  ["two services that make the same documents", { A: { lab: "x" }, B: { lab: "x" } }, "services.B", /A and B make/],
  [
    "two services with one prefix",
    { A: { lab: "x", prefix: "p" }, B: { lab: "x", prefix: "p" } },
    "services.B",
    /another prefix/,
  ],
  [
    "a former name of two services",
    { A: { lab: "x", formerly: ["O"] }, B: { lab: "y", formerly: ["O"] } },
    "services.B.formerly",
    /O is named twice/,
  ],
  [
    "a former name that is a service",
    { A: { lab: "x", formerly: ["B"] }, B: { lab: "y" } },
    "services.A.formerly",
    /B/,
  ],
  ["a lab's id with a slash", { A: { lab: "x/y" } }, "services.A.lab", /as dall-e/],
  ["an unknown field", { A: { lab: "x", former: ["B"] } }, "services.A", /former/],
])("%s is refused with its place", (_, services, place, message) => {
  const issue = labTableSchema.safeParse({ services, labs: {} }).error?.issues[0];
  expect(issue?.path.join(".")).toBe(place);
  expect(issue?.message).toMatch(message);
});

function mix(...pairs: [string, string][]): void {
  refuseMixedDocuments(
    TABLE,
    pairs.map(([service, terms]) => ({ service, terms })),
  );
}

test("texts of two services never mix in one document", () => {
  mix(["ChatGPT", "Terms"], ["OpenAI", "Terms"], ["DALL·E", "Terms"], ["ChatGPT", "Terms"], ["Fal", "Terms"]);
  expect(() => mix(["Fal", "Terms"], ["FAL", "Terms"])).toThrow(
    new UserError(
      '"Fal: Terms" and "FAL: Terms" would both be the document fal/terms; ' +
        "give one of the services a prefix in corrigible.yaml, or name it under formerly of the other",
    ),
  );
  expect(() => mix(["ChatGPT", "Terms"], ["openai", "Terms"])).toThrow("openai/terms");
  expect(() => mix(["ChatGPT", "DALL E Terms"], ["DALL·E", "Terms"])).toThrow("openai/dall-e-terms");
  expect(() => mix(["Fal", "Terms"], ["Fal", "terms"])).toThrow("fal/terms");
});

test("the table that is shipped obeys its own rules and names every lab that it uses", () => {
  expect(labTableSchema.parse(DEFAULT_LAB_TABLE)).toEqual(DEFAULT_LAB_TABLE);
  const used = new Set(Object.values(DEFAULT_LAB_TABLE.services).map(({ lab }) => lab));
  expect(Object.keys(DEFAULT_LAB_TABLE.labs).toSorted()).toEqual([...used].toSorted());
});
