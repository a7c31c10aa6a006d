import { describe, expect, test } from "vitest";
import { parseDocument } from "../clauses/index.ts";
import type { Clause, NoiseKind } from "../model/index.ts";
import { alignClauses } from "./align.ts";
import { guessLanguage, isFurniture, judgeNoise } from "./noise.ts";

function judge(old: string, neu: string): NoiseKind | null {
  const [a, b] = [parseDocument(old), parseDocument(neu)];
  return judgeNoise(a, b, alignClauses(a.clauses, b.clauses));
}

const PAGE = `# Rules\n\nYou may not sell [lamps](https://acme.example/lamps).\n\n* Chairs\n* Tables\n`;

describe("why a pair shows no change", () => {
  test.each<[string, string, NoiseKind | null]>([
    ["other list marks", PAGE.replaceAll("* ", "- "), "formatting"],
    ["another address of a link", PAGE.replace("/lamps", "/lamps?utm_source=x"), "links"],
    ["items that change places", PAGE.replace("* Chairs\n* Tables", "* Tables\n* Chairs"), "order"],
    ["another date", `${PAGE}\nLast updated: 1 May 2026\n`, "furniture"],
    ["an error page", "# 404\n\nPage not found\n", "error-page"],
    ["nothing at all", "", "error-page"],
    ["a rule", `${PAGE}\nYou may not sell pictures.\n`, null],
  ])("%s", (_, neu, noise) => expect(judge(PAGE, neu)).toBe(noise));
});

test("numbers that both pages carry do not make another language the same page", () => {
  const numbered = (sentences: readonly string[]): string =>
    sentences.map((text, at) => `${at + 1}.\n\n${text}`).join("\n\n");
  const english = ["We use the data that you give to us.", "You may ask for it.", "We keep it for the year."];
  const french = [
    "Nous utilisons les données que vous nous donnez.",
    "Vous pouvez les demander.",
    "Une copie est pour vous.",
  ];
  expect(judge(numbered(english), numbered(french))).toBe("locale");
});

test.each([
  ["The data that you give to us is kept by us for the year.", "en"],
  ["Les données que vous nous donnez sont pour nous et une copie est pour vous.", "fr"],
  ["Wir und Sie: die Daten, der Dienst und das Konto sind für Sie.", "de"],
  ["我们会收集您的信息", "cjk"],
  ["xyzzy", "unknown"],
])("%j is %s", (text, language) => expect(guessLanguage(text)).toBe(language));

test.each([
  ["Last updated: 1 May 2026", true],
  ["> Last update: 1 May 2026", true],
  ["[Products](https://acme.example/p) [Careers](https://acme.example/c)", true],
  ["We use cookies.", true],
  ["© 2026 Acme", true],
  ["We use cookies to follow you from site to site.", false],
  ["You may not sell [lamps](https://acme.example/lamps).", false],
])("%j is furniture: %s", (text, expected) => {
  expect(isFurniture(parseDocument(text).clauses[0] as Clause)).toBe(expected);
});
