import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Anchors that GitHub makes of the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(new URL(`../../../docs/methods/${page}.md`, import.meta.url), "utf8");
  const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1] as string);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test.each([
  ["incorrigibility", ["who-can-stop", "voting-power", "oversight-holds", "tested", "effective"]],
  [
    "subverting-constraints",
    ["drift", "share-loosening", "disclosure", "disclosure-gap", "survival", "log-rank", "coded-changes"],
  ],
])("the page %s has a heading for each method", (page, methods) => {
  const anchors = anchorsOf(page);
  for (const method of methods) expect(anchors).toContain(method);
});
