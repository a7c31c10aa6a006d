import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { extractHtml, parseDeclaration } from "../../src/extract/index.ts";

/**
 * Pages of ours, one for each thing that extraction has to get right: `input.html`, `declaration.json` and `previous.md`
 * where there is one, the Markdown in `expected.md` with the notices before it.
 */
const CASES = fileURLToPath(new URL("extract/", import.meta.url));
const URL_OF_PAGE = "https://lab.example/page";

test.each(readdirSync(CASES))("%s", async (name) => {
  const file = (of: string): string => readFileSync(`${CASES}${name}/${of}`, "utf8");
  const optional = (of: string): string | undefined => (existsSync(`${CASES}${name}/${of}`) ? file(of) : undefined);
  const json = optional("declaration.json");
  const { markdown, notices } = extractHtml(file("input.html"), {
    declaration: json === undefined ? undefined : parseDeclaration(json, "declaration.json", undefined),
    previous: optional("previous.md"),
    url: URL_OF_PAGE,
  });
  const told = notices.map((notice) => `<!-- ${notice} -->\n`).join("");
  await expect(`${told}${markdown}\n`).toMatchFileSnapshot(`${CASES}${name}/expected.md`);
});
