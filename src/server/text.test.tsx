import fc from "fast-check";
import { html } from "hono/html";
import { expect, test } from "vitest";
import { safeLink, showInvisible, toMarkup } from "./text.ts";

/** Text as a page writes it: in an element and in an attribute. */
const written = (text: string): string => showInvisible(toMarkup(<p title={text}>{text}</p>));

test.each([
  [`<script>alert("1")</script>`, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"],
  ["' onmouseover='x", "&#39; onmouseover=&#39;x"],
  ["&lt;", "&amp;lt;"],
  ["a\u202eb\u200bc\u0000", "a[U+202E]b[U+200B]c[U+0000]"],
  ["\u{e0041}\ufeff\ud800", "[U+E0041][U+FEFF][U+D800]"],
  ["\u{1d173}\u3164\u{e0100}", "[U+1D173][U+3164][U+E0100]"],
  ["❤\ufe0f", "❤\ufe0f"],
  ["Étoffe 文心\n😀", "Étoffe 文心\n😀"],
])("%j is written as %j", (text, expected) => expect(written(text)).toBe(`<p title="${expected}">${expected}</p>`));

test("a template escapes as an element does", () => {
  const hostile = `"><b>`;
  expect(toMarkup(html`<p title="${hostile}">${[hostile, html`<i>${1}</i>`, null]}</p>`)).toBe(
    `<p title="&quot;&gt;&lt;b&gt;">&quot;&gt;&lt;b&gt;<i>1</i></p>`,
  );
});

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** What a reader's program makes of it, with the characters that were spelled out put back. */
function unescape(markup: string): string {
  return markup
    .replaceAll(/\[U\+([0-9A-F]+)\]/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
}

test("nothing is lost, and no text can leave its place or hide", () => {
  const text = fc.string({
    unit: fc.oneof(fc.string({ unit: "binary", maxLength: 1 }), fc.constantFrom("<", ">", "&", '"', "'")),
  });
  fc.assert(
    fc.property(text, (original) => {
      fc.pre(!original.includes("[U+"));
      const [, title = "", inside = ""] = /^<p title="([^"]*)">(.*)<\/p>$/s.exec(written(original)) ?? [];
      for (const escaped of [title, inside]) {
        expect(escaped).not.toMatch(/[<>"'\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(unescape(escaped)).toBe(original);
      }
    }),
    { numRuns: 500 },
  );
});

test.each(["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example/", "", "vbscript:x"])(
  "%j is no link",
  (address) => expect(safeLink(address)).toBeNull(),
);

test("an address of the web is a link", () => {
  expect(safeLink("https://example.org/a?b#c")).toBe("https://example.org/a?b#c");
});
